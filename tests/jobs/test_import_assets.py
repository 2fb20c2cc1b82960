"""Importing: what lands on the shelf, and what does not."""

import errno
from pathlib import Path

import PIL.Image
import pytest
import trimesh
import yaml

from scenewright.assets.entries import find_entry
from scenewright.assets.library import library, user_library
from scenewright.assets.loading import AssetLoader
from scenewright.errors import UserError
from scenewright.jobs import import_assets as job
from scenewright.jobs.events import Item, Log
from scenewright.jobs.import_assets import ImportWish, import_assets


@pytest.fixture(autouse=True)
def own_library(tmp_path, monkeypatch):
    monkeypatch.setenv("SCENEWRIGHT_LIBRARY", str(tmp_path / "library"))


@pytest.fixture
def box(tmp_path):
    folder = tmp_path / "given"
    folder.mkdir()
    trimesh.creation.box((0.2, 0.1, 0.3)).export(folder / "Big Box.glb")
    return folder / "Big Box.glb"


def imported(*paths, stop=lambda: False, **wishes):
    events = []
    finished = import_assets(ImportWish(tuple(paths), **{"thumbnails": False} | wishes), events.append, stop)
    return finished, events


def leftovers():
    return list(user_library().rglob(".*"))


def test_a_model_lands_on_the_shelf_with_all_that_is_known(box):
    finished, events = imported(box, class_name="box", licence="CC0", tags=("parcel",))
    assert finished.outcome == "succeeded"
    entry = find_entry("big_box")
    assert (entry.title, entry.class_name, entry.licence) == ("Big box", "box", "CC0")
    assert entry.tags == ("parcel", "imported")
    assert entry.size_m == pytest.approx((0.2, 0.3, 0.1))
    assert entry.triangles == 12
    assert AssetLoader(Path()).model("big_box").triangle_count == 12
    assert [Path(event.path).name for event in events if isinstance(event, Item)] == ["big_box"]
    assert leftovers() == []


def test_what_the_doctor_said_is_kept(box):
    imported(box)
    record = yaml.safe_load((find_entry("big_box").folder / "import.yaml").read_text())
    assert record["source"] == str(box)
    assert len(record["sha256"]) == 64
    assert {finding["code"] for finding in record["findings"]} >= {"up_axis", "uvs"}


def test_the_same_file_replaces_itself_and_another_one_gets_its_own_name(box, tmp_path):
    imported(box)
    imported(box, class_name="parcel")
    assert list(library("object")).count("big_box") == 1
    assert find_entry("big_box").class_name == "parcel"
    other = tmp_path / "other"
    other.mkdir()
    trimesh.creation.box((1, 1, 1)).export(other / "Big Box.glb")
    imported(other / "Big Box.glb")
    assert find_entry("big_box_2").size_m == pytest.approx((1, 1, 1))
    assert find_entry("big_box").size_m == pytest.approx((0.2, 0.3, 0.1))


def test_a_shipped_name_is_never_taken(tmp_path):
    trimesh.creation.box((1, 1, 1)).export(tmp_path / "mug_classic.glb")
    imported(tmp_path / "mug_classic.glb")
    assert find_entry("mug_classic").is_shipped
    assert not find_entry("mug_classic_2").is_shipped


def test_of_a_folder_all_that_can_be_imported_is(tmp_path):
    folder = tmp_path / "given"
    (folder / "deeper").mkdir(parents=True)
    trimesh.creation.box((0.2, 0.1, 0.3)).export(folder / "a.glb")
    trimesh.creation.box((0.2, 0.1, 0.3)).export(folder / "deeper" / "b.stl")
    (folder / "broken.glb").write_bytes(b"glTF")
    (folder / "notes.txt").write_text("nothing")
    maps = folder / "Bricks"
    maps.mkdir()
    for word in ("Color", "Roughness"):
        PIL.Image.new("RGB", (8, 8)).save(maps / f"Bricks_1K_{word}.jpg")
    finished, events = imported(folder)
    assert finished.outcome == "succeeded"
    assert "1 could not be imported" in finished.message
    assert any("broken.glb" in event.text for event in events if isinstance(event, Log))
    assert {find_entry(name).kind for name in ("a", "b")} == {"object"}
    assert find_entry("bricks").kind == "floor"
    assert leftovers() == []


