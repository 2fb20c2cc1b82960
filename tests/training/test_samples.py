import json

import numpy as np
import pytest

from scenewright.datasets.coco import write_coco
from scenewright.datasets.splits import Shares, divided
from scenewright.datasets.store import read_dataset
from scenewright.datasets.voc import write_voc
from scenewright.datasets.yolo import write_yolo_detect
from scenewright.training.foreign import read_foreign
from scenewright.training.native import read_native
from scenewright.training.samples import VOID, chosen, joined_tables, proposed_task, with_classes
from scenewright.training.targets import class_map, instance_masks

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy:DeprecationWarning")


def test_boxes_labels_and_masks_are_those_of_the_records(rectangles):
    table, splits = read_native(rectangles)
    dataset = read_dataset(rectangles)
    assert len(table) == 12
    assert (splits == "validation").sum() == 3
    for k, frame in enumerate(dataset.frames()):
        [view] = frame.views
        span = table.objects(k)
        assert table.boxes[span].tolist() == [list(item.box_tight) for item in view.instances]
        assert table.labels[span].tolist() == [item.class_id for item in view.instances]
        ids = dataset.load(view, "instance_mask")
        masks = instance_masks(table, k, (64, 48))
        assert (masks == np.stack([ids == 1, ids == 2])).all()
        assert (class_map(table, k, (64, 48)) == dataset.load(view, "semantic_mask")).all()


def test_what_a_rule_dropped_is_left_out_and_what_it_ignores_is_marked(tmp_path, write_rectangles):
    verdicts = {1: "drop", 2: "ignore"}
    folder = write_rectangles(tmp_path / "d", verdict_of=lambda _, number: verdicts[number])
    table, _ = read_native(folder)
    assert len(table.labels) == 12
    assert table.ignored.all()
    assert (table.instance_ids == 2).all()


def test_class_maps_ask_for_nothing_where_a_rule_dropped_or_ignores(tmp_path, write_rectangles):
    verdicts = [("drop", ""), ("", "ignore"), ("", ""), ("flag", "")]
    folder = write_rectangles(tmp_path / "d", frames=4, verdict_of=lambda frame, number: verdicts[frame][number - 1])
    table, _ = read_native(folder)
    dataset = read_dataset(folder)
    for frame, (first, second) in zip(dataset.frames(), verdicts, strict=True):
        [view] = frame.views
        ids, wanted = dataset.load(view, "instance_mask"), dataset.load(view, "semantic_mask").copy()
        for number, verdict in ((1, first), (2, second)):
            wanted[(ids == number) & (verdict in ("drop", "ignore"))] = VOID
        assert (class_map(table, frame.index, (64, 48)) == wanted).all()


def test_keypoints_propose_their_task_and_masks_do_not(rectangles, pointed_rectangles):
    assert proposed_task(read_native(rectangles)[0]) == "detection"
    assert proposed_task(read_native(pointed_rectangles)[0]) == "keypoints"
    assert set(read_native(rectangles)[0].tasks()) == {"detection", "instances", "semantic"}


def exported(dataset, kind, out, shares):
    splits = divided(dataset, shares, "frame")
    write = {"coco": lambda: write_coco(dataset, out), "yolo": lambda: write_yolo_detect(splits, out),
             "voc": lambda: write_voc(splits, out)}  # fmt: skip
    write[kind]()
    return {name: len(part.indices) for name, part in splits.items()}


@pytest.mark.parametrize("kind", ["coco", "yolo", "voc"])
def test_an_export_reads_back_as_the_same_samples(tmp_path, rectangles, kind):
    dataset = read_dataset(rectangles)
    out = tmp_path / kind
    counts = exported(dataset, kind, out, Shares(0.5, 0.5, 0.0))
    native, _ = read_native(rectangles)
    table, splits = read_foreign(out, native.classes, purpose="train")
    place = {path.name: k for k, path in enumerate(native.pictures)}
    assert len(table) == 12
    assert (splits == "validation").sum() == (3 if kind == "coco" else counts["val"])
    for k, path in enumerate(table.pictures):
        mine, theirs = table.objects(k), native.objects(place[path.name])
        order, other = np.argsort(table.boxes[mine][:, 0]), np.argsort(native.boxes[theirs][:, 0])
        assert np.allclose(table.boxes[mine][order], native.boxes[theirs][other], atol=1e-3)
        assert table.labels[mine][order].tolist() == native.labels[theirs][other].tolist()
    assert not table.is_real
    if kind == "coco":
        assert (instance_masks(table, 0, (64, 48)) == instance_masks(native, 0, (64, 48))).all()


@pytest.mark.parametrize("kind", ["yolo", "voc", "coco"])
def test_a_divided_set_is_trained_on_train_held_back_by_val_and_measured_on_val_and_test(tmp_path, rectangles, kind):
    out = tmp_path / kind
    if kind == "coco":
        counts = divided_coco(rectangles, out)
    else:
        counts = exported(read_dataset(rectangles), kind, out, Shares(0.5, 0.25, 0.25))
    assert sum(counts.values()) == 12
    assert min(counts.values()) > 0
    for purpose, wanted in {
        "train": {"train": counts["train"], "validation": counts["val"]},
        "mix": {"train": counts["train"]},
        "measure": {"validation": counts["val"], "test": counts["test"]},
    }.items():
        table, splits = read_foreign(out, purpose=purpose)
        assert {str(name): int((splits == name).sum()) for name in np.unique(splits)} == wanted
        assert len(set(table.pictures)) == sum(wanted.values())
        assert all(path.is_file() for path in table.pictures)


def divided_coco(rectangles, out):
    """Write COCO as its own site has it: a file and a folder of pictures for each split, and one of all beside them."""
    write_coco(read_dataset(rectangles), out)
    data = json.loads((out / "annotations.json").read_text())
    for image in data["images"]:
        image.pop("scenewright")
    (out / "annotations.json").write_text(json.dumps(data))
    (out / "annotations").mkdir()
    counts = {"train": 6, "val": 4, "test": 2}
    first = 0
    for name, count in counts.items():
        images = data["images"][first : first + count]
        first += count
        kept = {image["id"] for image in images}
        part = {**data, "images": images, "annotations": [a for a in data["annotations"] if a["image_id"] in kept]}
        for kind in ("instances", "person_keypoints"):
            (out / f"annotations/{kind}_{name}2017.json").write_text(json.dumps(part))
    return counts


def test_classes_are_found_by_name_whatever_their_case_and_others_are_left_out(rectangles):
    table, unknown = with_classes(read_native(rectangles)[0], ("BLUE", "green"))
    assert unknown == ("red",)
    assert len(table) == 12
    assert set(table.labels.tolist()) == {1}
    assert table.class_masks is None
    span = table.objects(0)
    assert (class_map(table, 0, (64, 48)) > 0).sum() == instance_masks(table, 0, (64, 48)).sum()
    assert span.stop - span.start == 1


def test_choosing_and_joining_keep_every_object_with_its_picture(rectangles):
    table, _ = read_native(rectangles)
    both = joined_tables(chosen(table, [3, 1]), chosen(table, [5]))
    assert [path.name for path in both.pictures] == ["000003.png", "000001.png", "000005.png"]
    for k, image in enumerate((3, 1, 5)):
        assert (both.boxes[both.objects(k)] == table.boxes[table.objects(image)]).all()
