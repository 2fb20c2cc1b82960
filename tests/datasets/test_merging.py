"""Several datasets as one."""

import json
from dataclasses import replace

import numpy as np
import pytest

from scenewright.datasets.coco import read_coco, write_coco_detection
from scenewright.datasets.merged_project import merged_project
from scenewright.datasets.merging import merge_datasets
from scenewright.datasets.records import KeypointRecord
from scenewright.datasets.skeletons import Skeleton, Skeletons
from scenewright.datasets.splits import Shares, divided
from scenewright.datasets.store import open_for_writing, read_dataset, read_skeletons
from scenewright.errors import UserError
from scenewright.spec.project import ProjectSpec


def squares(*ids):
    image = np.zeros((16, 40), int)
    for place, k in enumerate(ids):
        image[4:10, 6 * place + 1 : 6 * place + 5] = k
    return image


@pytest.fixture
def pair(write_drawn, tmp_path):
    """Two datasets that share the class "box" under another id, and each have a frame without objects."""
    one = write_drawn(tmp_path / "one", [squares(1, 2, 3), squares()], ("cup", "box", "grün"))
    other = write_drawn(tmp_path / "the other", [squares(300, 7), squares(), squares(2)], ("box", "cat"))
    return one, other


def visible(dataset, index):
    return [(i.class_name, i.box_tight) for i in dataset.frame(index).views[0].instances]


def test_frames_follow_one_another_and_classes_are_united_by_name(pair, tmp_path):
    one, other = pair
    merge_datasets([one, other], tmp_path / "both")
    both = read_dataset(tmp_path / "both")
    assert [item.name for item in both.spec.classes] == ["cup", "box", "grün", "cat"]
    assert both.indices == (0, 1, 2, 3, 4)
    assert [visible(both, k) for k in both.indices] == [visible(d, k) for d in pair for k in d.indices]
    for frame in both.frames():
        for item in frame.views[0].instances:
            assert both.spec.classes[item.class_id - 1].name == item.class_name
        assert json.loads(frame.plan)["index"] == frame.index


def test_the_first_colour_that_a_class_was_given_stays(pair):
    one, other = pair
    box = other.spec.classes[0].replace(color="#12ab34")
    colored = replace(other, spec=other.spec.replace(classes=(box, *other.spec.classes[1:])))
    spec, _ = merged_project([one, colored])
    assert {item.name: item.color for item in spec.classes if item.color} == {"box": "#12ab34"}


def test_semantic_masks_hold_the_new_ids(pair, tmp_path):
    other = pair[1]
    merge_datasets(pair, tmp_path / "both")
    both = read_dataset(tmp_path / "both")
    new = {"box": 2, "cat": 4}
    for index in (2, 3, 4):
        view, before = both.frame(index).views[0], other.frame(index - 2).views[0]
        ids, found = both.load(view, "instance_mask"), both.load(view, "semantic_mask")
        np.testing.assert_array_equal(ids, other.load(before, "instance_mask"))
        expected = np.zeros_like(found)
        for item in before.instances:
            expected[ids == item.instance_id] = new[item.class_name]
        np.testing.assert_array_equal(found, expected)


def test_pictures_are_linked_and_so_are_masks_that_stay(pair, tmp_path):
    merge_datasets(pair, tmp_path / "both")
    for index, dataset, old in ((0, pair[0], 0), (4, pair[1], 2)):
        for channel in ("rgb", "instance_mask"):
            new = tmp_path / "both" / channel / f"{index:06d}.png"
            assert new.samefile(dataset.folder / channel / f"{old:06d}.png")
    assert (tmp_path / "both" / "semantic_mask" / "000000.png").samefile(
        pair[0].folder / "semantic_mask" / "000000.png"
    )


def test_where_frames_came_from_is_kept(write_drawn, pair, tmp_path):
    gappy = read_dataset(pair[1].folder)
    (gappy.folder / "records" / "000001.json").unlink()
    merge_datasets([pair[0], read_dataset(gappy.folder)], tmp_path / "both")
    [first, second] = json.loads((tmp_path / "both" / "sources" / "sources.json").read_text())["sources"]
    assert (first["folder"], first["first_frame"], first["original_frames"]) == ("one", 0, [[0, 1]])
    assert (second["first_frame"], second["frames"], second["original_frames"]) == (2, 2, [[0, 0], [2, 2]])
    kept = tmp_path / "both" / "sources" / "1" / "project.yaml"
    assert kept.read_bytes() == (pair[1].folder / "project.yaml").read_bytes()


def test_a_merged_dataset_is_exported_and_merged_like_any_other(pair, write_drawn, tmp_path):
    merge_datasets(pair, tmp_path / "both")
    third = write_drawn(tmp_path / "third", [squares(1)], ("dog",))
    merge_datasets([read_dataset(tmp_path / "both"), third], tmp_path / "all")
    write_coco_detection(read_dataset(tmp_path / "all"), tmp_path / "coco")
    names = [[item.class_name for item in image.objects] for image in read_coco(tmp_path / "coco")]
    assert names == [["cup", "box", "grün"], [], ["box", "cat"], [], ["cat"], ["dog"]]