def test_meshes_beside_a_robots_description_are_its_parts(tmp_path):
    package = tmp_path / "arm_description"
    (package / "urdf").mkdir(parents=True)
    (package / "meshes").mkdir()
    trimesh.creation.box((0.2, 0.1, 0.3)).export(package / "meshes" / "base.stl")
    mesh = "package://arm_description/meshes/base.stl"
    link = f'<link name="base"><visual><geometry><mesh filename="{mesh}"/></geometry></visual></link>'
    (package / "urdf" / "arm.urdf").write_text(f'<robot name="arm">{link}</robot>')
    finished, _ = imported(package)
    assert finished.outcome == "succeeded"
    assert sorted(path.name for path in (user_library() / "objects").iterdir()) == ["arm"]


def test_pictures_become_walls_when_asked(tmp_path):
    PIL.Image.new("RGB", (8, 8), (200, 10, 10)).save(tmp_path / "Paint.png")
    imported(tmp_path / "Paint.png", surface_kind="wall", size_m=0.4)
    assert find_entry("paint").kind == "wall"
    assert AssetLoader(Path()).wall("paint").size_m == 0.4


def test_a_name_is_for_one_asset(box):
    trimesh.creation.box().export(box.parent / "b.glb")
    with pytest.raises(UserError, match="--name is for one asset"):
        imported(box.parent, name="it")


@pytest.mark.parametrize("content", [None, {}, {"notes.txt": "nothing"}])
def test_nothing_to_import_is_said(tmp_path, content):
    place = tmp_path / "given"
    if content is not None:
        place.mkdir()
        for name, text in content.items():
            (place / name).write_text(text)
    with pytest.raises(UserError, match=r"does not exist|nothing to import"):
        imported(place)


def test_when_stopped_nothing_half_done_stays(box):
    finished, _ = imported(box, stop=lambda: True)
    assert finished.outcome == "cancelled"
    assert not (user_library() / "objects" / "big_box").exists()
    assert leftovers() == []


def test_a_full_disk_is_one_sentence_and_leaves_nothing(box, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(job, "write_entry", full)
    finished, events = imported(box)
    assert finished.outcome == "failed"
    assert any("disk is full" in event.text for event in events if isinstance(event, Log))
    assert leftovers() == []
    assert not (user_library() / "objects" / "big_box").exists()


def test_an_entry_that_is_replaced_stays_until_the_new_one_is_whole(box, monkeypatch):
    imported(box)
    monkeypatch.setattr(job, "write_entry", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOSPC, "No space left")))
    imported(box, class_name="parcel")
    assert find_entry("big_box").class_name == ""


def test_large_models_are_simplified_on_demand(tmp_path):
    trimesh.creation.icosphere(6, 0.1).export(tmp_path / "ball.ply")
    imported(tmp_path / "ball.ply", most_triangles=2000, unit="m")
    assert find_entry("ball").triangles <= 2000
    assert find_entry("ball").size_m == pytest.approx((0.2, 0.2, 0.2), abs=0.002)


def test_what_is_imported_gets_a_thumbnail(box):
    PIL.Image.new("RGB", (8, 8), (200, 10, 10)).save(box.parent / "paint.png")
    imported(box, box.parent / "paint.png", thumbnails=True)
    for name in ("big_box", "paint"):
        with PIL.Image.open(find_entry(name).thumbnail) as picture:
            assert picture.size == (256, 256)
            low, high = picture.convert("L").getextrema()
            assert high - low > 30
