"""YOLO, checked by the rules of Ultralytics' loader (written here from its description) and by other readers."""

import logging
import warnings
from pathlib import Path

import cv2
import numpy as np
import pytest
import yaml
from globox import AnnotationSet
from labelformat.formats import YOLOv8InstanceSegmentationInput, YOLOv8ObjectDetectionInput
from PIL import Image
from pycocotools import mask as run_lengths

from scenewright.datasets.records import KeypointRecord
from scenewright.datasets.skeletons import Skeleton, Skeletons
from scenewright.datasets.yolo import (
    label_path,
    read_yolo,
    write_yolo_detect,
    write_yolo_obb,
    write_yolo_pose,
    write_yolo_segment,
)
from scenewright.errors import UserError

CLASSES = ("person", "mug: ½", "box")
SKELETONS = Skeletons(
    {"face": Skeleton(("nose", "left_eye", "right_eye"), (), (("left_eye", "right_eye"),))}, {"mug: ½": "face"}
)
WIDTH, HEIGHT = 160, 120
WRITERS = {
    "detect": write_yolo_detect,
    "segment": write_yolo_segment,
    "pose": write_yolo_pose,
    "obb": write_yolo_obb,
}


def loaded(root, split, task):
    """Return each picture's rows as Ultralytics' loader takes them; fail where it would leave out a picture."""
    data = yaml.safe_load((root / "data.yaml").read_text(encoding="utf-8"))
    assert {"train", "val"} <= set(data)
    assert not {"path", "download"} & set(data)
    names = data["names"]
    assert sorted(names) == list(range(len(names)))
    points, numbers = data.get("kpt_shape", (0, 0))
    assert (task == "pose") == (points > 0)
    if task == "pose":
        assert numbers in (2, 3)
        flip = data["flip_idx"]
        assert sorted(flip) == list(range(points))
        assert [flip[flip[k]] for k in range(points)] == list(range(points))
    for other in {"train", "val", "test"} & set(data):
        assert (root / data[other]).is_dir()
    found = {}
    for picture in sorted((root / data[split]).iterdir()):
        with Image.open(picture) as image:
            image.verify()
            assert min(image.size) >= 10
            assert image.format == "PNG"
        before, after = str(picture).rsplit("/images/", 1)
        file = Path(f"{before}/labels/{after}".rsplit(".", 1)[0] + ".txt")
        rows = [line.split() for line in file.read_text(encoding="utf-8").strip().splitlines() if line]
        has_segments = any(len(row) > 6 for row in rows) and task != "pose"
        assert has_segments == (task in ("segment", "obb") and bool(rows))
        widths = {len(row) for row in rows}
        if task == "detect":
            assert widths <= {5}
        elif task == "pose":
            assert widths <= {5 + points * numbers}
        elif task == "obb":
            assert widths <= {9}
        else:
            assert all(width % 2 == 1 and width >= 7 for width in widths)
        for row in rows:
            values = np.array(row[1:], float)
            coordinates = values if task != "pose" else np.r_[values[:4], values[4:].reshape(points, -1)[:, :2].ravel()]
            assert values.min() >= -0.01
            assert coordinates.max() <= 1.01
            assert int(row[0]) < len(names)
        assert len({tuple(row) for row in rows}) == len(rows)
        found[picture.name] = [(names[int(row[0])], np.array(row[1:], float)) for row in rows]
    return found


def blobs(seed):
    """Return an id image of turned rectangles with holes, that cover each other and reach over the borders."""
    rng = np.random.default_rng(seed)
    ids = np.zeros((HEIGHT, WIDTH), np.uint16)
    for k in range(1, 8):
        at, size = (float(rng.uniform(0, WIDTH)), float(rng.uniform(0, HEIGHT))), rng.uniform(15, 50, 2)
        corners = cv2.boxPoints((at, size.tolist(), float(rng.uniform(0, 180))))
        cv2.fillPoly(ids, [np.round(corners).astype(np.int32)], k)
        cv2.circle(ids, tuple(map(int, at)), 5, 0, -1)
    return ids


def points_of(frame, k, name):
    if SKELETONS.of(name) is None:
        return "", ()
    rng = np.random.default_rng([frame, k])
    xy = rng.uniform(0, HEIGHT, (2, 2)).tolist()
    seen = [KeypointRecord(p, x, y, k % 2 + 1, (0.0,) * 3, 0.0) for p, (x, y) in zip("nl", xy, strict=True)]
    return "face", (*seen, KeypointRecord("r", -50.0, 3.0, 0, (0.0,) * 3, 0.0))


@pytest.fixture(scope="module")
def dataset(write_drawn, tmp_path_factory):
    images = [*(blobs(seed) for seed in range(4)), np.zeros((HEIGHT, WIDTH), int)]
    place = tmp_path_factory.mktemp("images") / "dataset"
    return write_drawn(place, images, CLASSES, points_of=points_of, skeletons=SKELETONS)


