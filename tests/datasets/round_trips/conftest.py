"""Datasets of drawn objects that hold whatever a format may stumble over."""

import os
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

from scenewright.assets.loading import AssetLoader
from scenewright.datasets.reading import Dataset
from scenewright.datasets.records import InstanceRecord, KeypointRecord, ViewRecord
from scenewright.datasets.skeletons import Skeleton, Skeletons
from scenewright.datasets.store import open_for_writing, read_dataset, write_frame
from scenewright.geometry.boxes import mask_box
from scenewright.geometry.camera import Intrinsics, ray_lengths
from scenewright.geometry.transforms import from_euler, pose_matrix
from scenewright.sampling.plan import EnvironmentPlan, FramePlan, ObjectPlan, plan_json
from scenewright.spec.project import ProjectSpec

HEIGHT, WIDTH = 24, 40
SKELETONS = {
    "hand": Skeleton(("left 'thumb'", "knie, rechts", "頭"), (("knie, rechts", "頭"),), (("left 'thumb'", "頭"),)),
    "one point": Skeleton(("#1",), sigmas=(0.03,)),
}
LABELS = (
    "bounding_box_2d_tight", "bounding_box_2d_loose", "bounding_box_3d", "semantic_mask", "instance_mask",
    "distance_to_camera", "distance_to_image_plane", "normals", "keypoints",
)  # fmt: skip
ODD_FOLDER = "größer #1 'x' & 杯" + ("" if os.name == "nt" else ' "q"')
_VERDICTS = ("", "drop", "ignore", "flag", "", "ignore")
_ASSETS = ("shape_cube", "shape_sphere")
_SCALE = 1.5


@dataclass(frozen=True, eq=False)
class DrawnView:
    """One image as it was drawn, before anything was written."""

    index: int
    camera: str
    stem: str
    record: ViewRecord
    images: dict[str, Any]


@dataclass(frozen=True, eq=False)
class Scene:
    """A dataset, and what was drawn for it in the order of frames and cameras."""

    dataset: Dataset
    plans: tuple[str, ...]
    views: tuple[DrawnView, ...]
    skeletons: Skeletons


