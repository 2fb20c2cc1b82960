"""A whole scene from a USD file: scenery that hides, carries and casts shadows, and has no label."""

import json

import numpy as np
import pytest
from pxr import Gf, Usd, UsdGeom

from scenewright.datasets.reading import read_dataset
from scenewright.jobs.check import check
from scenewright.jobs.generate import Wish, generate
from scenewright.spec.yaml_io import load_project

PROJECT = """
schema_version: 1
name: Scene
classes: [mug]
environment: {kind: color}
objects:
- {name: kitchen, role: scenery, assets: [kitchen.usda]}
- name: mugs
  class_name: mug
  assets: [mug_classic]
  count: 4
  placement: {kind: "on", of: kitchen, levels: any, margin_m: 0.02}
  rotation: {kind: upright}
  collisions: avoid
cameras:
- {position_m: {x: 1.2, y: -2.5, z: 2.2}, look_at_m: {z: 0.6}, width_px: 320, height_px: 240}
labels: [instance_mask, semantic_mask, distance_to_image_plane, normals, bounding_box_3d]
output: {frames: 4, seed: 1}
"""


def add_box(stage, name, low, high):
    mesh = UsdGeom.Mesh.Define(stage, f"/Kitchen/{name}")
    corners = [(x, y, z) for z in (low[2], high[2]) for y in (low[1], high[1]) for x in (low[0], high[0])]
    faces = [0, 2, 3, 1, 4, 5, 7, 6, 0, 1, 5, 4, 2, 6, 7, 3, 0, 4, 6, 2, 1, 3, 7, 5]
    mesh.CreatePointsAttr([Gf.Vec3f(*corner) for corner in corners])
    mesh.CreateFaceVertexCountsAttr([4] * 6)
    mesh.CreateFaceVertexIndicesAttr(faces)
    mesh.CreateSubdivisionSchemeAttr("none")


@pytest.fixture
def folder(tmp_path):
    """A kitchen of three boxes: floor, table top on one leg, and a wall."""
    stage = Usd.Stage.CreateNew(str(tmp_path / "kitchen.usda"))
    UsdGeom.SetStageUpAxis(stage, UsdGeom.Tokens.z)
    UsdGeom.SetStageMetersPerUnit(stage, 1.0)
    stage.SetDefaultPrim(UsdGeom.Xform.Define(stage, "/Kitchen").GetPrim())
    add_box(stage, "floor", (-2, -2, -0.1), (2, 2, 0))
    add_box(stage, "top", (-0.6, -0.4, 0.7), (0.6, 0.4, 0.75))
    add_box(stage, "leg", (-0.1, -0.1, 0), (0.1, 0.1, 0.7))
    add_box(stage, "wall", (-2, 1.9, 0), (2, 2, 2))
    stage.Save()
    (tmp_path / "project.yaml").write_text(PROJECT)
    return tmp_path


def test_objects_stand_on_a_scene_that_has_no_label(folder):
    finished = generate(Wish(load_project(folder / "project.yaml"), folder / "out", range(4)), lambda _: None)
    assert finished.outcome == "succeeded"
    assert check(folder / "out", lambda _: None).outcome == "succeeded"
    dataset = read_dataset(folder / "out")
    heights = []
    for frame in dataset.frames():
        plan = json.loads(frame.plan)
        assert [item["instance_id"] for item in plan["objects"]] == [0, 1, 2, 3, 4]
        assert [item.class_name for item in frame.views[0].instances] == ["mug"] * 4
        heights += [item["position"][2] for item in plan["objects"][1:]]
        ids = dataset.load(frame.views[0], "instance_mask")
        depth = dataset.load(frame.views[0], "distance_to_image_plane")
        assert (ids == 0).sum() > ids.size / 2
        assert np.isfinite(depth[ids == 0]).mean() > 0.5, "the scene itself is background, but has a depth"
    on_table = np.abs(np.array(heights) - 0.75) < 0.01
    on_floor = np.abs(heights) < 0.01
    assert on_table.any()
    assert (on_table | on_floor | (np.abs(np.array(heights) - 2.0) < 0.01)).all()