@pytest.fixture(scope="module")
def exports(dataset, tmp_path_factory):
    place = tmp_path_factory.mktemp("labels") / "images"
    place.mkdir()
    parts = {"train": (0, 1, 4), "val": (2,), "test": (3,)}
    splits = {name: type(dataset)(dataset.folder, dataset.spec, indices) for name, indices in parts.items()}
    for name, write in WRITERS.items():
        write(splits, place / name)
    return place


def visible(dataset, index):
    return [item for item in dataset.frame(index).views[0].instances if item.visible_px]


def masks(dataset, index):
    ids = dataset.load(dataset.frame(index).views[0], "instance_mask")
    return [ids == item.instance_id for item in visible(dataset, index)]


@pytest.mark.parametrize("task", WRITERS)
def test_the_loader_takes_every_picture(exports, task, dataset):
    pictures = {split: loaded(exports / task, split, task) for split in ("train", "val", "test")}
    assert {split: list(names) for split, names in pictures.items()} == {
        "train": ["000000.png", "000001.png", "000004.png"],
        "val": ["000002.png"],
        "test": ["000003.png"],
    }
    assert pictures["train"]["000004.png"] == []
    rows = pictures["val"]["000002.png"]
    named = [item.class_name for item in visible(dataset, 2) if task != "pose" or item.keypoints]
    assert [name for name, _ in rows] == named


def test_a_segment_drawn_again_is_the_mask(exports, dataset):
    rows = loaded(exports / "segment", "val", "segment")["000002.png"]
    parts = 0
    for (_, values), mask in zip(rows, masks(dataset, 2), strict=True):
        polygon = values.reshape(-1, 2) * (WIDTH, HEIGHT)
        assert np.abs(polygon - polygon.round()).max() < 1e-4
        [runs] = run_lengths.frPyObjects([polygon.round().ravel().tolist()], HEIGHT, WIDTH)
        with warnings.catch_warnings(action="ignore"):
            np.testing.assert_array_equal(run_lengths.decode(runs).astype(bool), mask)
        parts += cv2.connectedComponents(mask.astype(np.uint8), connectivity=4)[0] - 1
    assert parts > len(rows), "some masks are in several parts"


def test_an_oriented_box_holds_its_object_and_is_a_rectangle(exports, dataset):
    for values, mask in zip(loaded(exports / "obb", "val", "obb")["000002.png"], masks(dataset, 2), strict=True):
        corners = values[1].reshape(4, 2) * (WIDTH, HEIGHT)
        sides = np.roll(corners, -1, axis=0) - corners
        np.testing.assert_allclose(np.sum(sides * np.roll(sides, 1, axis=0), axis=1), 0, atol=1e-2)
        (_, (side, other), _) = cv2.minAreaRect(corners.astype(np.float32))
        assert side * other == pytest.approx(np.linalg.norm(sides[0]) * np.linalg.norm(sides[1]), rel=1e-3)
        rows, columns = np.nonzero(mask)
        centres = np.stack([columns, rows], axis=-1) + 0.5
        outline = corners.astype(np.float32)
        assert min(cv2.pointPolygonTest(outline, tuple(map(float, centre)), True) for centre in centres) > 0.3


def test_poses_hold_the_points_of_the_classes_that_have_some(exports, dataset):
    rows = loaded(exports / "pose", "train", "pose")["000000.png"]
    items = [item for item in visible(dataset, 0) if item.keypoints]
    for (name, values), item in zip(rows, items, strict=True):
        assert name == "mug: ½"
        expected = [(p.x / WIDTH, p.y / HEIGHT, p.visibility) if p.visibility else (0, 0, 0) for p in item.keypoints]
        np.testing.assert_allclose(values[4:].reshape(-1, 3), expected, atol=1e-6)
    data = yaml.safe_load((exports / "pose" / "data.yaml").read_text(encoding="utf-8"))
    assert (data["kpt_shape"], data["flip_idx"], data["names"]) == ([3, 3], [0, 2, 1], {0: "mug: ½"})
    assert data["scenewright"]["sigmas"] == [0.026, 0.025, 0.025]


def test_our_reader_gives_outlines_and_points_in_pixels(exports, dataset):
    [segments], [poses] = list(read_yolo(exports / "segment", "val")), list(read_yolo(exports / "pose", "val"))
    assert (segments.width, segments.height) == (WIDTH, HEIGHT)
    for found, item in zip(segments.objects, visible(dataset, 2), strict=True):
        np.testing.assert_allclose(found.box, item.box_tight, atol=1e-4)
        np.testing.assert_allclose(found.outline, found.outline.round(), atol=1e-4)
    for found, item in zip(poses.objects, [i for i in visible(dataset, 2) if i.keypoints], strict=True):
        np.testing.assert_allclose(found.box, item.box_tight, atol=1e-4)
        np.testing.assert_allclose(
            found.keypoints[:2], [(p.x, p.y, p.visibility) for p in item.keypoints[:2]], atol=1e-3
        )


