"""Large libraries as readers of our exports: torchvision, and supervision and datumaro by `packaging/oracles.py`."""

import importlib
import os

import numpy as np
import pytest
from scipy.ndimage import binary_dilation, binary_fill_holes, label

from scenewright.datasets.coco import write_coco, write_coco_keypoints, write_coco_polygons
from scenewright.datasets.coco_panoptic import write_coco_panoptic
from scenewright.datasets.kitti.writing import write_kitti
from scenewright.datasets.records import KeypointRecord
from scenewright.datasets.skeletons import Skeleton, Skeletons
from scenewright.datasets.voc import write_voc
from scenewright.datasets.yolo import write_yolo_detect, write_yolo_obb, write_yolo_segment

pytestmark = pytest.mark.filterwarnings("ignore")
needs_an_environment = pytest.mark.long


def reader(name):
    """Return a library; a missing one skips the test, but fails it in the environment that is made for all of them."""
    if "SCENEWRIGHT_ALL_READERS" in os.environ:
        return importlib.import_module(name)
    return pytest.importorskip(name)


def visible(dataset):
    return {
        f"{frame.index:06d}": [
            (item.class_name, item.box_tight) for item in frame.views[0].instances if item.visible_px
        ]
        for frame in dataset.frames()
    }


def same(found, dataset, tolerance=0.01):
    """Compare {stem: [(class, xyxy)]} with the truth, in any order of objects."""
    truth = visible(dataset)
    assert sorted(found) == sorted(truth)
    for stem, objects in truth.items():
        assert sorted(name for name, _ in found[stem]) == sorted(name for name, _ in objects)
        by_place = [sorted(objects, key=lambda o: (o[0], *np.round(o[1]))) for objects in (found[stem], objects)]
        boxes, true_boxes = ([list(box) for _, box in objects] for objects in by_place)
        np.testing.assert_allclose(np.reshape(boxes, (-1, 4)), np.reshape(true_boxes, (-1, 4)), atol=tolerance)


def mask_areas(dataset, index):
    ids = dataset.load(dataset.frame(index).views[0], "instance_mask")
    return sorted(count for count in np.bincount(ids.ravel())[1:].tolist() if count)


def halves(dataset):
    return {
        "train": type(dataset)(dataset.folder, dataset.spec, dataset.indices[:2]),
        "val": type(dataset)(dataset.folder, dataset.spec, dataset.indices[2:]),
    }


def supervised(read):
    """Return what a supervision dataset holds."""
    return {
        path.rsplit("/", 1)[-1].removesuffix(".png"): [
            (read.classes[k], box.tolist()) for k, box in zip(found.class_id, found.xyxy, strict=True)
        ]
        for path, _, found in read
    }


@needs_an_environment
@pytest.mark.parametrize("write", [write_coco, write_coco_polygons])
def test_supervision_reads_coco(write, dataset, tmp_path):
    supervision = reader("supervision")
    write(dataset, tmp_path / "out")
    read = supervision.DetectionDataset.from_coco(
        str(tmp_path / "out" / "images"), str(tmp_path / "out" / "annotations.json"), force_masks=True
    )
    same(supervised(read), dataset)
    for path, _, found in read:
        if write is write_coco:  # it draws polygons by OpenCV, which adds their border
            stem = path.rsplit("/", 1)[-1].removesuffix(".png")
            assert sorted(mask.sum() for mask in found.mask) == mask_areas(dataset, int(stem))


def from_yolo(supervision, folder, *, is_obb):
    found = {}
    for split in ("train", "val"):
        images, labels = (str(folder / kind / split) for kind in ("images", "labels"))
        data = str(folder / "data.yaml")
        found |= supervised(supervision.DetectionDataset.from_yolo(images, labels, data, is_obb=is_obb))
    return found


@needs_an_environment
def test_supervision_reads_yolo(dataset, tmp_path):
    supervision = reader("supervision")
    write_yolo_detect(halves(dataset), tmp_path / "out")
    same(from_yolo(supervision, tmp_path / "out", is_obb=False), dataset)


