"""An image's points in the world, against the geometry that they were made from."""

import numpy as np
import pytest

from scenewright.datasets.records import ViewRecord, flattened
from scenewright.geometry.camera import Intrinsics, pixel_rays, project, ray_lengths
from scenewright.geometry.lens import Lens
from scenewright.geometry.transforms import inverse, transform_points
from scenewright.inspection.cloud import cloud_of, has_distances, world_point

LENS = Lens("opencv", (-0.2, 0.05, 0.001, -0.001, 0.0, 0.0, 0.0, 0.0))


def tilted_pose():
    turn = np.eye(4)
    c, s = np.cos(0.7), np.sin(0.7)
    turn[:3, :3] = np.array([[1, 0, 0], [0, -c, s], [0, -s, -c]])  # looks down at the floor
    turn[:3, 3] = (0.3, -1.0, 2.0)
    return turn


def floor_view(lens=None, name="distance_to_image_plane"):
    """A camera that looks at the floor, z = 0, and what it measures."""
    intrinsics = Intrinsics(320, 240, 300.0, 310.0, 161.0, 118.0, lens)
    pose = tilted_pose()
    rays = pixel_rays(intrinsics) @ pose[:3, :3].T
    depth = -pose[2, 3] / rays[..., 2]
    if name == "distance_to_camera":
        depth = depth * ray_lengths(intrinsics)
    record = ViewRecord("camera", intrinsics, flattened(pose), 0.1, 100.0, {}, ())
    return record, {name: depth.astype(np.float32)}


@pytest.mark.parametrize("name", ["distance_to_image_plane", "distance_to_camera", "sensor_depth"])
@pytest.mark.parametrize("lens", [None, LENS])
def test_points_lie_on_the_surface_and_project_to_their_pixels(name, lens):
    record, channels = floor_view(lens, name)
    cloud = cloud_of(record, channels)
    assert len(cloud.points) == 320 * 240
    assert np.abs(cloud.points[:, 2]).max() < 1e-5
    back = project(record.intrinsics, transform_points(inverse(tilted_pose()), cloud.points.astype(np.float64)))
    assert np.abs(back - cloud.pixels[:, ::-1] - 0.5).max() < 1e-3


def test_a_large_image_is_thinned_out_evenly_and_each_point_keeps_its_pixel():
    record, channels = floor_view()
    channels["instance_mask"] = np.zeros((240, 320), np.uint16)
    channels["instance_mask"][:, 160:] = 7
    cloud = cloud_of(record, channels, most=5000)
    assert 4000 < len(cloud.points) <= 5000
    assert np.unique(np.diff(np.unique(cloud.pixels[:, 0]))).tolist() == [4]
    assert (cloud.ids == np.where(cloud.pixels[:, 1] >= 160, 7, 0)).all()
    assert cloud.spacing == pytest.approx(4 / 300)


def test_what_hits_nothing_is_no_point():
    record, channels = floor_view()
    channels["distance_to_image_plane"][:100] = np.inf
    channels["distance_to_image_plane"][100:120] = 0
    assert cloud_of(record, channels).pixels[:, 0].min() == 120
    assert world_point(record, channels, 5, 5) is None
    assert world_point(record, channels, 5, 200)[2] == pytest.approx(0, abs=1e-5)
    assert world_point(record, channels, 5, 900) is None


def test_an_image_without_distances_has_no_points():
    record, _ = floor_view()
    assert cloud_of(record, {"normals": np.zeros((240, 320, 3))}) is None
    assert not has_distances({"normals": 1})
    assert world_point(record, {}, 3, 3) is None
