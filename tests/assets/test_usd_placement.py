"""Units, axes, transforms, visibility and instances."""

import numpy as np
import pytest
import trimesh
from pxr import Gf, Sdf, Usd, UsdGeom, Vt

from scenewright.assets.usd_model import read_model

TURN = Gf.Quath(0.5, 0.5, 0.5, 0.5)


def bounds_by_usd(path) -> np.ndarray:
    """The bounds (2, 3) as OpenUSD itself computes them, in metres and Z up."""
    stage = Usd.Stage.Open(str(path))
    cache = UsdGeom.BBoxCache(Usd.TimeCode.EarliestTime(), ["default", "render"])
    root = stage.GetDefaultPrim() or stage.GetPseudoRoot()
    box = cache.ComputeWorldBound(root).ComputeAlignedRange()
    ends = np.array([box.GetMin(), box.GetMax()]) * UsdGeom.GetStageMetersPerUnit(stage)
    if UsdGeom.GetStageUpAxis(stage) == "Y":
        ends = ends @ np.array([[1, 0, 0], [0, 0, 1], [0, -1, 0]])
    return np.sort(ends, axis=0)


def test_units_become_metres(scene):
    UsdGeom.SetStageMetersPerUnit(scene.stage, 0.01)
    scene.box(size=(10, 20, 30))
    assert np.array(read_model(scene.save()).bounds) == pytest.approx(np.array([[0, 0, 0], [0.1, 0.2, 0.3]]))


def test_y_up_becomes_z_up_without_mirroring(scene, volume, agree):
    UsdGeom.SetStageUpAxis(scene.stage, UsdGeom.Tokens.y)
    scene.box(size=(1, 2, 3))
    model = read_model(scene.save())
    assert model.bounds == ((0, -3, 0), (1, 0, 2))
    assert volume(model) == pytest.approx(6)
    assert agree(model)


def test_transforms_of_parents_and_of_the_default_prim_count(scene):
    UsdGeom.XformCommonAPI(scene.stage.GetDefaultPrim()).SetScale((2, 2, 2))
    parent = UsdGeom.Xform.Define(scene.stage, "/Root/Parent")
    UsdGeom.XformCommonAPI(parent).SetTranslate((1, 0, 0))
    UsdGeom.XformCommonAPI(parent).SetRotate((0, 0, 90))
    UsdGeom.XformCommonAPI(scene.box("/Root/Parent/Box")).SetTranslate((0, 0, 1))
    path = scene.save()
    assert np.array(read_model(path).bounds) == pytest.approx(np.array([[0, 0, 2], [2, 2, 4]]), abs=1e-6)
    assert np.array(read_model(path).bounds) == pytest.approx(bounds_by_usd(path), abs=1e-6)


def test_a_reset_transform_stack_forgets_the_parents(scene):
    UsdGeom.XformCommonAPI(scene.stage.GetDefaultPrim()).SetTranslate((5, 0, 0))
    scene.box().SetResetXformStack(True)
    assert read_model(scene.save()).bounds == ((0, 0, 0), (1, 1, 1))


def test_mirroring_keeps_triangles_and_normals_outwards(scene, volume, agree):
    mesh = scene.box()
    scene.primvar(mesh, "normals", mesh_normals(mesh), "uniform", Sdf.ValueTypeNames.Normal3fArray)
    UsdGeom.XformCommonAPI(mesh).SetScale((-2, 1, 1))
    model = read_model(scene.save())
    assert model.bounds == ((-2, 0, 0), (0, 1, 1))
    assert volume(model) == pytest.approx(2)
    assert agree(model)


def mesh_normals(mesh):
    points = np.array(mesh.GetPointsAttr().Get())
    faces = points[np.array(mesh.GetFaceVertexIndicesAttr().Get()).reshape(-1, 4)]
    return [Gf.Vec3f(*map(float, np.cross(face[1] - face[0], face[2] - face[0]))) for face in faces]


