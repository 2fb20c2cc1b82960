"""COCO as polygons, as boxes only, and with keypoints; scored by code that nobody here wrote."""

import contextlib
import io
import json

import faster_coco_eval
import numpy as np
import pytest
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from scenewright.datasets.coco import (
    read_coco,
    write_coco,
    write_coco_detection,
    write_coco_keypoints,
    write_coco_polygons,
)
from scenewright.datasets.records import KeypointRecord
from scenewright.datasets.skeletons import Skeleton, Skeletons

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy:DeprecationWarning")

CLASSES = ("person", "robot", "box")
PERSON = Skeleton(("nose", "left_eye", "right_eye"), (("nose", "left_eye"),), (("left_eye", "right_eye"),))
ROBOT = Skeleton(("base", "tip"), (("base", "tip"),), (), (0.1, 0.02))
SKELETONS = Skeletons({"face": PERSON, "arm": ROBOT}, {"person": "face", "robot": "arm"})


def quiet(call, *arguments, **named):
    with contextlib.redirect_stdout(io.StringIO()):
        return call(*arguments, **named)


def random_ids(seed, size=(120, 160), count=9):
    """Return an id image of discs with holes that cover each other."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[: size[0], : size[1]]
    ids = np.zeros(size, np.uint16)
    for k in range(1, count + 1):
        distance = np.hypot(x - rng.integers(20, size[1] - 20), y - rng.integers(20, size[0] - 20))
        ids[(distance < rng.integers(14, 22)) & (distance > rng.integers(0, 9))] = k
    return ids


def points_of(frame, k, name):
    """Return random points, of which the last is never in the image."""
    rng = np.random.default_rng([frame, k])
    if name == "box":
        return "", ()
    skeleton = SKELETONS.of(name)
    seen = [
        KeypointRecord(p, *map(float, rng.uniform(10, 100, 2)), int(rng.integers(1, 3)), (0.0, 0.0, 0.0), 0.01)
        for p in skeleton.points[:-1]
    ]
    return SKELETONS.of_class[name], (*seen, KeypointRecord(skeleton.points[-1], None, None, 0, (0.0, 0.0, 0.0), 0.01))


@pytest.fixture(scope="module")
def dataset(write_drawn, tmp_path_factory):
    images = [random_ids(seed) for seed in range(4)]
    place = tmp_path_factory.mktemp("drawn") / "dataset"
    return write_drawn(place, images, CLASSES, points_of=points_of, skeletons=SKELETONS)


@pytest.fixture(scope="module")
def exports(dataset, tmp_path_factory):
    place = tmp_path_factory.mktemp("exports")
    writers = {
        "runs": write_coco,
        "polygons": write_coco_polygons,
        "boxes": write_coco_detection,
        "keypoints": write_coco_keypoints,
    }
    for name, write in writers.items():
        write(dataset, place / name)
    return place


def results(truth, kind):
    """Return the truth as a detector would hand it in."""
    kept = {"bbox": ("bbox",), "segm": ("bbox", "segmentation"), "keypoints": ("bbox", "keypoints")}[kind]
    found = []
    for item in truth.dataset["annotations"]:
        run = {"segmentation": truth.annToRLE(item)} if kind == "segm" else {}
        answer = {name: item[name] for name in ("image_id", "category_id", *kept)}
        found.append({**answer, **run, "score": 1.0})
    return found


def average_precision(path, kind, sigmas=None):
    truth = quiet(COCO, str(path / "annotations.json"))
    scored = quiet(COCOeval, truth, quiet(truth.loadRes, results(truth, kind)), kind)
    if sigmas:
        scored.params.kpt_oks_sigmas = np.array(sigmas)
        scored.params.areaRng = [[0, 1e10]] * 3  # the objects are small
    for step in (scored.evaluate, scored.accumulate, scored.summarize):
        quiet(step)
    return scored.stats[0]


def faster_average_precision(path, kind, sigmas=None):
    truth = faster_coco_eval.COCO(str(path / "annotations.json"))
    more = {"kpt_oks_sigmas": sigmas} if sigmas else {}
    found = truth.loadRes(results(quiet(COCO, str(path / "annotations.json")), kind))
    scored = faster_coco_eval.COCOeval_faster(truth, found, kind, print_function=lambda *_: None, **more)
    if sigmas:
        scored.params.areaRng = [[0, 1e10]] * 3
    for step in (scored.evaluate, scored.accumulate, scored.summarize):
        step()
    return scored.stats[0]


@pytest.mark.parametrize("score", [average_precision, faster_average_precision])
@pytest.mark.parametrize(
    ("export", "kind"),
    [("runs", "bbox"), ("runs", "segm"), ("polygons", "bbox"), ("polygons", "segm"), ("boxes", "bbox")],
)
def test_the_truth_against_itself_is_perfect(exports, export, kind, score):
    assert score(exports / export, kind) == pytest.approx(1.0)


@pytest.mark.parametrize("score", [average_precision, faster_average_precision])
def test_keypoints_against_themselves_are_perfect_with_the_sigmas_of_the_file(exports, score):
    sigmas = json.loads((exports / "keypoints" / "sigmas.json").read_text())["sigmas"]
    assert score(exports / "keypoints", "keypoints", sigmas) == pytest.approx(1.0)


def test_polygons_give_the_masks_back_bit_for_bit(exports, dataset):
    truth = quiet(COCO, str(exports / "polygons" / "annotations.json"))
    with_holes = 0
    for frame, image in zip(dataset.frames(), read_coco(exports / "polygons"), strict=True):
        ids = dataset.load(frame.views[0], "instance_mask")
        for item in image.objects:
            np.testing.assert_array_equal(item.mask, ids == item.details["instance_id"])
            assert item.area_px == item.mask.sum()
    for item in truth.dataset["annotations"]:
        assert all(isinstance(polygon, list) and len(polygon) >= 8 for polygon in item["segmentation"])
        with_holes += truth.annToMask(item).sum() == item["area"]
    assert with_holes == len(truth.dataset["annotations"])


def test_boxes_only_has_no_segmentation(exports):
    data = json.loads((exports / "boxes" / "annotations.json").read_text())
    assert not any("segmentation" in item for item in data["annotations"])


def test_several_skeletons_become_one_set_of_points(exports):
    data = json.loads((exports / "keypoints" / "annotations.json").read_text())
    names = ["face.nose", "face.left_eye", "face.right_eye", "arm.base", "arm.tip"]
    assert [(item["id"], item["name"], item["keypoints"]) for item in data["categories"]] == [
        (1, "person", names),
        (2, "robot", names),
    ]
    assert data["categories"][0]["skeleton"] == [[1, 2], [4, 5]]
    told = json.loads((exports / "keypoints" / "sigmas.json").read_text())
    assert told == {"keypoints": names, "sigmas": [0.026, 0.025, 0.025, 0.1, 0.02]}


def test_each_object_has_its_own_points_labelled_and_every_annotation_has_some(exports, dataset):
    records = {(frame.index, item.instance_id): item for frame in dataset.frames() for item in frame.views[0].instances}
    images = list(read_coco(exports / "keypoints"))
    assert sum(len(image.objects) for image in images) == sum(item.class_name != "box" for item in records.values())
    for image in images:
        for item in image.objects:
            record = records[image.details["frame"], item.details["instance_id"]]
            start = 0 if item.class_name == "person" else 3
            own = item.keypoints[start : start + len(record.keypoints)]
            expected = [(p.x, p.y, p.visibility) if p.visibility else (0, 0, 0) for p in record.keypoints]
            np.testing.assert_array_equal(own, expected)
            assert item.keypoints[:, 2].sum() == own[:, 2].sum()


def test_plain_coco_keeps_each_class_its_own_points(exports):
    data = json.loads((exports / "runs" / "annotations.json").read_text())
    assert [item.get("keypoints") for item in data["categories"]] == [list(PERSON.points), list(ROBOT.points), None]
    assert {len(item["keypoints"]) for item in data["annotations"] if item["category_id"] == 2} == {6}


def test_files_are_found_where_others_put_them(exports, tmp_path):
    (tmp_path / "annotations").mkdir()
    text = (exports / "boxes" / "annotations.json").read_text()
    (tmp_path / "annotations" / "instances_val2017.json").write_text(text)
    images = list(read_coco(tmp_path, "annotations/instances_val2017.json", "val2017"))
    assert images[0].path == tmp_path / "val2017" / "000000.png"
    assert len(images) == 4


@pytest.mark.parametrize(
    "item", [{"bbox": [1, 2]}, {"category_id": 9}, {"segmentation": {"counts": 5, "size": [2, 2]}}]
)
def test_a_damaged_annotation_is_told_in_words(exports, tmp_path, item):
    data = json.loads((exports / "runs" / "annotations.json").read_text())
    data["annotations"][3] |= item
    (tmp_path / "annotations.json").write_text(json.dumps(data))
    with pytest.raises(Exception, match="is not a COCO annotation file"):
        list(read_coco(tmp_path))
