"""Folders of maps, as texture sites give them, and single pictures."""

import numpy as np
import OpenEXR
import PIL.Image
import pytest

from scenewright.assets.floors import read_floor
from scenewright.assets.importing.converting import Task, convert_surface
from scenewright.assets.importing.surfaces import surface_in
from scenewright.errors import UserError

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
    ],
)
def test_other_namings_are_recognised(tmp_path, names):
    for name in names:
        PIL.Image.new("RGB", (8, 8)).save(tmp_path / name)
    assert set(surface_in(tmp_path).maps) == {"base_color", "normal_gl"}


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


def write_exr(path, pixels):
    with OpenEXR.File({"type": OpenEXR.scanlineimage}, {"RGB": pixels.astype(np.float32)}) as file:
        file.write(str(path))
