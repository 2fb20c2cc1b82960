"""The certificate of a dataset on disk: silent about a good one, and finds what was done to a bad one."""

import json
import shutil

import numpy as np
import pytest
from PIL import Image

from scenewright.annotate.certificate import RELATIONS
from scenewright.annotate.flow_relations import PAIR_RELATIONS
from scenewright.errors import UserError
from scenewright.jobs.check import check
from scenewright.jobs.events import Progress
from scenewright.jobs.proving import AS_WRITTEN

FRAMES = 16


@pytest.fixture
def dataset(whole, tmp_path):
    shutil.copytree(whole, tmp_path / "dataset")
    return tmp_path / "dataset"


def _checked(folder):
    finished = check(folder, lambda event: None)
    return finished, json.loads((folder / "certificate.json").read_text())


def test_a_good_dataset_holds_every_relation(dataset):
    finished, certificate = _checked(dataset)
    assert finished.outcome == "succeeded"
    assert certificate["violations"] == []
    never = ("keypoints_", "oriented_", "amodal_masks", "camera_normals", "coordinates", "parts")
    none = {name: 0 for name in certificate["checked"] if name in PAIR_RELATIONS or name.startswith(never)}
    assert len(none) == len(PAIR_RELATIONS) + len(never) + 2, "two are about keypoints, two about parts"
    assert certificate["checked"] == {**dict.fromkeys([*RELATIONS, AS_WRITTEN], FRAMES), **none}
    assert set(certificate["relations"]) == set(certificate["checked"])
    page = (dataset / "certificate.html").read_text()
    assert "Labels proved exact" in page


def test_what_is_bounded_but_not_proved_without_amodal_masks_is_said(dataset):
    _, certificate = _checked(dataset)
    assert "that needs amodal masks, which this dataset does not hold" in certificate["bounded_only"]
    assert certificate["bounded_only"] in (dataset / "certificate.html").read_text()


def test_an_edited_mask_is_found_with_its_frame(dataset):
    path = dataset / "instance_mask/000005.png"
    mask = np.array(Image.open(path))
    mask[mask == 1] = 0
    Image.fromarray(mask).save(path)
    size = path.stat().st_size
    record = json.loads((dataset / "records/000005.json").read_text())
    record["views"][0]["file_bytes"]["instance_mask"] = size  # as an editor would that also mends the sizes
    (dataset / "records/000005.json").write_text(json.dumps(record))
    finished, certificate = _checked(dataset)
    assert finished.outcome == "failed"
    assert "frame 5" in finished.message
    assert {item["frame"] for item in certificate["violations"]} == {5}
    assert {"ids_agree", "tight_box_is_mask_bounds"} <= {item["relation"] for item in certificate["violations"]}
    assert "contradictions found" in (dataset / "certificate.html").read_text()


def test_a_picture_that_was_painted_over_is_found_though_no_label_contradicts_it(dataset):
    path = dataset / "rgb/000007.png"
    picture = np.array(Image.open(path))
    picture[4, 4] ^= 1
    Image.fromarray(picture).save(path)
    record = json.loads((dataset / "records/000007.json").read_text())
    record["views"][0]["file_bytes"]["rgb"] = path.stat().st_size
    (dataset / "records/000007.json").write_text(json.dumps(record))
    finished, certificate = _checked(dataset)
    assert finished.outcome == "failed"
    [violation] = certificate["violations"]
    assert (violation["relation"], violation["frame"]) == (AS_WRITTEN, 7)
    assert "rgb/000007.png was changed after it was written" in violation["message"]
    assert "byte for byte" in (dataset / "certificate.html").read_text()


def test_files_of_a_version_that_kept_no_hashes_are_not_said_to_be_as_written(dataset):
    for path in (dataset / "records").glob("*.json"):
        record = json.loads(path.read_text())
        del record["views"][0]["file_hashes"]
        path.write_text(json.dumps(record))
    finished, certificate = _checked(dataset)
    assert finished.outcome == "succeeded"
    assert certificate["checked"][AS_WRITTEN] == 0


@pytest.mark.parametrize("damage", ["deleted", "truncated", "emptied", "garbled", "edited"])
@pytest.mark.parametrize("name", ["rgb/000003.png", "normals/000003.npz", "instance_mask/000003.png"])
def test_a_damaged_file_is_never_certified(damage, name, dataset):
    path = dataset / name
    content = path.read_bytes()
    match damage:
        case "deleted":
            path.unlink()
        case "truncated":
            path.write_bytes(content[: len(content) // 2])
        case "emptied":
            path.write_bytes(b"")
        case "garbled":
            path.write_bytes(bytes(len(content)))
        case "edited":
            middle = len(content) // 2
            path.write_bytes(content[:middle] + bytes([content[middle] ^ 0x55]) + content[middle + 1 :])
    finished, certificate = _checked(dataset)
    assert finished.outcome == "failed"
    assert {item["frame"] for item in certificate["violations"]} == {3}


def test_a_damaged_record_is_never_certified(dataset):
    (dataset / "records/000003.json").write_text("{")
    finished, certificate = _checked(dataset)
    assert finished.outcome == "failed"
    assert {item["frame"] for item in certificate["violations"]} == {3}


def test_a_dataset_without_frames_is_not_certified(dataset):
    shutil.rmtree(dataset / "records")
    (dataset / "records").mkdir()
    with pytest.raises(UserError, match="holds no finished frame"):
        check(dataset, lambda event: None)


def test_a_folder_that_is_no_dataset_is_told(tmp_path):
    with pytest.raises(UserError, match="holds no dataset"):
        check(tmp_path, lambda event: None)


def test_a_check_that_is_stopped_says_how_far_it_came(dataset):
    said = []
    finished = check(dataset, said.append, lambda: sum(isinstance(event, Progress) for event in said) >= 3)
    assert finished.outcome == "cancelled"
    assert "after 3 frames" in finished.message
    assert json.loads((dataset / "certificate.json").read_text())["frames"] == 3


def test_the_page_shows_text_from_outside_as_text(dataset):
    project = dataset / "project.yaml"
    project.write_text(project.read_text().replace("name: Shapes", "name: <script>alert(1)</script>", 1))
    _checked(dataset)
    page = (dataset / "certificate.html").read_text()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_certificate_says_how_far_a_rolling_shutter_puts_colour_beside_labels(write_shapes, make, tmp_path):
    path = write_shapes(frames=6, width_px=48, height_px=32, cubes="2", scale=4)
    sensor = "sensor: {rolling_shutter_px: {kind: sequence, values: [0, 3, 1]}}"
    path.write_text(path.read_text().replace("height_px: 32}", "height_px: 32, " + sensor + "}"))
    make(tmp_path / "rolled", last=6, path=path)
    _, certificate = _checked(tmp_path / "rolled")
    assert certificate["color_beside_labels_px"] == {"rolling_shutter": pytest.approx(1.5, abs=1e-3)}
    page = (tmp_path / "rolled" / "certificate.html").read_text()
    assert "a rolling shutter by at most 1.5 px, at the upper and lower border" in page


def test_a_certificate_of_a_still_camera_speaks_of_no_such_thing(dataset):
    _, certificate = _checked(dataset)
    assert certificate["color_beside_labels_px"] == {}
    assert "middle row" not in (dataset / "certificate.html").read_text()
