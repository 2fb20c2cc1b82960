import contextlib
import errno
import io
import json
import os

import numpy as np
import pytest
from globox import AnnotationSet
from labelformat.formats import COCOInstanceSegmentationInput, COCOObjectDetectionInput
from pycocotools import mask as run_lengths
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from scenewright.datasets import staging
from scenewright.datasets.coco import read_coco, write_coco, write_coco_detection, write_coco_polygons
from scenewright.errors import UserError

# Masks are decoded by pycocotools 2.0, whose own code calls NumPy in a way that NumPy 2 no longer likes.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy:DeprecationWarning")


def _loaded(folder):
    with contextlib.redirect_stdout(io.StringIO()):
        return COCO(str(folder / "annotations.json"))


def _visible(dataset):
    """Return (frame, view, instance) of everything that can be seen, in order."""
    return [(f, v, item) for f in dataset.frames() for v in f.views for item in v.instances if item.visible_px > 0]


@pytest.fixture
def exported(dataset, tmp_path):
    write_coco(dataset, tmp_path / "coco")
    return tmp_path / "coco"


@pytest.mark.parametrize("kind", ["bbox", "segm"])
def test_the_truth_scored_against_itself_is_perfect(exported, kind):
    truth = _loaded(exported)
    found = [{**annotation, "score": 1.0} for annotation in truth.dataset["annotations"]]
    with contextlib.redirect_stdout(io.StringIO()):
        evaluation = COCOeval(truth, truth.loadRes(found), kind)
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    assert evaluation.stats[0] == pytest.approx(1.0)


def test_masks_equal_the_instance_mask_bit_for_bit(exported, dataset):
    truth = _loaded(exported)
    annotations = truth.loadAnns(truth.getAnnIds())
    for annotation, (_, view, item) in zip(annotations, _visible(dataset), strict=True):
        mask = truth.annToMask(annotation).astype(bool)
        np.testing.assert_array_equal(mask, dataset.load(view, "instance_mask") == item.instance_id)
        assert annotation["area"] == mask.sum() == run_lengths.area(annotation["segmentation"])
        assert annotation["bbox"] == run_lengths.toBbox(annotation["segmentation"]).tolist()


def boxes_by_file(dataset):
    """Return (class, xyxy) of all that can be seen, by the picture's name."""
    return {
        f"{frame.index:06d}.png": [
            (item.class_name, item.box_tight) for item in frame.views[0].instances if item.visible_px
        ]
        for frame in dataset.frames()
    }


@pytest.mark.parametrize("write", [write_coco, write_coco_polygons, write_coco_detection])
def test_globox_and_labelformat_read_boxes_and_classes(write, dataset, tmp_path):
    write(dataset, tmp_path / "coco")
    globox = AnnotationSet.from_coco(tmp_path / "coco" / "annotations.json")
    found = {name: [(box.label, box.ltrb) for box in globox[name].boxes] for name in globox.image_ids}
    assert found == boxes_by_file(dataset)
    labels = COCOObjectDetectionInput(tmp_path / "coco" / "annotations.json").get_labels()
    found = {
        label.image.filename: [
            (item.category.name, (item.box.xmin, item.box.ymin, item.box.xmax, item.box.ymax)) for item in label.objects
        ]
        for label in labels
    }
    assert found == boxes_by_file(dataset)


def test_labelformat_reads_polygons(dataset, tmp_path):
    write_coco_polygons(dataset, tmp_path / "coco")
    labels = COCOInstanceSegmentationInput(tmp_path / "coco" / "annotations.json").get_labels()
    found = {}
    for label in labels:
        boxes = [(item.category.name, item.segmentation.bounding_box()) for item in label.objects]
        found[label.image.filename] = [(name, (box.xmin, box.ymin, box.xmax, box.ymax)) for name, box in boxes]
    assert found == boxes_by_file(dataset)


def test_ids_are_those_that_readers_expect(exported, dataset):
    data = json.loads((exported / "annotations.json").read_text(encoding="utf-8"))
    assert [item["id"] for item in data["annotations"]] == list(range(1, len(_visible(dataset)) + 1))
    assert [item["id"] for item in data["images"]] == [1, 2, 3]
    assert [(item["id"], item["name"]) for item in data["categories"]] == [(1, "cup"), (2, "box"), (3, "grün")]
    assert {item["iscrowd"] for item in data["annotations"]} == {0}
    assert {type(number) for item in data["annotations"] for number in item["bbox"]} == {float}


def test_objects_that_nobody_sees_get_no_annotation(exported, dataset):
    data = json.loads((exported / "annotations.json").read_text(encoding="utf-8"))
    written = {(item["image_id"] - 1, item["scenewright"]["instance_id"]) for item in data["annotations"]}
    hidden = {
        (f.index, item.instance_id) for f in dataset.frames() for item in f.views[0].instances if not item.visible_px
    }
    assert hidden
    assert not written & hidden


