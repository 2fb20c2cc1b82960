"""Faces, normals and texture coordinates of one mesh."""

import numpy as np
import pytest
from pxr import Gf, Sdf, UsdGeom

from scenewright.assets.usd_model import read_model

NORMAL = Sdf.ValueTypeNames.Normal3fArray
SQUARE = [(0, 0), (1, 0), (1, 1), (0, 1)]


def test_a_box_keeps_its_size_and_its_triangles_point_outwards(scene, area, volume, agree):
    scene.box(size=(3, 2, 1))
    model = read_model(scene.save())
    assert model.bounds == ((0, 0, 0), (3, 2, 1))
    assert model.triangle_count == 12
    assert area(model) == pytest.approx(22)
    assert volume(model) == pytest.approx(6)
    assert agree(model)


@pytest.mark.parametrize("name", ["model.usda", "model.usdc", "model.usd"])
def test_text_and_binary_files_read_alike(scene, volume, name):
    scene.box()
    assert volume(read_model(scene.save(name))) == pytest.approx(1)


def test_arrays_are_compact_and_of_the_promised_types(scene):
    scene.box()
    (part,) = read_model(scene.save()).parts
    assert (part.positions.dtype, part.normals.dtype, part.uvs.dtype) == (np.float32,) * 3
    assert part.triangles.dtype == np.uint32
    assert all(array.flags.c_contiguous for array in (part.positions, part.normals, part.uvs, part.triangles))
    assert len(part.positions) == 24  # four corners of six sharp faces


@pytest.mark.parametrize("scheme", ["none", "catmullClark"])
def test_a_box_without_normals_keeps_its_edges_sharp(scene, scheme):
    scene.box(scheme=scheme)
    (part,) = read_model(scene.save()).parts
    assert np.abs(part.normals).max(axis=1) == pytest.approx(1)


def test_a_round_surface_without_normals_becomes_smooth(scene):
    around = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    points = [(np.cos(a), np.sin(a), z) for z in (0, 1) for a in around]
    sides = [(k, (k + 1) % 24, 24 + (k + 1) % 24, 24 + k) for k in range(24)]
    scene.mesh("/Root/Tube", points, [4] * 24, np.ravel(sides).tolist())
    (part,) = read_model(scene.save()).parts
    assert len(part.positions) == 48
    outwards = part.positions * [1, 1, 0]
    assert part.normals == pytest.approx(outwards, abs=1e-5)


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("start", range(4))
def test_a_concave_quad_keeps_its_area(scene, area, agree, start, reverse):
    dart = np.roll([(0, 0, 0), (2, 1, 0), (0, 2, 0), (0.5, 1, 0)], start, axis=0)
    scene.quad(points=dart[::-1] if reverse else dart)
    model = read_model(scene.save())
    assert area(model) == pytest.approx(1.5)
    assert agree(model)


def test_concave_polygons_with_many_corners_keep_their_area_in_any_plane(scene, area):
    rng = np.random.default_rng(3)
    angle = np.linspace(0, 2 * np.pi, 31, endpoint=False)
    radius = rng.uniform(0.3, 1.0, 31)
    flat = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    x, y = flat.T
    expected = abs((x * np.roll(y, -1) - y * np.roll(x, -1)).sum()) / 2
    plane, _ = np.linalg.qr(rng.normal(size=(3, 3)))
    scene.quad(points=flat @ plane[:2])
    model = read_model(scene.save())
    assert model.triangle_count == 29
    assert area(model) == pytest.approx(expected, rel=1e-5)


def test_faces_of_all_sizes_live_in_one_mesh(scene, area):
    points = [(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0), (2, 0, 0), (2, 1, 0), (2.5, 0.5, 0), (-1, 0.5, 0)]
    scene.mesh("/Root/Sheet", points, [4, 5, 3, 2], [0, 1, 2, 3, 1, 4, 6, 5, 2, 3, 7, 0, 0, 1])
    model = read_model(scene.save())
    assert model.triangle_count == 6
    assert area(model) == pytest.approx(1 + 1.25 + 0.5)


def test_triangles_without_area_are_dropped(scene):
    scene.mesh("/Root/Sheet", [(0, 0, 0), (1, 0, 0), (2, 0, 0), (0, 1, 0)], [3, 3, 3], [0, 1, 3, 0, 1, 2, 0, 0, 3])
    assert read_model(scene.save()).triangle_count == 1


def test_faces_listed_as_holes_are_left_out(scene, area):
    scene.box().CreateHoleIndicesAttr([1])
    assert area(read_model(scene.save())) == pytest.approx(5)


def test_left_handed_faces_point_outwards_too(scene, volume, agree):
    mesh = scene.box()
    indices = np.array(mesh.GetFaceVertexIndicesAttr().Get()).reshape(6, 4)[:, ::-1]
    mesh.GetFaceVertexIndicesAttr().Set(indices.ravel().tolist())
    mesh.CreateOrientationAttr("leftHanded")
    model = read_model(scene.save())
    assert volume(model) == pytest.approx(1)
    assert agree(model)


