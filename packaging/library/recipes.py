"""Surface recipes: what glaze, clay, enamel, paper and steel look like at a place in space."""

from __future__ import annotations

import numpy as np
from bake import Recipe, Sample, Surface
from noise import Array, SolidNoise, hex_colours, mix, ramp, smoothstep, speckles

HANDLE = -1.0
"""Value of `Mesh.along` that marks a handle."""

SOFT = SolidNoise(101, exponent=4.4)
ROUGH = SolidNoise(102, exponent=2.2)
CRISP = SolidNoise(103, exponent=1.2)


def stoneware(
    seed: int,
    glaze: Array,
    clay: Array,
    foot: float,
    specks: tuple[str, float] = ("4a3526", 0.55),
    upper: Array | None = None,
    line: float = 0.0,
    lining: Array | None = None,
    rim: str = "8a6238",
    rim_strength: float = 0.55,
    gloss: float = 0.2,
) -> Recipe:
    """Speckled glaze over bare clay.

    Args:
        seed: Seed of the specks.
        glaze: Glaze colours (k, 3).
        clay: Clay colours (k, 3).
        foot: Height in metres below which the outside is left unglazed.
        specks: Colour and strength of the iron specks.
        upper: Colours of a second glaze into which the vessel was dipped upside down.
        line: Height in metres of the edge of that second glaze.
        lining: Colours of a separate glaze inside.
        rim: Colour to which the glaze breaks where it is thin, at the rim.
        rim_strength: Strength of that.
        gloss: Roughness of the glaze.
    """

    def recipe(place: Sample) -> Surface:
        p, outside = place.position, place.along < -0.0015
        cloud = SOFT(p, 0.11)
        fine = ROUGH(p, 0.03)
        wobble = 0.0012 * SOFT(p + 0.37, 0.10) + 0.00004 * fine
        colour = ramp(glaze, 0.5 + 0.15 * cloud + 0.02 * fine)
        if lining is not None:
            colour = mix(colour, ramp(lining, 0.5 + 0.16 * cloud), smoothstep(0.0006, 0.0016, place.along))
        height = 0.00004 * SOFT(p, 0.05)
        if upper is not None:
            level = p[:, 2] + 1.9 * wobble - line
            dipped = np.where(outside, smoothstep(-0.0004, 0.0004, level), 1.0)
            pooled = np.exp(-((np.clip(level, 0, None) / 0.0022) ** 2)) * outside
            second = ramp(upper, 0.52 + 0.13 * cloud + 0.02 * fine - 0.3 * pooled)
            colour = mix(colour, second, dipped)
            height = height + 0.00012 * dipped
        dots = np.maximum(
            speckles(p, seed, 0.0032, (0.00012, 0.00062)), 0.8 * speckles(p, seed + 2, 0.0017, (0.00007, 0.00020))
        )
        colour = mix(colour, hex_colours(specks[0])[0], dots * specks[1])
        thin = np.exp(-(((place.along + 0.0008) / 0.0016) ** 2)) * (0.75 + 0.25 * cloud)
        colour = mix(colour, hex_colours(rim)[0], np.clip(thin, 0.0, 1.0) * rim_strength)

        bare = np.where(outside, smoothstep(0.00025, -0.00025, p[:, 2] + wobble - foot), 0.0)
        edge = np.where(outside, np.exp(-(((p[:, 2] + wobble - foot - 0.0006) / 0.0007) ** 2)), 0.0)
        colour = mix(colour, hex_colours(rim)[0], edge * 0.45)
        grit = speckles(p, seed + 1, 0.0022, (0.00012, 0.00035))
        earth = ramp(clay, 0.5 + 0.14 * cloud + 0.12 * fine) * (1.0 - 0.25 * grit)[:, None]
        colour = mix(colour, earth, bare)
        height = height * (1.0 - bare) + bare * (0.00002 * fine - 0.00012)
        roughness = gloss + 0.03 * cloud + (0.78 - gloss) * bare + 0.08 * dots * (1.0 - bare)
        return Surface(colour, roughness, height)

    return recipe


def porcelain(outside: str, inside: str, stripes: tuple[tuple[float, float, str], ...] = ()) -> Recipe:
    """Evenly glazed porcelain.

    Args:
        outside: Colour outside.
        inside: Colour inside.
        stripes: Printed bands on the body: lower and upper height in metres, colour.
    """

    def recipe(place: Sample) -> Surface:
        p = place.position
        cloud = SOFT(p, 0.16)
        within = smoothstep(0.0002, 0.0010, place.along)
        colour = mix(hex_colours(outside), hex_colours(inside), within)
        for low, high, ink in stripes:
            z = p[:, 2] + 0.00004 * SOFT(p, 0.06)
            band = smoothstep(low - 0.0001, low + 0.0001, z) * smoothstep(high + 0.0001, high - 0.0001, z)
            colour = mix(colour, hex_colours(ink), band * ((place.along < -0.001) & (place.along > HANDLE / 2)))
        colour = colour * (1.0 + 0.008 * cloud)[:, None]
        bare = np.where(place.along < -0.001, smoothstep(0.0012, 0.0006, p[:, 2]), 0.0)
        colour = mix(colour, hex_colours("d9d2c6"), bare * 0.7)
        return Surface(colour, 0.14 + 0.5 * bare, 0.00003 * SOFT(p, 0.06))

    return recipe


