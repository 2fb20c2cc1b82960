"""COCO folders: silent about our own, and every trap of the format is found and named."""

import shutil

import numpy as np
import pytest
from PIL import Image

from scenewright.datasets.checks.coco import SENTENCES, open_coco
from scenewright.datasets.checks.coco_panoptic import open_coco_panoptic
from scenewright.datasets.coco import write_coco, write_coco_detection, write_coco_polygons
from scenewright.datasets.coco_panoptic import write_coco_panoptic
from scenewright.errors import UserError

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy:DeprecationWarning")


@pytest.fixture
def folder(dataset, tmp_path):
    write_coco(dataset, tmp_path / "coco")
    return tmp_path / "coco"


def annotation(data, place=0, **values):
    data["annotations"][place].update(values)


def with_points(data):
    """Give the first category two keypoints and its first object both of them."""
    data["categories"][0] |= {"keypoints": ["a", "b"], "skeleton": [[1, 2]]}
    item = next(item for item in data["annotations"] if item["category_id"] == data["categories"][0]["id"])
    item |= {"keypoints": [3, 4, 2, 0, 0, 0], "num_keypoints": 1}
    return item


@pytest.mark.parametrize("write", [write_coco, write_coco_detection, write_coco_polygons])
def test_our_own_folders_hold(write, dataset, tmp_path, looked_at):
    write(dataset, tmp_path / "out")
    opened = open_coco(tmp_path / "out")
    assert opened.total == 3
    assert looked_at(opened) == {}
    has_masks = write is not write_coco_detection
    assert ("box_is_bounds_of_mask" in opened.look(next(iter(opened.items))).checked) == has_masks


MUTATIONS = {
    "an annotation with the id 0": (lambda d: annotation(d, id=0), "ids_are_unique"),
    "an annotation's id twice": (lambda d: annotation(d, 1, id=d["annotations"][0]["id"]), "ids_are_unique"),
    "an image's id twice": (lambda d: d["images"][1].update(id=d["images"][0]["id"]), "ids_are_unique"),
    "a category's name twice": (lambda d: d["categories"][1].update(name="cup"), "ids_are_unique"),
    "an unknown image": (lambda d: annotation(d, image_id=77), "references_exist"),
    "an unknown category": (lambda d: annotation(d, category_id=0), "references_exist"),
    "a picture that is not there": (lambda d: d["images"][0].update(file_name="lost.png"), "images_are_there"),
    "width for height": (lambda d: d["images"][0].update(width=32, height=48), "images_are_there"),
    "XYXY for XYWH": (
        lambda d: [item.update(bbox=[*item["bbox"][:2], *np.add(item["bbox"][:2], item["bbox"][2:]).tolist()])
                   for item in d["annotations"]],
        "box_is_bounds_of_mask",
    ),
    "a box two pixels aside": (lambda d: annotation(d, bbox=np.add(d["annotations"][0]["bbox"], (2, 0, 0, 0)).tolist()),
                               "box_is_bounds_of_mask"),
    "a box without a size": (lambda d: annotation(d, bbox=[1, 1, 0, 5]), "boxes_lie_in_the_image"),
    "a box that is no box": (lambda d: annotation(d, bbox=[1, 1, 4]), "boxes_lie_in_the_image"),
    "a box outside": (lambda d: annotation(d, bbox=[40, 1, 30, 5]), "boxes_lie_in_the_image"),
    "the box's area for the mask's": (
        lambda d: annotation(d, area=d["annotations"][0]["area"] + 40), "area_is_of_mask"),
    "run lengths of another size": (
        lambda d: annotation(d, segmentation={**d["annotations"][0]["segmentation"], "size": [48, 32]}),
        "masks_are_whole"),
    "a polygon of two points": (lambda d: annotation(d, segmentation=[[1, 1, 5, 5]]), "masks_are_whole"),
    "a crowd of polygons": (lambda d: annotation(d, segmentation=[[1, 1, 9, 1, 9, 9]], iscrowd=1), "masks_are_whole"),
    "an empty mask": (lambda d: annotation(d, segmentation={"size": [32, 48], "counts": [32 * 48]}), "masks_are_whole"),
    "a mask of another object": (
        lambda d: annotation(d, segmentation=d["annotations"][1]["segmentation"]), "box_is_bounds_of_mask"),
    "too few keypoints": (lambda d: with_points(d).update(keypoints=[3, 4, 2]), "keypoints_fit_their_category"),
    "a wrong number of keypoints": (lambda d: with_points(d).update(num_keypoints=2), "keypoints_fit_their_category"),
    "a visibility of 3": (
        lambda d: with_points(d).update(keypoints=[3, 4, 3, 0, 0, 0]), "keypoints_fit_their_category"),
    "a keypoint outside": (
        lambda d: with_points(d).update(keypoints=[3, 99, 2, 0, 0, 0]), "keypoints_lie_in_the_image"),
    "a place without a label": (
        lambda d: with_points(d).update(keypoints=[3, 4, 2, 5, 5, 0]), "keypoints_lie_in_the_image"),
    "an object twice": (
        lambda d: d["annotations"].append({**d["annotations"][0], "id": 999}), "no_object_is_there_twice"),
}  # fmt: skip


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_mistake_is_found_and_named(name, folder, edited, looked_at):
    change, check = MUTATIONS[name]
    edited(folder / "annotations.json", change)
    assert check in looked_at(open_coco(folder))


