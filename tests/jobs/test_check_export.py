"""Folders in other programs' formats are checked, and what is wrong in them is found."""

import json

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from scenewright.cli.commands import app
from scenewright.errors import UserError
from scenewright.jobs.check_export import check_export
from scenewright.jobs.events import Progress, Started
from scenewright.jobs.export import export

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy:DeprecationWarning")

EXPORTS = {
    **{name: name for name in ("basicwriter", "bop", "kitti", "webdataset", "hdf5", "coco", "coco_panoptic")},
    "coco_polygons": "coco",
    "yolo_detect": "yolo",
    "yolo_segment": "yolo",
}
"""Formats that are written, and as what they are checked."""


@pytest.mark.parametrize(("written", "format_name"), EXPORTS.items())
def test_our_own_exports_hold(whole, tmp_path, written, format_name):
    export(whole, written, tmp_path / "out")
    finished = check_export(tmp_path / "out", format_name, lambda _: None)
    assert finished.outcome == "succeeded", finished.message
    certificate = json.loads((tmp_path / "out" / "certificate.json").read_text())
    assert certificate["format"] == format_name
    assert certificate["violations"] == []
    assert sum(count > 0 for count in certificate["checked"].values()) >= 2


def test_a_mask_that_somebody_shifted_is_found(whole, tmp_path):
    export(whole, "bop", tmp_path / "out")
    masks = sorted((tmp_path / "out").rglob("mask_visib/*.png"))
    largest = max(masks, key=lambda path: int((np.asarray(Image.open(path)) > 0).sum()))
    shifted = np.roll(np.asarray(Image.open(largest)), 9, axis=1)
    Image.fromarray(shifted).save(largest)
    assert check_export(tmp_path / "out", "bop", lambda _: None).outcome == "failed"


@pytest.fixture
def coco(whole, tmp_path):
    export(whole, "coco", tmp_path / "coco")
    return tmp_path / "coco"


def shifted(folder, pixels, image_ids):
    path = folder / "annotations.json"
    data = json.loads(path.read_text())
    for item in data["annotations"]:
        if item["image_id"] in image_ids:
            item["bbox"][0] += pixels
    path.write_text(json.dumps(data))


def test_the_certificate_says_which_images_fail_and_shows_the_worst(coco):
    shifted(coco, 5, {2, 3})
    finished = check_export(coco, "coco", lambda _: None)
    assert finished.outcome == "failed"
    assert "the first is in 000001.png: annotation" in finished.message
    certificate = json.loads((coco / "certificate.json").read_text())
    wrong = [item for item in certificate["violations"] if item["relation"] == "box_is_bounds_of_mask"]
    assert {item["camera"] for item in wrong} == {"000001.png", "000002.png"}
    page = (coco / "certificate.html").read_text()
    assert page.count("<figure>") == 2
    assert "box is 5 pixels off the bounds of its segmentation" in page
    assert "Every box is the bounds of its segmentation, to a pixel." in page


def test_several_processes_find_the_same_in_the_same_order(coco):
    shifted(coco, 5, {2, 3, 9})
    certificates = []
    for workers in (1, 2):
        events = []
        check_export(coco, "coco", events.append, workers=workers)
        certificates.append(json.loads((coco / "certificate.json").read_text()) | {"made": ""})
        assert events[0] == Started(16)
        assert events[-1] == Progress(16, 16)
    assert certificates[0] == certificates[1]


def test_a_picture_that_is_there_twice_is_found(coco):
    (coco / "images" / "000004.png").unlink()
    (coco / "images" / "000004.png").hardlink_to(coco / "images" / "000001.png")
    check_export(coco, "coco", lambda _: None)
    violations = json.loads((coco / "certificate.json").read_text())["violations"]
    assert "is the same picture as 000001.png" in [item["message"] for item in violations]


@pytest.mark.parametrize(
    ("format_name", "damaged"),
    [
        ("kitti", "label_2/*.txt"),
        ("bop", "depth/*.png"),
        ("basicwriter", "bounding_box_2d_tight_0*.npy"),
        ("dope", "*5.json"),
    ],
)
def test_a_damaged_file_is_told_and_all_other_images_are_checked(whole, tmp_path, format_name, damaged):
    export(whole, format_name, tmp_path / "out")
    path = sorted((tmp_path / "out").rglob(damaged))[0]
    path.unlink()
    path.write_bytes(b"damage")
    assert check_export(tmp_path / "out", format_name, lambda _: None, workers=1).outcome == "failed"
    certificate = json.loads((tmp_path / "out" / "certificate.json").read_text())
    assert [item["relation"] for item in certificate["violations"]] == ["files_are_readable"]
    assert certificate["frames"] == 16
    assert certificate["checked"]["channels_have_one_size"] == 15


def test_a_stopped_check_says_so(whole, tmp_path):
    export(whole, "kitti", tmp_path / "out")
    with pytest.raises(UserError, match="holds no image"):
        check_export(tmp_path / "out", "kitti", lambda _: None, stop=lambda: True)


def test_what_cannot_be_checked_is_told_in_words(whole, tmp_path):
    with pytest.raises(UserError, match="'csv' cannot be checked: choose one of basicwriter"):
        check_export(tmp_path, "csv", lambda _: None)


def test_the_command_line_can_do_it(whole, tmp_path):
    export(whole, "kitti", tmp_path / "out")
    done = CliRunner().invoke(app, ["check", str(tmp_path / "out"), "--format", "kitti"])
    assert done.exit_code == 0
    assert (tmp_path / "out" / "certificate.html").exists()