def test_labelformat_reads_boxes_and_polygons(exports, dataset, caplog):
    caplog.set_level(logging.WARNING)
    boxes = YOLOv8ObjectDetectionInput(exports / "detect" / "data.yaml", "val")
    [image] = boxes.get_labels()
    truth = visible(dataset, 2)
    assert [item.category.name for item in image.objects] == [item.class_name for item in truth]
    found = [(item.box.xmin, item.box.ymin, item.box.xmax, item.box.ymax) for item in image.objects]
    np.testing.assert_allclose(found, [item.box_tight for item in truth], atol=1e-3)
    [image] = YOLOv8InstanceSegmentationInput(exports / "segment" / "data.yaml", "val").get_labels()
    assert len(image.objects) == len(truth)
    for found, item in zip(image.objects, truth, strict=True):
        box = found.segmentation.bounding_box()
        np.testing.assert_allclose((box.xmin, box.ymin, box.xmax, box.ymax), item.box_tight, atol=1e-3)
    assert not caplog.records


def test_globox_reads_boxes(exports, dataset):
    found = AnnotationSet.from_yolo_v5(
        exports / "detect" / "labels" / "train",
        image_folder=exports / "detect" / "images" / "train",
        image_extension=".png",
    )
    for index in (0, 1, 4):
        boxes = [(box.label, box.ltrb) for box in found[f"{index:06d}.png"].boxes]
        truth = [(str(CLASSES.index(item.class_name)), item.box_tight) for item in visible(dataset, index)]
        assert [label for label, _ in boxes] == [label for label, _ in truth]
        if truth:
            np.testing.assert_allclose([box for _, box in boxes], [box for _, box in truth], atol=1e-3)


# What others write


def other(folder, data, rows="0 0.5 0.5 0.5 0.5\n", picture="images/train/sub folder/ä 1.png"):
    place = folder / picture
    place.parent.mkdir(parents=True)
    Image.new("RGB", (40, 20)).save(place)
    labels = label_path(place)
    labels.parent.mkdir(parents=True)
    labels.write_text(rows)
    (folder / "data.yaml").write_text(yaml.safe_dump(data))


def test_the_last_folder_images_counts():
    assert label_path(Path("/a/images/b/images/train/x.y.png")) == Path("/a/images/b/labels/train/x.y.txt")


def test_lists_of_pictures_names_as_a_list_and_paths_elsewhere_are_read(tmp_path):
    (tmp_path / "images").mkdir()
    other(
        tmp_path, {"path": "nowhere", "train": ["images/train", "images/more.txt"], "names": ["cup"], "download": "x"}
    )
    (tmp_path / "images" / "more.txt").write_text("train/sub folder/ä 1.png\n")
    images = list(read_yolo(tmp_path, "train"))
    assert [image.path.name for image in images] == ["ä 1.png"] * 2
    assert images[0].objects[0].box == (10, 5, 30, 15)


def test_points_without_visibility_count_as_visible(tmp_path):
    other(tmp_path, {"train": "images/train", "names": {0: "cup"}, "kpt_shape": [1, 2]}, "0 .5 .5 .5 .5 .25 .5\n")
    [image] = read_yolo(tmp_path, "train")
    assert image.objects[0].keypoints.tolist() == [[10, 10, 2]]


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        ({"train": "images/train", "names": ["cup"]}, "1 0.5 0.5 0.5 0.5"),
        ({"train": "images/train", "names": ["cup"]}, "0 0.5 0.5 0.5"),
        ({"train": "images/train", "names": ["cup"]}, "0 .1 .1 .1 .2 .3 .4 .5"),
        ({"train": "images/train", "names": ["cup"]}, "cup 0.5 0.5 0.5 0.5"),
        ({"train": "images/train"}, ""),
        ({"val": "images/train", "names": ["cup"]}, ""),
        ([1, 2], ""),
    ],
)
def test_what_is_not_yolo_is_told_in_words(tmp_path, data, rows):
    other(tmp_path, data, rows)
    with pytest.raises(UserError, match=r"is not as YOLO has it"):
        list(read_yolo(tmp_path, "train"))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(UserError, match=r"data\.yaml.*does not exist|Could not read the dataset"):
        list(read_yolo(tmp_path, "train"))


def test_a_picture_that_is_none_is_named(tmp_path):
    other(tmp_path, {"train": "images/train", "names": ["cup"]})
    (tmp_path / "images" / "train" / "sub folder" / "ä 1.png").write_text("no picture")
    with pytest.raises(UserError, match=r"Could not read the dataset: .*ä 1\.png"):
        list(read_yolo(tmp_path, "train"))


def test_train_and_val_are_asked_for(dataset, tmp_path):
    with pytest.raises(UserError, match="YOLO wants frames for train and for val"):
        write_yolo_detect({"train": dataset}, tmp_path / "out")
