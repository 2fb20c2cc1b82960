"""Small datasets of coloured rectangles on noise: what a model can learn in seconds."""

import importlib.util
import os

import numpy as np
import pytest

from scenewright.datasets.records import InstanceRecord, KeypointRecord, ViewRecord
from scenewright.datasets.skeletons import NO_SKELETONS, Skeleton, Skeletons
from scenewright.datasets.store import finalise, open_for_writing, write_frame
from scenewright.geometry.boxes import mask_box
from scenewright.geometry.camera import Intrinsics
from scenewright.sampling.plan import EnvironmentPlan, FramePlan, plan_json
from scenewright.spec.project import ProjectSpec

if importlib.util.find_spec("torch") is None:
    collect_ignore_glob = ["test_*.py"]

# Threads that wait for each other would make the tests slower, and hold up those beside them.
os.environ.setdefault("OMP_NUM_THREADS", "1")

CLASSES = ("red", "blue")
COLORS = {1: (220, 40, 40), 2: (40, 60, 230)}
SKELETON = Skeleton(("left", "right", "top"), (("left", "top"), ("right", "top")), (("left", "right"),), (0.1,) * 3)


def _spec(labels, frames, validation_share):
    def fixed(value):
        return {"kind": "fixed", "value": value}

    position = {axis: fixed(value) for axis, value in (("x", 0), ("y", -3), ("z", 2))}
    return ProjectSpec.model_validate(
        {
            "name": "Rectangles",
            "classes": list(CLASSES),
            "environment": {"kind": "color"},
            "objects": [{"name": name, "class_name": name, "assets": [name]} for name in CLASSES],
            "cameras": [{"name": "camera", "position_m": position, "look_at_m": {}, "width_px": 64, "height_px": 48}],
            "labels": list(labels),
            "output": {"frames": frames, "seed": 1, "validation_share": validation_share},
        }
    )


def _point(name, x, y):
    return KeypointRecord(name, float(x), float(y), 2, (0.0, 0.0, 0.0), 0.0)


def _points(box):
    """None lies between two of the 56 x 56 cells that Keypoint R-CNN divides a box into, where it could be either."""
    x0, y0, x1, y1 = box
    places = {"left": (0.08, 0.42), "right": (0.92, 0.42), "top": (0.42, 0.08)}
    return tuple(_point(name, x0 + u * (x1 - x0), y0 + v * (y1 - y0)) for name, (u, v) in places.items())


def _instance(number, class_id, mask, verdict, with_points):
    box, pixels = mask_box(mask), int(mask.sum())
    name = CLASSES[class_id - 1]
    return InstanceRecord(
        instance_id=number, class_id=class_id, class_name=name, group=name, asset=name, box_tight=box, box_loose=box,
        visible_px=pixels, amodal_px=pixels, amodal_total_px=pixels, occlusion_ratio=0.0, truncation_ratio=0.0,
        extent_low=(0.0, 0.0, 0.0), extent_high=(1.0, 1.0, 1.0), world_from_object=tuple(np.eye(4).ravel().tolist()),
        skeleton="frame" if with_points else "", keypoints=_points(box) if with_points else (), verdict=verdict,
        reason="as the test wants" if verdict else "",
    )  # fmt: skip


def _frame(index, size, with_points, verdict_of, class_of, seed=0):
    rng = np.random.default_rng(seed + index)
    width, height = size
    ids = np.zeros((height, width), np.uint16)
    rgb = rng.integers(90, 150, (height, width, 3), np.uint8)
    semantic = np.zeros((height, width), np.uint8)
    items = []
    for number in (1, 2):
        class_id = class_of(index, number)
        wide, high = (int(rng.integers(side // 5, side // 3)) for side in (width, height))
        # One in each half, so that neither hides the other.
        left = int(rng.integers(0, width // 2 - wide)) + (number - 1) * width // 2
        top = int(rng.integers(0, height - high))
        place = np.s_[top : top + high, left : left + wide]
        ids[place], rgb[place], semantic[place] = number, COLORS[class_id], class_id
        items.append(_instance(number, class_id, ids == number, verdict_of(index, number), with_points))
    camera = Intrinsics(width, height, 50.0, 50.0, width / 2, height / 2)
    view = ViewRecord("camera", camera, tuple(np.eye(4).ravel().tolist()), 0.05, 200.0, {}, tuple(items))
    return view, {"rgb": rgb, "instance_mask": ids, "semantic_mask": semantic}


def _write(
    folder, frames=12, size=(64, 48), *, points=False, validation_share=0.25, verdict_of=None, class_of=None, seed=0
):
    labels = ["bounding_box_2d_tight", "instance_mask", "semantic_mask", *(["keypoints"] if points else [])]
    skeletons = Skeletons({"frame": SKELETON}, dict.fromkeys(CLASSES, "frame")) if points else NO_SKELETONS
    open_for_writing(folder, _spec(labels, frames, validation_share), skeletons)
    for index in range(frames):
        before, after = (int(np.floor(n * validation_share)) for n in (index, index + 1))
        split = "validation" if before != after else "train"
        plan = FramePlan(index, 1, None, EnvironmentPlan(None, 0.1, (1.0, 1.0, 1.0)), (), (), (), split=split)
        chosen = class_of or (lambda frame, number: (frame + number) % 2 + 1)
        view = _frame(index, size, points, verdict_of or (lambda _frame, _number: ""), chosen, seed)
        write_frame(folder, index, plan_json(plan), [view])
    finalise(folder, {})
    return folder


@pytest.fixture(scope="session")
def write_rectangles():
    return _write


@pytest.fixture(scope="session")
def rectangles(tmp_path_factory):
    """A dataset of 12 frames with two rectangles each, 3 of them for validation."""
    return _write(tmp_path_factory.mktemp("rectangles") / "dataset")


@pytest.fixture(scope="session")
def pointed_rectangles(tmp_path_factory):
    """The same with three keypoints on each rectangle."""
    return _write(tmp_path_factory.mktemp("pointed") / "dataset", points=True)


@pytest.fixture
def fresh_rectangles(tmp_path):
    """A dataset of its own, to be damaged."""
    return _write(tmp_path / "dataset")