def test_normals_stay_square_to_a_surface_that_is_stretched(scene):
    mesh = scene.quad(points=((0, 0, 0), (0, 1, 0), (1, 1, 1), (1, 0, 1)))
    mesh.CreateNormalsAttr([Gf.Vec3f(1, 0, -1)] * 4)
    UsdGeom.XformCommonAPI(mesh).SetScale((2, 1, 1))
    (part,) = read_model(scene.save()).parts
    assert part.normals[0] == pytest.approx(np.array([1, 0, -2]) / np.sqrt(5), abs=1e-6)


def test_only_what_is_visible_and_meant_for_rendering_is_read(scene):
    scene.box("/Root/Shown")
    UsdGeom.Imageable(scene.box("/Root/Hidden", (9, 9, 9))).MakeInvisible()
    for purpose in ("guide", "proxy"):
        UsdGeom.Xform.Define(scene.stage, f"/Root/{purpose}").CreatePurposeAttr(purpose)
        scene.box(f"/Root/{purpose}/Box", (9, 9, 9))
    UsdGeom.Xform.Define(scene.stage, "/Root/render").CreatePurposeAttr("render")
    scene.box("/Root/render/Box", (2, 2, 2))
    scene.box("/Root/Off", (9, 9, 9)).GetPrim().SetActive(False)
    scene.box("/Elsewhere", (9, 9, 9))
    assert read_model(scene.save()).bounds == ((0, 0, 0), (2, 2, 2))


def test_without_a_default_prim_the_whole_stage_is_used(scene):
    scene.box("/A")
    UsdGeom.XformCommonAPI(scene.box("/B")).SetTranslate((4, 0, 0))
    scene.stage.ClearDefaultPrim()
    assert read_model(scene.save()).bounds == ((0, 0, 0), (5, 1, 1))


def test_native_instances_are_read_each_at_its_place(scene, volume):
    scene.stage.CreateClassPrim("/Shared")
    source = scene.box("/Shared/Box")
    scene.bind(source, scene.material("/Shared/Paint"))
    for number in range(3):
        instance = UsdGeom.Xform.Define(scene.stage, f"/Root/I{number}")
        instance.GetPrim().GetReferences().AddInternalReference("/Shared")
        instance.GetPrim().SetInstanceable(True)
        UsdGeom.XformCommonAPI(instance).SetTranslate((3 * number, 0, 0))
    path = scene.save()
    model = read_model(path)
    assert np.array(model.bounds) == pytest.approx(bounds_by_usd(path))
    assert volume(model) == pytest.approx(3)
    assert [part.material.name for part in model.parts] == ["Paint"]


def test_files_that_are_referenced_are_part_of_the_model(scene, volume):
    scene.box()
    scene.save("part.usda")
    stage = Usd.Stage.CreateNew(str(scene.folder / "whole.usda"))
    UsdGeom.SetStageMetersPerUnit(stage, 1)
    UsdGeom.SetStageUpAxis(stage, "Z")
    stage.DefinePrim("/Whole").GetReferences().AddReference("./part.usda")
    stage.GetRootLayer().Save()
    assert volume(read_model(scene.folder / "whole.usda")) == pytest.approx(1)


def scattered(scene, under="/Root/Many") -> UsdGeom.PointInstancer:
    instancer = UsdGeom.PointInstancer.Define(scene.stage, under)
    UsdGeom.XformCommonAPI(instancer).SetTranslate((0, 0, 10))
    small = UsdGeom.Xform.Define(scene.stage, f"{under}/Prototypes/Small")
    UsdGeom.XformCommonAPI(small).SetTranslate((0.5, 0, 0))
    scene.box(f"{under}/Prototypes/Small/Box")
    scene.box(f"{under}/Prototypes/Large", (2, 2, 2))
    instancer.CreatePrototypesRel().SetTargets([small.GetPath(), Sdf.Path(f"{under}/Prototypes/Large")])
    instancer.CreateProtoIndicesAttr([0, 1, 0])
    instancer.CreatePositionsAttr([Gf.Vec3f(5, 0, 0), Gf.Vec3f(-5, 0, 0), Gf.Vec3f(0, 7, 0)])
    instancer.CreateOrientationsAttr([TURN, Gf.Quath(1), TURN])
    instancer.CreateScalesAttr([Gf.Vec3f(1), Gf.Vec3f(1, 2, 3), Gf.Vec3f(2)])
    return instancer


