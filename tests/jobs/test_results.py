"""Contact sheets and exports, through the command line."""

import json

import pytest
from PIL import Image


@pytest.mark.parametrize("frames", [1, 5])
def test_a_preview_is_a_picture_of_sane_size(frames, run, project, tmp_path):
    done = run("preview", project, "--out", tmp_path / "sheet.png", "--frames", frames, "--engine", "flat")
    assert done.returncode == 0, done.stderr
    assert str(tmp_path / "sheet.png") in done.stderr
    with Image.open(tmp_path / "sheet.png") as sheet:
        sheet.load()
        assert sheet.format == "PNG"
        assert 480 <= sheet.width <= 2500
        assert 480 <= sheet.height <= 4000
        assert len(sheet.convert("L").getcolors(256)) > 20
    assert [path.name for path in tmp_path.iterdir()] == ["sheet.png"]


def test_a_generated_dataset_has_a_sheet(whole):
    with Image.open(whole / "contact_sheet.png") as sheet:
        assert sheet.width > 480


@pytest.mark.parametrize(
    "labels", ["[bounding_box_2d_tight]", "[normals]", "[semantic_mask, distance_to_camera]", "[]"]
)
def test_a_preview_shows_whatever_labels_there_are(labels, run, project, tmp_path):
    few = tmp_path / "few.yaml"
    few.write_text(project.read_text().split("labels:")[0] + f"labels: {labels}\n")
    done = run("preview", few, "--out", tmp_path / "sheet.png", "--frames", 1, "--engine", "flat")
    assert done.returncode == 0, done.stderr


def test_coco_is_exported_with_every_visible_object(run, whole, tmp_path):
    done = run("export", whole, "--format", "coco", "--out", tmp_path / "coco")
    assert done.returncode == 0, done.stderr
    [path] = (tmp_path / "coco").rglob("*.json")
    data = json.loads(path.read_text())
    records = [json.loads(file.read_text()) for file in (whole / "records").iterdir()]
    visible = sum(item["visible_px"] > 0 for record in records for item in record["views"][0]["instances"])
    assert (len(data["images"]), len(data["annotations"])) == (16, visible)
    assert [category["name"] for category in data["categories"]] == ["cube", "ball"]


def test_basicwriter_is_exported_with_every_frame(run, whole, tmp_path):
    done = run("export", whole, "--format", "basicwriter", "--out", tmp_path / "bw")
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "bw").rglob("rgb_*.png"))) == 16


def test_an_export_never_overwrites(run, whole, contents, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("mine")
    done = run("export", whole, "--format", "coco", "--out", tmp_path / "mine")
    assert done.returncode == 2
    assert "is not empty: choose another folder" in done.stderr
    assert contents(tmp_path / "mine") == {"thesis.txt": b"mine"}


def test_an_unknown_format_is_told_with_those_there_are(run, whole, tmp_path):
    done = run("export", whole, "--format", "csv", "--out", tmp_path / "csv")
    assert done.returncode == 2
    assert "There is no format 'csv': choose one of basicwriter, bop, coco" in done.stderr
    assert not (tmp_path / "csv").exists()
