"""Rules for views look at true surfaces and at how much of the image objects fill."""

import sys
from pathlib import Path

import numpy as np
import pytest
import trimesh
from pydantic import ValidationError

from scenewright.geometry.triangles import distance_m, winding_number
from scenewright.sampling.sampler import sample_frame
from scenewright.sampling.views import coverage, seen_of

sys.path.insert(0, str(Path(__file__).parent))
from placed_solids import Assets

ASSETS = Assets()


def uniform(low, high):
    return {"kind": "uniform", "low": low, "high": high}


def frames(project, camera, count=20, **group):
    camera = {"name": "camera", "look_at_m": {}, "width_px": 64, "height_px": 48, **camera}
    spec = project(objects=[project.group("things", count=1, **group)], cameras=[camera], lights=[])
    return [sample_frame(spec, index, ASSETS) for index in range(count)]


def test_distances_and_windings_are_trimeshs():
    mesh = trimesh.creation.torus(1.0, 0.3)
    triangles = np.asarray(mesh.triangles, float)
    points = np.random.default_rng(0).uniform(-1.5, 1.5, (40, 3))
    _, away, _ = trimesh.proximity.closest_point_naive(mesh, points)
    assert [distance_m(triangles, p) for p in points] == pytest.approx(list(away), abs=1e-9)
    # The torus is where the distance from its circle of radius 1 is below 0.3; its facets cut that by little.
    ring = np.hypot(np.hypot(points[:, 0], points[:, 1]) - 1.0, points[:, 2])
    points, inside = points[abs(ring - 0.3) > 0.02], (ring < 0.3)[abs(ring - 0.3) > 0.02]
    assert 0 < inside.sum() < len(points)
    assert [winding_number(triangles, p) > 0.5 for p in points] == list(inside)


def test_a_camera_in_the_open_space_of_a_bin_is_not_inside_it(project):
    rules = {"tries": 1}
    inside = frames(project, {"position_m": {"z": 0.15, "x": 0.1}, "rules": rules}, 3, assets=["bin"])
    assert all(plan.troubles == () for plan in inside)
    near = frames(
        project, {"position_m": {"z": 0.15, "x": 0.1}, "rules": {**rules, "nearest_m": 0.25}}, 3, assets=["bin"]
    )
    assert all(plan.troubles for plan in near)


def test_a_camera_is_never_inside_an_object_even_without_a_distance(project):
    camera = {"position_m": {axis: uniform(-0.2, 0.2) for axis in "xyz"}, "rules": {}}
    for plan in frames(project, camera, 60, assets=["cube"], position_m={"z": -0.05}):
        assert max(abs(value) for value in plan.cameras[0].position) >= 0.05


def test_coverage_is_the_share_of_the_image_that_is_filled(project):
    plan = frames(
        project,
        {"position_m": {"y": -1}, "focal_length_mm": 20.955},
        1,
        assets=["cube"],
        position_m={"z": -0.2},
        scale=4,
    )[0]
    found = coverage(plan.cameras[0], seen_of(plan.objects, ASSETS))
    assert found == pytest.approx((64 * 0.4 / 0.8) ** 2 / (64 * 48), rel=0.08)


def test_a_view_is_drawn_anew_until_the_objects_fill_enough_and_not_too_much(project):
    camera = {"orbit": {"distance_m": uniform(0.15, 2)}, "rules": {"least_coverage": 0.05, "most_coverage": 0.2}}
    for plan in frames(project, camera, 30, assets=["cube"]):
        assert plan.troubles == ()
        assert 0.05 <= coverage(plan.cameras[0], seen_of(plan.objects, ASSETS)) <= 0.2


def test_a_coverage_that_cannot_be_is_told(project):
    with pytest.raises(ValidationError, match="least_coverage must be below most_coverage"):
        frames(
            project, {"position_m": {"y": -1}, "rules": {"least_coverage": 0.5, "most_coverage": 0.2}}, assets=["cube"]
        )
