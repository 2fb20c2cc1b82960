"""Folders of maps, as texture sites give them, and single pictures."""

from pathlib import Path

import numpy as np
import OpenEXR
import PIL.Image
import pytest

from scenewright.assets.entries import find_entry
from scenewright.assets.floors import read_floor
from scenewright.assets.importing.converting import Task, convert_surface
from scenewright.assets.importing.map_names import role_of
from scenewright.assets.importing.surfaces import surface_in, write_surface
from scenewright.assets.loading import AssetLoader
from scenewright.errors import UserError
from scenewright.jobs.import_assets import ImportWish, import_assets

AMBIENT_CG = "Bricks076_1K-JPG_{}.jpg"
AMBIENT = {"Color": (150, 90, 60), "NormalGL": (128, 200, 255), "Roughness": (180,) * 3, "Displacement": (9,) * 3}
POLY_HAVEN = "brown_mud_{}_1k.png"
POLY = {"diff": (90, 70, 50), "nor_gl": (128, 200, 255), "rough": (200,) * 3, "ao": (255,) * 3, "disp": (0,) * 3}


def paint(folder, pattern, colors, size=32):
    folder.mkdir(exist_ok=True)
    for word, color in colors.items():
        PIL.Image.new("RGB", (size, size), color).save(folder / pattern.format(word), quality=98)
    return folder


def floor_of(folder, tmp_path, **wishes):
    target = tmp_path / "out"
    target.mkdir()
    converted = convert_surface(Task(str(folder), str(folder), str(target), "out", "floor", "Out", **wishes))
    return read_floor(target), converted


def write_exr(path, pixels):
    with OpenEXR.File({"type": OpenEXR.scanlineimage}, {"RGB": pixels.astype(np.float32)}) as file:
        file.write(str(path))


def mean(image):
    return image.pixels.reshape(-1, 3).mean(axis=0)


@pytest.mark.parametrize(("pattern", "colors"), [(AMBIENT_CG, AMBIENT), (POLY_HAVEN, POLY)], ids=["ambientcg", "poly"])
def test_the_usual_namings_are_recognised(tmp_path, pattern, colors):
    floor, _ = floor_of(paint(tmp_path / "maps", pattern, colors), tmp_path, size_m=2.5)
    first, _, roughness = list(colors.values())[:3]
    assert mean(floor.material.base_color_map) == pytest.approx(first, abs=2)
    assert mean(floor.material.normal_map) == pytest.approx((128, 200, 255), abs=2)
    assert mean(floor.material.roughness_map) == pytest.approx(roughness, abs=2)
    assert floor.size_m == 2.5


@pytest.mark.parametrize(
    "names",
    [
        ("wood_BaseColor.png", "wood_Normal.png"),
        ("Wood_albedo.jpg", "Wood_nrm.jpg"),
        ("tile-diffuse-2k.png", "tile-normal-2k.png"),
        ("x_COL_4K.jpg", "x_NRM_4K.jpg"),
        ("basecolor.png", "normal.png"),
        ("wood.color.png", "wood.normal.png"),
        ("WOOD_COLOR.JPG", "WOOD_NORMALGL.JPG"),
        ("WoodBaseColor.png", "WoodNormal.png"),
        ("Wood_Base_Color.png", "Wood_Normal_OpenGL.png"),
        ("wood-albedo.png", "wood-normal-ogl.png"),
        ("wood_color_map.png", "wood_normal_map.png"),
        ("wood_basecolor_2048.png", "wood_normal_2048.png"),
        ("fabric_05_col_01_1k.jpg", "fabric_05_nor_gl_1k.jpg"),
        ("Wood_1K_Color.png", "Wood_2K_Normal.png"),
    ],
)
def test_other_namings_are_recognised(tmp_path, names):
    for name in names:
        PIL.Image.new("RGB", (8, 8)).save(tmp_path / name)
    assert set(surface_in(tmp_path).maps) == {"base_color", "normal_gl"}


@pytest.mark.parametrize(
    ("stem", "role"),
    [
        ("Wood_COL_1K_METALNESS", "base_color"),
        ("Wood_METALNESS_1K_METALNESS", "metallic"),
        ("Wood_Metalness", "metallic"),
        ("Wood_NormalDirectX", "normal_dx"),
        ("wood-normal-dx", "normal_dx"),
        ("brown_mud_nor_dx_1k", "normal_dx"),
        ("Wood_OcclusionRoughnessMetallic", "packed"),
        ("wood_occlusion_roughness_metallic_4k", "packed"),
        ("Wood_MetallicSmoothness", "other"),
        ("Wood_AmbientOcclusion", "other"),
        ("wood_glossiness", "gloss"),
    ],
)
def test_names_are_read_to_the_longest_word(stem, role):
    prefix, found = role_of(stem)
    assert (prefix.split("_")[0], found) == ("brown" if "brown" in stem else "wood", role)