def test_reading_is_the_inverse_of_writing(exported, dataset):
    images = list(read_coco(exported))
    views = [(frame, view) for frame in dataset.frames() for view in frame.views]
    for image, (frame, view) in zip(images, views, strict=True):
        assert image.path.read_bytes() == (dataset.folder / view.files["rgb"]).read_bytes()
        assert (image.width, image.height) == (view.intrinsics.width, view.intrinsics.height)
        assert (image.details["frame"], image.details["camera"]) == (frame.index, view.camera)
        assert tuple(image.details["world_from_camera"]) == view.world_from_camera
    objects = [item for image in images for item in image.objects]
    for found, (_, view, item) in zip(objects, _visible(dataset), strict=True):
        assert (found.class_name, found.box, found.area_px) == (item.class_name, item.box_tight, item.visible_px)
        np.testing.assert_array_equal(found.mask, dataset.load(view, "instance_mask") == item.instance_id)
        assert found.details["occlusion_ratio"] == item.occlusion_ratio
        assert found.details["truncation_ratio"] == item.truncation_ratio
        assert tuple(found.details["box_loose"]) == item.box_loose


def test_polygons_plain_runs_and_bare_boxes_of_others_are_read_too(tmp_path):
    segmentations = [[[1, 1, 4, 1, 4, 3, 1, 3]], {"size": [4, 6], "counts": [4, 2, 18]}, []]
    data = {
        "images": [{"id": 5, "file_name": "a.jpg", "width": 6, "height": 4}],
        "categories": [{"id": 9, "name": "cup"}],
        "annotations": [
            {"image_id": 5, "category_id": 9, "bbox": [1, 1, 3, 2], "area": 6, "segmentation": runs}
            for runs in segmentations
        ],
    }
    (tmp_path / "annotations.json").write_text(json.dumps(data))
    (image,) = read_coco(tmp_path)
    polygon, runs, bare = image.objects
    assert polygon.mask.sum() == 6
    assert polygon.mask[1:3, 1:4].all()
    np.testing.assert_array_equal(np.argwhere(runs.mask), [[0, 1], [1, 1]])
    assert bare.mask is None
    assert bare.box == (1, 1, 4, 3)


def test_images_are_linked_and_copied_where_links_cannot_be(dataset, tmp_path, monkeypatch):
    original = dataset.folder / "rgb" / "000000.png"
    write_coco(dataset, tmp_path / "linked")
    assert (tmp_path / "linked" / "images" / "000000.png").samefile(original)
    write_coco(dataset, tmp_path / "copied", link=False)

    def no_links(*_):
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    monkeypatch.setattr(os, "link", no_links)
    write_coco(dataset, tmp_path / "fallen_back")
    for name in ("copied", "fallen_back"):
        copy = tmp_path / name / "images" / "000000.png"
        assert not copy.samefile(original)
        assert copy.read_bytes() == original.read_bytes()


def test_several_cameras_give_an_image_each(write_dataset, spec_of, tmp_path):
    write_coco(write_dataset(spec_of(cameras=("left", "right"))), tmp_path / "coco")
    names = [image.path.name for image in read_coco(tmp_path / "coco")]
    assert names[:3] == ["000000_left.png", "000000_right.png", "000001_left.png"]


def test_instance_masks_are_asked_for_in_words(write_dataset, spec_of, tmp_path):
    dataset = write_dataset(spec_of(labels=("semantic_mask",)))
    with pytest.raises(
        UserError, match=r"COCO's masks need the label instance_mask.*add instance_mask to the project's labels"
    ):
        write_coco(dataset, tmp_path / "coco")
    assert not (tmp_path / "coco").exists()


def test_a_dataset_without_frames_is_refused(write_dataset, spec, tmp_path):
    with pytest.raises(UserError, match="holds no finished frame: generate it first"):
        write_coco(write_dataset(spec, frames=[]), tmp_path / "coco")


def test_a_folder_in_use_is_refused(dataset, tmp_path):
    (tmp_path / "coco").mkdir()
    write_coco(dataset, tmp_path / "coco")
    with pytest.raises(UserError, match="is not empty: choose another folder"):
        write_coco(dataset, tmp_path / "coco")
    with pytest.raises(UserError, match="is a file, not a folder"):
        write_coco(dataset, tmp_path / "coco" / "annotations.json")


def test_an_export_that_fails_leaves_nothing(dataset, tmp_path, monkeypatch):
    def full(source, target):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target))

    monkeypatch.setattr(staging.shutil, "copyfile", full)
    with pytest.raises(UserError, match=r"Could not write the export: .*/coco/images/000000.png: No space left"):
        write_coco(dataset, tmp_path / "coco", link=False)
    assert {path.name for path in tmp_path.iterdir()} == {"dataset"}


def test_what_a_killed_export_left_is_replaced(dataset, tmp_path):
    left_over = tmp_path / "coco.scenewright.part"
    left_over.mkdir()
    (left_over / "old").write_text("")
    write_coco(dataset, tmp_path / "coco")
    assert not left_over.exists()
    assert {path.name for path in (tmp_path / "coco").iterdir()} == {"annotations.json", "images"}


@pytest.mark.parametrize("content", ["[", "[]", "{}", '{"categories":[],"images":[],"annotations":[{"image_id":1}]}'])
def test_a_file_that_is_not_coco_is_named(tmp_path, content):
    (tmp_path / "annotations.json").write_text(content)
    with pytest.raises(UserError, match="is not a COCO annotation file"):
        list(read_coco(tmp_path))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(UserError, match="Could not read the annotations"):
        list(read_coco(tmp_path))
