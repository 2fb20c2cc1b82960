"""Panoptic masks by the rules of the reference evaluation, written here from its description."""

import json
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from scenewright.datasets.coco_panoptic import read_coco_panoptic, write_coco_panoptic
from scenewright.datasets.store import open_for_writing, read_dataset, write_frame
from scenewright.errors import UserError


def ids_of(path):
    pixels = np.asarray(Image.open(path)).astype(int)
    assert pixels.shape[2] == 3
    return pixels[..., 0] + 256 * pixels[..., 1] + 256**2 * pixels[..., 2]


def panoptic_quality(folder, found_folder):
    """Score one export against another, and check the three rules on both."""
    truth, found = (json.loads((place / "panoptic.json").read_text()) for place in (folder, found_folder))
    categories = {item["id"]: item for item in truth["categories"]}
    answers = {item["image_id"]: item for item in found["annotations"]}
    iou, hits, misses, extras = 0.0, 0, 0, 0
    for item in truth["annotations"]:
        sides = []
        for place, told in ((folder, item), (found_folder, answers[item["image_id"]])):
            ids = ids_of(place / "panoptic" / told["file_name"])
            listed = {segment["id"]: segment for segment in told["segments_info"]}
            assert len(listed) == len(told["segments_info"])
            shown = set(np.unique(ids).tolist()) - {0}
            assert shown <= set(listed), "a segment of the PNG is not in the JSON"
            assert set(listed) <= shown, "a segment of the JSON is not in the PNG"
            assert {segment["category_id"] for segment in listed.values()} <= set(categories), "an unknown category"
            for number, segment in listed.items():
                assert (ids == number).sum() == segment["area"]
            sides.append((ids, listed))
        (ids, listed), (other_ids, other_listed) = sides
        matched, found_again = set(), set()
        for number, segment in listed.items():
            for other, other_segment in other_listed.items():
                both = int(((ids == number) & (other_ids == other)).sum())
                union = segment["area"] + other_segment["area"] - both - int(((ids == 0) & (other_ids == other)).sum())
                alike = segment["category_id"] == other_segment["category_id"] and not segment["iscrowd"]
                if alike and both / union > 0.5:
                    iou, hits = iou + both / union, hits + 1
                    found_again.add(number)
                    matched.add(other)
        crowds = {segment["category_id"]: number for number, segment in listed.items() if segment["iscrowd"]}
        assert len(crowds) == sum(segment["iscrowd"] for segment in listed.values()), "it knows one crowd of a class"
        misses += len(listed) - len(found_again) - len(crowds)
        for other in other_listed.keys() - matched:
            nobody_asks = (ids == 0) | (ids == crowds.get(other_listed[other]["category_id"], -1))
            extras += (nobody_asks & (other_ids == other)).sum() / other_listed[other]["area"] <= 0.5
    return iou / (hits + misses / 2 + extras / 2)


@pytest.fixture
def exported(dataset, tmp_path):
    write_coco_panoptic(dataset, tmp_path / "panoptic")
    return tmp_path / "panoptic"


def test_the_truth_against_itself_is_perfect(exported):
    assert panoptic_quality(exported, exported) == 1.0


@pytest.fixture
def judged(write_drawn, tmp_path):
    """Return the same pictures twice: with verdicts, of which two in a picture ignore a class, and without."""
    ids = np.kron(np.arange(12).reshape(3, 4), np.ones((8, 8), int))
    plain = write_drawn(tmp_path / "plain", [ids, np.zeros_like(ids)], ("cup", "box"))
    verdicts = {1: "drop", 2: "ignore", 4: "ignore", 5: "ignore", 6: "flag"}
    open_for_writing(tmp_path / "judged", plain.spec)
    for frame in plain.frames():
        view = frame.views[0]
        items = tuple(
            replace(
                item, verdict=verdicts.get(item.instance_id, ""), reason="so" if item.instance_id in verdicts else ""
            )
            for item in view.instances
        )
        images = {name: plain.load(view, name) for name in view.files}
        write_frame(tmp_path / "judged", frame.index, frame.plan, [(replace(view, instances=items), images)])
    return read_dataset(tmp_path / "judged"), plain