@pytest.mark.parametrize("stem", ["Bricks076_1K-JPG", "Bricks076", "hardwoodcolor", "1k", "", "colorful wall"])
def test_other_names_are_no_maps(stem):
    assert role_of(stem) is None


def test_maps_of_different_surfaces_are_never_mixed(tmp_path):
    names = ("oak_diff", "oak_nor_gl", "pine_diff", "pine_nor_gl", "pine_rough")
    paint(tmp_path / "maps", "{}_1k.png", dict.fromkeys(names, (9, 9, 9)))
    surface = surface_in(tmp_path / "maps")
    assert {path.name.split("_")[0] for path in surface.maps.values()} == {"pine"}
    assert any("'oak'" in sentence for sentence in write_surface(surface, tmp_path))


def test_a_map_of_another_thing_is_not_taken(tmp_path):
    paint(tmp_path / "maps", "{}.png", dict.fromkeys(("poster_color", "robot_arm"), (9, 9, 9)))
    assert surface_in(tmp_path / "maps") is None


def test_colours_with_a_relief_only_are_a_surface(tmp_path):
    folder = paint(tmp_path / "maps", AMBIENT_CG, {"Color": (9, 9, 9), "Displacement": (9, 9, 9)})
    assert set(surface_in(folder).maps) == {"base_color"}


def test_directx_normals_are_turned(tmp_path):
    floor, converted = floor_of(
        paint(tmp_path / "maps", AMBIENT_CG, {"Color": (9, 9, 9), "NormalDX": (128, 55, 255)}), tmp_path
    )
    assert mean(floor.material.normal_map) == pytest.approx((128, 200, 255), abs=2)
    assert any("DirectX" in finding.sentence for finding in converted.findings)


def test_opengl_normals_are_preferred(tmp_path):
    both = {"Color": (9, 9, 9), "NormalDX": (128, 0, 255), "NormalGL": (128, 140, 255)}
    floor, _ = floor_of(paint(tmp_path / "maps", AMBIENT_CG, both), tmp_path)
    assert mean(floor.material.normal_map)[1] == pytest.approx(140, abs=2)


def test_gloss_is_turned_into_roughness(tmp_path):
    floor, _ = floor_of(paint(tmp_path / "maps", "x_{}.png", {"color": (9, 9, 9), "gloss": (200,) * 3}), tmp_path)
    assert mean(floor.material.roughness_map) == pytest.approx((55,) * 3, abs=2)


def test_packed_maps_are_taken_apart(tmp_path):
    packed = {"diff": (9, 9, 9), "arm": (250, 80, 160)}
    floor, _ = floor_of(paint(tmp_path / "maps", POLY_HAVEN, packed), tmp_path)
    assert mean(floor.material.roughness_map) == pytest.approx((80,) * 3, abs=2)
    assert mean(floor.material.metallic_map) == pytest.approx((160,) * 3, abs=2)


def test_maps_of_other_sizes_are_brought_to_the_colours_size(tmp_path):
    folder = paint(tmp_path / "maps", POLY_HAVEN, {"diff": (9, 9, 9)})
    PIL.Image.new("L", (128, 128), 70).save(folder / "brown_mud_rough_1k.png")
    floor, _ = floor_of(folder, tmp_path)
    assert floor.material.roughness_map.pixels.shape == (32, 32, 3)


def test_exr_maps_keep_their_numbers(tmp_path):
    folder = paint(tmp_path / "maps", POLY_HAVEN, {"diff": (9, 9, 9)})
    write_exr(folder / "brown_mud_nor_gl_1k.exr", np.full((32, 32, 3), (0.5, 0.75, 1.0), np.float32))
    floor, _ = floor_of(folder, tmp_path)
    assert mean(floor.material.normal_map) == pytest.approx((128, 191, 255), abs=2)


def test_sixteen_bit_pictures_keep_their_numbers(tmp_path):
    folder = paint(tmp_path / "maps", POLY_HAVEN, {"diff": (9, 9, 9)})
    PIL.Image.fromarray(np.full((32, 32), 30000, np.uint16)).save(folder / "brown_mud_rough_1k.png")
    floor, _ = floor_of(folder, tmp_path)
    assert mean(floor.material.roughness_map) == pytest.approx((30000 / 257,) * 3, abs=2)


def test_one_picture_is_a_floor(tmp_path):
    PIL.Image.new("RGB", (16, 16), (10, 200, 30)).save(tmp_path / "photo.png")
    floor, _ = floor_of(tmp_path / "photo.png", tmp_path, size_m=0.5)
    assert mean(floor.material.base_color_map) == pytest.approx((10, 200, 30), abs=3)


