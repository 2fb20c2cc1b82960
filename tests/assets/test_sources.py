"""What a source's name means."""

from pathlib import Path

import pytest

from scenewright.assets.library import library
from scenewright.assets.sources import missing, resolve
from scenewright.errors import UserError
from scenewright.spec.yaml_io import load_project

PROJECT = """schema_version: 1
name: Shelf
classes: [cup]
floor:
  textures: [wood_oak, wood_oka]
environment:
  kind: image
  images: [./room.exr]
objects:
- name: cups
  class_name: cup
  assets: [shape_cube, ./mine.usda]
cameras:
- position_m: {x: 0, y: -3, z: 2}
  look_at_m: {x: 0, y: 0, z: 0}
labels: [semantic_mask]
"""


@pytest.fixture
def project(tmp_path):
    (tmp_path / "project.yaml").write_text(PROJECT)
    return load_project(tmp_path / "project.yaml")


def refusal(kind, source, base) -> str:
    with pytest.raises(UserError) as caught:
        resolve(kind, source, base)
    return str(caught.value)


@pytest.mark.parametrize("kind", ["object", "floor", "environment"])
def test_every_library_entry_is_found_by_its_name(kind, tmp_path):
    entries = library(kind)
    assert entries
    for name, path in entries.items():
        assert resolve(kind, name, tmp_path) == path
        assert path.exists()


def test_a_path_starts_from_the_projects_folder(tmp_path):
    (tmp_path / "models").mkdir()
    for source in ("models/cup.usdc", "cup.USDA"):
        (tmp_path / source).touch()
        assert resolve("object", source, tmp_path) == tmp_path / source


def test_an_absolute_path_is_taken_as_it_is(tmp_path):
    (tmp_path / "cup.usdc").touch()
    assert resolve("object", str(tmp_path / "cup.usdc"), Path("elsewhere")) == tmp_path / "cup.usdc"


def test_a_floor_may_be_a_folder_or_a_picture(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine.jpg").touch()
    assert resolve("floor", "./mine", tmp_path) == tmp_path / "mine"
    assert resolve("floor", "mine.jpg", tmp_path) == tmp_path / "mine.jpg"


def test_a_misspelt_name_is_refused_with_the_close_ones(tmp_path):
    assert "did you mean 'wood_oak'" in refusal("floor", "wood_oka", tmp_path)


def test_a_strange_name_is_refused_with_what_there_is(tmp_path):
    message = refusal("environment", "qqqqqq", tmp_path)
    assert all(name in message for name in library("environment"))


def test_the_name_of_a_folder_beside_the_project_is_refused_with_how_to_write_it(tmp_path):
    (tmp_path / "mine").mkdir()
    assert "write './mine'" in refusal("floor", "mine", tmp_path)


@pytest.mark.parametrize(
    ("kind", "source", "words"),
    [
        ("object", "gone.usdc", "does not exist"),
        ("object", "folder/", "is a folder"),
        ("object", "cup.glb", "convert it to one of .usdc, .usda, .usd, .usdz"),
        ("floor", "cup.glb", "convert it to one of .jpg"),
        ("environment", "cup.glb", "convert it to one of .exr"),
    ],
)
def test_paths_that_cannot_be_used_are_refused_with_the_remedy(tmp_path, kind, source, words):
    (tmp_path / "folder").mkdir()
    (tmp_path / "cup.glb").touch()
    assert words in refusal(kind, source, tmp_path)


@pytest.mark.parametrize("source", ["..", ".", "~"])
def test_names_of_places_are_no_library_entries(tmp_path, source):
    assert "there is no object" in refusal("object", source, tmp_path)


def test_all_missing_sources_of_a_project_are_listed_with_their_lines(project):
    lines = {problem.line: problem.message for problem in missing(project)}
    assert set(lines) == {5, 8, 12}
    assert lines[5].startswith("floor.textures.1.source: there is no floor 'wood_oka'")
    assert "room.exr does not exist" in lines[8]
    assert lines[12].startswith("objects.0.assets.1.source: ")