@pytest.mark.parametrize(
    ("interpolation", "count"), [("constant", 1), ("uniform", 1), ("vertex", 4), ("varying", 4), ("faceVarying", 4)]
)
def test_normals_of_every_interpolation_are_used(scene, interpolation, count):
    mesh = scene.quad()
    mesh.CreateNormalsAttr([Gf.Vec3f(0, 3, 4)] * count)
    mesh.SetNormalsInterpolation(interpolation)
    (part,) = read_model(scene.save()).parts
    assert part.normals == pytest.approx(np.tile([0, 0.6, 0.8], (4, 1)))


def test_the_normals_primvar_goes_before_the_normals_attribute(scene):
    mesh = scene.quad()
    mesh.CreateNormalsAttr([Gf.Vec3f(1, 0, 0)] * 4)
    scene.primvar(mesh, "normals", [Gf.Vec3f(0, 1, 0)], "constant", NORMAL)
    (part,) = read_model(scene.save()).parts
    assert part.normals == pytest.approx(np.tile([0, 1, 0], (4, 1)))


def test_indexed_face_varying_normals_and_coordinates_reach_their_corners(scene):
    points = [(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0)]
    mesh = scene.mesh("/Root/Sheet", points, [3, 3], [0, 1, 2, 0, 2, 3])
    normals = [Gf.Vec3f(0, 0, 1), Gf.Vec3f(0, 1, 0)]
    scene.primvar(mesh, "normals", normals, "faceVarying", NORMAL, [0, 0, 0, 1, 1, 1])
    scene.primvar(
        mesh, "st", [Gf.Vec2f(0, 0), Gf.Vec2f(1, 0), Gf.Vec2f(1, 1)], "faceVarying", indices=[0, 1, 2, 2, 1, 0]
    )
    (part,) = read_model(scene.save()).parts
    first, second = part.triangles
    assert part.normals[first] == pytest.approx(np.tile([0, 0, 1], (3, 1)))
    assert part.normals[second] == pytest.approx(np.tile([0, 1, 0], (3, 1)))
    assert part.uvs[first].tolist() == [[0, 0], [1, 0], [1, 1]]
    assert part.uvs[second].tolist() == [[1, 1], [1, 0], [0, 0]]
    assert len(part.positions) == 6


def test_normals_that_are_no_vectors_are_computed_instead(scene):
    mesh = scene.quad()
    mesh.CreateNormalsAttr([Gf.Vec3f(0, 0, 0), Gf.Vec3f(float("nan"), 0, 0), Gf.Vec3f(0, 1, 0), Gf.Vec3f(0, 0, 1)])
    (part,) = read_model(scene.save()).parts
    assert part.normals.tolist() == [[0, 0, 1], [0, 0, 1], [0, 1, 0], [0, 0, 1]]


@pytest.mark.parametrize("names", [["st", "UVMap", "other"], ["UVMap", "other"], ["other"]])
def test_coordinates_come_from_the_usual_primvar_that_is_there(scene, names):
    mesh = scene.quad()
    for number, name in enumerate(names):
        scene.primvar(mesh, name, [Gf.Vec2f(u + 10 * number, v) for u, v in SQUARE], "vertex")
    (part,) = read_model(scene.save()).parts
    assert part.uvs.tolist() == [list(map(float, uv)) for uv in SQUARE]


def test_a_mesh_without_coordinates_has_zeros(scene):
    scene.quad()
    (part,) = read_model(scene.save()).parts
    assert not part.uvs.any()


def test_points_that_only_have_time_samples_are_read_at_the_first(scene):
    mesh = scene.quad()
    points = np.array(mesh.GetPointsAttr().Get())
    mesh.GetPointsAttr().Clear()
    for time in (5.0, 1.0):
        mesh.GetPointsAttr().Set([Gf.Vec3f(*map(float, point * time)) for point in points], time)
    assert read_model(scene.save()).bounds == ((0, 0, 0), (1, 1, 0))


def test_subsets_get_their_own_material_and_other_faces_keep_the_meshs(scene, area):
    mesh = scene.box()
    scene.bind(mesh, scene.material("/Root/Looks/Body", roughness=0.1))
    for name, faces in (("Lid", [1]), ("Base", [0, 1])):  # a face that two subsets want stays with the first
        subset = UsdGeom.Subset.CreateGeomSubset(
            mesh, name, UsdGeom.Tokens.face, faces, "materialBind", UsdGeom.Tokens.nonOverlapping
        )
        scene.bind(subset, scene.material(f"/Root/Looks/{name}", roughness=0.9))
    model = read_model(scene.save())
    triangles = {part.material.name: len(part.triangles) for part in model.parts}
    assert triangles == {"Body": 8, "Lid": 2, "Base": 2}
    assert area(model) == pytest.approx(6)


def test_meshes_of_one_material_become_one_part(scene):
    material = scene.material()
    for number in range(3):
        mesh = scene.box(f"/Root/Box{number}")
        UsdGeom.XformCommonAPI(mesh).SetTranslate((2 * number, 0, 0))
        scene.bind(mesh, material)
    model = read_model(scene.save())
    assert len(model.parts) == 1
    assert model.bounds[1] == (5, 1, 1)
    assert model.triangle_count == 36
