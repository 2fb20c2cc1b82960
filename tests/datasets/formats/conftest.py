"""Datasets for exports: one that was drawn, and any number of made-up ones with odd names."""

import json
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import yaml

from scenewright.datasets.records import InstanceRecord, ViewRecord
from scenewright.datasets.store import open_for_writing, read_dataset, write_frame
from scenewright.geometry.boxes import corners, mask_box
from scenewright.geometry.camera import Intrinsics, ray_lengths
from scenewright.geometry.transforms import from_euler, inverse, pose_matrix, transform_points
from scenewright.jobs.generate import Wish, generate
from scenewright.sampling.plan import EnvironmentPlan, FramePlan, plan_json
from scenewright.spec.project import ProjectSpec
from scenewright.spec.yaml_io import load_project

PROJECT = """\
name: Straße
classes: [cup, große Dose]
floor: {size_m: [3, 3], textures: [wood_oak]}
environment: {kind: color}
objects:
- name: cups
  class_name: cup
  assets: [shape_cone, shape_cylinder]
  count: {kind: choice, values: [0, 4]}
  position_m: {x: {kind: uniform, low: -0.3, high: 0.3}, y: {kind: uniform, low: -0.3, high: 0.3}, z: 0.05}
  rotation_deg: {z: {kind: uniform, low: 0, high: 360}}
  scale: 2
- name: cans
  class_name: große Dose
  assets: [shape_cube]
  count: {kind: choice, values: [0, 3]}
  position_m: {x: {kind: uniform, low: -0.6, high: 0.6}, y: {kind: uniform, low: -0.3, high: 0.3}, z: 0.1}
  rotation_deg: {x: {kind: uniform, low: 0, high: 360}, z: {kind: uniform, low: 0, high: 360}}
  scale: {kind: choice, values: [2, 3]}
lights:
- {name: key, kind: directional}
cameras:
- {position_m: {x: 0.1, y: -1.0, z: 0.1}, look_at_m: {z: 0.1}, width_px: 120, height_px: 80, sensor_width_mm: 30}
labels:
- bounding_box_2d_tight
- bounding_box_2d_loose
- bounding_box_3d
- semantic_mask
- instance_mask
- distance_to_camera
- distance_to_image_plane
- normals
output: {frames: 8, seed: 4, validation_share: 0.25}
"""


@pytest.fixture(scope="session")
def project_text():
    """The project that `rendered` was made from."""
    return PROJECT


@pytest.fixture(scope="session")
def rendered(tmp_path_factory):
    """A dataset drawn by the numpy engine: objects that hide each other, lie at any angle, and leave the image."""
    project = tmp_path_factory.mktemp("project") / "shapes.yaml"
    project.write_text(PROJECT, encoding="utf-8")
    folder = tmp_path_factory.mktemp("rendered") / "data set"
    file = load_project(project)
    assert generate(Wish(file, folder, range(8), 0, "flat"), lambda event: None).outcome == "succeeded"
    return read_dataset(folder)


def _box_corners(item):
    pose = np.reshape(item.world_from_object, (4, 4))
    return transform_points(pose, corners(item.extent_low, item.extent_high))


@pytest.fixture
def box_corners():
    """Return the corners (8, 3) of an object's 3D box in the world, in the order of `geometry.boxes.corners`."""
    return _box_corners


@pytest.fixture
def same_points():
    """Tell whether two sets of points (N, 3) are the same, in any order."""

    def same(one, other, within):
        apart = np.linalg.norm(np.asarray(one)[:, None] - np.asarray(other)[None], axis=-1)
        return apart.min(axis=1).max() < within and apart.min(axis=0).max() < within

    return same


