"""Sound files of every format keep their size, shape and surface on the way into the library."""

import numpy as np
import PIL.Image
import pytest
import trimesh
from pxr import Gf, Sdf, Usd, UsdGeom, UsdPhysics, UsdSkel
from samples import MODELS, USD_MODELS, textured_box, write_usd

from scenewright.assets.importing.reading import read_source
from scenewright.assets.posing import posed
from scenewright.assets.usd_model import read_model
from scenewright.errors import UserError

_MODELS = [name for name in MODELS if not name.endswith("urdf")]
_RED = np.array([200, 60, 30])


@pytest.mark.parametrize("name", [*_MODELS, "ascii.stl", "ascii.ply", *USD_MODELS])
def test_a_box_keeps_its_size_and_stands_on_the_floor(convert, sample_folder, name):
    converted, written = convert(sample_folder / name, unit="m" if "usd" not in name else None)
    low, high = read_model(written).bounds
    # STL and PLY have Z up as files usually do, the others Y: 0.2 x 0.1 x 0.3 then becomes 0.2 x 0.3 x 0.1.
    upright = name.endswith(("stl", "ply"))
    size = (0.2, 0.1, 0.3) if upright or "usd" in name else (0.2, 0.3, 0.1)
    assert np.subtract(high, low) == pytest.approx(size, abs=1e-6)
    assert low == pytest.approx((-size[0] / 2, -size[1] / 2, 0), abs=1e-6)
    assert converted.size_m == pytest.approx(size, abs=1e-4)
    assert converted.triangles == 12


@pytest.mark.parametrize("name", [*_MODELS, *USD_MODELS])
def test_what_is_written_is_metric_z_up_and_faces_outwards(convert, sample_folder, name):
    _, written = convert(sample_folder / name, unit="m" if "usd" not in name else None)
    stage = Usd.Stage.Open(str(written))
    assert UsdGeom.GetStageUpAxis(stage) == "Z"
    assert UsdGeom.GetStageMetersPerUnit(stage) == 1.0
    assert stage.GetDefaultPrim()
    for part in read_model(written).parts:
        mesh = trimesh.Trimesh(part.positions, part.triangles, process=True)
        assert mesh.volume == pytest.approx(0.006, rel=1e-4)
        corners = part.positions[part.triangles]
        faces = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        assert (np.einsum("tc,tc->t", faces, part.normals[part.triangles[:, 0]]) > 0).all()


@pytest.mark.parametrize("name", ["model.glb", "model.gltf", "model.obj", *USD_MODELS])
def test_pictures_come_along(convert, sample_folder, name):
    _, written = convert(sample_folder / name)
    [part] = read_model(written).parts
    assert part.material.base_color_map is not None
    assert part.material.base_color_map.pixels.reshape(-1, 3).mean(axis=0) == pytest.approx(_RED, abs=1)


@pytest.mark.parametrize("name", ["model.glb", "model.gltf"])
def test_gltf_surfaces_keep_roughness_and_metalness(convert, sample_folder, name):
    material = read_model(convert(sample_folder / name)[1]).parts[0].material
    assert material.roughness == pytest.approx(0.3)
    assert material.metallic == pytest.approx(0.1)


def test_texture_coordinates_of_gltf_mean_the_same_place_of_the_picture(convert, tmp_path):
    # The upper half of the picture is red; glTF counts v from the top, USD from the bottom.
    picture = PIL.Image.new("RGB", (8, 8), (0, 0, 255))
    picture.paste((255, 0, 0), (0, 0, 8, 4))
    box = textured_box()
    box.visual.material.baseColorTexture = picture
    box.visual.uv = np.tile([[0.5, 0.8], [0.5, 0.8], [0.5, 0.8]], (12, 1))  # trimesh counts from the bottom, as USD
    box.export(tmp_path / "a.glb")
    [part] = read_model(convert(tmp_path / "a.glb")[1]).parts
    pixels = part.material.base_color_map.pixels
    row = int((1 - part.uvs[0, 1]) * len(pixels))
    assert pixels[row, 4].tolist() == [255, 0, 0]


def test_plain_colors_of_mtl_are_read_as_srgb(convert, tmp_path):
    (tmp_path / "a.mtl").write_text("newmtl m\nKd 0.5 0.2 0.1\n")
    (tmp_path / "a.obj").write_text("mtllib a.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nusemtl m\nf 1 2 3\n")
    [part] = read_model(convert(tmp_path / "a.obj", unit="m")[1]).parts
    assert part.material.base_color == pytest.approx((0.2140, 0.0331, 0.0100), abs=2e-3)


def test_units_and_axes_that_the_user_names_win(convert, sample_folder):
    converted, _ = convert(sample_folder / "model.usda", unit="mm", up_axis="z")
    assert converted.size_m == pytest.approx((0.02, 0.03, 0.01), abs=1e-4)


