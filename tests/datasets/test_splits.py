"""Splits: shares, what stays together, and that nothing leaks."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenewright.datasets.splits import SPLITS, Shares, divided, parsed_shares, project_splits
from scenewright.errors import UserError

DOT = np.zeros((16, 16), int)
DOT[3:6, 3:9] = 1
EIGHTY = Shares(0.8, 0.1, 0.1)


def indices(splits):
    return {name: set(part.indices) for name, part in splits.items()}


def numbered(dataset, count):
    """Return a dataset as if it had so many frames; by frame, none is read."""
    return type(dataset)(dataset.folder, dataset.spec, tuple(range(count)))


@pytest.fixture(scope="module")
def dataset(write_drawn, tmp_path_factory):
    return write_drawn(tmp_path_factory.mktemp("few") / "dataset", [DOT] * 3, ("cup",))


@pytest.fixture(scope="module")
def clips(write_drawn, tmp_path_factory):
    """30 clips of 3 frames."""

    def clip(index):
        return {"clip": {"scene": index // 3, "step": index % 3, "length": 3, "time_s": 0.0}}

    return write_drawn(tmp_path_factory.mktemp("clips") / "dataset", [DOT] * 90, ("cup",), plan_of=clip)


def mugs(frame, k):
    """Show mug 0 in every second frame, 1 in every third, 2 in every fifth; every box in all frames."""
    return f"box {k}" if k > 1 else f"mug {next((n for n, step in enumerate((2, 3, 5)) if frame % step == 0), 3)}"


@pytest.fixture(scope="module")
def shelf(write_drawn, tmp_path_factory):
    """40 frames with a mug (of four) and the same two boxes."""
    image = DOT.copy()
    image[9:11, 2:4], image[9:11, 8:12] = 2, 3
    place = tmp_path_factory.mktemp("shelf") / "dataset"
    return write_drawn(place, [image] * 40, ("mug", "box"), class_of=lambda k: min(k, 2), asset_of=mugs)


@given(st.integers(20, 3000), st.sampled_from([(0.8, 0.1, 0.1), (0.7, 0.2, 0.1), (0.5, 0.5, 0.0), (0.9, 0.0, 0.1)]))
def test_shares_are_met_closely_however_many_frames_there_are(dataset, count, shares):
    found = indices(divided(numbered(dataset, count), Shares(*shares), "frame"))
    assert sorted(found) == sorted(name for name, share in zip(SPLITS, shares, strict=True) if share)
    assert set().union(*found.values()) == set(range(count))
    assert sum(map(len, found.values())) == count
    for name, share in zip(SPLITS, shares, strict=True):
        assert abs(len(found.get(name, ())) - share * count) <= 3


@pytest.mark.parametrize("count", range(3, 20))
def test_no_split_is_empty_even_with_few_frames(dataset, count):
    found = indices(divided(numbered(dataset, count), EIGHTY, "frame"))
    assert list(found) == ["train", "val", "test"]
    assert sum(map(len, found.values())) == count


def test_a_frame_keeps_its_split_when_more_are_made(dataset):
    before, after = (indices(divided(numbered(dataset, count), EIGHTY, "frame")) for count in (100, 1000))
    assert all(before[name] <= after[name] for name in SPLITS)


def test_a_division_can_be_made_again(shelf):
    for by in ("frame", "scene", "asset"):
        assert indices(divided(shelf, EIGHTY, by)) == indices(divided(shelf, EIGHTY, by))


def test_clips_stay_whole_by_scene_and_not_by_frame(clips):
    by_scene, by_frame = (indices(divided(clips, EIGHTY, by)) for by in ("scene", "frame"))
    scenes = {name: {index // 3 for index in part} for name, part in by_scene.items()}
    assert all(not one & other for one, other in combinations(scenes.values(), 2))
    assert {name: len(part) for name, part in by_scene.items()} == {name: 3 * len(scenes[name]) for name in scenes}
    assert abs(len(scenes["train"]) - 24) <= 1
    frames = {name: {index // 3 for index in part} for name, part in by_frame.items()}
    assert frames["train"] & frames["val"]


def assets_of(dataset, frames):
    return {item.asset for index in frames for view in dataset.frame(index).views for item in view.instances}


def test_held_out_assets_are_in_no_training_frame(shelf):
    found = indices(divided(shelf, Shares(0.6, 0.2, 0.2), "asset"))
    train, val, test = (assets_of(shelf, found[name]) for name in SPLITS)
    assert val - train
    assert test - train - val
    assert set().union(*found.values()) == set(range(40))
    assert {"box 2", "box 3"} <= train & val & test, "what every frame shows cannot be held out"


def test_frames_of_a_clip_stay_together_by_asset_too(write_drawn, tmp_path):
    def clip(index):
        return {"clip": {"scene": index // 2, "step": index % 2, "length": 2, "time_s": 0.0}}

    assets = ["a", "b", "a", "a", "c", "a", "a", "a", "a", "a"]
    dataset = write_drawn(tmp_path / "d", [DOT] * 10, ("cup",), asset_of=lambda frame, _: assets[frame], plan_of=clip)
    found = indices(divided(dataset, Shares(0.8, 0.2, 0.0), "asset"))
    assert found["val"] in ({0, 1}, {4, 5})


def marked(spec_of, marks):
    spec = spec_of(labels=("instance_mask",), classes=("mug", "box"), frames=40)
    assets = [{"source": f"mug {k}", "split": marks.get(k, "any")} for k in range(4)]
    group = spec.objects[0].model_dump() | {"assets": assets}
    return type(spec).model_validate(spec.model_dump() | {"objects": [group, spec.objects[1].model_dump()]})


@pytest.mark.parametrize(
    ("marks", "shares", "val", "test"),
    [
        ({3: "validation"}, (0.8, 0.2, 0.0), {"mug 3"}, set()),
        ({3: "validation"}, (0.8, 0.0, 0.2), set(), {"mug 3"}),
        ({2: "validation", 3: "validation"}, (0.9, 0.1, 0.0), {"mug 2", "mug 3"}, set()),
    ],
)
def test_exactly_what_the_project_marks_is_held_out(write_drawn, spec_of, tmp_path, marks, shares, val, test):
    images = [np.where(DOT == 1, 1, 0)] * 40
    spec = marked(spec_of, marks)
    dataset = write_drawn(tmp_path / "d", images, ("mug", "box"), class_of=lambda _: 1, asset_of=mugs, spec=spec)
    found = indices(divided(dataset, Shares(*shares), "asset"))
    assert assets_of(dataset, found["train"]) == {f"mug {k}" for k in range(4)} - val - test
    assert assets_of(dataset, found.get("val", ())) == val
    assert assets_of(dataset, found.get("test", ())) == test


def test_marked_assets_are_divided_among_val_and_test(write_drawn, spec_of, tmp_path):
    spec = marked(spec_of, {1: "validation", 2: "validation", 3: "validation"})
    dataset = write_drawn(
        tmp_path / "d", [DOT] * 40, ("mug", "box"), class_of=lambda _: 1, asset_of=mugs, spec=spec
    )  # fmt: skip
    found = indices(divided(dataset, EIGHTY, "asset"))
    assert assets_of(dataset, found["train"]) == {"mug 0"}
    assert assets_of(dataset, found["val"]) | assets_of(dataset, found["test"]) == {"mug 1", "mug 2", "mug 3"}
    assert not assets_of(dataset, found["val"]) & assets_of(dataset, found["test"])


def test_what_cannot_be_divided_is_told_in_words(dataset):
    with pytest.raises(UserError, match="Nothing is left for val: no asset can be held out"):
        divided(dataset, Shares(0.8, 0.2, 0.0), "asset")
    with pytest.raises(UserError, match=r"Nothing is left for test: .* holds too few scenes \(2\): make more frames"):
        divided(numbered(dataset, 2), EIGHTY, "frame")


@pytest.mark.parametrize(
    ("text", "shares"),
    [("80/10/10", (0.8, 0.1, 0.1)), ("4/1", (0.8, 0.2, 0)), (" 1 / 0 / 1", (0.5, 0, 0.5)), ("0.9/0.1", (0.9, 0.1, 0))],
)
def test_shares_are_read(text, shares):
    found = parsed_shares(text)
    assert (found.train, found.val, found.test) == pytest.approx(shares)


@pytest.mark.parametrize("text", ["", "80", "80/10/5/5", "0/50/50", "a/b", "-1/2", "1e999/1", "80/٢٠"])
def test_what_is_no_split_is_told_in_words(text):
    with pytest.raises(UserError, match="write shares"):
        parsed_shares(text)


def test_the_projects_own_split_is_found_in_the_plans(write_drawn, tmp_path):
    dataset = write_drawn(
        tmp_path / "d", [DOT] * 4, ("cup",), plan_of=lambda k: {"split": "validation" if k == 2 else "train"}
    )
    assert indices(project_splits(dataset)) == {"train": {0, 1, 3}, "val": {2}}
