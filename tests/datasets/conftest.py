"""Small datasets with random objects: rectangles that hide each other."""

import json

import numpy as np
import pytest

from scenewright.datasets.records import InstanceRecord, ViewRecord
from scenewright.datasets.skeletons import NO_SKELETONS
from scenewright.datasets.store import open_for_writing, read_dataset, write_frame
from scenewright.geometry.boxes import mask_box
from scenewright.geometry.camera import Intrinsics, ray_lengths
from scenewright.geometry.transforms import from_euler, pose_matrix
from scenewright.sampling.plan import EnvironmentPlan, FramePlan, plan_json
from scenewright.spec.project import ProjectSpec

CLASSES = ("cup", "box", "grün")
LABELS = (
    "bounding_box_2d_tight",
    "bounding_box_2d_loose",
    "bounding_box_3d",
    "semantic_mask",
    "instance_mask",
    "distance_to_camera",
    "distance_to_image_plane",
    "sensor_depth",
    "normals",
)
WIDTH, HEIGHT = 48, 32
INTRINSICS = Intrinsics(WIDTH, HEIGHT, 50.0, 50.0, WIDTH / 2, HEIGHT / 2)


def _spec(cameras=("camera",), labels=LABELS, frames=3, seed=7, classes=CLASSES, clip=None):
    def fixed(value):
        return {"kind": "fixed", "value": value}

    camera = {
        "position_m": {"x": fixed(0), "y": fixed(-3), "z": fixed(2)},
        "look_at_m": {},
        "width_px": WIDTH,
        "height_px": HEIGHT,
    }
    return ProjectSpec.model_validate(
        {
            "name": "Random rectangles",
            "classes": list(classes),
            "environment": {"kind": "color"},
            "objects": [{"name": f"{name} group", "class_name": name, "assets": [name]} for name in classes],
            "cameras": [{"name": name, **camera, "depth_sensor": {}} for name in cameras],
            "labels": list(labels),
            "clip": clip,
            "output": {"frames": frames, "seed": seed},
        }
    )


def _instance(instance_id, whole, visible, rng):
    class_id = int(rng.integers(1, len(CLASSES) + 1))
    name = CLASSES[class_id - 1]
    pose = pose_matrix(tuple(rng.normal(size=3)), from_euler(*rng.normal(size=3)), 1.5)
    seen, amodal = int(visible.sum()), int(whole.sum())
    return InstanceRecord(
        instance_id=instance_id,
        class_id=class_id,
        class_name=name,
        group=f"{name} group",
        asset=f"models/{name}.usda",
        box_tight=mask_box(visible),
        box_loose=mask_box(whole),
        visible_px=seen,
        amodal_px=amodal,
        amodal_total_px=amodal + 5,
        occlusion_ratio=None if amodal == 0 else 1 - seen / amodal,
        truncation_ratio=1 - amodal / (amodal + 5),
        extent_low=(-0.5, -0.25, 0.0),
        extent_high=(0.5, 0.25, 1.0),
        world_from_object=tuple(pose.ravel().tolist()),
    )


def _view(camera, labels, rng):
    """Return a view's record and images; object 4 is hidden by object 5, object 6 is out of view."""
    whole = np.zeros((6, HEIGHT, WIDTH), bool)
    for k in range(5):
        left, top = rng.integers(0, WIDTH - 12), rng.integers(0, HEIGHT - 10)
        whole[k, top : top + rng.integers(2, 10), left : left + rng.integers(2, 12)] = True
    whole[4] |= whole[3]
    ids = np.zeros((HEIGHT, WIDTH), np.uint16)
    for k, mask in enumerate(whole, 1):
        ids[mask] = k
    items = tuple(_instance(k, mask, ids == k, rng) for k, mask in enumerate(whole, 1))
    classes = np.array([0, *(item.class_id for item in items)], np.uint8)
    depth = np.where(ids > 0, rng.uniform(1, 9, ids.shape), np.inf).astype(np.float32)
    normals = rng.normal(size=(*ids.shape, 3))
    normals /= np.linalg.norm(normals, axis=-1, keepdims=True)
    images = {
        "rgb": rng.integers(0, 256, (*ids.shape, 3), np.uint8),
        "instance_mask": ids,
        "semantic_mask": classes[ids],
        "distance_to_image_plane": depth,
        "distance_to_camera": depth * ray_lengths(INTRINSICS),
        "sensor_depth": np.where(np.isfinite(depth), depth * 1.01, 0).astype(np.float32),
        "camera_normals": (normals * (ids > 0)[..., None]).astype(np.float32),
        "amodal_mask": np.where(whole, 1 << np.arange(6)[:, None, None], 0).sum(axis=0).astype(np.uint32)[..., None],
        "part_mask": (ids > 0).astype(np.uint8),
        "object_coordinates": rng.uniform(0, 1, normals.shape).astype(np.float32),
        **{f"{way}_flow": rng.normal(size=(*ids.shape, 2)).astype(np.float32) for way in ("forward", "backward")},
        **{f"{way}_occlusion": (ids > 2).astype(np.uint8) for way in ("forward", "backward")},
        "scene_flow": rng.normal(size=normals.shape).astype(np.float32),
        "normals": (normals * (ids > 0)[..., None]).astype(np.float32),
    }
    pose = pose_matrix((0.0, -3.0, 2.0), from_euler(-2.0, 0.1, 0.2))
    record = ViewRecord(camera, INTRINSICS, tuple(pose.ravel().tolist()), 0.05, 200.0, {}, items)
    wanted = {"rgb", *labels, *(name.replace("_flow", "_occlusion") for name in labels)}
    return record, {name: image for name, image in images.items() if name in wanted}