def test_clips_of_several_datasets_stay_apart(write_drawn, tmp_path):
    def clip(index):
        return {"clip": {"scene": index // 2, "step": index % 2, "length": 2, "time_s": 0.0}}

    pair = [write_drawn(tmp_path / name, [squares(1)] * 4, ("cup",), plan_of=clip) for name in "ab"]
    merge_datasets(pair, tmp_path / "both")
    both = read_dataset(tmp_path / "both")
    scenes = [json.loads(frame.plan)["clip"]["scene"] for frame in both.frames()]
    assert scenes == [0, 0, 2, 2, 4, 4, 6, 6]
    parts = divided(both, Shares(0.5, 0.5, 0), "scene")
    assert all(index ^ 1 in part.indices for part in parts.values() for index in part.indices)


def test_flow_is_kept_with_its_occlusion(write_drawn, spec_of, tmp_path):
    def flows(index):
        still = np.zeros((16, 40, 2), np.float32)
        return {"forward_flow": still, "forward_occlusion": still[..., 0].astype(np.uint8)}

    pair = []
    for name, length in (("a", 2), ("b", 4)):
        data = spec_of(labels=("semantic_mask",), classes=("cup",)).model_dump()
        labels = ["semantic_mask", "instance_mask", "forward_flow"]
        spec = ProjectSpec.model_validate(data | {"labels": labels, "clip": {"length": length}})
        pair.append(write_drawn(tmp_path / name, [squares(1)] * 4, ("cup",), spec=spec, more_channels=flows))
    merge_datasets(pair, tmp_path / "both")
    kept = read_dataset(tmp_path / "both").frame(5).views[0].files
    assert set(kept) == {"rgb", "instance_mask", "semantic_mask", "forward_flow", "forward_occlusion"}


def test_cameras_of_one_name_stay_one_where_they_are_alike(write_dataset, spec_of, tmp_path):
    both = [write_dataset(spec_of(cameras=("left", "right"), seed=1))]
    both[0].folder.rename(tmp_path / "first")
    both = [read_dataset(tmp_path / "first"), write_dataset(spec_of(cameras=("left",), seed=2))]
    other = both[1].spec.replace(cameras=(both[1].spec.cameras[0].replace(sensor_width_mm=10.0),))
    changed = type(both[1])(both[1].folder, other, both[1].indices)
    assert [item.name for item in merge_datasets(both, tmp_path / "alike").cameras] == ["left", "right"]
    assert [item.name for item in merge_datasets([both[0], changed], tmp_path / "unlike").cameras] == [
        "left", "right", "left-2"
    ]  # fmt: skip
    record = read_dataset(tmp_path / "unlike").frame(3)
    assert record.views[0].camera == "left-2"
    assert read_dataset(tmp_path / "unlike").frame(2).views[1].files["rgb"] == "rgb/000002_right.png"


def test_only_labels_that_all_have_are_kept(write_dataset, spec_of, write_drawn, tmp_path):
    full = write_dataset(spec_of())
    few = write_drawn(tmp_path / "few", [squares(1)], ("cup",))
    spec = merge_datasets([full, few], tmp_path / "both")
    assert spec.labels == ("bounding_box_2d_tight", "semantic_mask", "instance_mask")
    assert set(read_dataset(tmp_path / "both").frame(0).views[0].files) == {"rgb", "semantic_mask", "instance_mask"}
    assert not (tmp_path / "both" / "normals").exists()


def faces(name="face", points=("nose", "chin")):
    skeletons = Skeletons({name: Skeleton(points)}, {"cup": name})

    def of(*_):
        return name, tuple(KeypointRecord(point, 3.0, 4.0, 2, (0.0,) * 3, 0.0) for point in points)

    return {"skeletons": skeletons, "points_of": of}


def test_keypoints_stay_where_all_have_them_and_go_where_one_has_none(write_drawn, tmp_path):
    one, other = (write_drawn(tmp_path / name, [squares(1)], ("cup",), **faces()) for name in "ab")
    bare = write_drawn(tmp_path / "c", [squares(1)], ("cup",))
    merge_datasets([one, other], tmp_path / "with")
    assert read_skeletons(read_dataset(tmp_path / "with")) == read_skeletons(one)
    merge_datasets([one, bare], tmp_path / "without")
    without = read_dataset(tmp_path / "without")
    assert read_skeletons(without).by_name == {}
    assert without.frame(0).views[0].instances[0].keypoints == ()


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        (faces(points=("chin", "nose")), "The keypoints 'face' of .* are not those of the others"),
        (faces("head"), "Class 'cup' has the keypoints 'head' in .*, but 'face' in another"),
    ],
)
def test_other_keypoints_are_refused_in_words(write_drawn, tmp_path, other, sentence):
    pair = [
        write_drawn(tmp_path / name, [squares(1)], ("cup",), **more) for name, more in (("a", faces()), ("b", other))
    ]
    with pytest.raises(UserError, match=sentence):
        merge_datasets(pair, tmp_path / "both")


def test_other_conventions_are_refused_in_words(pair, tmp_path):
    path = pair[1].folder / "conventions.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["boxes_2d"]["order"] = "x, y, width, height"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(UserError, match=r"the other follows other conventions than this version \(boxes_2d: order\)"):
        merge_datasets(pair, tmp_path / "both")
    path.write_text("{")
    with pytest.raises(UserError, match="is damaged: generate any frame again"):
        merge_datasets(pair, tmp_path / "both")
    path.unlink()
    with pytest.raises(UserError, match="Could not read the conventions"):
        merge_datasets(pair, tmp_path / "both")
    assert not (tmp_path / "both").exists()


def test_no_frame_can_be_added_to_a_merged_dataset(pair, tmp_path):
    spec = merge_datasets(pair, tmp_path / "both")
    with pytest.raises(UserError, match="was merged from several datasets, to which no frame can be added"):
        open_for_writing(tmp_path / "both", spec)


def test_one_dataset_or_the_same_twice_is_refused(pair, tmp_path):
    with pytest.raises(UserError, match="takes two datasets or more"):
        merge_datasets(pair[:1], tmp_path / "both")
    with pytest.raises(UserError, match="The same dataset is there twice"):
        merge_datasets([pair[0], pair[0]], tmp_path / "both")