@needs_an_environment
def test_supervision_reads_the_polygons_of_yolo(dataset, tmp_path):
    supervision = reader("supervision")
    write_yolo_segment(halves(dataset), tmp_path / "out")
    in_one_piece = 0
    for split, indices in (("train", dataset.indices[:2]), ("val", dataset.indices[2:])):
        images, labels = (str(tmp_path / "out" / kind / split) for kind in ("images", "labels"))
        read = supervision.DetectionDataset.from_yolo(images, labels, str(tmp_path / "out" / "data.yaml"))
        assert len(read) == len(indices)
        for path, _, found in read:
            view = dataset.frame(int(path.rsplit("/", 1)[-1].removesuffix(".png"))).views[0]
            ids = dataset.load(view, "instance_mask")
            seen = [item for item in view.instances if item.visible_px]
            assert [read.classes[k] for k in found.class_id] == [item.class_name for item in seen]
            for mask, item in zip(found.mask, seen, strict=True):
                truth = ids == item.instance_id
                assert not (truth & ~mask).any(), "every pixel of the object is in its polygon"
                # A polygon goes from part to part and to its holes on a line without width, which OpenCV draws too.
                if label(truth)[1] == 1 and (binary_fill_holes(truth) == truth).all():
                    assert not (mask & ~binary_dilation(truth, np.ones((3, 3)))).any(), "OpenCV adds the border"
                    in_one_piece += 1
    assert in_one_piece >= len(dataset.indices)


@needs_an_environment
def test_supervision_reads_oriented_boxes(dataset, tmp_path):
    supervision = reader("supervision")
    write_yolo_obb(halves(dataset), tmp_path / "out")
    for stem, objects in from_yolo(supervision, tmp_path / "out", is_obb=True).items():
        for (name, box), (true_name, true_box) in zip(objects, visible(dataset)[stem], strict=True):
            assert name == true_name
            assert (np.subtract(box[:2], true_box[:2]) < 0.01).all(), "an oriented box holds the upright one's sides"
            assert (np.subtract(box[2:], true_box[2:]) > -0.01).all()


@needs_an_environment
def test_supervision_reads_voc_one_pixel_off_as_it_does_with_every_voc(dataset, tmp_path):
    supervision = reader("supervision")
    write_voc({"train": dataset}, tmp_path / "out")
    read = supervision.DetectionDataset.from_pascal_voc(
        str(tmp_path / "out" / "JPEGImages"), str(tmp_path / "out" / "Annotations")
    )
    same(supervised(read), dataset, tolerance=1.01)


def imported(datumaro, folder, kind):
    """Return what datumaro reads: {stem: [(class, xyxy)]}, of boxes or, without any, of masks."""
    read = datumaro.Dataset.import_from(str(folder), kind)
    names = read.categories()[datumaro.AnnotationType.label]
    found = {}
    for item in read:
        boxes = [one for one in item.annotations if one.type == datumaro.AnnotationType.bbox]
        found[item.id.rsplit("/", 1)[-1]] = [
            (
                names[one.label].name,
                (one.get_bbox()[0], one.get_bbox()[1], *np.add(one.get_bbox()[:2], one.get_bbox()[2:])),
            )
            for one in boxes or item.annotations
            if names[one.label].name != "background"
        ]
    return found


@needs_an_environment
def test_datumaro_reads_voc(dataset, tmp_path):
    datumaro = reader("datumaro")
    write_voc({"train": dataset}, tmp_path / "out")
    same(imported(datumaro, tmp_path / "out", "voc"), dataset, tolerance=1.01)


@needs_an_environment
def test_datumaro_reads_the_masks_of_voc(dataset, tmp_path):
    datumaro = reader("datumaro")
    write_voc({"train": dataset}, tmp_path / "out")
    read = datumaro.Dataset.import_from(str(tmp_path / "out"), "voc_instance_segmentation")
    assert sorted(read.subsets()) == ["train", "trainval"]
    for item in read.subsets()["train"]:
        areas = sorted(one.get_area() for one in item.annotations if one.type == datumaro.AnnotationType.mask)
        assert areas == mask_areas(dataset, int(item.id))


@needs_an_environment
def test_datumaro_reads_yolo(dataset, tmp_path):
    write_yolo_detect(halves(dataset), tmp_path / "out")
    same(imported(reader("datumaro"), tmp_path / "out", "yolo"), dataset)


@needs_an_environment
def test_datumaro_reads_kitti(dataset, tmp_path):
    write_kitti(dataset, tmp_path / "out")
    same(imported(reader("datumaro"), tmp_path / "out", "kitti_detection"), dataset)


