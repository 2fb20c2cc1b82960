"""The picture's silhouettes against the labels': each object glows in a colour of its own."""

from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from closed_forms import PosedAssets
from plans import FLOOR, camera, frame, pinhole, random_frame
from solids import cube, sphere

from scenewright.annotate.annotate import annotate
from scenewright.assets.loading import AssetLoader
from scenewright.assets.model import FloorMaterial, Material, Model, Part
from scenewright.geometry.transforms import about_axis
from scenewright.render.embedded.engine import EmbeddedRenderer
from scenewright.sampling.plan import EnvironmentPlan, ObjectPlan

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


PEOPLE = {"person_woman_01": ("wave", 0.0), "person_man_01": ("walk", 0.3)}


def glowing_person(source, first):
    """A person every part of which glows in a colour of its own, from `COLORS[first]` on."""
    person = AssetLoader(Path()).model(source)
    parts = [replace(part, material=glowing(COLORS[first + k])) for k, part in enumerate(person.parts)]
    return replace(person, source=f"glowing {source}", parts=tuple(parts))


@pytest.fixture(scope="module")
def people():
    """Two people who glow, and the colour of each part: (person, number of the part) by its place in `COLORS`."""
    assets, owners = PosedAssets(), []
    for number, source in enumerate(PEOPLE, 1):
        person = glowing_person(source, len(owners))
        assets.models[person.source] = person
        assets.models[f"{person.source} at rest"] = replace(person, source=f"{person.source} at rest", rig=None)
        owners += [(number, part) for part in range(1, len(person.parts) + 1)]
    return assets, np.array([(0, 0), *owners])


@pytest.mark.parametrize("turn", [0.0, 1.1, 2.6, 4.4])
def test_people_in_a_pose_glow_where_their_masks_and_those_of_their_clothes_are(people, turn):
    assets, owners = people
    engine = EmbeddedRenderer(assets, anti_aliasing=False, surface=True)
    eye = camera(pinhole(320, 240, 260.0), (0.0, -3.2, 0.9))
    persons = [
        ObjectPlan(number, "people", 1, "person", f"glowing {source}", (0.5 * number - 0.7, 0.4 * number, 0.0),
                   about_axis(2, turn + number), 1.0, pose, phase)
        for number, (source, (pose, phase)) in enumerate(PEOPLE.items(), 1)
    ]  # fmt: skip
    plan = frame(persons, [eye], environment=DARK)
    rendered = next(engine.render([plan]))
    view = annotate(
        rendered, lambda item: assets.posed(item.asset, item.pose, item.phase), ("instance_mask", "part_mask")
    )
    masks, rgb = view[0].channels, rendered.views[0].rgb.astype(float)
    shown = np.array([(0.0, 0.0, 0.0), *COLORS[: len(owners) - 1]])
    nearest = np.argmin(((rgb[..., None, :] - srgb(shown)) ** 2).sum(axis=-1), axis=-1)
    wrong = np.count_nonzero(owners[nearest] != np.dstack([masks["instance_mask"], masks["part_mask"]]), axis=(0, 1))
    print(f"\n{(masks['instance_mask'] > 0).sum()} pixels of people; of another person {wrong[0]}, part {wrong[1]}")
    assert np.bincount(masks["instance_mask"].ravel())[1:].min() > 1000
    assert len(np.unique(owners[nearest], axis=0)) > 6
    assert (wrong <= 2).all()
    unmoved = [replace(one, asset=f"{one.asset} at rest", pose="", phase=0.0) for one in persons]
    at_rest = next(engine.render([replace(plan, objects=tuple(unmoved))])).views[0].instance_ids
    assert np.count_nonzero(at_rest != masks["instance_mask"]) > 500
