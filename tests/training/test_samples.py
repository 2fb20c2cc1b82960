import numpy as np
import pytest

from scenewright.datasets.coco import write_coco
from scenewright.datasets.splits import Shares, divided
from scenewright.datasets.store import read_dataset
from scenewright.datasets.voc import write_voc
from scenewright.datasets.yolo import write_yolo_detect
from scenewright.training.foreign import read_foreign
from scenewright.training.native import read_native
from scenewright.training.samples import chosen, joined_tables, proposed_task, with_classes
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


def test_keypoints_propose_their_task_and_masks_do_not(rectangles, pointed_rectangles):
    assert proposed_task(read_native(rectangles)[0]) == "detection"
    assert proposed_task(read_native(pointed_rectangles)[0]) == "keypoints"
    assert set(read_native(rectangles)[0].tasks()) == {"detection", "instances", "semantic"}


@pytest.mark.parametrize("kind", ["coco", "yolo", "voc"])
def test_an_export_reads_back_as_the_same_samples(tmp_path, rectangles, kind):
    dataset = read_dataset(rectangles)
    out = tmp_path / kind
    splits = divided(dataset, Shares(0.5, 0.5, 0.0), "frame")
    write = {"coco": lambda: write_coco(dataset, out), "yolo": lambda: write_yolo_detect(splits, out),
             "voc": lambda: write_voc(splits, out)}  # fmt: skip
    write[kind]()
    native, _ = read_native(rectangles)
    table, splits = read_foreign(out, native.classes)
    place = {path.name: k for k, path in enumerate(native.pictures)}
    assert len(table) > 0
    for k, path in enumerate(table.pictures):
        mine, theirs = table.objects(k), native.objects(place[path.name])
        order, other = np.argsort(table.boxes[mine][:, 0]), np.argsort(native.boxes[theirs][:, 0])
        assert np.allclose(table.boxes[mine][order], native.boxes[theirs][other], atol=1e-3)
        assert table.labels[mine][order].tolist() == native.labels[theirs][other].tolist()
    if kind == "coco":
        assert (splits == "validation").sum() == 3
        assert not table.is_real
        assert (instance_masks(table, 0, (64, 48)) == instance_masks(native, 0, (64, 48))).all()


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
