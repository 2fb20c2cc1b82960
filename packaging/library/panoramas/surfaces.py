"""Procedural surfaces: everything that is seen is shaded by these few graphs."""

from __future__ import annotations

from functools import cache
from typing import Any

import bpy
from graph import calculate, colour, mix, node, noise, ramp, vector

Rgb = tuple[float, float, float]


def _new() -> tuple[Any, Any, Any]:
    material = bpy.data.materials.new("surface")
    material.use_nodes = True
    tree = material.node_tree
    return material, tree, tree.nodes["Principled BSDF"]


def _place(tree: Any) -> Any:
    return node(tree, "TexCoord").outputs["Object"]


def _bump(tree: Any, shader: Any, height: Any, depth_m: float) -> None:
    made = node(tree, "Bump", {"Height": height, "Distance": depth_m, "Strength": 1.0})
    tree.links.new(made.outputs["Normal"], shader.inputs["Normal"])


def _shade(tree: Any, base: Any, amount: Any, around: float = 0.5) -> Any:
    """The colour times 1 + (amount - around)."""
    factor = calculate(tree, "ADD", calculate(tree, "SUBTRACT", amount, around), 1.0)
    grey = node(tree, "CombineColor", {0: factor, 1: factor, 2: factor}).outputs[0]
    return mix(tree, 1.0, base, grey, "MULTIPLY")


@cache
def matte(
    base: Rgb, rough: float = 0.6, grain: float = 0.08, scale: float = 5.0, vary: float = 0.0, bump_m: float = 0.0
) -> Any:
    """Paint, plaster, plastic, cloth, cardboard: one colour with stains and, between copies, a varied brightness."""
    material, tree, shader = _new()
    place = _place(tree)
    stain = noise(tree, place, scale, 6.0, 0.6)
    value = _shade(tree, colour(base), calculate(tree, "MULTIPLY", stain, 2 * grain), grain)
    if vary:
        random = node(tree, "ObjectInfo").outputs["Random"]
        value = _shade(tree, value, calculate(tree, "MULTIPLY", random, 2 * vary), vary)
    tree.links.new(value, shader.inputs["Base Color"])
    tree.links.new(ramp(tree, stain, 0.25, 0.75, rough * 0.85, min(1.0, rough * 1.15)), shader.inputs["Roughness"])
    if bump_m:
        _bump(tree, shader, noise(tree, place, scale * 12, 3.0), bump_m)
    return material


@cache
def metal(base: Rgb = (0.62, 0.62, 0.63), rough: float = 0.35, scale: float = 8.0) -> Any:
    """Bare metal with a roughness that varies as wiped surfaces do."""
    material, tree, shader = _new()
    shader.inputs["Base Color"].default_value = colour(base)
    shader.inputs["Metallic"].default_value = 1.0
    smear = noise(tree, _place(tree), scale, 5.0, 0.6)
    tree.links.new(ramp(tree, smear, 0.3, 0.7, rough * 0.7, rough * 1.3), shader.inputs["Roughness"])
    return material


@cache
def shiny(base: Rgb, rough: float = 0.12, coat: float = 0.0) -> Any:
    """Glazed, lacquered or glassy things."""
    material, _, shader = _new()
    shader.inputs["Base Color"].default_value = colour(base)
    shader.inputs["Roughness"].default_value = rough
    shader.inputs["Coat Weight"].default_value = coat
    return material


@cache
def glow(base: Rgb, radiance: float) -> Any:
    """Something that shines."""
    material, tree, shader = _new()
    tree.nodes.remove(shader)
    made = node(tree, "Emission", {"Color": colour(base), "Strength": radiance})
    tree.links.new(made.outputs[0], tree.nodes["Material Output"].inputs["Surface"])
    return material


@cache
def wood(base: Rgb = (0.36, 0.21, 0.11), axis: int = 0, rough: float = 0.45, contrast: float = 0.5) -> Any:
    """Wood whose grain runs along an axis of the body."""
    material, tree, shader = _new()
    stretch = [9.0, 9.0, 9.0]
    stretch[axis] = 0.7
    random = node(tree, "ObjectInfo").outputs["Random"]
    shift = node(tree, "CombineXYZ", {0: calculate(tree, "MULTIPLY", random, 40.0)}).outputs[0]
    place = vector(tree, "ADD", vector(tree, "MULTIPLY", _place(tree), tuple(stretch)), shift)
    rings = noise(tree, place, 1.0, 6.0, 0.62, 0.8)
    fibre = noise(tree, vector(tree, "MULTIPLY", place, (4.0, 4.0, 4.0)), 3.0, 2.0)
    lines = calculate(
        tree, "ADD", calculate(tree, "MULTIPLY", rings, contrast), calculate(tree, "MULTIPLY", fibre, 0.25)
    )
    tree.links.new(_shade(tree, colour(base), lines, contrast / 2 + 0.125), shader.inputs["Base Color"])
    shader.inputs["Roughness"].default_value = rough
    return material