def test_good_keypoints_hold(folder, edited, looked_at):
    edited(folder / "annotations.json", with_points)
    assert looked_at(open_coco(folder)) == {}


def test_every_check_of_an_image_is_broken_by_some_mistake():
    assert {check for _, check in MUTATIONS.values()} | {"no_picture_is_there_twice"} == set(SENTENCES)


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n", None])
def test_a_damaged_picture_is_found(content, folder, looked_at):
    path = folder / "images" / "000001.png"
    whole = path.read_bytes()
    path.unlink()
    path.write_bytes(whole[: len(whole) // 2] if content is None else content)
    assert list(looked_at(open_coco(folder))) == ["images_are_there"]


def test_the_same_picture_has_the_same_digest_under_any_name(folder):
    opened = open_coco(folder)
    digests = [opened.look(item).digest for item in opened.items]
    shutil.copy(folder / "images" / "000001.png", folder / "images" / "copy.png")
    (folder / "images" / "000002.png").unlink()
    (folder / "images" / "copy.png").rename(folder / "images" / "000002.png")
    after = [opened.look(item).digest for item in opened.items]
    assert len(set(digests)) == 3
    assert after[1] == after[2] == digests[1]


def test_folders_as_others_lay_them_out_are_found(folder, tmp_path, looked_at):
    """As COCO's own: annotations/instances_val2017.json and val2017/; and as Roboflow's: all in one folder."""
    (tmp_path / "own" / "annotations").mkdir(parents=True)
    shutil.copy(folder / "annotations.json", tmp_path / "own" / "annotations" / "instances_val2017.json")
    shutil.copytree(folder / "images", tmp_path / "own" / "val2017")
    shutil.copytree(folder / "images", tmp_path / "flat" / "train")
    shutil.copy(folder / "annotations.json", tmp_path / "flat" / "train" / "_annotations.coco.json")
    for place in ("own", "flat", "flat/train", "own/annotations/instances_val2017.json"):
        opened = open_coco(tmp_path / place)
        assert opened.total == 3
        assert looked_at(opened) == {}, place


def test_what_holds_no_annotations_is_refused_in_words(tmp_path):
    with pytest.raises(UserError, match="holds no COCO annotations"):
        open_coco(tmp_path)
    (tmp_path / "annotations.json").write_text("{")
    with pytest.raises(UserError, match="is damaged"):
        open_coco(tmp_path)
    (tmp_path / "annotations.json").write_text('{"images": [], "annotations": []}')
    with pytest.raises(UserError, match="lists no image"):
        open_coco(tmp_path)


PANOPTIC = {
    "a segment that is not in the mask": (
        lambda d: d["annotations"][0]["segments_info"].append({**d["annotations"][0]["segments_info"][0], "id": 5}),
        "segments_are_those_of_the_mask"),
    "a segment that is not listed": (
        lambda d: d["annotations"][0]["segments_info"].pop(), "segments_are_those_of_the_mask"),
    "a wrong area": (lambda d: d["annotations"][0]["segments_info"][0].update(area=1), "area_is_of_mask"),
    "a wrong box": (
        lambda d: d["annotations"][0]["segments_info"][0].update(bbox=[0, 0, 1, 1]), "box_is_bounds_of_mask"),
    "an unknown category": (
        lambda d: d["annotations"][0]["segments_info"][0].update(category_id=99), "references_exist"),
    "an unknown image": (lambda d: d["annotations"][0].update(image_id=99), "references_exist"),
    "two masks of one image": (
        lambda d: d["annotations"][1].update(image_id=d["annotations"][0]["image_id"]), "ids_are_unique"),
    "a mask that is not there": (lambda d: d["annotations"][0].update(file_name="lost.png"), "images_are_there"),
}  # fmt: skip


@pytest.mark.parametrize("name", PANOPTIC)
def test_a_mistake_in_a_panoptic_folder_is_found(name, dataset, tmp_path, edited, looked_at):
    change, check = PANOPTIC[name]
    write_coco_panoptic(dataset, tmp_path / "out")
    assert looked_at(open_coco_panoptic(tmp_path / "out")) == {}
    edited(tmp_path / "out" / "panoptic.json", change)
    assert check in looked_at(open_coco_panoptic(tmp_path / "out"))


def test_a_panoptic_mask_in_the_order_of_other_channels_is_found(dataset, tmp_path, looked_at):
    write_coco_panoptic(dataset, tmp_path / "out")
    path = tmp_path / "out" / "panoptic" / "000000.png"
    pixels = np.asarray(Image.open(path))[..., ::-1]
    path.unlink()
    Image.fromarray(pixels).save(path)
    assert "segments_are_those_of_the_mask" in looked_at(open_coco_panoptic(tmp_path / "out"))
