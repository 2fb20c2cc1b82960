"""Simplified models keep their size, their surface and their seams."""

import numpy as np
import pytest
import trimesh

from scenewright.assets.decimation import decimated
from scenewright.assets.loading import AssetLoader
from scenewright.assets.model import Material, Model, Part


def ball(subdivisions=6):
    mesh = trimesh.creation.icosphere(subdivisions, 0.1)
    points = np.asarray(mesh.vertices, np.float32)
    uvs = np.zeros((len(points), 2), np.float32)
    part = Part(points, (points / 0.1).astype(np.float32), uvs, mesh.faces.astype(np.uint32), Material())
    return Model("ball", (part,))


@pytest.mark.parametrize("most", [20_000, 5_000, 1_000])
def test_a_ball_stays_a_ball(most):
    simpler = decimated(ball(), most)
    assert 0.6 * most < simpler.triangle_count <= most
    assert np.subtract(*simpler.bounds[::-1]) == pytest.approx((0.2, 0.2, 0.2), abs=0.002)
    mesh = trimesh.Trimesh(simpler.parts[0].positions, simpler.parts[0].triangles)
    points, _ = trimesh.sample.sample_surface(mesh, 2000, seed=1)
    assert np.linalg.norm(points, axis=1) == pytest.approx(0.1, abs=0.1 * 12 / most + 0.0008)
    assert mesh.is_watertight


def test_a_model_that_is_simple_enough_comes_back_as_it_is():
    model = ball(2)
    assert decimated(model, model.triangle_count) is model


def test_vertices_that_stay_keep_normals_and_coordinates(tmp_path):
    model = AssetLoader(tmp_path).model("mug_classic")
    simpler = decimated(model, model.triangle_count // 3)
    assert len(simpler.parts) == len(model.parts)
    for before, after in zip(model.parts, simpler.parts, strict=True):
        rows = {
            row.tobytes()
            for row in np.concatenate([before.positions, before.normals, before.uvs], axis=1).astype(np.float32)
        }
        kept = np.concatenate([after.positions, after.normals, after.uvs], axis=1).astype(np.float32)
        assert all(row.tobytes() in rows for row in kept)
        assert after.material is before.material


def test_parts_lose_by_their_share(tmp_path):
    model = AssetLoader(tmp_path).model("drill_cordless")
    simpler = decimated(model, model.triangle_count // 2)
    assert simpler.triangle_count <= model.triangle_count // 2 + 4 * len(model.parts)
    assert np.subtract(*simpler.bounds) == pytest.approx(np.subtract(*model.bounds), abs=0.004)
