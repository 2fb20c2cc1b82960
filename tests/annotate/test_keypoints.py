"""Keypoints drawn by both engines: seen where they can be seen, and found out where they are wrong."""

from dataclasses import replace

import pytest
import yaml
from pxr import Gf, Usd, UsdGeom

from scenewright.annotate.certificate import check_view
from scenewright.annotate.keypoints import keypoint_visibility
from scenewright.jobs.drawing import start_drawing
from scenewright.jobs.project_skeletons import project_skeletons
from scenewright.spec.yaml_io import load_project

PROJECT = """\
name: A box with points
classes: [box]
environment: {kind: color}
objects:
- {name: boxes, class_name: box, assets: [./box.usda], position_m: {x: -0.2, y: 0, z: 0}}
- {name: screens, class_name: box, assets: [./screen.usda], position_m: {x: 0.3, y: -1, z: 0}}
cameras:
- {position_m: {x: 0, y: -4, z: 0.5}, look_at_m: {x: 0, y: 0, z: 0.5}, width_px: 160, height_px: 120}
labels: [bounding_box_2d_tight, distance_to_image_plane, keypoints]
"""

POINTS = {
    "skeleton": "box",
    "points": [
        {"name": "front", "position_m": [-0.3, -0.5, 0.5]},
        {"name": "just_inside", "position_m": [-0.3, -0.45, 0.2]},
        {"name": "back", "position_m": [-0.3, 0.5, 0.5]},
        {"name": "behind_screen", "position_m": [0.45, -0.5, 0.5]},
        {"name": "outside_image", "position_m": [0.0, 0.0, 9.0]},
        {"name": "behind_camera", "position_m": [0.0, -5.0, 0.5]},
    ],
    "edges": [["front", "back"]],
    "symmetry": [["front", "back"]],
}


def write_box(path, low, high):
    stage = Usd.Stage.CreateNew(str(path))
    UsdGeom.SetStageUpAxis(stage, "Z")
    UsdGeom.SetStageMetersPerUnit(stage, 1.0)
    mesh = UsdGeom.Mesh.Define(stage, "/box")
    stage.SetDefaultPrim(mesh.GetPrim())
    corners = [[(low, high)[k >> axis & 1][axis] for axis in range(3)] for k in range(8)]
    mesh.CreatePointsAttr([Gf.Vec3f(*corner) for corner in corners])
    mesh.CreateFaceVertexCountsAttr([4] * 6)
    mesh.CreateFaceVertexIndicesAttr(
        [0, 2, 3, 1, 4, 5, 7, 6, 0, 1, 5, 4, 2, 6, 7, 3, 0, 4, 6, 2, 1, 3, 7, 5],
    )
    mesh.CreateSubdivisionSchemeAttr("none")
    stage.GetRootLayer().Save()


@pytest.fixture(scope="module", params=["flat", "embedded"])
def drawn(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("box")
    write_box(folder / "box.usda", (-0.5, -0.5, 0), (0.5, 0.5, 1))
    write_box(folder / "screen.usda", (-0.1, -0.1, 0.2), (0.1, 0.1, 0.8))
    (folder / "keypoints.yaml").write_text(yaml.safe_dump(POINTS))
    (folder / "project.yaml").write_text(PROJECT)
    file = load_project(folder / "project.yaml")
    drawing = start_drawing(file.spec, folder, request.param)
    [frame] = drawing.frames([0])
    return drawing.labelled(frame)[0], project_skeletons(file, drawing.assets)


@pytest.fixture(scope="module")
def points(drawn):
    return {point.name: point for point in drawn[0].record.instances[0].keypoints}


def test_a_point_that_nothing_hides_is_visible_where_it_projects(points):
    # 3.5 m ahead; focal length 24 mm on a sensor of 20.955 mm and 160 px.
    focal = 24 / 20.955 * 160
    assert points["front"].visibility == 2
    assert points["front"].x == pytest.approx(80 + focal * -0.5 / 3.5)
    assert points["front"].y == pytest.approx(60)


@pytest.mark.parametrize(
    ("name", "visibility"),
    [("just_inside", 2), ("back", 1), ("behind_screen", 1), ("outside_image", 0), ("behind_camera", 0)],
)
def test_visibility_is_decided_by_depth_against_the_surface(points, name, visibility):
    assert points[name].visibility == visibility


def test_a_point_behind_the_camera_has_no_pixel(points):
    assert (points["behind_camera"].x, points["behind_camera"].y) == (None, None)


def test_points_know_how_deep_they_lie_under_the_surface(points):
    assert points["front"].below_surface_m == pytest.approx(0, abs=1e-6)
    assert points["just_inside"].below_surface_m == pytest.approx(0.05, abs=1e-6)


def test_correct_keypoints_hold_the_certificate(drawn):
    checked, violations = check_view(drawn[0])
    assert "keypoints_follow_depth" in checked
    assert violations == []


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("front", {"x": 81.0}, "pixels from where"),
        ("front", {"visibility": 1}, "the depth there says 2"),
        ("back", {"visibility": 2}, "the depth there says 1"),
        ("front", {"visibility": 0}, "is inside the image"),
        ("outside_image", {"visibility": 1}, "is outside the image"),
        ("front", {"x": None, "y": None}, "has no pixel"),
        ("back", {"world": (0.0, 0.0, 0.0)}, "pixels from where"),
    ],
)
def test_wrong_keypoints_are_found(drawn, name, change, words):
    view = drawn[0]
    first, *others = view.record.instances
    changed = tuple(replace(point, **change) if point.name == name else point for point in first.keypoints)
    wrong = replace(view, record=replace(view.record, instances=(replace(first, keypoints=changed), *others)))
    [violation] = [item for item in check_view(wrong)[1] if item.relation == "keypoints_follow_depth"]
    assert words in violation.message
    assert f"'{name}'" in violation.message


def test_deeper_points_need_more_in_front_of_them_to_be_hidden():
    assert keypoint_visibility(1.0, 1.1, below_surface_m=0.06) == 2
    assert keypoint_visibility(1.0, 1.1, below_surface_m=0.01) == 1
    assert keypoint_visibility(float("inf"), 1.1, below_surface_m=0.0) == 2