def test_a_scene_graph_is_flattened_with_its_transforms(convert, tmp_path):
    scene = trimesh.Scene()
    for x in (0.0, 1.0):
        scene.add_geometry(
            trimesh.creation.box((0.2, 0.2, 0.2)), transform=trimesh.transformations.translation_matrix((x, 0, 0))
        )
    scene.export(tmp_path / "two.glb")
    converted, _ = convert(tmp_path / "two.glb")
    assert converted.size_m == pytest.approx((1.2, 0.2, 0.2), abs=1e-4)
    assert converted.triangles == 24


def test_collada_says_its_unit_and_axis(convert, sample_folder, tmp_path):
    text = (sample_folder / "model.dae").read_text()
    asset = '<asset><unit name="inch" meter="0.0254"/><up_axis>Z_UP</up_axis>'
    start, end = text.index("<asset>"), text.index("</asset>")
    (tmp_path / "a.dae").write_text(text[:start] + asset + text[end:])
    converted, _ = convert(tmp_path / "a.dae")
    assert converted.size_m == pytest.approx((0.2 * 0.0254, 0.1 * 0.0254, 0.3 * 0.0254), abs=1e-4)


def test_a_robot_keeps_its_links_joints_and_limits(convert, sample_folder):
    converted, written = convert(sample_folder / "model.urdf")
    stage = Usd.Stage.Open(str(written))
    [joint] = [UsdPhysics.RevoluteJoint(prim) for prim in stage.Traverse() if prim.IsA(UsdPhysics.RevoluteJoint)]
    assert joint.GetLowerLimitAttr().Get() == pytest.approx(-89.954, abs=1e-3)
    assert converted.size_m == pytest.approx((0.3, 0.3, 0.4 + 0.05), abs=1e-4)
    assert read_model(written).rig.joints == ("arm", "base", "")


def test_a_posed_robot_stands_where_the_description_says(convert, sample_folder):
    _, written = convert(sample_folder / "model.urdf")
    (written.parent / "poses.yaml").write_text("poses: {bent: {shoulder: 60.0}}\n")
    model = posed(read_model(written), "bent", 0)
    # By hand: the arm's box, its origin at (0, 0, 0.2) of the link, turned about +Y at (0, 0, 0.05).
    box = trimesh.creation.box((0.2, 0.1, 0.3))
    box.apply_translation((0, 0, 0.2))
    box.apply_transform(trimesh.transformations.rotation_matrix(np.radians(60), (0, 1, 0)))
    box.apply_translation((0, 0, 0.05))
    assert model.bounds[1] == pytest.approx(np.maximum(box.bounds[1], (0.15, 0.15, 0.05)), abs=1e-5)


def test_a_rig_is_kept_with_its_clips(convert, tmp_path):
    write_usd(tmp_path, metres=1.0, up="Z")
    stage = Usd.Stage.Open(str(tmp_path / "model.usda"))
    root = UsdSkel.Root.Define(stage, "/model")
    skeleton = UsdSkel.Skeleton.Define(stage, "/model/skeleton")
    skeleton.CreateJointsAttr(["hip"])
    skeleton.CreateBindTransformsAttr([Gf.Matrix4d(1)])
    skeleton.CreateRestTransformsAttr([Gf.Matrix4d(1)])
    clip = UsdSkel.Animation.Define(stage, "/model/lifted")
    clip.CreateJointsAttr(["hip"])
    clip.CreateTranslationsAttr([Gf.Vec3f(0, 0, 5)])
    clip.CreateRotationsAttr([Gf.Quatf(1)])
    clip.CreateScalesAttr([Gf.Vec3h(1)])
    mesh = stage.GetPrimAtPath("/model/box")
    binding = UsdSkel.BindingAPI.Apply(mesh)
    binding.CreateSkeletonRel().SetTargets([skeleton.GetPath()])
    UsdSkel.BindingAPI.Apply(skeleton.GetPrim()).CreateAnimationSourceRel().SetTargets([Sdf.Path("/model/lifted")])
    binding.CreateJointIndicesPrimvar(False, 1).Set([0] * 8)
    binding.CreateJointWeightsPrimvar(False, 1).Set([1.0] * 8)
    UsdSkel.BindingAPI.Apply(root.GetPrim())
    stage.GetRootLayer().Save()
    converted, written = convert(tmp_path / "model.usda", class_name="crane")
    assert converted.poses == ("lifted",)
    model = read_model(written)
    assert posed(model, "lifted", 0).bounds[0][2] - model.bounds[0][2] == pytest.approx(5.0)
    assert model.parts[0].material.base_color_map is not None


def test_the_doctor_reads_any_format(sample_folder):
    for name in (*MODELS, *USD_MODELS):
        model, facts = read_source(sample_folder / name)
        assert model.triangle_count in (12, 24)
        assert facts.path == sample_folder / name


def test_a_picture_is_no_model(sample_folder):
    with pytest.raises(UserError, match="is no model"):
        read_source(sample_folder / "red.png")
