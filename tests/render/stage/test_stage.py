"""The stage of some frames: valid, complete, and set by existing attributes only."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import yaml
from pxr import Sdf, Usd, UsdGeom, UsdLux, UsdShade, UsdValidation

sys.path.append(str(Path(__file__).parents[1]))

from scenewright.assets.loading import AssetLoader
from scenewright.assets.model import Material
from scenewright.geometry.camera import Intrinsics
from scenewright.geometry.transforms import CAMERA_AXES_FLIP, look_at, pose_matrix
from scenewright.render.lens import without_lenses
from scenewright.render.stage.job import FRAMES, PLANS, STAGE, write_stage
from scenewright.render.stage.surfaces import surface_of
from scenewright.render.stage.values import Gains, camera_values
from scenewright.render.stage.writing import usd_value
from scenewright.sampling.plan import CameraPlan, plan_from_json
from scenewright.sampling.sampler import sample_frame
from scenewright.spec.yaml_io import load_project

PRESETS = Path(__file__).parents[3] / "presets"


def plans_of(preset, indices):
    file = load_project(PRESETS / f"{preset}.yaml")
    assets = AssetLoader(file.path.parent)
    return list(without_lenses(sample_frame(file.spec, index, assets) for index in indices)), assets


@pytest.fixture(scope="module")
def tabletop(tmp_path_factory):
    plans, assets = plans_of("structured_tabletop", (0, 3))
    return write_stage(tmp_path_factory.mktemp("stage"), plans, assets, film_hz=24.0), plans, assets


def opened(written):
    return Usd.Stage.Open(str(written.folder / STAGE))


def problems(stage):
    validators = UsdValidation.ValidationRegistry().GetOrLoadAllValidators()
    assert len(validators) > 20
    return [error.GetMessage() for error in UsdValidation.ValidationContext(validators).Validate(stage)]


def test_openusd_finds_nothing_wrong_with_the_stage(tabletop):
    assert problems(opened(tabletop[0])) == []


@pytest.mark.long
@pytest.mark.parametrize("preset", sorted(path.stem for path in PRESETS.glob("*.yaml")))
def test_openusd_finds_nothing_wrong_with_any_presets_stage(preset, tmp_path):
    plans, assets = plans_of(preset, range(3))
    assert problems(opened(write_stage(tmp_path, plans, assets))) == []


def test_files_can_be_read_by_openusd_24_11(tabletop):
    crates = list(tabletop[0].folder.rglob("*.usdc"))
    assert crates
    for crate in crates:
        version = tuple(int(part) for part in Sdf.CrateInfo.Open(str(crate)).GetFileVersion().split("."))
        assert version <= (0, 10, 0)


def test_every_frame_stands_on_the_stage_at_its_time(tabletop):
    written, plans, _ = tabletop
    stage = opened(written)
    assert (stage.GetStartTimeCode(), stage.GetEndTimeCode()) == (0, 3)
    for plan, paths in zip(plans, written.objects, strict=True):
        cache = UsdGeom.XformCache(plan.index)
        shown = set()
        for prim in stage.GetPrimAtPath("/World/objects").GetChildren():
            if UsdGeom.Imageable(prim).ComputeVisibility(plan.index) != "invisible":
                shown.add(str(prim.GetPath()))
        assert shown == set(paths)
        for item, path in zip(plan.objects, paths, strict=True):
            matrix = np.array(cache.GetLocalToWorldTransform(stage.GetPrimAtPath(path))).T
            np.testing.assert_allclose(matrix, pose_matrix(item.position, item.rotation, item.scale), atol=1e-9)


def test_a_stage_that_is_no_film_has_no_values_at_times_which_would_hide_those_set_later(tmp_path):
    plans, assets = plans_of("cup_detection", [0, 1])
    stage = opened(write_stage(tmp_path, plans, assets))
    attributes = [attribute for prim in stage.Traverse() for attribute in prim.GetAttributes()]
    assert not any(attribute.GetNumTimeSamples() for attribute in attributes)


def test_labelled_objects_have_one_label_and_others_none(tabletop):
    written, plans, _ = tabletop
    stage = opened(written)
    for plan, paths in zip(plans, written.objects, strict=True):
        for item, path in zip(plan.objects, paths, strict=True):
            found = [
                list(prim.GetAttribute("semantics:labels:class").Get())
                for prim in Usd.PrimRange(stage.GetPrimAtPath(path))
                if "SemanticsLabelsAPI:class" in prim.GetAppliedSchemas()
            ]
            assert found == ([[item.class_name]] if item.instance_id else [])


def test_lights_shine_through_walls_and_not_through_the_floor(tabletop):
    stage = opened(tabletop[0])
    through = {
        prim.GetName(): bool(prim.GetAttribute("primvars:doNotCastShadows").Get())
        for prim in stage.GetPrimAtPath("/World/room").GetChildren()
    }
    assert through.pop("floor") is False
    assert through
    assert all(through.values())
    light = UsdLux.LightAPI(stage.GetPrimAtPath("/World/lights/directional_0"))
    query = light.GetShadowLinkCollectionAPI().ComputeMembershipQuery()
    assert not query.IsPathIncluded("/World/room/back")
    assert query.IsPathIncluded("/World/objects")


def test_a_frame_sets_attributes_that_exist_and_nothing_else(tabletop):
    written, _, _ = tabletop
    stage = opened(written)
    before = [str(prim.GetPath()) for prim in stage.Traverse()]
    for line in (written.folder / FRAMES).read_text().splitlines():
        frame = json.loads(line)
        for values in (frame["values"], frame["preview"], *(part["values"] for part in frame["passes"])):
            for path in values:
                assert stage.GetAttributeAtPath(path), path
    assert [str(prim.GetPath()) for prim in stage.Traverse()] == before


def test_the_plans_are_beside_the_stage(tabletop):
    written, plans, _ = tabletop
    lines = (written.folder / PLANS).read_text().splitlines()
    assert [plan_from_json(line) for line in lines] == plans


def test_the_same_frames_give_the_same_stage_in_a_folder_that_was_used_before(tmp_path):
    plans, assets = plans_of("cup_detection", [0, 1])
    written = write_stage(tmp_path / "new", plans, assets)
    write_stage(tmp_path / "used", plans[:1], assets)
    again = write_stage(tmp_path / "used", plans, assets)
    assert (again.folder / FRAMES).read_text() == (written.folder / FRAMES).read_text()
    assert (again.folder / STAGE).read_text() == (written.folder / STAGE).read_text()


def test_a_camera_projects_as_our_own_does():
    intrinsics = Intrinsics(640, 480, 500.0, 520.0, 333.0, 222.0)
    camera = CameraPlan("c", (1.0, 2.0, 3.0), look_at((1.0, 2.0, 3.0), (0.0, 0.0, 0.0), 0.3), intrinsics, 0.1, 50, 0)
    stage = Usd.Stage.CreateInMemory()
    prim = UsdGeom.Camera.Define(stage, "/c")
    prim.AddTransformOp()
    for path, value in camera_values("/c", camera).items():
        attribute = stage.GetAttributeAtPath(path)
        attribute = attribute or getattr(prim, f"Create{path[3].upper()}{path[4:]}Attr")()
        kind = str(attribute.GetTypeName())
        attribute.Set(tuple(value) if kind == "float2" else usd_value(kind, value))
    frustum = prim.GetCamera().frustum
    matrix = np.array(frustum.ComputeViewMatrix() * frustum.ComputeProjectionMatrix())
    point = np.array([0.2, -0.1, 0.4, 1.0])
    clip = point @ matrix
    seen = ((clip[0] / clip[3] + 1) / 2 * 640, (1 - clip[1] / clip[3]) / 2 * 480)
    local = np.linalg.inv(pose_matrix(camera.position, camera.rotation)) @ point
    wanted = (local[0] / local[2] * 500 + 333, local[1] / local[2] * 520 + 222)
    np.testing.assert_allclose(seen, wanted, atol=1e-3)
    np.testing.assert_allclose(
        np.array(UsdGeom.XformCache().GetLocalToWorldTransform(prim.GetPrim())).T,
        pose_matrix(camera.position, camera.rotation) @ CAMERA_AXES_FLIP,
        atol=1e-9,
    )


def test_gains_make_lights_stronger_and_nothing_else(tmp_path):
    plans, assets = plans_of("cup_detection", [0])
    plain = write_stage(tmp_path / "a", plans, assets).frames[0].passes[0].values
    strong = (
        write_stage(tmp_path / "b", plans, assets, gains=Gains(dome=3.0, directional=2.0)).frames[0].passes[0].values
    )
    changed = {path for path in plain if plain[path] != strong[path]}
    assert changed
    assert all(path.endswith("inputs:intensity") for path in changed)


def test_lights_are_of_the_kinds_that_the_plan_has(tabletop):
    written, plans, _ = tabletop
    stage = opened(written)
    kinds = {"directional": UsdLux.DistantLight, "area": UsdLux.RectLight, "point": UsdLux.SphereLight}
    for light in {light.kind: light for plan in plans for light in plan.lights}.values():
        assert stage.GetPrimAtPath(f"/World/lights/{light.kind}_0").IsA(kinds[light.kind])


Y_UP = """#usda 1.0
(
    defaultPrim = "thing"
    metersPerUnit = 0.01
    upAxis = "Y"
)
def Xform "thing" (
    prepend apiSchemas = ["SemanticsLabelsAPI:class"]
)
{
    token[] semantics:labels:class = ["vendor"]
    def Mesh "mesh"
    {
        int[] faceVertexCounts = [3, 3]
        int[] faceVertexIndices = [0, 1, 2, 0, 2, 3]
        point3f[] points = [(0, 0, 0), (10, 0, 0), (10, 30, 0), (0, 30, 5)]
        uniform token subdivisionScheme = "none"
    }
}
"""


def test_a_referenced_asset_stands_as_a_written_one_whatever_its_unit_and_up_axis(tmp_path):
    (tmp_path / "thing.usda").write_text(Y_UP)
    project = (PRESETS / "cup_detection.yaml").read_text()
    file = tmp_path / "project.yaml"
    data = yaml.safe_load(project)
    data["objects"][0]["assets"] = ["./thing.usda"]
    file.write_text(yaml.safe_dump(data))
    loaded = load_project(file)
    assets = AssetLoader(tmp_path)
    plans = [sample_frame(loaded.spec, 0, assets)]
    boxes = []
    for models in ("written", "referenced"):
        written = write_stage(tmp_path / models, plans, assets, models=models)
        stage = opened(written)
        root = stage.GetPrimAtPath(written.objects[0][0])
        cache = UsdGeom.BBoxCache(Usd.TimeCode.Default(), ["default"])
        box = cache.ComputeWorldBound(root).ComputeAlignedRange()
        boxes.append((*box.GetMin(), *box.GetMax()))
        labels = [prim.GetAttribute("semantics:labels:class").Get() for prim in Usd.PrimRange(root)]
        assert [list(label) for label in labels if label] == [[plans[0].objects[0].class_name]]
        assert problems(stage) == []
    np.testing.assert_allclose(boxes[0], boxes[1], atol=1e-5)


GLOWING = """#usda 1.0
(
    defaultPrim = "lamp"
    metersPerUnit = 1
    upAxis = "Z"
)
def Xform "lamp"
{
    def Mesh "bulb" (prepend apiSchemas = ["MaterialBindingAPI"])
    {
        int[] faceVertexCounts = [3]
        int[] faceVertexIndices = [0, 1, 2]
        point3f[] points = [(0, 0, 0), (0.1, 0, 0), (0.1, 0, 0.1)]
        uniform token subdivisionScheme = "none"
        rel material:binding = </lamp/glow>
    }
    def Material "glow"
    {
        token outputs:surface.connect = </lamp/glow/surface.outputs:surface>
        def Shader "surface"
        {
            uniform token info:id = "UsdPreviewSurface"
            color3f inputs:emissiveColor = (2, 1, 0.5)
            token outputs:surface
        }
    }
}
"""


@pytest.mark.parametrize("look", [None, {"color": {"kind": "palette", "colors": ["#c02020"]}, "paint": "cover"}])
def test_what_glows_is_as_bright_as_a_cameras_exposure_makes_it(look, tmp_path):
    (tmp_path / "lamp.usda").write_text(GLOWING)
    data = yaml.safe_load((PRESETS / "cup_detection.yaml").read_text())
    data["objects"][0] |= {"assets": ["./lamp.usda"], "look": look}
    file = tmp_path / "project.yaml"
    file.write_text(yaml.safe_dump(data))
    assets = AssetLoader(tmp_path)
    plan = sample_frame(load_project(file).spec, 0, assets)
    bright = [replace(plan, cameras=tuple(replace(camera, exposure_stops=1.0) for camera in plan.cameras))]
    stage = opened(write_stage(tmp_path / "stage", bright, assets))
    meshes = [prim for prim in stage.Traverse() if prim.IsA(UsdGeom.Mesh) and "/objects/" in str(prim.GetPath())]
    bound = [UsdShade.MaterialBindingAPI(mesh).ComputeBoundMaterial()[0] for mesh in meshes]
    glow = [tuple(one.ComputeSurfaceSource()[0].GetInput("emissiveColor").Get()) for one in bound]
    assert set(glow) == {(4.0, 2.0, 1.0)}
    assert problems(stage) == []


def test_a_look_changes_the_opacity_of_a_material():
    surface = surface_of(Material(opacity=0.25), SimpleNamespace(of=lambda image: None))
    assert surface.values("/World/looks/a")["/World/looks/a/surface.inputs:opacity"] == 0.25
    assert surface.omnipbr()["opacity_constant"] == ["float", 0.25]
    assert surface.omnipbr()["enable_opacity"] == ["bool", True]