def _frame(index, classes, count, seed, upright):
    """Return a frame of rectangles of made-up objects as (index, plan, views)."""
    rng = np.random.default_rng([seed, index])
    size = (40, 64)
    intrinsics = Intrinsics(size[1], size[0], 60.0, 62.0, 31.0, 20.5)
    ids = np.zeros(size, np.uint16)
    # All objects of a large crowd are seen: each has a pixel of its own, whatever hides the rest of it.
    for number in range(1, count + 1):
        row, column = divmod(number * 5, size[1])
        ids[row : row + rng.integers(1, 6), column : column + rng.integers(1, 8)] = number
    for number in range(1, count + 1):
        row, column = divmod(number * 5, size[1])
        ids[row, column] = number
    # A level camera, so that KITTI can say how upright objects stand.
    camera = pose_matrix((0.2, -3.0, 1.0), from_euler(-np.pi / 2, 0.0, 0.3))
    items = []
    for number in range(1, count + 1):
        mask = ids == number
        class_id = int(rng.integers(1, len(classes) + 1))
        angles = (0.0, 0.0, rng.uniform(-3, 3)) if upright else rng.uniform(-3, 3, 3)
        seen = int(mask.sum())
        items.append(
            InstanceRecord(
                instance_id=number,
                class_id=class_id,
                class_name=classes[class_id - 1],
                group=f"{classes[class_id - 1]} group",
                asset="shape_cube",
                box_tight=mask_box(mask),
                box_loose=mask_box(mask),
                visible_px=seen,
                amodal_px=seen + 3,
                amodal_total_px=seen + 8,
                occlusion_ratio=1 - seen / (seen + 3),
                truncation_ratio=1 - (seen + 3) / (seen + 8),
                extent_low=(-0.2, -0.1, 0.0),
                extent_high=(0.25, 0.3, 0.5),
                world_from_object=tuple(
                    pose_matrix(rng.uniform((-2, 0, 0), (2, 4, 2)), from_euler(*angles), 1.5).ravel().tolist()
                ),
            )
        )
    class_of = np.array([0, *(item.class_id for item in items)], np.uint8)
    depth = np.where(ids > 0, rng.uniform(1, 9, size), np.inf).astype(np.float32)
    normals = rng.normal(size=(*size, 3))
    normals /= np.linalg.norm(normals, axis=-1, keepdims=True)
    images = {
        "rgb": rng.integers(0, 256, (*size, 3), np.uint8),
        "instance_mask": ids,
        "semantic_mask": class_of[ids],
        "distance_to_image_plane": depth,
        "distance_to_camera": depth * ray_lengths(intrinsics),
        "normals": (normals * (ids > 0)[..., None]).astype(np.float32),
    }
    plan = FramePlan(index, 7, None, EnvironmentPlan(None, 0.1, (1.0, 1.0, 1.0)), (), (), ())
    plan = replace(plan, split="validation" if index % 3 == 2 else "train")
    record = ViewRecord("camera", intrinsics, tuple(camera.ravel().tolist()), 0.05, 200.0, {}, tuple(items))
    return index, plan_json(plan), [(record, images)]


SPEC = {
    "name": "Made up",
    "environment": {"kind": "color"},
    "cameras": [{"position_m": {}, "look_at_m": {"y": {"kind": "fixed", "value": 1}}, "width_px": 64, "height_px": 40}],
    "labels": yaml.safe_load(PROJECT)["labels"],
    "output": {"frames": 3},
}


@pytest.fixture(scope="session")
def made_up():
    """Give a dataset of rectangles in a folder that is gone at the end: classes, objects in each frame, seed."""

    @contextmanager
    def make(classes, counts, seed=0, upright=True):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "dataset"
            objects = [{"name": f"group {k}", "class_name": name, "assets": ["a"]} for k, name in enumerate(classes)]
            spec = ProjectSpec.model_validate({**SPEC, "classes": list(classes), "objects": objects})
            open_for_writing(folder, spec)
            for index, count in enumerate(counts):
                write_frame(folder, *_frame(index, classes, count, seed, upright))
            yield read_dataset(folder), Path(place) / "out"

    return make


@pytest.fixture
def in_camera():
    """Return points (N, 3) of the world in a view's camera frame."""

    def seen(view, points):
        return transform_points(inverse(np.reshape(view.world_from_camera, (4, 4))), points)

    return seen


@pytest.fixture
def with_lens(rendered, tmp_path):
    """The drawn dataset's first frame, as if a lens bent its image."""
    folder = tmp_path / "bent"
    open_for_writing(folder, rendered.spec)
    frame = rendered.frame(0)
    view = frame.views[0]
    images = {name: rendered.load(view, name) for name in view.files}
    write_frame(folder, 0, frame.plan, [(replace(view, files={}, file_bytes={}), images)])
    path = folder / "records" / "000000.json"
    data = json.loads(path.read_bytes())
    data["views"][0]["intrinsics"]["lens"] = {"model": "opencv", "coefficients": [0.1, 0.0, 0.0, 0.0]}
    path.write_text(json.dumps(data))
    return read_dataset(folder)
