from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from scenewright.jobs.drawing import start_drawing
from scenewright.paths import shipped
from scenewright.spec.yaml_io import load_project

SHAPES = """\
name: Shapes
classes: [cube, round]
floor: {size_m: [4, 4], textures: [wood_oak]}
environment: {kind: color}
objects:
- name: cubes
  class_name: cube
  assets: [shape_cube, shape_cone]
  count: {kind: uniform, low: 2, high: 4}
  position_m:
    x: {kind: uniform, low: -1.4, high: 1.4}
    y: {kind: uniform, low: -1, high: 1}
    z: {kind: uniform, low: 0.3, high: 1}
  rotation_deg:
    x: {kind: uniform, low: 0, high: 360}
    y: {kind: uniform, low: 0, high: 360}
    z: {kind: uniform, low: 0, high: 360}
  scale: {kind: uniform, low: 3, high: 7}
- name: balls
  class_name: round
  assets: [shape_sphere, shape_torus]
  count: {kind: uniform, low: 1, high: 3}
  position_m:
    x: {kind: uniform, low: -1, high: 1}
    y: {kind: uniform, low: -1, high: 1}
    z: {kind: uniform, low: 0.3, high: 1}
  scale: {kind: uniform, low: 3, high: 7}
cameras:
- position_m: {x: {kind: uniform, low: -1, high: 1}, y: -3, z: {kind: uniform, low: 1, high: 3}}
  look_at_m: {z: 0.3}
  roll_deg: {kind: uniform, low: -40, high: 40}
  width_px: 160
  height_px: 120
labels: [bounding_box_2d_tight, bounding_box_2d_loose, bounding_box_3d, semantic_mask, instance_mask,
  distance_to_camera, distance_to_image_plane, normals]
output: {frames: 30, seed: 11}
"""


def _as_on_disk(view):
    normals = view.channels["normals"].astype(np.float16).astype(np.float32)
    return replace(view, channels={**view.channels, "normals": normals})


def _views(path, engine, frames):
    file = load_project(path)
    drawing = start_drawing(file.spec, path.parent, engine)
    return [_as_on_disk(drawing.labelled(frame)[0]) for frame in drawing.frames(range(frames))]


@pytest.fixture(scope="session")
def shapes(tmp_path_factory):
    """Thirty correct views of random solids, with occlusion and truncation."""
    path = tmp_path_factory.mktemp("shapes") / "shapes.yaml"
    path.write_text(SHAPES)
    return _views(path, "flat", 30)


@pytest.fixture(scope="session")
def cups():
    """Correct views of the cup preset by the built-in engine."""
    return _views(shipped("presets") / "cup_detection.yaml", "embedded", 6)


@pytest.fixture(scope="session", params=["shapes", "cups"])
def view(request):
    """The correct view that shows most objects."""
    views = request.getfixturevalue(request.param)
    return max(views, key=lambda view: sum(item.visible_px > 200 for item in view.record.instances))


@pytest.fixture
def changed():
    """Return a view with parts replaced."""

    def channel(view, **images):
        return replace(view, channels={**view.channels, **images})

    def record(view, **fields):
        return replace(view, record=replace(view.record, **fields))

    def instance(view, instance_id, **fields):
        items = [replace(i, **fields) if i.instance_id == instance_id else i for i in view.record.instances]
        return record(view, instances=tuple(items))

    return SimpleNamespace(channel=channel, record=record, instance=instance)
