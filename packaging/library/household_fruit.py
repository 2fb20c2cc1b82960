"""Fruit: apples, an orange, a lemon, a banana."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from atlas import pack
from bake import Recipe, Sample, Surface
from household_entry import textured, written
from household_forms import along_path, bent, joined, loft, marked, moved, superellipse
from lathe import revolve
from noise import SolidNoise, hex_colours, mix, ramp, smoothstep, speckles
from outline import Profile
from scipy.interpolate import CubicSpline
from usd_writer import Material, Part

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from mesh import Mesh
    from noise import Array

CRISP = SolidNoise(671, exponent=1.3)
ROUGH = SolidNoise(672, exponent=2.3)
SOFT = SolidNoise(673, exponent=3.8)
TAGS = ["household", "food", "fruit"]
STEM = 1

APPLE = (
    (0.0, 0.0085), (0.0060, 0.0060), (0.0120, 0.0016), (0.0185, 0.0003), (0.0280, 0.0075), (0.0365, 0.0240),
    (0.0400, 0.0410), (0.0380, 0.0550), (0.0310, 0.0665), (0.0215, 0.0712), (0.0125, 0.0695), (0.0055, 0.0630),
    (0.0, 0.0590),
)  # fmt: skip
ORANGE = (
    (0.0, 0.0022), (0.0050, 0.0012), (0.0120, 0.0010), (0.0260, 0.0105), (0.0350, 0.0240), (0.0376, 0.0370),
    (0.0350, 0.0510), (0.0255, 0.0645), (0.0120, 0.0728), (0.0040, 0.0735), (0.0, 0.0726),
)  # fmt: skip
LEMON = (
    (0.0, 0.0), (0.0030, 0.0008), (0.0055, 0.0046), (0.0095, 0.0090), (0.0185, 0.0180), (0.0252, 0.0320),
    (0.0262, 0.0440), (0.0225, 0.0590), (0.0135, 0.0720), (0.0080, 0.0765), (0.0062, 0.0800), (0.0045, 0.0806),
    (0.0, 0.0796),
)  # fmt: skip


def through(points: Sequence[tuple[float, float]], count: int) -> Profile:
    """Return a smooth outline through (radius, height) in metres, from pole to pole."""
    given = np.array(points)
    way = np.r_[0.0, np.cumsum(np.linalg.norm(np.diff(given, axis=0), axis=1))]
    curve = CubicSpline(way, given)
    at = np.linspace(0.0, way[-1], count)
    position, tangent = curve(at), curve(at, 1)
    position[[0, -1], 0] = 0.0
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    length = np.r_[0.0, np.cumsum(np.linalg.norm(np.diff(position, axis=0), axis=1))]
    return Profile(position, np.stack([tangent[:, 1], -tangent[:, 0]], -1), length)


def grown(body: Mesh, lobes: float, lean: float, uneven: float) -> Mesh:
    """Make a turned fruit grow: five lobes towards its lower end, a lean, unevenness; as shares of its size."""
    points = body.points.copy()
    height = points[:, 2].max()
    turn = np.arctan2(points[:, 1], points[:, 0])
    low = 1.0 - points[:, 2] / height
    swell = 1.0 + lobes * np.cos(5.0 * turn) * (0.35 + low) + uneven * SOFT(points, 0.11)
    points[:, :2] *= swell[:, None]
    points[:, 2] += lean * points[:, 0] * points[:, 2] / height
    return bent(body, points)


def stem(base: Sequence[float], length: float, radius: float) -> Mesh:
    """A curved stalk, thicker at its end."""
    t = np.linspace(0.0, 1.0, 7)
    path = np.array(base) + np.stack([0.25 * length * t**2, 0.12 * length * t**3, length * t], -1)
    girth = radius * (1.15 - 0.5 * np.sin(np.pi * t * 0.8) + 0.25 * t**4)
    outlines = np.stack([superellipse(2.0 * r, 1.8 * r, 2.3, 8) for r in girth])
    return loft(along_path(path, outlines, (0.0, 1.0, 0.0)))


def apple_recipe(red: bool) -> Recipe:
    """Streaks of red over green-yellow, or all green; lenticels; russet where the stalk sits."""
    ground = hex_colours("b9b53a", "d6c552", "e3d071") if red else hex_colours("6f9a2a", "8db63a", "a9c653", "bccf68")
    blush = hex_colours("6d0a10", "9c1118", "bb2420", "cc4630")

    def recipe(place: Sample) -> Surface:
        p = place.position
        turn = np.arctan2(p[:, 1], p[:, 0])
        meridian = np.stack([0.030 * np.cos(turn), 0.030 * np.sin(turn), 0.12 * p[:, 2]], -1)
        streak = ROUGH(meridian, 0.028)
        cloud = SOFT(p + 0.3, 0.09)
        colour = ramp(ground, 0.5 + 0.22 * cloud + 0.05 * streak)
        if red:
            cover = np.clip(0.86 + 0.22 * cloud + 0.16 * streak, 0.0, 1.0)
            colour = mix(colour, ramp(blush, 0.45 - 0.20 * cloud + 0.12 * streak), cover)
        else:
            sun = np.clip(0.5 * smoothstep(0.6, 2.2, cloud + 0.15 * streak), 0.0, 0.3)
            colour = mix(colour, hex_colours("c98a4a")[0], sun)
        reach = np.hypot(p[:, 0], p[:, 1])
        dots = speckles(p, 672, 0.0042, (0.00025, 0.0006)) * smoothstep(0.006, 0.016, reach)
        colour = mix(colour, hex_colours("e6cf8c" if red else "e2e8b4")[0], 0.55 * dots)
        top = smoothstep(0.0165, 0.004, reach + 0.003 * ROUGH(p, 0.02)) * (p[:, 2] > 0.03)
        colour = mix(colour, ramp(hex_colours("6e6a2a", "8a7a3a"), 0.5 + 0.3 * ROUGH(p, 0.02)), 0.75 * top)
        calyx = smoothstep(0.0085, 0.0035, reach + 0.0015 * CRISP(p, 0.01)) * (p[:, 2] < 0.03)
        colour = mix(colour, hex_colours("3a2a18")[0], 0.9 * calyx)
        wood = ramp(hex_colours("3a2a1a", "5f4527", "7a5f38"), 0.5 + 0.25 * ROUGH(p, 0.006))
        stalk = place.along > 0.5
        colour = mix(colour, wood, stalk)
        roughness = 0.30 + 0.03 * cloud + 0.35 * np.maximum(top, np.maximum(calyx, stalk))
        return Surface(colour, roughness, 0.000012 * ROUGH(p, 0.02))

    return recipe


def build_apple(name: str, objects: Path) -> None:
    """Write an apple."""
    red = name == "apple_red"
    body = grown(revolve(through(APPLE, 30), 36), 0.014, 0.05 if red else -0.08, 0.010)
    whole = joined(marked(body, 0), marked(stem((0.0, 0.0, 0.056), 0.023, 0.0015), STEM))
    whole.material[:] = 0
    pack(whole)
    files = textured(whole, apple_recipe(red), objects / name, name, base_color=512)
    skin = Material("skin", roughness=0.34, clearcoat=0.25, clearcoat_roughness=0.25, maps=files)
    written(objects, name, f"Apple, {'red' if red else 'green'}", "apple", TAGS, [Part("apple", whole, (skin,))])


def citrus_recipe(tones: Array, pore_m: float, height: float) -> Recipe:
    """Peel with oil glands; a scar at the lower end and the button of the stalk at the upper."""

    def recipe(place: Sample) -> Surface:
        p = place.position
        pores = np.maximum(
            speckles(p, 681, pore_m, (0.3 * pore_m, 0.45 * pore_m)),
            0.7 * speckles(p, 682, 0.6 * pore_m, (0.2 * pore_m, 0.3 * pore_m)),
        )
        cloud = SOFT(p, 0.10)
        colour = ramp(tones, 0.5 + 0.17 * cloud + 0.04 * ROUGH(p, 0.03)) * (1.0 - 0.07 * pores)[:, None]
        reach = np.hypot(p[:, 0], p[:, 1]) + 0.0006 * ROUGH(p, 0.01)
        upper = p[:, 2] > height / 2.0
        button = smoothstep(0.0042, 0.0030, reach) * upper
        colour = mix(colour, ramp(hex_colours("4a5a24", "7a7a3c"), 0.5 + 0.3 * ROUGH(p, 0.008)), 0.9 * button)
        scar = smoothstep(0.0030, 0.0015, reach) * ~upper
        colour = mix(colour, hex_colours("7a5a2a")[0], 0.7 * scar)
        relief = -0.00011 * pores + 0.00009 * SOFT(p, 0.022) + 0.0005 * button
        return Surface(colour, 0.40 + 0.08 * pores + 0.2 * button, relief)

    return recipe


def build_citrus(name: str, objects: Path) -> None:
    """Write the orange or the lemon, which lies on its side."""
    if name == "orange":
        body = grown(revolve(through(ORANGE, 26), 36), 0.003, 0.02, 0.006)
        recipe = citrus_recipe(hex_colours("d9660a", "ee820f", "f79a22"), 0.0017, 0.074)
    else:
        body = grown(revolve(through(LEMON, 30), 32), 0.006, 0.06, 0.010)
        recipe = citrus_recipe(hex_colours("dcae12", "f0c91c", "f6d840"), 0.0018, 0.080)
    pack(body)
    files = textured(body, recipe, objects / name, name, base_color=512, normal=448)
    if name == "lemon":
        body = moved(body, turn_deg=(0.0, 90.0, 25.0))
    peel = Material("peel", roughness=0.42, maps=files)
    written(objects, name, name.capitalize(), name, TAGS, [Part(name, body, (peel,))])


def banana_body() -> Mesh:
    """A bent five-sided body lying on its flank; `along` runs from 0 at the stalk to 1 at the tip."""
    t = np.r_[np.linspace(0.0, 0.16, 8), np.linspace(0.19, 0.90, 18), np.linspace(0.925, 1.0, 7)]
    angle = np.radians(-52.0 + 104.0 * t + 10.0 * (t - 0.1) ** 2)
    path = np.stack([0.112 * np.sin(angle), 0.112 * np.cos(angle), 0.003 * np.sin(3.0 * t)], -1)
    stations = (0.0, 0.03, 0.09, 0.16, 0.26, 0.45, 0.65, 0.82, 0.91, 0.955, 0.985, 1.0)
    widths = (0.0056, 0.0050, 0.0056, 0.0095, 0.0152, 0.0178, 0.0176, 0.0148, 0.0102, 0.0060, 0.0046, 0.0040)
    radius = np.interp(t, stations, widths)
    turn = 2.0 * np.pi * np.arange(30) / 30
    edge = 0.035 + 0.02 * smoothstep(0.25, 0.1, t)
    shape = 1.0 + edge[:, None] * np.cos(5.0 * turn)[None] + 0.012 * np.cos(10.0 * turn)[None]
    outlines = radius[:, None, None] * shape[..., None] * np.stack([np.cos(turn), np.sin(turn)], -1)
    body = loft(along_path(path, outlines))
    body.along = np.r_[np.repeat(t, 30), 0.0, 1.0]
    return body


def banana_recipe(place: Sample) -> Surface:
    """Yellow, greener at the stalk, brown at both ends, freckled."""
    p, t = place.position, place.along
    cloud, fine = SOFT(p, 0.08), ROUGH(p, (0.05, 0.05, 0.02))
    colour = ramp(hex_colours("d3a526", "e8c33a", "f2d556"), 0.5 + 0.18 * cloud + 0.05 * fine)
    green = smoothstep(0.20, 0.06, t) + 0.6 * smoothstep(0.88, 0.97, t)
    colour = mix(colour, hex_colours("a9b04a")[0], np.clip(0.6 * green, 0.0, 0.7))
    radial = np.hypot(np.hypot(p[:, 0], p[:, 1]) - 0.112, p[:, 2])
    ridge = smoothstep(0.0184, 0.0196, radial + 0.0006 * fine) * 0.4
    bruise = smoothstep(1.5, 2.3, ROUGH(p + 0.5, 0.05)) * 0.7
    freckle = speckles(p, 691, 0.0060, (0.0003, 0.0013)) * smoothstep(-0.6, 1.2, cloud)
    dark = np.maximum(np.maximum(ridge, bruise), 0.75 * freckle)
    colour = mix(colour, hex_colours("6b4319")[0], dark)
    ends = np.maximum(smoothstep(0.030, 0.010, t + 0.006 * fine), smoothstep(0.958, 0.985, t + 0.006 * fine))
    colour = mix(colour, ramp(hex_colours("21160d", "4a3520"), 0.5 + 0.25 * CRISP(p, 0.01)), ends)
    return Surface(colour, 0.46 + 0.3 * ends + 0.05 * fine, 0.00003 * fine - 0.00005 * freckle)


def build_banana(objects: Path) -> None:
    """Write the banana."""
    body = banana_body()
    pack(body)
    files = textured(body, banana_recipe, objects / "banana", "banana", base_color=768)
    peel = Material("peel", roughness=0.46, maps=files)
    written(objects, "banana", "Banana", "banana", TAGS, [Part("banana", body, (peel,))])


BUILDERS: dict[str, Callable[[Path], None]] = {
    **{name: partial(build_apple, name) for name in ("apple_red", "apple_green")},
    **{name: partial(build_citrus, name) for name in ("orange", "lemon")},
    "banana": build_banana,
}
