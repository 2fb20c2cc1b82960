"""Convex pieces: they fill the body, leave its hollows free, and are made once."""

import subprocess

import fcl
import numpy as np
import pytest
import trimesh

from scenewright.assets import collision
from scenewright.assets.collision import FILE_NAME, collision_pieces
from scenewright.assets.model import Material, Model, Part


def model_of(mesh):
    points = np.asarray(mesh.vertices, np.float32)
    normals = np.asarray(mesh.vertex_normals, np.float32)
    part = Part(points, normals, np.zeros((len(points), 2), np.float32), mesh.faces.astype(np.uint32), Material())
    return Model("it", (part,))


def open_box(wall=0.02):
    outside = trimesh.creation.box((0.3, 0.2, 0.2))
    inside = trimesh.creation.box((0.3 - 2 * wall, 0.2 - 2 * wall, 0.2))
    inside.apply_translation((0, 0, wall))
    return trimesh.boolean.difference([outside, inside], engine="manifold")


def is_inside(pieces, point):
    """Asked of another library: whether a tiny ball there touches a piece."""
    ball = fcl.CollisionObject(fcl.Sphere(1e-4), fcl.Transform(np.asarray(point, float)))
    for piece in pieces:
        mesh = fcl.BVHModel()
        mesh.beginModel(len(piece.vertices), len(piece.triangles))
        mesh.addSubModel(piece.vertices, piece.triangles)
        mesh.endModel()
        if fcl.collide(ball, fcl.CollisionObject(mesh), fcl.CollisionRequest(), fcl.CollisionResult()):
            return True
        solid = trimesh.Trimesh(piece.vertices, piece.triangles, process=False)
        if (solid.face_normals @ point - (solid.face_normals * solid.triangles_center).sum(1) < 0).all():
            return True
    return False


@pytest.fixture(scope="module")
def box_pieces(tmp_path_factory):
    folder = tmp_path_factory.mktemp("asset")
    return collision_pieces(model_of(open_box()), folder), folder


def test_a_hollow_stays_free_and_its_walls_are_filled(box_pieces):
    pieces, _ = box_pieces
    assert len(pieces) >= 5
    for point in ((0, 0, 0), (0.08, 0.04, 0.05), (0, 0, 0.09), (-0.1, 0, -0.05)):
        assert not is_inside(pieces, point), point
    for point in ((0, 0, -0.09), (0.14, 0, 0), (0, -0.09, 0.03), (-0.14, 0.05, 0.05)):
        assert is_inside(pieces, point), point


def test_pieces_are_convex_and_cover_the_body(box_pieces):
    pieces, _ = box_pieces
    for piece in pieces:
        mesh = trimesh.Trimesh(piece.vertices, piece.triangles, process=False)
        assert mesh.is_watertight
        assert mesh.volume > 0
        assert mesh.is_convex or mesh.convex_hull.volume == pytest.approx(mesh.volume, rel=1e-3)
    volume = sum(trimesh.Trimesh(piece.vertices, piece.triangles, process=False).volume for piece in pieces)
    assert volume == pytest.approx(open_box().volume, rel=0.25)


def test_they_are_made_once(box_pieces, monkeypatch):
    pieces, folder = box_pieces
    assert (folder / FILE_NAME).is_file()
    monkeypatch.setattr(collision.subprocess, "run", _nobody_may)
    again = collision_pieces(model_of(open_box()), folder)
    assert [piece.vertices.tolist() for piece in again] == [piece.vertices.tolist() for piece in pieces]


def _nobody_may(*_args, **_wishes):
    raise AssertionError("they were kept")


def test_they_are_made_again_for_another_shape(box_pieces, tmp_path, monkeypatch):
    _, folder = box_pieces
    (tmp_path / FILE_NAME).write_bytes((folder / FILE_NAME).read_bytes())
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    asked = []
    monkeypatch.setattr(collision.subprocess, "run", lambda *a, **k: asked.append(a) or _fails())
    collision_pieces(model_of(open_box(wall=0.03)), tmp_path)
    assert asked


def _fails():
    raise subprocess.SubprocessError


def test_a_damaged_file_is_made_again(box_pieces, tmp_path, monkeypatch):
    _, folder = box_pieces
    whole = (folder / FILE_NAME).read_bytes()
    (tmp_path / FILE_NAME).write_bytes(whole[: len(whole) // 2])
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    asked = []
    monkeypatch.setattr(collision.subprocess, "run", lambda *a, **k: asked.append(a) or _fails())
    [hull] = collision_pieces(model_of(open_box()), tmp_path)
    assert asked
    assert np.ptp(hull.vertices, axis=0) == pytest.approx((0.3, 0.2, 0.2))


@pytest.mark.parametrize("error", [subprocess.CalledProcessError(-11, "coacd"), subprocess.TimeoutExpired("coacd", 1)])
def test_what_cannot_be_taken_apart_is_its_hull(error, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def run(*_args, **_wishes):
        raise error

    monkeypatch.setattr(collision.subprocess, "run", run)
    [hull] = collision_pieces(model_of(open_box()), None)
    assert trimesh.Trimesh(hull.vertices, hull.triangles, process=False).volume == pytest.approx(0.012, rel=1e-4)


def test_a_convex_body_needs_no_decomposition(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(collision.subprocess, "run", _nobody_may)
    [hull] = collision_pieces(model_of(trimesh.creation.icosphere(3, 0.1)), tmp_path)
    assert np.linalg.norm(hull.vertices, axis=1).max() == pytest.approx(0.1, abs=1e-5)


def test_beside_a_folder_that_cannot_be_written_the_users_cache_keeps_them(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    model = model_of(trimesh.creation.icosphere(3, 0.1))
    nowhere = tmp_path / "file"
    nowhere.write_text("no folder")
    collision_pieces(model, nowhere)
    assert len(list((tmp_path / "cache").rglob("*.npz"))) == 1
