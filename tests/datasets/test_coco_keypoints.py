"""Keypoints in COCO's own words: 17 points of a person, scored by COCO's own code."""

import contextlib
import io
import json
from dataclasses import replace

import numpy as np
import pytest
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from scenewright.datasets.coco import write_coco
from scenewright.datasets.records import KeypointRecord
from scenewright.datasets.skeletons import Skeleton, Skeletons, skeletons_from_json, skeletons_json
from scenewright.datasets.store import open_for_writing, read_dataset, read_skeletons, write_frame
from scenewright.errors import UserError

NAMES = tuple(f"point_{k}" for k in range(17))
SKELETONS = Skeletons(
    {"person": Skeleton(NAMES, ((NAMES[0], NAMES[1]), (NAMES[1], NAMES[16])), ((NAMES[1], NAMES[2]),))},
    {"cup": "person"},
)


def with_points(item, rng):
    if item.class_name != "cup":
        return item
    points = tuple(
        KeypointRecord(name, *map(float, rng.uniform(0, 30, 2)), int(rng.integers(0, 3)), (0.0, 0.0, 0.0), 0.01)
        for name in NAMES[:-1]
    )
    behind = KeypointRecord(NAMES[-1], None, None, 0, (0.0, 0.0, 0.0), 0.01)
    return replace(item, skeleton="person", keypoints=(*points, behind))


@pytest.fixture
def people(dataset, tmp_path):
    """The random rectangles once more, with keypoints on every cup."""
    rng = np.random.default_rng(5)
    open_for_writing(tmp_path / "people", dataset.spec, SKELETONS)
    for frame in dataset.frames():
        views = []
        for view in frame.views:
            channels = {name: dataset.load(view, name) for name in view.files}
            instances = tuple(with_points(item, rng) for item in view.instances)
            views.append((replace(view, instances=instances, files={}, file_bytes={}), channels))
        write_frame(tmp_path / "people", frame.index, frame.plan, views)
    return read_dataset(tmp_path / "people")


@pytest.fixture
def truth(people, tmp_path):
    write_coco(people, tmp_path / "coco")
    with contextlib.redirect_stdout(io.StringIO()):
        return COCO(str(tmp_path / "coco" / "annotations.json"))


def test_keypoints_scored_against_themselves_are_perfect(truth):
    found = [{**item, "score": 1.0} for item in truth.dataset["annotations"] if "keypoints" in item]
    with contextlib.redirect_stdout(io.StringIO()):
        for item in truth.dataset["annotations"]:
            item.setdefault("keypoints", [0] * 51)
            item.setdefault("num_keypoints", 0)
        evaluation = COCOeval(truth, truth.loadRes(found), "keypoints")
        evaluation.params.areaRng = [[0, 1e10]] * 3  # the pictures are tiny
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    assert evaluation.stats[0] == pytest.approx(1.0)


def test_a_category_names_its_points_and_counts_edges_from_one(truth):
    [cup] = truth.loadCats(truth.getCatIds(["cup"]))
    assert cup["keypoints"] == list(NAMES)
    assert cup["skeleton"] == [[1, 2], [2, 17]]
    assert "keypoints" not in truth.loadCats(truth.getCatIds(["box"]))[0]


def test_points_outside_the_image_are_zeros_and_do_not_count(truth, people):
    records = {
        (frame.index + 1, item.instance_id): item
        for frame in people.frames()
        for item in frame.views[0].instances
        if item.keypoints
    }
    checked = 0
    for item in truth.dataset["annotations"]:
        if "keypoints" not in item:
            continue
        record = records[item["image_id"], item["scenewright"]["instance_id"]]
        triples = np.reshape(item["keypoints"], (-1, 3))
        expected = [(p.x, p.y, p.visibility) if p.visibility else (0, 0, 0) for p in record.keypoints]
        assert triples.tolist() == [list(map(float, triple)) for triple in expected]
        assert item["num_keypoints"] == sum(p.visibility > 0 for p in record.keypoints)
        checked += 1
    assert checked


def test_records_and_skeletons_survive_the_disk(people):
    assert read_skeletons(people) == SKELETONS
    points = [item.keypoints for frame in people.frames() for item in frame.views[0].instances if item.keypoints]
    assert all(len(item) == 17 and item[16].x is None for item in points)


def test_a_dataset_without_keypoints_has_no_skeletons(dataset):
    assert read_skeletons(dataset).by_name == {}


def test_damaged_skeletons_are_refused_in_words(people):
    (people.folder / "skeletons.json").write_text('{"skeletons": {}}')
    with pytest.raises(UserError, match="is damaged"):
        read_skeletons(people)


def test_a_class_with_an_unknown_skeleton_is_refused():
    text = skeletons_json(Skeletons({}, {}))
    assert skeletons_from_json(text) == Skeletons({}, {})
    with pytest.raises(ValueError, match="a skeleton that is not there"):
        skeletons_from_json(json.dumps({"skeletons": {}, "classes": {"cup": "person"}}))