def test_a_folder_of_holiday_pictures_is_no_surface(tmp_path):
    for name in ("beach.jpg", "friends.jpg"):
        PIL.Image.new("RGB", (8, 8)).save(tmp_path / name)
    assert surface_in(tmp_path) is None


@pytest.mark.parametrize("damage", ["cut", "empty", "text", "bomb"])
def test_a_damaged_map_is_named(tmp_path, damage):
    folder = paint(tmp_path / "maps", POLY_HAVEN, POLY)
    path = folder / "brown_mud_rough_1k.png"
    data = path.read_bytes()
    header = data[:16] + (60000).to_bytes(4, "big") * 2 + data[24:]
    path.write_bytes({"cut": data[: len(data) // 2], "empty": b"", "text": b"no picture", "bomb": header}[damage])
    with pytest.raises(UserError, match="brown_mud_rough"):
        floor_of(folder, tmp_path)


@pytest.mark.parametrize("name", ["brown_mud_diff_1k.jpg", "brown_mud_nor_gl_1k.exr", "brown_mud_rough_1k.hdr"])
@pytest.mark.parametrize("damage", ["cut", "other"])
def test_damaged_maps_of_every_format_are_named(tmp_path, name, damage):
    folder = paint(tmp_path / "maps", POLY_HAVEN, POLY)
    for path in folder.glob(name.rsplit(".", 1)[0] + ".*"):
        path.unlink()
    path = folder / name
    if name.endswith(".exr"):
        write_exr(path, np.random.default_rng(1).random((32, 32, 3)))
    elif name.endswith(".hdr"):
        path.write_bytes(b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 32 +X 32\n" + bytes(32 * 32 * 4))
    else:
        PIL.Image.effect_noise((64, 64), 90).save(path)
    write_surface(surface_in(folder), tmp_path)  # it is sound before
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2] if damage == "cut" else b"BM" + data)
    with pytest.raises(UserError, match=path.stem):
        write_surface(surface_in(folder), tmp_path)


def test_large_maps_are_scaled_down(tmp_path):
    PIL.Image.new("L", (3000, 3000), 99).save(tmp_path / "x_color.png")
    PIL.Image.new("L", (4096, 4096), 50).save(tmp_path / "x_roughness.png")
    floor, _ = floor_of(tmp_path, tmp_path)
    assert floor.material.base_color_map.pixels.shape == (2048, 2048, 3)
    with PIL.Image.open(tmp_path / "out" / "roughness.jpg") as written:
        assert written.size == (2048, 2048)


def test_what_is_nowhere_metal_gets_no_map_of_it(tmp_path):
    packed = {"diff": (9, 9, 9), "arm": (250, 80, 0)}
    floor, _ = floor_of(paint(tmp_path / "maps", POLY_HAVEN, packed), tmp_path)
    assert floor.material.metallic_map is None


@pytest.mark.parametrize("size_m", [0.0, -1.0, float("nan"), float("inf"), 5000.0])
def test_a_pattern_of_impossible_size_is_refused(tmp_path, size_m):
    folder = paint(tmp_path / "maps", POLY_HAVEN, POLY)
    with pytest.raises(UserError, match="state an edge length"):
        floor_of(folder, tmp_path, size_m=size_m)


def test_a_link_to_a_map_elsewhere_is_followed_only_when_the_user_allows_it(tmp_path):
    folder = paint(tmp_path / "maps", POLY_HAVEN, {"nor_gl": (128, 200, 255)})
    PIL.Image.new("RGB", (8, 8), (1, 2, 3)).save(tmp_path / "secret.png")
    (folder / "brown_mud_diff_1k.png").symlink_to(tmp_path / "secret.png")
    with pytest.raises(UserError, match="link to a file outside"):
        write_surface(surface_in(folder), tmp_path)
    assert not (tmp_path / "base_color.jpg").exists()
    write_surface(surface_in(folder), tmp_path, allow_outside=True)
    assert (tmp_path / "base_color.jpg").exists()


def test_a_written_floor_is_on_the_shelf(tmp_path, monkeypatch):
    monkeypatch.setenv("SCENEWRIGHT_LIBRARY", str(tmp_path / "library"))
    folder = paint(tmp_path / "Brown mud", POLY_HAVEN, POLY)
    wish = ImportWish((folder,), size_m=1.5, licence="CC0", thumbnails=False)
    assert import_assets(wish, lambda event: None, lambda: False).outcome == "succeeded"
    entry = find_entry("brown_mud")
    assert (entry.kind, entry.title, entry.licence, entry.size_m) == ("floor", "Brown mud", "CC0", (1.5, 1.5))
    floor = AssetLoader(Path()).floor("brown_mud")
    assert floor.size_m == 1.5
    assert mean(floor.material.normal_map) == pytest.approx((128, 200, 255), abs=2)
