"""Point clouds: each pixel's point, readable by programs that others wrote."""

from dataclasses import replace

import numpy as np
import pytest
import trimesh

from scenewright.datasets.point_cloud import read_point_cloud, write_point_cloud
from scenewright.errors import UserError
from scenewright.geometry.camera import project
from scenewright.geometry.transforms import inverse, transform_points


def test_points_project_onto_their_pixels_with_their_labels(rendered, tmp_path):
    write_point_cloud(rendered, tmp_path / "out")
    clouds = list(read_point_cloud(tmp_path / "out"))
    assert len(clouds) == 8
    for cloud, frame in zip(clouds, rendered.frames(), strict=True):
        view = frame.views[0]
        world = np.stack([cloud.points[axis] for axis in "xyz"], axis=1).astype(float)
        camera = transform_points(inverse(np.reshape(view.world_from_camera, (4, 4))), world)
        x, y = np.floor(project(view.intrinsics, camera)).astype(int).T
        depth = rendered.load(view, "distance_to_image_plane")
        assert len(world) == np.isfinite(depth).sum()
        np.testing.assert_allclose(camera[:, 2], depth[y, x], rtol=1e-4)
        ids = rendered.load(view, "instance_mask")
        np.testing.assert_array_equal(cloud.points["instance"], ids[y, x])
        np.testing.assert_array_equal(cloud.points["class"], rendered.load(view, "semantic_mask")[y, x])
        np.testing.assert_array_equal(cloud.points["green"], rendered.load(view, "rgb")[y, x, 1])
        np.testing.assert_allclose(cloud.points["nz"], rendered.load(view, "normals")[y, x, 2])


def test_another_program_reads_them(rendered, tmp_path):
    write_point_cloud(rendered, tmp_path / "out")
    [cloud, *_] = read_point_cloud(tmp_path / "out")
    read = trimesh.load(tmp_path / "out" / f"{cloud.name}.ply")
    np.testing.assert_allclose(read.vertices[:, 2], cloud.points["z"])
    np.testing.assert_array_equal(read.colors[:, 0], cloud.points["red"])


def test_a_stopped_export_leaves_nothing_and_distances_are_asked_for_in_words(rendered, tmp_path):
    def stop(index):
        if index == 4:
            raise InterruptedError

    with pytest.raises(UserError, match="Could not write the export"):
        write_point_cloud(replace(rendered, on_frame=stop), tmp_path / "out")
    spec = rendered.spec.replace(labels=("instance_mask",))
    with pytest.raises(UserError, match="Point clouds need the label distance_to_image_plane"):
        write_point_cloud(replace(rendered, spec=spec), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_something_else_is_refused_in_words(tmp_path):
    with pytest.raises(UserError, match="holds no point clouds"):
        list(read_point_cloud(tmp_path))
    (tmp_path / "000000.ply").write_bytes(b"ply\nelement vertex 3\nproperty float x\nend_header\n")
    with pytest.raises(UserError, match=r"000000\.ply is damaged"):
        list(read_point_cloud(tmp_path))