def test_point_instances_stand_where_openusd_puts_them_and_prototypes_are_not_drawn(scene, volume):
    scattered(scene)
    path = scene.save()
    model = read_model(path)
    assert np.array(model.bounds) == pytest.approx(bounds_by_usd(path), abs=1e-5)
    assert volume(model) == pytest.approx(1 + 8 * 6 + 8)


def test_point_instances_that_are_switched_off_are_not_read(scene, volume):
    scattered(scene).CreateInvisibleIdsAttr(Vt.Int64Array([1]))
    assert volume(read_model(scene.save())) == pytest.approx(1 + 8)


def test_prototypes_may_be_classes_and_hold_instancers_themselves(scene, volume):
    scene.stage.CreateClassPrim("/Root/Protos")
    inner = scattered(scene, "/Root/Protos/Inner")
    outer = UsdGeom.PointInstancer.Define(scene.stage, "/Root/Outer")
    outer.CreatePrototypesRel().SetTargets([inner.GetPath()])
    outer.CreateProtoIndicesAttr([0, 0])
    outer.CreatePositionsAttr([Gf.Vec3f(0), Gf.Vec3f(100, 0, 0)])
    model = read_model(scene.save())
    assert volume(model) == pytest.approx(2 * (1 + 48 + 8), rel=1e-5)


def test_a_random_scene_has_the_bounds_that_openusd_and_the_volume_that_trimesh_computes(scene, volume):
    rng = np.random.default_rng(7)
    UsdGeom.SetStageUpAxis(scene.stage, UsdGeom.Tokens.y)
    UsdGeom.SetStageMetersPerUnit(scene.stage, 0.01)
    expected = 0.0
    for number in range(5):
        solid = trimesh.creation.icosphere(subdivisions=2, radius=float(rng.uniform(1, 5)))
        mesh = scene.mesh(f"/Root/S{number}", solid.vertices, [3] * len(solid.faces), solid.faces.ravel().tolist())
        scale = rng.uniform(-2, 2, 3)
        common = UsdGeom.XformCommonAPI(mesh)
        common.SetTranslate(Gf.Vec3d(*rng.uniform(-9, 9, 3)))
        common.SetRotate(Gf.Vec3f(*map(float, rng.uniform(0, 360, 3))))
        common.SetScale(Gf.Vec3f(*map(float, scale)))
        expected += abs(np.prod(scale)) * solid.volume
    path = scene.save()
    model = read_model(path)
    stage = Usd.Stage.Open(str(path))
    assert volume(model) == pytest.approx(expected * 1e-6, rel=1e-4)
    exact = exact_bounds(stage) * 0.01
    assert np.array(model.bounds) == pytest.approx(
        np.sort(exact @ [[1, 0, 0], [0, 0, 1], [0, -1, 0]], axis=0), abs=1e-6
    )


def exact_bounds(stage) -> np.ndarray:
    """Bounds of the points themselves: a turned mesh's box in `BBoxCache` is the box of its turned box."""
    cache = UsdGeom.XformCache()
    points = []
    for prim in stage.Traverse():
        if prim.IsA(UsdGeom.Mesh):
            matrix = cache.GetLocalToWorldTransform(prim)
            points += [matrix.Transform(Gf.Vec3d(point)) for point in UsdGeom.Mesh(prim).GetPointsAttr().Get()]
    return np.array([np.min(points, axis=0), np.max(points, axis=0)])
