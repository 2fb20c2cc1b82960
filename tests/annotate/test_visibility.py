"""Visibility rules: who is judged, why, and what exports make of it."""

import json
from dataclasses import replace

import pytest
from pydantic import ValidationError

from scenewright.annotate.visibility import judged
from scenewright.datasets.formats import FORMATS, SPLIT_FORMATS
from scenewright.datasets.records import InstanceRecord
from scenewright.datasets.store import open_for_writing, read_dataset, write_frame
from scenewright.jobs.generate import Wish, generate
from scenewright.paths import shipped
from scenewright.spec.project import ProjectSpec
from scenewright.spec.visibility import VisibilityRule
from scenewright.spec.yaml_io import load_project

IDENTITY = (1.0, 0, 0, 0, 0, 1.0, 0, 0, 0, 0, 1.0, 0, 0, 0, 0, 1.0)


def seen(number, visible=100, amodal=200, total=400, class_name="cup"):
    box = (0.0, 0.0, 10.0, 10.0)
    ratios = (1 - visible / amodal, 1 - amodal / total)
    return InstanceRecord(
        number, 1, class_name, "g", "a", box, box, visible, amodal, total, *ratios, (0, 0, 0), (1, 1, 1), IDENTITY
    )


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ({"least_px": 101}, "100 visible pixels, fewer than 101"),
        ({"most_occlusion": 0.49}, "50% hidden, more than 49%"),
        ({"most_truncation": 0.49}, "50% outside the image, more than 49%"),
    ],
)
def test_who_misses_a_rule_is_judged_with_the_reason(rule, reason):
    [item] = judged([seen(1)], [VisibilityRule(**rule)])
    assert (item.verdict, item.reason) == ("drop", reason)


@pytest.mark.parametrize("rule", [{"least_px": 100}, {"most_occlusion": 0.5}, {"most_truncation": 0.5}, {}])
def test_who_keeps_a_rule_is_left_alone(rule):
    assert judged([seen(1)], [VisibilityRule(**rule)]) == (seen(1),)


def test_a_rule_speaks_of_its_classes_only():
    rule = VisibilityRule(classes=("bowl",), least_px=1000)
    cup, bowl = judged([seen(1), seen(2, class_name="bowl")], [rule])
    assert (cup.verdict, bowl.verdict) == ("", "drop")


def test_of_several_rules_the_strictest_counts():
    rules = [VisibilityRule(least_px=1000, then=then) for then in ("flag", "drop", "ignore")]
    assert judged([seen(1)], rules)[0].verdict == "drop"
    assert judged([seen(1)], rules[:1])[0].verdict == "flag"


def test_what_is_not_seen_at_all_needs_no_verdict():
    hidden = replace(seen(1), visible_px=0, box_tight=None)
    assert judged([hidden], [VisibilityRule(least_px=10)]) == (hidden,)


def test_a_rule_for_an_unknown_class_is_refused():
    spec = load_project(shipped("presets") / "cup_detection.yaml").spec
    with pytest.raises(ValidationError, match="class 'mugs' is not in the list of classes"):
        ProjectSpec.model_validate(spec.model_dump() | {"visibility": [{"classes": ["mugs"]}]})


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    """Cups of which one is dropped, one ignored and one flagged in each frame that has enough of them."""
    folder = tmp_path_factory.mktemp("rules")
    text = (shipped("presets") / "cup_detection.yaml").read_text(encoding="utf-8")
    (folder / "project.yaml").write_text(text, encoding="utf-8")
    out = folder / "drawn"
    file = load_project(folder / "project.yaml")
    assert generate(Wish(file, out, range(4), engine="flat"), lambda _: None).outcome == "succeeded"
    drawn, judged_folder = read_dataset(out), folder / "judged"
    open_for_writing(judged_folder, drawn.spec)
    for frame in drawn.frames():
        view = frame.views[0]
        visible = [item.instance_id for item in view.instances if item.visible_px > 0]
        verdicts = dict(zip(visible, ("drop", "ignore", "flag"), strict=False))
        items = tuple(replace(i, verdict=verdicts.get(i.instance_id, ""), reason="so") for i in view.instances)
        images = {name: drawn.load(view, name) for name in view.files}
        record = replace(view, instances=items, files={}, file_bytes={})
        write_frame(judged_folder, frame.index, frame.plan, [(record, images)])
    return read_dataset(judged_folder)


def verdicts(dataset):
    return [item.verdict for frame in dataset.frames() for item in frame.views[0].instances if item.visible_px > 0]


def test_coco_leaves_out_the_dropped_and_makes_crowds_of_the_ignored(dataset, tmp_path):
    told = verdicts(dataset)
    for name in ("coco", "coco_polygons", "coco_detection"):
        FORMATS[name](dataset, tmp_path / name)
        path = next((tmp_path / name).rglob("*.json"))
        found = json.loads(path.read_text())["annotations"]
        assert len(found) == sum(verdict != "drop" for verdict in told)
        crowds = [item for item in found if item["iscrowd"]]
        assert len(crowds) == told.count("ignore") > 0
        assert all(isinstance(item.get("segmentation", {}), dict) for item in crowds), "crowds are run lengths"


def test_yolo_leaves_out_both(dataset, tmp_path):
    SPLIT_FORMATS["yolo_detect"]({"train": dataset, "val": dataset}, tmp_path / "yolo")
    rows = sum(len(path.read_text().splitlines()) for path in (tmp_path / "yolo" / "labels" / "train").glob("*.txt"))
    assert rows == sum(verdict in ("", "flag") for verdict in verdicts(dataset))


def test_voc_calls_the_ignored_difficult_and_kitti_does_not_care(dataset, tmp_path):
    told = verdicts(dataset)
    SPLIT_FORMATS["voc"]({"train": dataset}, tmp_path / "voc")
    text = "".join(path.read_text() for path in (tmp_path / "voc" / "Annotations").glob("*.xml"))
    assert text.count("<difficult>1</difficult>") == told.count("ignore")
    assert text.count("<object>") == sum(verdict != "drop" for verdict in told)
    FORMATS["kitti"](dataset, tmp_path / "kitti")
    lines = [
        line
        for path in (tmp_path / "kitti" / "training" / "label_2").glob("*.txt")
        for line in path.read_text().splitlines()
    ]
    assert sum(line.startswith("DontCare") for line in lines) == told.count("ignore")
    assert len(lines) == sum(verdict != "drop" for verdict in told)


def test_a_project_with_rules_records_verdicts(tmp_path):
    spec = load_project(shipped("presets") / "cup_detection.yaml").spec
    text = (shipped("presets") / "cup_detection.yaml").read_text(encoding="utf-8")
    (tmp_path / "p.yaml").write_text(text + "\nvisibility: [{least_px: 100000, then: ignore}]\n", encoding="utf-8")
    file = load_project(tmp_path / "p.yaml")
    generate(Wish(file, tmp_path / "out", range(1), engine="flat"), lambda _: None)
    frame = read_dataset(tmp_path / "out").frame(0)
    judged_items = [item for item in frame.views[0].instances if item.visible_px > 0]
    assert judged_items
    assert all(item.verdict == "ignore" and "fewer than 100000" in item.reason for item in judged_items)
    assert spec.visibility == ()