@cache
def courses(
    base: Rgb,
    second: Rgb,
    joint: Rgb,
    size_m: tuple[float, float],
    gap_m: float,
    axes: str = "xy",
    offset: float = 0.5,
    rough: float = 0.7,
    depth_m: float = 0.0,
    grain: float = 0.15,
) -> Any:
    """Bricks, tiles, planks, panels: rows of rectangles with joints, in the plane of two axes of the body."""
    material, tree, shader = _new()
    split = node(tree, "SeparateXYZ", {0: _place(tree)})
    u, v = (split.outputs["xyz".index(axis)] for axis in axes)
    place = node(tree, "CombineXYZ", {0: u, 1: v}).outputs[0]
    given = {
        "Vector": place, "Color1": colour(base), "Color2": colour(second), "Mortar": colour(joint), "Scale": 1.0,
        "Mortar Size": gap_m / 2, "Mortar Smooth": 0.1, "Bias": 0.0, "Brick Width": size_m[0], "Row Height": size_m[1],
    }  # fmt: skip
    rows = node(tree, "TexBrick", given, offset=offset, offset_frequency=2)
    stretched = vector(tree, "MULTIPLY", place, (1.0, size_m[0] / size_m[1] if size_m[0] > 3 * size_m[1] else 1.0, 1.0))
    dirt = calculate(tree, "ADD", noise(tree, place, 0.6, 5.0), noise(tree, stretched, 2.5 / size_m[0], 6.0, 0.65))
    value = _shade(tree, rows.outputs["Color"], calculate(tree, "MULTIPLY", dirt, 2 * grain), 2 * grain)
    tree.links.new(value, shader.inputs["Base Color"])
    tree.links.new(ramp(tree, dirt, 0.7, 1.3, rough * 0.8, min(1.0, rough * 1.2)), shader.inputs["Roughness"])
    if depth_m:
        _bump(tree, shader, calculate(tree, "SUBTRACT", 1.0, rows.outputs["Fac"]), depth_m)
    return material


@cache
def ground(base: Rgb, second: Rgb, scale: float, rough: float = 0.85, grit: float = 0.25, bump_m: float = 0.004) -> Any:
    """Concrete, asphalt, soil, lawn: two colours in patches, with grit; wide stains keep it from looking repeated."""
    material, tree, shader = _new()
    place = _place(tree)
    patches = ramp(tree, noise(tree, place, scale, 7.0, 0.62, 0.3), 0.32, 0.68)
    wide = noise(tree, place, scale * 0.13, 4.0)
    fine = noise(tree, place, 55.0, 4.0, 0.75)
    middle = noise(tree, place, 6.0, 6.0, 0.7)
    value = _shade(tree, mix(tree, patches, base, second), calculate(tree, "MULTIPLY", fine, 3 * grit), 1.5 * grit)
    value = _shade(tree, value, calculate(tree, "MULTIPLY", middle, 1.2 * grit), 0.6 * grit)
    value = _shade(tree, value, calculate(tree, "MULTIPLY", wide, 0.7), 0.35)
    tree.links.new(value, shader.inputs["Base Color"])
    tree.links.new(ramp(tree, wide, 0.3, 0.7, rough * 0.75, min(1.0, rough * 1.15)), shader.inputs["Roughness"])
    if bump_m:
        _bump(tree, shader, calculate(tree, "ADD", fine, patches), bump_m)
    return material


@cache
def leaf(base: Rgb) -> Any:
    """A leaf: light comes through; copies differ in hue."""
    material, tree, shader = _new()
    tree.nodes.remove(shader)
    spot = noise(tree, _place(tree), 1.3, 3.0)
    random = node(tree, "ObjectInfo").outputs["Random"]
    share = calculate(tree, "ADD", calculate(tree, "MULTIPLY", spot, 0.8), calculate(tree, "MULTIPLY", random, 0.5))
    value = mix(tree, calculate(tree, "SUBTRACT", share, 0.15), base, (base[0] * 1.9, base[1] * 1.35, base[2] * 0.9))
    front = node(tree, "BsdfDiffuse", {"Color": value})
    through = node(tree, "BsdfTranslucent", {"Color": value})
    both = node(tree, "MixShader", {0: 0.35, 1: front.outputs[0], 2: through.outputs[0]})
    tree.links.new(both.outputs[0], tree.nodes["Material Output"].inputs["Surface"])
    return material


@cache
def screen(hue: Rgb = (0.10, 0.25, 0.6), radiance: float = 1.5) -> Any:
    """A monitor that shows windows with lines of text."""
    material, tree, shader = _new()
    tree.nodes.remove(shader)
    split = node(tree, "SeparateXYZ", {0: _place(tree)})
    flat = node(tree, "CombineXYZ", {0: split.outputs[0], 1: split.outputs[2]}).outputs[0]
    given = {
        "Vector": flat, "Color1": (0.8, 0.82, 0.85, 1), "Color2": colour(hue), "Mortar": (0.05, 0.06, 0.08, 1),
        "Scale": 1.0, "Mortar Size": 0.006, "Brick Width": 0.19, "Row Height": 0.11, "Bias": -0.2,
    }  # fmt: skip
    windows = node(tree, "TexBrick", given, offset=0.3).outputs["Color"]
    text = noise(tree, vector(tree, "MULTIPLY", flat, (40.0, 160.0, 1.0)), 1.0, 1.0)
    value = mix(tree, ramp(tree, text, 0.5, 0.6, 0.0, 0.6), windows, (0.12, 0.13, 0.16))
    made = node(tree, "Emission", {"Color": value, "Strength": radiance})
    tree.links.new(made.outputs[0], tree.nodes["Material Output"].inputs["Surface"])
    return material