def _ids(count, first_id, rng):
    """Return an id image in which each object but the last but one is seen, and the masks (count, H, W) beneath it.

    The last object of several is out of view, and the one before it is hidden.
    """
    whole = np.zeros((count, HEIGHT, WIDTH), bool)
    step = max(1, HEIGHT * WIDTH // max(count, 1))
    for k in range(count):
        for _ in range(2):  # many masks have two parts, and holes where a later object lies inside
            row, column = divmod(int(rng.integers(HEIGHT * WIDTH)), WIDTH)
            whole[k, row : row + rng.integers(1, 12), column : column + rng.integers(1, 16)] = True
        whole[k].flat[k * step] = True
    if count > 3:
        whole[-1], whole[-2] = False, whole[0]
        whole[0].flat[[0, 1]] = True
    ids = np.zeros((HEIGHT, WIDTH), np.uint16)
    for k in [count - 2, *range(count - 2), count - 1] if count > 3 else range(count):
        ids[whole[k]] = first_id + k
    for k in range(count - 2 if count > 3 else count):
        ids.flat[k * step] = first_id + k
        whole[k].flat[k * step] = True
    return ids, whole


def _points(skeleton, rng):
    """Return points with every visibility, one of them behind the camera."""
    points = []
    for k, name in enumerate(skeleton.points):
        visibility = int(rng.integers(0, 3))
        x, y = rng.uniform(0, WIDTH), rng.uniform(0, HEIGHT)
        place = (None, None) if visibility == 0 and k % 2 else (float(x - WIDTH * (visibility == 0)), float(y))
        points.append(KeypointRecord(name, *place, visibility, tuple(rng.normal(size=3).tolist()), 0.01))
    return tuple(points)


def _instance(k, first_id, seen, whole, classes, skeletons, plan, extent, rng):
    class_name = classes[plan.class_id - 1]
    visible, amodal = int(seen.sum()), int(whole.sum())
    verdict = _VERDICTS[k % len(_VERDICTS)] if visible else ""
    skeleton = skeletons.of(class_name)
    return InstanceRecord(
        instance_id=first_id + k,
        class_id=plan.class_id,
        class_name=class_name,
        group=plan.group,
        asset=plan.asset,
        box_tight=mask_box(seen),
        box_loose=mask_box(whole),
        visible_px=visible,
        amodal_px=amodal,
        amodal_total_px=amodal + k % 3,
        occlusion_ratio=1 - visible / amodal if amodal else None,
        truncation_ratio=1 - amodal / (amodal + k % 3) if amodal + k % 3 else None,
        extent_low=extent[0],
        extent_high=extent[1],
        world_from_object=tuple(pose_matrix(plan.position, plan.rotation, plan.scale).ravel().tolist()),
        skeleton="" if skeleton is None else skeletons.of_class[class_name],
        keypoints=() if skeleton is None else _points(skeleton, rng),
        verdict=verdict,
        reason=f'größer als „{k}“, "wirklich" & mehr' if verdict else "",
    )


def _plan(index, count, first_id, classes, rng):
    """Return a frame's plan: every other object stands upright, which is all that KITTI can say."""
    objects = []
    for k in range(count):
        class_id = int(rng.integers(1, len(classes) + 1))
        angles = (0.0, 0.0, float(rng.uniform(-3, 3))) if k % 2 == 0 else tuple(rng.uniform(-3, 3, 3).tolist())
        place = tuple(rng.uniform((-1, 1, 0), (1, 4, 2)).tolist())
        name = classes[class_id - 1]
        turn = from_euler(*angles)
        asset = _ASSETS[k % len(_ASSETS)]
        objects.append(ObjectPlan(first_id + k, f"{name} group", class_id, name, asset, place, turn, _SCALE))
    surroundings = EnvironmentPlan(None, 0.1, (1.0, 1.0, 1.0))
    return replace(
        FramePlan(index, 7, None, surroundings, (), (), tuple(objects)),
        split="validation" if index % 3 == 2 else "train",
    )


def _view(plan, camera, number, first_id, classes, skeletons, extents, rng):
    count = len(plan.objects)
    ids, whole = _ids(count, first_id, rng)
    intrinsics = Intrinsics(WIDTH, HEIGHT, 40.0, 41.5, 19.25, 12.5)
    items = tuple(
        _instance(k, first_id, ids == first_id + k, whole[k], classes, skeletons, item, extents[item.asset], rng)
        for k, item in enumerate(plan.objects)
    )
    class_of = np.zeros(65_536, np.uint8)
    for item in items:
        class_of[item.instance_id] = item.class_id
    depth = np.where((ids > 0) | (rng.random(ids.shape) < 0.5), rng.uniform(1, 6, ids.shape), np.inf).astype(np.float32)
    normals = rng.normal(size=(*ids.shape, 3))
    normals /= np.linalg.norm(normals, axis=-1, keepdims=True)
    images = {
        "rgb": rng.integers(0, 256, (*ids.shape, 3), np.uint8),
        "instance_mask": ids,
        "semantic_mask": class_of[ids],
        "distance_to_image_plane": depth,
        "distance_to_camera": depth * ray_lengths(intrinsics),
        "normals": (normals * np.isfinite(depth)[..., None]).astype(np.float32),
    }
    pose = pose_matrix((0.2 * number, -3.0, 1.0), from_euler(-np.pi / 2, 0.0, 0.1 * number))
    record = ViewRecord(camera, intrinsics, tuple(pose.ravel().tolist()), 0.05, 200.0, {}, items)
    return record, images


def _scene(folder, classes, cameras, counts, first_id, seed):
    def fixed(value):
        return {"kind": "fixed", "value": value}

    camera = {"position_m": {"y": fixed(-3)}, "look_at_m": {}, "width_px": WIDTH, "height_px": HEIGHT}
    spec = ProjectSpec.model_validate(
        {
            "name": f"All of {classes[0]}",
            "classes": list(classes),
            "environment": {"kind": "color"},
            "objects": [{"name": f"{name} group", "class_name": name, "assets": [*_ASSETS]} for name in classes],
            "cameras": [{"name": name, **camera} for name in cameras],
            "labels": list(LABELS),
            "output": {"frames": len(counts)},
        }
    )
    sets = dict(zip(classes, ("hand", "one point"), strict=False))  # further classes have no points
    skeletons = Skeletons({name: SKELETONS[name] for name in sets.values()}, sets)
    assets = AssetLoader(folder)
    extents = {name: assets.model(name).bounds for name in _ASSETS}
    open_for_writing(folder, spec, skeletons)
    plans, drawn = [], []
    for index, count in enumerate(counts):
        rng = np.random.default_rng([seed, index])
        plan = _plan(index, count, first_id, classes, rng)
        views = [
            _view(plan, name, number, first_id, classes, skeletons, extents, rng) for number, name in enumerate(cameras)
        ]
        plans.append(plan_json(plan))
        write_frame(folder, index, plans[-1], views)
        for name, (record, images) in zip(cameras, views, strict=True):
            stem = f"{index:06d}_{name}" if len(cameras) > 1 else f"{index:06d}"
            drawn.append(DrawnView(index, name, stem, record, images))
    return Scene(read_dataset(folder), tuple(plans), tuple(drawn), skeletons)


@pytest.fixture(scope="session")
def scene_of(tmp_path_factory):
    """Give a dataset of drawn objects; one that was asked for before is not written again.

    Of classes, cameras, the number of objects in each frame, the first object's id, and a seed.
    """
    made = {}

    def scene(classes, cameras, counts, first_id, seed):
        key = (tuple(classes), tuple(cameras), tuple(counts), first_id, seed)
        if key not in made:
            made[key] = _scene(tmp_path_factory.mktemp("scene") / ODD_FOLDER, *key)
        return made[key]

    return scene