def test_what_rules_drop_or_ignore_is_neither_asked_for_nor_wrong_where_it_is_found(judged, tmp_path):
    for name, dataset in zip(("judged", "plain"), judged, strict=True):
        write_coco_panoptic(dataset, tmp_path / f"{name} panoptic")
    truth, finds_them_all = tmp_path / "judged panoptic", tmp_path / "plain panoptic"
    assert panoptic_quality(truth, truth) == 1.0
    assert panoptic_quality(truth, finds_them_all) == 1.0
    assert panoptic_quality(finds_them_all, truth) < 1.0


def test_what_is_ignored_of_a_class_is_one_crowd_and_what_is_dropped_is_void(judged, tmp_path):
    dataset, _ = judged
    write_coco_panoptic(dataset, tmp_path / "out")
    ids = dataset.load(dataset.frame(0).views[0], "instance_mask")
    image, empty = read_coco_panoptic(tmp_path / "out")
    np.testing.assert_array_equal(image.ids == 0, ids == 1)
    crowds = [segment for segment in image.segments if segment.is_crowd]
    assert [(crowd.class_name, crowd.area_px) for crowd in crowds] == [("box", 128), ("cup", 64)]
    np.testing.assert_array_equal(image.ids == crowds[0].segment_id, (ids == 2) | (ids == 4))
    assert crowds[0].box == (0, 0, 24, 16)
    first, _ = json.loads((tmp_path / "out" / "panoptic.json").read_text())["annotations"]
    own = {segment["id"]: segment["scenewright"] for segment in first["segments_info"] if "scenewright" in segment}
    assert [one["instance_id"] for one in own[crowds[0].segment_id]["instances"]] == [2, 4]
    assert {"instance_id": 6, "verdict": "flag", "reason": "so"} in own.values()
    assert [segment.class_name for segment in empty.segments] == ["background"]


def test_every_pixel_belongs_to_its_object_or_to_the_background(exported, dataset):
    for image, frame in zip(read_coco_panoptic(exported), dataset.frames(), strict=True):
        ids = dataset.load(frame.views[0], "instance_mask")
        by_id = {item.instance_id: item for item in frame.views[0].instances}
        *things, stuff = image.segments
        assert len(things) == len(set(np.unique(ids)) - {0})
        assert (stuff.class_name, stuff.is_thing, stuff.area_px) == ("background", False, (ids == 0).sum())
        np.testing.assert_array_equal(image.ids == stuff.segment_id, ids == 0)
        for segment in things:
            [number] = np.unique(ids[image.ids == segment.segment_id])
            assert (segment.class_name, segment.box) == (by_id[number].class_name, by_id[number].box_tight)
            np.testing.assert_array_equal(image.ids == segment.segment_id, ids == number)


def test_categories_say_what_is_a_thing(exported):
    categories = json.loads((exported / "panoptic.json").read_text())["categories"]
    assert [(c["id"], c["name"], c["isthing"]) for c in categories] == [
        (1, "cup", 1), (2, "box", 1), (3, "grün", 1), (4, "background", 0)
    ]  # fmt: skip
    assert all(len(item["color"]) == 3 for item in categories)


def test_a_class_that_is_called_background_stays_apart(write_drawn, tmp_path):
    ids = np.zeros((16, 16), int)
    ids[4:8, 4:8] = 1
    dataset = write_drawn(tmp_path / "dataset", [ids], ("background",))
    write_coco_panoptic(dataset, tmp_path / "out")
    [image] = read_coco_panoptic(tmp_path / "out")
    assert [item.class_name for item in image.segments] == ["background", "background_"]


def test_a_picture_full_of_objects_has_no_background(write_drawn, tmp_path):
    dataset = write_drawn(tmp_path / "dataset", [np.arange(1, 257).reshape(16, 16)], ("cup",))
    write_coco_panoptic(dataset, tmp_path / "out")
    [image] = read_coco_panoptic(tmp_path / "out")
    assert len({item.segment_id for item in image.segments}) == 256
    assert all(item.is_thing for item in image.segments)


def test_a_mask_that_contradicts_its_list_is_refused_in_words(exported):
    path = exported / "panoptic.json"
    data = json.loads(path.read_text())
    data["annotations"][1]["segments_info"].pop()
    path.write_text(json.dumps(data))
    with pytest.raises(UserError, match=r"000001\.png shows segments that are not listed"):
        list(read_coco_panoptic(exported))
    with pytest.raises(UserError, match="Could not read the panoptic masks"):
        list(read_coco_panoptic(exported / "nowhere"))
