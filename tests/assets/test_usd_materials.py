"""UsdPreviewSurface, its textures, and what stands in for it."""

import numpy as np
import PIL.Image
import pytest
from pxr import Gf, Sdf, Usd, UsdGeom, UsdShade, UsdUtils

from scenewright.assets.usd_model import read_model

COLOR = Sdf.ValueTypeNames.Color3fArray
SQUARE = [Gf.Vec2f(0, 0), Gf.Vec2f(1, 0), Gf.Vec2f(1, 1), Gf.Vec2f(0, 1)]


def material_of(scene, name="model.usda", **inputs):
    mesh = scene.quad()
    scene.bind(mesh, scene.material(**inputs))
    (part,) = read_model(scene.save(name)).parts
    return part.material


def first_pixel(image):
    return image.pixels[0, 0].tolist()


def test_constants_of_a_preview_surface_are_read(scene):
    material = material_of(
        scene, diffuseColor=(0.1, 0.2, 0.3), roughness=0.4, metallic=1, opacity=0.5, clearcoat=0.6,
        clearcoatRoughness=0.7, emissiveColor=(2, 0, 0),
    )  # fmt: skip
    assert material.name == "Paint"
    assert material.base_color == pytest.approx((0.1, 0.2, 0.3))
    numbers = (
        material.roughness,
        material.metallic,
        material.opacity,
        material.clearcoat,
        material.clearcoat_roughness,
    )
    assert numbers == pytest.approx((0.4, 1, 0.5, 0.6, 0.7))
    assert material.emissive == (2, 0, 0)


def test_what_is_not_written_is_what_the_specification_says(scene):
    material = material_of(scene)
    assert material.base_color == (0.18, 0.18, 0.18)
    assert (material.roughness, material.metallic, material.opacity, material.clearcoat) == (0.5, 0, 1, 0)


def test_values_come_through_the_materials_own_inputs(scene):
    material = scene.material(roughness=0.2)
    shader = UsdShade.Shader(scene.stage.GetPrimAtPath("/Root/Looks/Paint/Surface"))
    public = material.CreateInput("gloss", Sdf.ValueTypeNames.Float)
    public.Set(0.75)
    shader.GetInput("roughness").ConnectToSource(public)
    scene.bind(scene.quad(), material)
    (part,) = read_model(scene.save()).parts
    assert part.material.roughness == 0.75


def test_a_color_texture_is_kept_as_stored_with_its_top_row_first(scene):
    pixels = np.zeros((4, 2, 3), np.uint8)
    pixels[0] = (200, 100, 50)
    PIL.Image.fromarray(pixels).save(scene.folder / "paint.png")
    material = material_of(scene, diffuseColor=scene.texture("./paint.png"))
    assert np.array_equal(material.base_color_map.pixels, pixels)


def test_channels_of_a_packed_picture_become_maps_of_their_own(scene):
    scene.picture("orm.png", (10, 20, 30))
    rough = scene.texture("./orm.png", "g")
    metal = scene.texture("./orm.png", "b", "/Root/Looks/Paint/Other")
    material = material_of(scene, roughness=rough, metallic=metal)
    assert first_pixel(material.roughness_map) == [20, 20, 20]
    assert first_pixel(material.metallic_map) == [30, 30, 30]
    assert material.roughness_map.source != material.metallic_map.source


def test_grey_and_16_bit_pictures_become_8_bit_rgb(scene):
    PIL.Image.fromarray(np.full((2, 2), 257 * 200, np.uint16)).save(scene.folder / "deep.png")
    PIL.Image.new("L", (2, 2), 90).save(scene.folder / "grey.png")
    deep = scene.texture("./deep.png", "r")
    grey = scene.texture("./grey.png", "r", "/Root/Looks/Paint/Other")
    material = material_of(scene, roughness=deep, metallic=grey)
    assert first_pixel(material.roughness_map) == [200, 200, 200]
    assert first_pixel(material.metallic_map) == [90, 90, 90]


def test_large_pictures_are_scaled_down(scene):
    scene.picture("large.png", (10, 20, 30), (4096, 1024))
    material = material_of(scene, diffuseColor=scene.texture("./large.png"))
    assert material.base_color_map.pixels.shape == (512, 2048, 3)


def test_scale_acts_on_linear_light(scene):
    scene.picture("white.png", (255, 255, 255))
    texture = scene.texture("./white.png", scale=(0.5, 0.25, 1, 1))
    material = material_of(scene, diffuseColor=texture)
    assert first_pixel(material.base_color_map) == [188, 137, 255]  # sRGB of 0.5 and 0.25


def test_scale_and_bias_act_on_plain_numbers(scene):
    scene.picture("half.png", (100, 100, 100))
    material = material_of(scene, roughness=scene.texture("./half.png", "r", scale=(0.5,) * 4, bias=(0.2, 0, 0, 0)))
    assert first_pixel(material.roughness_map) == [101, 101, 101]


def test_a_color_picture_marked_raw_is_stored_as_srgb(scene):
    scene.picture("linear.png", (128, 0, 255))
    material = material_of(scene, diffuseColor=scene.texture("./linear.png", sourceColorSpace="raw"))
    assert first_pixel(material.base_color_map) == [188, 0, 255]


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ({}, [128, 200, 255]),
        ({"scale": (2, 2, 2, 1), "bias": (-1, -1, -1, 0)}, [128, 200, 255]),
        ({"scale": (2, -2, 2, 1), "bias": (-1, 1, -1, 0)}, [128, 55, 255]),
    ],
)
def test_normal_maps_are_stored_the_opengl_way(scene, inputs, expected):
    scene.picture("bumps.png", (128, 200, 255))
    texture = scene.texture("./bumps.png", sourceColorSpace="raw", **inputs)
    material = material_of(scene, normal=texture)
    assert first_pixel(material.normal_map) == expected