def enamel(seed: int, outside: str, inside: str, specks: tuple[str, str]) -> Recipe:
    """Speckled vitreous enamel on sheet steel, with the specks' colours outside and inside."""

    def recipe(place: Sample) -> Surface:
        p = place.position
        within = smoothstep(-0.0002, 0.0002, place.along)
        colour = mix(hex_colours(outside), hex_colours(inside), within)
        dots = np.maximum(
            speckles(p, seed, 0.0042, (0.00018, 0.00095)), speckles(p, seed + 1, 0.0021, (0.0001, 0.0003))
        )
        colour = mix(colour, mix(hex_colours(specks[0]), hex_colours(specks[1]), within), dots * (0.92 - 0.35 * within))
        colour = colour * (1.0 + 0.02 * SOFT(p, 0.1))[:, None]
        return Surface(colour, 0.16 + 0.02 * SOFT(p, 0.1), 0.00005 * SOFT(p, 0.045))

    return recipe


def paper(colour: str) -> Recipe:
    """Coated paper board."""

    def recipe(place: Sample) -> Surface:
        fine = ROUGH(place.position, 0.02)
        base = hex_colours(colour) * (1.0 + 0.006 * fine + 0.004 * SOFT(place.position, 0.09))[:, None]
        return Surface(base, 0.5 + 0.02 * fine, 0.000004 * fine)

    return recipe


def printed_sleeve(board: Array, ink: str, low: float, high: float, repeats: int = 14) -> Recipe:
    """Kraft board with fluting, printed with a band of leaves.

    Args:
        board: Board colours (k, 3).
        ink: Print colour.
        low: Lower end of the sleeve in metres.
        high: Upper end of the sleeve in metres.
        repeats: Leaves around.
    """

    def recipe(place: Sample) -> Surface:
        p = place.position
        fibre = ROUGH(p, (0.05, 0.05, 0.012))
        colour = ramp(board, 0.5 + 0.10 * fibre + 0.06 * SOFT(p, 0.08))
        angle = np.arctan2(p[:, 1], p[:, 0])
        turn = angle / (2.0 * np.pi) * repeats
        middle, span = (low + high) / 2.0, high - low
        row = np.round((p[:, 2] - middle) / (0.22 * span))
        x = (turn + 0.5 * (row % 2)) % 1.0 - 0.5
        y = (p[:, 2] - middle) / (0.22 * span) - row
        lean = x * np.where(row % 2 == 0, 1.0, -1.0) - 0.35 * y
        leaf = np.abs(lean) - 0.26 * np.clip(1.0 - (2.1 * y) ** 2, 0.0, None)
        vein = np.abs(lean) < 0.022
        mask = smoothstep(0.02, -0.02, leaf) * (~vein) * (np.abs(row) < 1.5)
        for edge in (low + 0.09 * span, high - 0.09 * span):
            mask = np.maximum(mask, smoothstep(0.0009, 0.0007, np.abs(p[:, 2] - edge)))
        outer = (place.normal[:, :2] * p[:, :2]).sum(1) > 0.0
        colour = mix(colour, hex_colours(ink)[0] * (1.0 + 0.05 * fibre)[:, None], mask * outer * 0.93)
        flute = 0.00005 * np.cos(angle * 110.0)
        return Surface(colour, 0.78 - 0.1 * mask * outer, flute + 0.000006 * fibre)

    return recipe


def lid_plastic(colour: str, centre: tuple[float, float], half: tuple[float, float], top: float) -> Recipe:
    """Matt plastic with a drinking slot and a vent.

    Args:
        colour: Colour of the plastic.
        centre: Place (x, y) of the slot in metres.
        half: Half extents of the slot in metres.
        top: Height in metres above which the slot is drawn.
    """

    def recipe(place: Sample) -> Surface:
        p = place.position
        upward = (p[:, 2] > top) & (place.normal[:, 2] > 0.6)
        local = (p[:, :2] - np.array(centre)) / np.array(half)
        slot = (np.abs(local) ** 3.0).sum(1) ** (1.0 / 3.0)
        vent = np.linalg.norm(p[:, :2] + np.array(centre) * 0.7, axis=1) / 0.0009
        hole = np.maximum(smoothstep(1.06, 0.94, slot), smoothstep(1.15, 0.85, vent)) * upward
        lip = np.exp(-(((slot - 1.25) / 0.16) ** 2)) * upward
        base = mix(hex_colours(colour), hex_colours("0b0a0a"), hole)
        return Surface(base, 0.42 + 0.3 * hole, 0.0006 * lip - 0.0006 * hole + 0.0000012 * ROUGH(p, 0.02))

    return recipe


def brushed_steel() -> Recipe:
    """Stainless steel brushed around the axis."""

    def recipe(place: Sample) -> Surface:
        p = place.position
        streak = CRISP(p, (0.9, 0.9, 0.015))
        fine = CRISP(p + 0.21, (0.5, 0.5, 0.009))
        tone = 1.0 + 0.008 * streak + 0.010 * fine
        colour = hex_colours("e4e4e3") * tone[:, None]
        return Surface(colour, 0.30 + 0.006 * streak + 0.009 * fine, np.zeros_like(streak))

    return recipe
