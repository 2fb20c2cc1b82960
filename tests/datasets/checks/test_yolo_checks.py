"""YOLO folders: silent about our own, and what the loader would refuse or quietly take wrong is found and named."""

import shutil

import pytest

from scenewright.datasets.checks.yolo import SENTENCES, open_yolo
from scenewright.datasets.yolo import write_yolo_detect, write_yolo_obb, write_yolo_segment
from scenewright.errors import UserError

POSE = "0 0.5 0.5 0.2 0.2 0.5 0.5 2 0 0 0\n"


def halves(dataset):
    return {
        "train": type(dataset)(dataset.folder, dataset.spec, dataset.indices[:2]),
        "val": type(dataset)(dataset.folder, dataset.spec, dataset.indices[2:]),
    }


@pytest.fixture
def folder(dataset, tmp_path):
    write_yolo_detect(halves(dataset), tmp_path / "yolo")
    return tmp_path / "yolo"


@pytest.mark.parametrize("write", [write_yolo_detect, write_yolo_segment, write_yolo_obb])
def test_our_own_folders_hold(write, dataset, tmp_path, looked_at):
    write(halves(dataset), tmp_path / "out")
    opened = open_yolo(tmp_path / "out")
    assert opened.total == 3
    assert looked_at(opened) == {}


DATA = {
    "no val": lambda d: d.pop("val"),
    "no names": lambda d: d.pop("names"),
    "names from 1": lambda d: d.update(names={1: "cup", 2: "box", 3: "can"}),
    "nc that is another": lambda d: d.update(nc=7),
    "a download": lambda d: d.update(download="print('hello')"),
    "a folder that is not there": lambda d: d.update(val="images/nowhere"),
    "points of one value": lambda d: d.update(kpt_shape=[2, 1]),
    "a flip that leads nowhere": lambda d: d.update(kpt_shape=[2, 3], flip_idx=[1, 1]),
}


@pytest.mark.parametrize("name", DATA)
def test_a_mistake_in_data_yaml_is_found(name, folder, edited, looked_at):
    edited(folder / "data.yaml", DATA[name])
    assert "data_file_is_usable" in looked_at(open_yolo(folder))


ROWS = {
    "a class that is not named": ("9 0.5 0.5 0.2 0.2\n", "rows_are_whole"),
    "a class that is no whole number": ("0.5 0.5 0.5 0.2 0.2\n", "rows_are_whole"),
    "a word": ("0 0.5 half 0.2 0.2\n", "rows_are_whole"),
    "no number": ("0 0.5 nan 0.2 0.2\n", "rows_are_whole"),
    "too few columns": ("0 0.5 0.5 0.2\n", "rows_are_whole"),
    "boxes and outlines": ("0 0.5 0.5 0.2 0.2\n0 0.1 0.1 0.5 0.1 0.5 0.5\n", "rows_are_whole"),
    "pixels": ("0 24 16 10 10\n", "boxes_lie_in_the_image"),
    "a box outside": ("0 0.95 0.5 0.2 0.2\n", "boxes_lie_in_the_image"),
    "a box without a size": ("0 0.5 0.5 0 0.2\n", "boxes_lie_in_the_image"),
    "an outline outside": ("0 0.1 0.1 1.5 0.1 0.5 0.5\n", "boxes_lie_in_the_image"),
    "an outline without an area": ("0 0.1 0.1 0.5 0.5 0.9 0.9\n", "boxes_lie_in_the_image"),
    "a row twice": ("0 0.5 0.5 0.2 0.2\n" * 2, "no_object_is_there_twice"),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_mistake_in_a_row_is_found(name, folder, looked_at):
    text, check = ROWS[name]
    (folder / "labels" / "train" / "000000.txt").write_text(text)
    found = looked_at(open_yolo(folder))
    assert list(found) == [check]


@pytest.mark.parametrize(
    ("row", "check"),
    [
        (POSE, None),
        (POSE.replace("0.5 0.5 2", "0.5 0.5 3"), "keypoints_lie_in_the_image"),
        (POSE.replace("0.5 0.5 2", "1.5 0.5 2"), "keypoints_lie_in_the_image"),
        (POSE.replace(" 0 0 0", ""), "rows_are_whole"),
    ],
)
def test_rows_with_keypoints(row, check, folder, edited, looked_at):
    edited(folder / "data.yaml", lambda d: d.update(kpt_shape=[2, 3], flip_idx=[1, 0]))
    for path in (folder / "labels").rglob("*.txt"):
        path.write_text(POSE)
    (folder / "labels" / "train" / "000000.txt").write_text(row)
    assert list(looked_at(open_yolo(folder))) == ([] if check is None else [check])


def test_a_text_file_without_a_picture_is_found_and_a_picture_without_one_is_background(folder, looked_at):
    (folder / "labels" / "val" / "000002.txt").unlink()
    assert looked_at(open_yolo(folder)) == {}
    (folder / "images" / "train" / "000001.png").unlink()
    assert list(looked_at(open_yolo(folder))) == ["images_are_there"]


def test_a_picture_in_two_splits_is_found(folder, edited, looked_at):
    edited(folder / "data.yaml", lambda d: d.update(val=["images/val", "images/train"]))
    assert list(looked_at(open_yolo(folder))) == ["splits_share_no_picture"]


def test_a_damaged_picture_is_found(folder, looked_at):
    path = folder / "images" / "train" / "000000.png"
    path.unlink()
    path.write_bytes(b"GIF89a")
    assert list(looked_at(open_yolo(folder))) == ["images_are_there"]


def test_every_check_is_broken_by_some_mistake():
    others = {"images_are_there", "keypoints_lie_in_the_image", "splits_share_no_picture", "no_picture_is_there_twice"}
    assert {check for _, check in ROWS.values()} | others | {"data_file_is_usable"} == set(SENTENCES)


def test_what_is_no_yolo_folder_is_refused_in_words(folder, tmp_path):
    with pytest.raises(UserError, match=r"holds no data\.yaml"):
        open_yolo(tmp_path / "nowhere")
    for text, words in (("[", "is no YAML"), ("7", "is not as YOLO has it")):
        (folder / "data.yaml").write_text(text)
        with pytest.raises(UserError, match=words):
            open_yolo(folder)
    shutil.rmtree(folder)
