"""Skies: Blender's physically based atmosphere without its disc, and clouds in one layer of noise."""

from __future__ import annotations

import math
from typing import Any

import bpy
from graph import calculate, colour, mix, node, noise, ramp, vector

Direction = tuple[float, float, float]


def towards(azimuth_deg: float, elevation_deg: float) -> Direction:
    """Unit direction; azimuth 0 is +y, 90 is +x."""
    azimuth, elevation = math.radians(azimuth_deg), math.radians(elevation_deg)
    across = math.cos(elevation)
    return across * math.sin(azimuth), across * math.cos(azimuth), math.sin(elevation)


def sky(
    azimuth_deg: float,
    elevation_deg: float,
    strength: float = 0.1,
    dust: float = 1.0,
    cover: float = 0.0,
    cloud: tuple[float, float, float] = (1.0, 0.98, 0.95),
    cloud_radiance: float = 1.0,
    scale: float = 0.55,
    seed: float = 0.0,
    streak: float = 1.0,
    air: float = 1.0,
) -> None:
    """Fills the world with a sky.

    Args:
        azimuth_deg: Where the sun stands, from +y towards +x.
        elevation_deg: How high it stands.
        strength: Factor of the atmosphere's radiance.
        dust: Haze; 1 is an ordinary town.
        cover: How much of the sky clouds take, 0..1.
        cloud: Colour of lit clouds.
        cloud_radiance: Radiance of lit clouds.
        scale: Clouds per cloud height.
        seed: Another number, other clouds.
        streak: How much longer than wide clouds are.
        air: Density of the air; more of it makes low suns redder.
    """
    tree = bpy.context.scene.world.node_tree
    look = node(tree, "TexCoord").outputs["Generated"]
    atmosphere = node(
        tree, "TexSky", sky_type="NISHITA", sun_disc=False, sun_elevation=math.radians(elevation_deg),
        sun_rotation=math.radians(azimuth_deg), dust_density=dust, air_density=air, altitude=100.0,
    ).outputs[0]  # fmt: skip
    factor = node(tree, "CombineColor", {0: strength, 1: strength, 2: strength}).outputs[0]
    radiance = mix(tree, 1.0, atmosphere, factor, "MULTIPLY")
    if cover > 0:
        share, lit = _clouds(tree, look, towards(azimuth_deg, elevation_deg), (cover, scale, seed, streak), cloud)
        factor = node(tree, "CombineColor", {0: cloud_radiance, 1: cloud_radiance, 2: cloud_radiance}).outputs[0]
        radiance = mix(tree, share, radiance, mix(tree, 1.0, lit, factor, "MULTIPLY"))
    tree.links.new(radiance, tree.nodes["Background"].inputs["Color"])
    bpy.context.scene.world.cycles.sampling_method = "MANUAL"
    bpy.context.scene.world.cycles.sample_map_resolution = 512


def _overhead(tree: Any, look: Any, lift: float) -> Any:
    """Socket of where a view ray meets the layer of clouds; ``lift`` keeps the horizon from being infinitely far."""
    split = node(tree, "SeparateXYZ", {0: look})
    up = calculate(tree, "MAXIMUM", split.outputs[2], 0.0)
    reach = calculate(tree, "DIVIDE", 1.0, calculate(tree, "ADD", up, lift))
    x, y = (calculate(tree, "MULTIPLY", split.outputs[k], reach) for k in (0, 1))
    return node(tree, "CombineXYZ", {0: x, 1: y}).outputs[0]


def _clouds(
    tree: Any, look: Any, sun: Direction, form: tuple[float, float, float, float], cloud: tuple[float, float, float]
) -> tuple[Any, Any]:
    """Sockets of the clouds' share and of their colour: noise on a plane overhead, lit from the sun's side."""
    cover, scale, seed, streak = form
    split = node(tree, "SeparateXYZ", {0: look})
    flat = _overhead(tree, look, 0.10)
    place = vector(
        tree, "ADD", vector(tree, "MULTIPLY", flat, (1.0 / streak, 1.0, 1.0)), (seed, seed * 1.7, seed * 0.3)
    )

    def density(at: Any) -> Any:
        return noise(tree, at, scale, 9.0, 0.58, 0.25)

    shift = tuple(0.22 * part for part in (sun[0], sun[1], 0.0))
    here, sunwards = density(place), density(vector(tree, "ADD", place, shift))
    low = 0.5 + 0.22 * (1.0 - 2.0 * cover)
    share = ramp(tree, here, low, low + 0.13)
    share = calculate(tree, "MULTIPLY", share, ramp(tree, split.outputs[2], 0.0, 0.10, 0.25, 1.0))
    slope = ramp(tree, calculate(tree, "SUBTRACT", here, sunwards), -0.10, 0.12)
    thick = ramp(tree, here, low + 0.05, low + 0.28, 1.0, 0.55)
    glare = calculate(tree, "POWER", ramp(tree, vector(tree, "DOT_PRODUCT", look, sun), 0.5, 1.0), 3.0)
    lit = calculate(tree, "MULTIPLY", calculate(tree, "ADD", calculate(tree, "MULTIPLY", slope, 0.5), 0.55), thick)
    lit = calculate(tree, "ADD", lit, calculate(tree, "MULTIPLY", glare, 1.2))
    grey = node(tree, "CombineColor", {0: lit, 1: lit, 2: lit}).outputs[0]
    shade = mix(tree, lit, (0.80, 0.90, 1.08), colour(cloud))
    return share, mix(tree, 1.0, shade, grey, "MULTIPLY")


def overcast(azimuth_deg: float, elevation_deg: float, seed: float = 4.0) -> None:
    """Fills the world with a closed sky: that of the CIE standard overcast sky, with structure and a bright patch.

    The zenith of the standard sky is three times as bright as its horizon (CIE S 011).
    """
    tree = bpy.context.scene.world.node_tree
    look = node(tree, "TexCoord").outputs["Generated"]
    up = calculate(tree, "MAXIMUM", node(tree, "SeparateXYZ", {0: look}).outputs[2], 0.0)
    flat = _overhead(tree, look, 0.16)
    place = vector(tree, "ADD", vector(tree, "MULTIPLY", flat, (0.75, 1.0, 1.0)), (seed, seed * 1.7, 0.0))
    billows = ramp(tree, noise(tree, place, 0.7, 9.0, 0.55, 0.6), 0.28, 0.72, -0.30, 0.30)
    wide = ramp(tree, noise(tree, place, 0.22, 3.0), 0.3, 0.7, -0.16, 0.16)
    structure = calculate(tree, "ADD", 1.0, calculate(tree, "ADD", billows, wide))
    structure = calculate(tree, "MULTIPLY", structure, ramp(tree, up, 0.0, 0.3, 0.9, 1.0))
    base = calculate(tree, "ADD", calculate(tree, "MULTIPLY", up, 0.667), 0.333)
    near = vector(tree, "DOT_PRODUCT", look, towards(azimuth_deg, elevation_deg))
    veil = calculate(tree, "MULTIPLY", calculate(tree, "POWER", ramp(tree, near, 0.62, 1.0), 3.5), 1.7)
    grey = calculate(tree, "MULTIPLY", calculate(tree, "ADD", base, veil), structure)
    tone = node(tree, "CombineColor", {0: grey, 1: grey, 2: grey}).outputs[0]
    warm = mix(tree, calculate(tree, "MULTIPLY", veil, 0.6), (0.93, 0.98, 1.06), (1.0, 0.975, 0.93))
    radiance = mix(tree, 1.0, warm, tone, "MULTIPLY")
    tree.links.new(radiance, tree.nodes["Background"].inputs["Color"])