@needs_an_environment
def test_datumaro_reads_every_figure_of_kittis_3d_boxes(dataset, tmp_path):
    datumaro = reader("datumaro")
    write_kitti(dataset, tmp_path / "out")
    folder = tmp_path / "out" / "training"
    count = 0
    for item in datumaro.Dataset.import_from(str(folder), "kitti3d"):
        rows = (folder / "label_2" / f"{item.id}.txt").read_text(encoding="utf-8").splitlines()
        for one, row in zip(item.annotations, map(str.split, rows), strict=True):
            found = one.attributes
            figures = *found["dimensions"], *found["location"], found["rotation_y"]
            assert figures == tuple(map(float, row[8:15]))
            assert found["truncated"] == pytest.approx(float(row[1]))
            count += 1
    assert count == sum(map(len, visible(dataset).values()))


FACE = Skeletons(
    {"face": Skeleton(("nose", "left", "right"), (("nose", "left"),), (("left", "right"),))}, {"cup": "face"}
)


def points_of(frame, k, name):
    if name != "cup":
        return "", ()
    places = np.random.default_rng([frame, k]).uniform(1, 30, (2, 2))
    seen = [
        KeypointRecord(n, x, y, 2, (0.0, 0.0, 0.0), 0.01) for n, (x, y) in zip(("nose", "left"), places, strict=True)
    ]
    return "face", (*seen, KeypointRecord("right", None, None, 0, (0.0, 0.0, 0.0), 0.01))


@needs_an_environment
def test_datumaro_reads_the_keypoints_of_coco(write_drawn, tmp_path):
    datumaro = reader("datumaro")
    ids = np.zeros((2, 40, 60), np.uint16)
    ids[:, 4:20, 5:25], ids[:, 10:30, 30:50], ids[1, 25:39, 3:20] = 1, 4, 7
    dataset = write_drawn(tmp_path / "dataset", ids, points_of=points_of, skeletons=FACE)
    write_coco_keypoints(dataset, tmp_path / "out")
    (tmp_path / "out" / "annotations").mkdir()
    lists = tmp_path / "out" / "annotations"
    (tmp_path / "out" / "annotations.json").rename(lists / "person_keypoints_train.json")
    read = datumaro.Dataset.import_from(str(tmp_path / "out"), "coco_person_keypoints")
    for item in read:
        found = sorted(one.points for one in item.annotations if one.type == datumaro.AnnotationType.points)
        truth = [
            [figure for p in each.keypoints for figure in (p.x or 0.0, p.y or 0.0)]
            for each in dataset.frame(int(item.id)).views[0].instances
        ]
        np.testing.assert_allclose(found, sorted(truth), atol=0.01)
        assert len(found) == 2 + int(item.id)


@needs_an_environment
def test_datumaro_reads_coco_and_its_masks(dataset, tmp_path):
    datumaro = reader("datumaro")
    write_coco(dataset, tmp_path / "out")
    (tmp_path / "out" / "annotations").mkdir()
    (tmp_path / "out" / "annotations.json").rename(tmp_path / "out" / "annotations" / "instances_train.json")
    read = datumaro.Dataset.import_from(str(tmp_path / "out"), "coco_instances")
    for item in read:
        areas = sorted(one.get_area() for one in item.annotations if one.type == datumaro.AnnotationType.mask)
        assert areas == mask_areas(dataset, int(item.id))


@needs_an_environment
def test_datumaro_reads_panoptic(dataset, tmp_path):
    datumaro = reader("datumaro")
    write_coco_panoptic(dataset, tmp_path / "out")
    folder = tmp_path / "out" / "annotations"
    folder.mkdir()
    (tmp_path / "out" / "panoptic.json").rename(folder / "panoptic_train.json")
    (tmp_path / "out" / "panoptic").rename(folder / "panoptic_train")
    same(imported(datumaro, tmp_path / "out", "coco_panoptic"), dataset)


@pytest.mark.parametrize("write", [write_coco, write_coco_polygons])
def test_torchvision_reads_coco_with_masks(write, dataset, tmp_path):
    datasets = pytest.importorskip("torchvision.datasets")
    write(dataset, tmp_path / "out")
    place = str(tmp_path / "out" / "images"), str(tmp_path / "out" / "annotations.json")
    read = datasets.wrap_dataset_for_transforms_v2(
        datasets.CocoDetection(*place), target_keys=("boxes", "labels", "masks")
    )
    names = [item.name for item in dataset.spec.classes]
    found = {}
    for index, (_, target) in enumerate(read):
        boxes, labels = target["boxes"], target["labels"]
        found[f"{index:06d}"] = [(names[k - 1], tuple(box.tolist())) for k, box in zip(labels, boxes, strict=True)]
        assert sorted(int(mask.sum()) for mask in target["masks"]) == mask_areas(dataset, index)
    same(found, dataset)