def _frame(index, spec):
    """Return a frame as (index, plan, views), the same for the same number."""
    plan = FramePlan(index, spec.output.seed, None, EnvironmentPlan(None, 0.1, (1.0, 1.0, 1.0)), (), (), ())
    views = [
        _view(camera.name, spec.labels, np.random.default_rng([index, k])) for k, camera in enumerate(spec.cameras)
    ]
    return index, plan_json(plan), views


def _drawn_instance(instance_id, class_id, name, mask, asset, skeleton, points):
    pixels, total = int(mask.sum()), int(mask.sum()) + 3
    return InstanceRecord(
        instance_id=instance_id,
        class_id=class_id,
        class_name=name,
        group=f"{name} group",
        asset=asset,
        box_tight=mask_box(mask),
        box_loose=mask_box(mask),
        visible_px=pixels,
        amodal_px=pixels,
        amodal_total_px=total,
        occlusion_ratio=0.0 if pixels else None,
        truncation_ratio=1 - pixels / total,
        extent_low=(0.0, 0.0, 0.0),
        extent_high=(1.0, 1.0, 1.0),
        world_from_object=tuple(np.eye(4).ravel().tolist()),
        skeleton=skeleton,
        keypoints=points,
    )


def _write_drawn(folder, images, classes=CLASSES, *, class_of=None, asset_of=None, points_of=None, skeletons=None,
                 plan_of=None, spec=None, more_channels=None):  # fmt: skip
    """Write a dataset whose instance masks are given, a frame for each, and open it.

    Args:
        folder: Where.
        images: Id images (H, W).
        classes: Class names; object k is of class k modulo their number.
        class_of: Instance id to class id, instead of that.
        asset_of: (Frame, instance id) to asset.
        points_of: (Frame, instance id, class name) to skeleton name and keypoints.
        skeletons: For `points_of`.
        plan_of: Frame to what its plan says besides.
        spec: The project, instead of a plain one.
        more_channels: Frame to channels besides.
    """
    labels = ("bounding_box_2d_tight", "semantic_mask", "instance_mask", *(("keypoints",) if skeletons else ()))
    spec = spec or _spec(labels=labels, classes=classes, frames=max(1, len(images)))
    open_for_writing(folder, spec, skeletons or NO_SKELETONS)
    for index, ids in enumerate(images):
        height, width = ids.shape
        items, table = [], np.zeros(int(ids.max()) + 1, np.uint16)
        for k in np.unique(ids[ids > 0]).tolist():
            class_id = class_of(k) if class_of else (k - 1) % len(classes) + 1
            table[k], name = class_id, classes[class_id - 1]
            skeleton, points = points_of(index, k, name) if points_of else ("", ())
            asset = asset_of(index, k) if asset_of else f"models/{name}.usda"
            items.append(_drawn_instance(k, class_id, name, ids == k, asset, skeleton, points))
        camera = Intrinsics(width, height, 50.0, 50.0, width / 2, height / 2)
        view = ViewRecord("camera", camera, tuple(np.eye(4).ravel().tolist()), 0.05, 200.0, {}, tuple(items))
        plan = FramePlan(index, 7, None, EnvironmentPlan(None, 0.1, (1.0, 1.0, 1.0)), (), (), ())
        text = json.dumps(json.loads(plan_json(plan)) | (plan_of(index) if plan_of else {}), separators=(",", ":"))
        semantic = table[ids]
        channels = {
            "rgb": np.full((height, width, 3), index % 256, np.uint8),
            "instance_mask": ids.astype(np.uint16),
            "semantic_mask": semantic.astype(np.uint8) if len(classes) <= 254 else semantic,
        }
        write_frame(folder, index, text, [(view, channels | (more_channels(index) if more_channels else {}))])
    return read_dataset(folder)


@pytest.fixture(scope="session")
def write_drawn():
    return _write_drawn


@pytest.fixture
def spec_of():
    return _spec


@pytest.fixture
def frame_of():
    return _frame


@pytest.fixture
def spec():
    return _spec()


@pytest.fixture
def write_dataset(tmp_path):
    """Write a dataset with some frames and open it."""

    def write(spec, frames=range(3)):
        folder = tmp_path / "dataset"
        open_for_writing(folder, spec)
        for index in frames:
            write_frame(folder, *_frame(index, spec))
        return read_dataset(folder)

    return write


@pytest.fixture
def dataset(write_dataset, spec):
    return write_dataset(spec)