def test_maps_without_a_place_of_their_own_become_their_mean(scene):
    scene.picture("glow.png", (255, 0, 0))
    material = material_of(scene, emissiveColor=scene.texture("./glow.png"), clearcoat=scene.texture("./glow.png", "r"))
    assert material.emissive == pytest.approx((1, 0, 0))
    assert material.clearcoat == pytest.approx(1)


def test_a_cut_out_is_shown_whole(scene):
    scene.picture("leaf.png", (0, 255, 0, 10))
    material = material_of(scene, opacity=scene.texture("./leaf.png", "a"))
    assert material.opacity == 1


def test_one_picture_in_two_materials_is_one_image(scene):
    scene.picture("paint.png", (1, 2, 3))
    for name in ("A", "B"):
        texture = scene.texture("./paint.png", path=f"/Root/Looks/{name}/Picture")
        scene.bind(scene.quad(f"/Root/{name}"), scene.material(f"/Root/Looks/{name}", diffuseColor=texture))
    first, second = read_model(scene.save()).parts
    assert first.material.base_color_map is second.material.base_color_map


def test_the_primvar_that_the_material_reads_goes_first(scene):
    scene.picture("paint.png", (1, 2, 3))
    mesh = scene.quad()
    scene.primvar(mesh, "st", [Gf.Vec2f(7, 7)] * 4, "vertex")
    scene.primvar(mesh, "layer2", SQUARE, "vertex")
    texture = scene.texture("./paint.png", st=scene.uv_reader("layer2"))
    scene.bind(mesh, scene.material(diffuseColor=texture))
    (part,) = read_model(scene.save()).parts
    assert part.uvs.tolist() == [[0, 0], [1, 0], [1, 1], [0, 1]]


def test_a_transform_of_coordinates_scales_then_turns_then_moves(scene):
    scene.picture("paint.png", (1, 2, 3))
    mesh = scene.quad()
    scene.primvar(mesh, "st", SQUARE, "vertex")
    turn = UsdShade.Shader.Define(scene.stage, "/Root/Looks/Paint/Turn")
    turn.CreateIdAttr("UsdTransform2d")
    turn.CreateInput("in", Sdf.ValueTypeNames.Float2).ConnectToSource(scene.uv_reader("st"))
    turn.CreateInput("scale", Sdf.ValueTypeNames.Float2).Set(Gf.Vec2f(2, 3))
    turn.CreateInput("rotation", Sdf.ValueTypeNames.Float).Set(90.0)
    turn.CreateInput("translation", Sdf.ValueTypeNames.Float2).Set(Gf.Vec2f(0.5, 0))
    out = turn.CreateOutput("result", Sdf.ValueTypeNames.Float2)
    scene.bind(mesh, scene.material(diffuseColor=scene.texture("./paint.png", st=out)))
    (part,) = read_model(scene.save()).parts
    assert part.uvs == pytest.approx(np.array([[0.5, 0], [0.5, 2], [-2.5, 2], [-2.5, 0]]), abs=1e-6)


def test_a_packed_usdz_brings_its_own_textures(scene):
    picture = scene.picture("paint.png", (9, 8, 7))
    scene.bind(scene.box(), scene.material(diffuseColor=scene.texture("./paint.png")))
    usdz = scene.folder / "model.usdz"
    assert UsdUtils.CreateNewUsdzPackage(str(scene.save("model.usdc")), str(usdz))
    picture.unlink()
    (part,) = read_model(usdz).parts
    assert first_pixel(part.material.base_color_map) == [9, 8, 7]


def test_meshes_without_material_wear_their_display_color(scene):
    scene.primvar(scene.quad(), "displayColor", [Gf.Vec3f(0.25, 0.5, 1)], "constant", COLOR)
    (part,) = read_model(scene.save()).parts
    assert part.material.base_color == (0.25, 0.5, 1)


def test_materials_of_other_languages_give_way_to_the_display_color(scene):
    mesh = scene.quad()
    scene.primvar(mesh, "displayColor", [Gf.Vec3f(0.25, 0.5, 1)], "constant", COLOR)
    material = scene.material()
    UsdShade.Shader(scene.stage.GetPrimAtPath("/Root/Looks/Paint/Surface")).SetShaderId("ND_standard_surface")
    scene.bind(mesh, material)
    (part,) = read_model(scene.save()).parts
    assert part.material.base_color == (0.25, 0.5, 1)


def test_meshes_without_any_color_are_grey(scene):
    scene.quad()
    (part,) = read_model(scene.save()).parts
    assert part.material.base_color == (0.5, 0.5, 0.5)


def test_a_material_bound_to_a_parent_is_worn_by_its_meshes(scene):
    scene.bind(UsdGeom.Xform.Get(scene.stage, "/Root"), scene.material(roughness=0.25))
    scene.quad()
    (part,) = read_model(scene.save()).parts
    assert part.material.roughness == 0.25


def test_the_stage_on_disk_stays_as_it_was(scene):
    scene.quad()
    path = scene.save()
    before = path.read_bytes()
    read_model(path)
    assert path.read_bytes() == before
    assert Usd.Stage.Open(str(path))
