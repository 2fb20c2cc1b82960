"""Assets by name, and the check of a whole project."""

import os

import numpy as np
import pytest

from scenewright.assets import loading
from scenewright.assets.checking import check_assets
from scenewright.assets.library import library
from scenewright.assets.loading import AssetLoader
from scenewright.errors import UserError
from scenewright.paths import shipped
from scenewright.spec.yaml_io import load_project

PROJECT = """schema_version: 1
name: Shelf
classes: [cup]
floor:
  textures: [wood_oak, ./planks.png]
environment:
  kind: image
  images: [./room.exr]
objects:
- name: cups
  class_name: cup
  assets: [shape_cube, model.usda]
- name: more cups
  class_name: cup
  assets: [model.usda]
cameras:
- position_m: {x: 0, y: -3, z: 2}
  look_at_m: {x: 0, y: 0, z: 0}
labels: [semantic_mask]
"""


@pytest.mark.parametrize("name", library("object"))
def test_shipped_objects_read_and_stand_on_the_floor(name, tmp_path, area):
    model = AssetLoader(tmp_path).model(name)
    low, high = np.array(model.bounds)
    assert abs(low[2]) < 1e-6
    assert (high - low > 0.005).all()
    assert (high - low < 2).all()
    assert 100 < model.triangle_count < 200_000
    assert area(model) > 0
    for part in model.parts:
        assert np.linalg.norm(part.normals, axis=1) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("name", library("object"))
def test_shipped_objects_are_closed_so_that_they_have_an_inside(name, tmp_path, volume):
    model = AssetLoader(tmp_path).model(name)
    low, high = np.array(model.bounds)
    assert 0 < volume(model) < np.prod(high - low)


@pytest.mark.parametrize("preset", sorted(shipped("presets").glob("*.yaml")), ids=lambda path: path.stem)
def test_all_assets_of_shipped_presets_read(preset):
    check_assets(load_project(preset))


def test_each_asset_is_read_once_until_its_file_changes(scene):
    scene.box()
    path = scene.save()
    first = AssetLoader(scene.folder).model("model.usda")
    assert AssetLoader(scene.folder).model("./model.usda") is first
    scene.box("/Root/Second", (2, 2, 2))
    scene.save()
    os.utime(path, ns=(1, 1))
    assert AssetLoader(scene.folder).model("model.usda").bounds[1] == (2, 2, 2)


def test_floors_and_environments_are_read_once_too(tmp_path):
    loader = AssetLoader(tmp_path)
    floor, environment = next(iter(library("floor"))), next(iter(library("environment")))
    assert loader.floor(floor) is loader.floor(floor)
    assert loader.environment(environment) is loader.environment(environment)


def test_all_broken_assets_of_a_project_are_listed_with_line_file_prim_and_remedy(scene, monkeypatch):
    reads = []
    monkeypatch.setattr(loading, "_model", lambda path, changed: reads.append(path) or loading.read_model(path))
    scene.mesh("/Root/Bad", [(0, 0, 0)], [3], [0, 0, 5])
    scene.bind(scene.quad(), scene.material(diffuseColor=scene.texture("./gone.png")))
    scene.save()
    (scene.folder / "planks.png").write_bytes(b"no picture")
    project = scene.folder / "project.yaml"
    project.write_text(PROJECT)
    with pytest.raises(UserError) as caught:
        check_assets(load_project(project))
    assert [problem.line for problem in caught.value.problems] == [5, 8, 12, 15]
    floor, environment, model, again = (problem.message for problem in caught.value.problems)
    assert "planks.png cannot be read as a picture: save it again" in floor
    assert "room.exr does not exist: check the path" in environment
    assert "model.usda cannot be used" in model
    assert "</Root/Bad> has the face index 5" in model
    assert "./gone.png does not exist" in model
    assert "</Root/Bad>" in again
    assert [path.name for path in reads].count("model.usda") == 1  # the second mention costs nothing


def test_a_project_whose_assets_are_all_there_passes(scene, tmp_path):
    scene.box()
    scene.save()
    text = PROJECT.replace(", ./planks.png", "").replace("./room.exr", next(iter(library("environment"))))
    (tmp_path / "project.yaml").write_text(text)
    check_assets(load_project(tmp_path / "project.yaml"))
