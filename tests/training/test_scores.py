import numpy as np
import pytest
from pycocotools import mask as run_lengths

from scenewright.training.mistakes import best_threshold, mistakes_json, mistakes_of
from scenewright.training.native import read_native
from scenewright.training.predictions import Found
from scenewright.training.scores import scores_of
from scenewright.training.targets import class_map, instance_masks

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy:DeprecationWarning")

SIZE = (64, 48)


def exact(table, image, task):
    """Return the labels themselves as what was found."""
    span = table.objects(image)
    masks = instance_masks(table, image, SIZE)
    return Found(
        table.boxes[span],
        table.labels[span],
        np.full(span.stop - span.start, 0.9, np.float32),
        runs=tuple(run_lengths.encode(np.asfortranarray(mask)) for mask in masks),
        keypoints=None if table.keypoints is None else table.keypoints[span].copy(),
        classes=class_map(table, image, SIZE) if task == "semantic" else None,
    )


def all_exact(table, task):
    return {image: exact(table, image, task) for image in range(len(table))}


@pytest.mark.parametrize("task", ["detection", "instances", "semantic", "keypoints"])
def test_the_labels_themselves_score_one(pointed_rectangles, task):
    table, _ = read_native(pointed_rectangles)
    scores = scores_of(table, all_exact(table, task), task)
    assert scores.score == pytest.approx(1.0)
    assert set(table.classes) <= set(scores.by_class)
    assert all(value == pytest.approx(1.0) for values in scores.by_class.values() for value in values.values())


def test_half_of_the_objects_missed_halves_the_score(rectangles):
    table, _ = read_native(rectangles)
    found = all_exact(table, "detection")
    half = {
        image: Found(one.boxes[one.labels == 1], one.labels[one.labels == 1], one.scores[one.labels == 1])
        for image, one in found.items()
    }
    scores = scores_of(table, half, "detection")
    assert scores.score == pytest.approx(0.5, abs=0.01)
    assert scores.by_class["red"]["AP"] == pytest.approx(1.0)
    assert scores.by_class["blue"]["AP"] == pytest.approx(0.0)


def test_keypoints_off_by_a_little_score_less_by_their_sigmas(pointed_rectangles):
    table, _ = read_native(pointed_rectangles)
    assert table.points.sigmas == (0.1, 0.1, 0.1)
    found = all_exact(table, "keypoints")
    for one in found.values():
        one.keypoints[..., 0] += 3
    assert 0.1 < scores_of(table, found, "keypoints").score < 0.95


def test_nothing_found_scores_nothing(rectangles):
    table, _ = read_native(rectangles)
    nothing = Found(np.zeros((0, 4), np.float32), np.zeros(0, np.int64), np.zeros(0, np.float32))
    assert scores_of(table, dict.fromkeys(range(len(table)), nothing), "detection").score == 0


def test_misses_inventions_and_confusions_are_told_apart(rectangles):
    table, _ = read_native(rectangles)
    one = exact(table, 0, "detection")
    kinds = []
    for labels, boxes in (
        (one.labels, one.boxes),
        (3 - one.labels, one.boxes),
        (one.labels[:1], one.boxes[:1]),
        (one.labels, one.boxes + np.array([[0, 0, 0, 0], [-40, 0, -40, 0]], np.float32)),
    ):
        found = Found(boxes, labels, np.full(len(labels), 0.9, np.float32))
        kinds.append(sorted(mistake.kind for mistake in mistakes_of(table, 0, found, 0.5, "detection")))
    assert kinds == [[], ["confusion", "confusion"], ["miss"], ["false_positive", "miss"]]


def test_finds_below_the_threshold_do_not_count_and_the_best_threshold_is_found(rectangles):
    table, _ = read_native(rectangles)
    found = {}
    for image, one in all_exact(table, "detection").items():
        wrong = np.array([[1, 1, 4, 4]], np.float32)
        boxes = np.concatenate([one.boxes, wrong])
        labels, scores = np.append(one.labels, 1), np.append(one.scores, 0.4).astype(np.float32)
        found[image] = Found(boxes, labels, scores)
    threshold = best_threshold(table, found)
    assert threshold == pytest.approx(0.9)
    assert mistakes_of(table, 0, found[0], threshold, "detection") == []
    assert [m.kind for m in mistakes_of(table, 0, found[0], 0.3, "detection")] == ["false_positive"]


def test_mistakes_name_frame_picture_and_object(rectangles):
    table, _ = read_native(rectangles)
    nothing = Found(np.zeros((0, 4), np.float32), np.zeros(0, np.int64), np.zeros(0, np.float32))
    mistakes = {4: mistakes_of(table, 4, nothing, 0.5, "detection"), 5: []}
    data = mistakes_json(table, mistakes, 0.5)
    [image] = data["images"]
    assert (image["frame"], data["counts"]) == (4, {"miss": 2})
    assert [mistake["instance_id"] for mistake in image["mistakes"]] == [1, 2]


def test_a_class_map_that_is_wrong_is_a_mistake_of_its_classes(rectangles):
    table, _ = read_native(rectangles)
    one = exact(table, 0, "semantic")
    assert mistakes_of(table, 0, one, 0.5, "semantic") == []
    one.classes[:] = 0
    assert {m.class_name for m in mistakes_of(table, 0, one, 0.5, "semantic")} == {"red", "blue"}
