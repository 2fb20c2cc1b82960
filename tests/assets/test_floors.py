"""Floor materials."""

import PIL.Image
import pytest

from scenewright.assets.floors import read_floor
from scenewright.assets.library import library
from scenewright.errors import UserError


@pytest.fixture
def folder(tmp_path):
    for name in ("base_color.png", "normal.jpg", "roughness.jpg"):
        PIL.Image.new("RGB", (4, 4), (10, 20, 30)).save(tmp_path / name)
    (tmp_path / "material.yaml").write_text("title: Mine\nsize_m: 0.25\n")
    return tmp_path


@pytest.mark.parametrize("name", library("floor"))
def test_shipped_floors_read(name):
    floor = read_floor(library("floor")[name])
    maps = (floor.material.base_color_map, floor.material.normal_map, floor.material.roughness_map)
    assert all(image is not None and min(image.pixels.shape[:2]) >= 256 for image in maps)
    assert 0.1 <= floor.size_m <= 10


def test_a_folder_with_maps_is_a_floor(folder):
    floor = read_floor(folder)
    assert floor.size_m == 0.25
    assert floor.material.base_color_map.pixels[0, 0].tolist() == [10, 20, 30]
    assert floor.material.normal_map is not None
    assert floor.material.roughness_map is not None
    assert floor.material.metallic_map is None


def test_a_single_picture_is_a_floor_of_one_metre(folder):
    floor = read_floor(folder / "base_color.png")
    assert floor.size_m == 1.0
    assert floor.material.base_color_map.pixels.shape == (4, 4, 3)


def test_all_that_is_wrong_with_a_floor_is_listed(folder):
    (folder / "base_color.png").unlink()
    (folder / "normal.jpg").write_bytes(b"no picture")
    (folder / "material.yaml").write_text("size_m: -1")
    with pytest.raises(UserError) as caught:
        read_floor(folder)
    assert len(caught.value.problems) == 3
    assert "no base_color.jpg" in str(caught.value)
    assert "normal.jpg cannot be read" in str(caught.value)
    assert "metres above 0" in str(caught.value)


@pytest.mark.parametrize("text", ["size_m: true", "size_m: .nan", "size_m: wide", "- 1", "[", "\x00"])
def test_a_material_file_without_a_usable_size_is_refused(folder, text):
    (folder / "material.yaml").write_text(text)
    with pytest.raises(UserError, match=r"material\.yaml"):
        read_floor(folder)


def test_a_material_file_may_leave_the_size_out(folder):
    (folder / "material.yaml").write_text("title: Mine")
    assert read_floor(folder).size_m == 1.0
