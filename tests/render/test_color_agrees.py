"""The picture's silhouettes against the labels': each object glows in a colour of its own."""

from itertools import product

import numpy as np
from plans import FLOOR, random_frame
from solids import cube, sphere

from scenewright.assets.model import FloorMaterial, Material, Model, Part
from scenewright.sampling.plan import EnvironmentPlan

DARK = EnvironmentPlan(None, 0.0, (0.0, 0.0, 0.0))
COLORS = [color for color in product((0.0, 0.12, 0.35, 0.7), repeat=3) if min(color) == 0 < max(color)]
"""Linear colours that tone mapping leaves as they are: one channel is 0 and none is above its shoulder."""


def glowing(color):
    return Material(base_color=(0.0, 0.0, 0.0), roughness=1.0, emissive=color)


def add_glowing_models(assets):
    shapes = [sphere("s"), cube("c"), assets.models["knot"], assets.models["cup"]]
    for number, color in enumerate(COLORS):
        part = shapes[number % len(shapes)].parts[0]
        painted = Part(part.positions, part.normals, part.uvs, part.triangles, glowing(color))
        assets.models[f"glowing {number}"] = Model(f"glowing {number}", (painted,))
    assets.floors["plain"] = FloorMaterial(glowing((0.0, 0.0, 0.0)), 1.0)


def srgb(linear):
    linear = np.asarray(linear)
    return 255 * np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


def ids_of_colors(rgb, objects):
    """Return the id (H, W) whose colour is nearest."""
    shown = np.array([(0.0, 0.0, 0.0)] + [COLORS[int(item.asset.split()[1])] for item in objects])
    return np.argmin(((rgb[..., None, :] - srgb(shown)) ** 2).sum(axis=-1), axis=-1)


def test_silhouettes_of_picture_and_labels_fall_on_the_same_pixels(unsmoothed, assets):
    plain = assets.floors["plain"]
    add_glowing_models(assets)
    wrong = []
    for seed in range(30):
        floor = FLOOR if seed % 2 else None
        plan = random_frame(seed, 320, 240, 12, floor=floor, shapes=("sphere",), lights=())
        order = np.random.default_rng(seed).permutation(len(COLORS))
        objects = [replaced(item, int(number)) for item, number in zip(plan.objects, order, strict=False)]
        plan = type(plan)(seed, 0, floor, DARK, (), plan.cameras, tuple(objects))
        view = next(unsmoothed.render([plan])).views[0]
        wrong.append(int((ids_of_colors(view.rgb.astype(float), objects) != view.instance_ids).sum()))
    assets.floors["plain"] = plain
    print(f"\n30 frames of 320x240: {sum(wrong)} pixels differ, at most {max(wrong)} in a frame: {wrong}")
    assert max(wrong) <= 2


def replaced(item, number):
    is_cup = number % 4 == 3
    return type(item)(
        item.instance_id,
        item.group,
        1,
        "thing",
        f"glowing {number}",
        item.position,
        item.rotation,
        item.scale * (8.0 if is_cup else 1.0),
    )
