"""Exports and merges as jobs: splits, progress, and being stopped."""

import json
import re

import pytest
import yaml

from scenewright.datasets.formats import FORMAT_NAMES
from scenewright.datasets.splits import parsed_shares
from scenewright.errors import UserError
from scenewright.jobs.events import Log, Progress, Started
from scenewright.jobs.export import Division, export
from scenewright.jobs.merge import merge


def pictures(folder):
    return sorted(path.stem for path in folder.rglob("*.png") if path.parent.name not in ("panoptic",))


def test_each_split_of_a_plain_format_is_an_export_of_its_own(whole, tmp_path):
    division = Division(parsed_shares("50/25/25"))
    finished = export(whole, "coco", tmp_path / "coco", division)
    assert re.search(r"frames: \d train, [3-5] val, [3-5] test$", finished.message)
    assert sorted(path.name for path in (tmp_path / "coco").iterdir()) == ["test", "train", "val"]
    parts = {name: pictures(tmp_path / "coco" / name) for name in ("train", "val", "test")}
    assert sorted(stem for stems in parts.values() for stem in stems) == [f"{index:06d}" for index in range(16)]
    for name, stems in parts.items():
        data = json.loads((tmp_path / "coco" / name / "annotations.json").read_text())
        assert [item["file_name"] for item in data["images"]] == [f"{stem}.png" for stem in stems]


def test_yolo_gets_val_frames_even_where_nobody_asked_for_some(whole, tmp_path):
    told = []
    finished = export(whole, "yolo_detect", tmp_path / "yolo", emit=told.append)
    assert any(isinstance(event, Log) and "a fifth of the scenes is taken" in event.text for event in told)
    assert finished.outcome == "succeeded"
    assert len(pictures(tmp_path / "yolo" / "images" / "val")) in (2, 3, 4)
    assert set(yaml.safe_load((tmp_path / "yolo" / "data.yaml").read_text())) >= {"train", "val", "names"}


@pytest.mark.parametrize("format_name", [name for name in FORMAT_NAMES if name not in ("coco_keypoints", "yolo_pose")])
def test_progress_rises_to_the_last_frame_but_one(whole, tmp_path, format_name):
    told = []
    division = Division(parsed_shares("80/20"), "frame")
    assert export(whole, format_name, tmp_path / "out", division, told.append).outcome == "succeeded"
    [started] = [event for event in told if isinstance(event, Started)]
    assert started.total == 16
    assert [event.done for event in told if isinstance(event, Progress)] == list(range(1, 16))


@pytest.mark.parametrize("format_name", ["coco", "yolo_segment", "voc", "coco_panoptic", "basicwriter"])
def test_a_cancelled_export_leaves_nothing(whole, tmp_path, format_name):
    calls = iter(range(100))
    division = Division(parsed_shares("80/20"), "frame")
    finished = export(whole, format_name, tmp_path / "out", division, stop=lambda: next(calls) > 5)
    assert finished.outcome == "cancelled"
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_format_is_told_with_those_there_are(whole, tmp_path):
    with pytest.raises(
        UserError, match="There is no format 'kitti9': choose one of basicwriter, bop, coco, coco_detection"
    ):
        export(whole, "kitti9", tmp_path / "out")


def test_a_cancelled_merge_leaves_nothing(whole, make, tmp_path):
    make(tmp_path / "more", 0, 3)
    calls = iter(range(100))
    finished = merge([whole, tmp_path / "more"], tmp_path / "both", stop=lambda: next(calls) > 16)
    assert finished.outcome == "cancelled"
    assert [path.name for path in tmp_path.iterdir()] == ["more"]


def test_a_merged_dataset_is_proved_split_and_exported_by_the_command_line(run, whole, make, tmp_path):
    make(tmp_path / "more", 0, 4)
    done = run("merge", whole, tmp_path / "more", "--out", tmp_path / "both")
    assert (done.returncode, "20 frames of 2 classes" in done.stderr) == (0, True), done.stderr
    assert run("check", tmp_path / "both").returncode == 0
    arguments = (
        "--format",
        "yolo_segment",
        "--split",
        "80/10/10",
        "--split-by",
        "scene",
        "--out",
        tmp_path / "y o l ö",
    )
    done = run("export", tmp_path / "both", *arguments)
    assert done.returncode == 0, done.stderr
    assert re.search(r"frames: 1\d train, [1-3] val, [1-3] test$", done.stderr.strip())
    assert len(pictures(tmp_path / "y o l ö")) == 20


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--format", "coco", "--split", "most/some"), "write shares"),
        (("--format", "coco", "--split", "80/20", "--split-by", "asset"), "no asset can be held out"),
        (("--format", "yolo_pose"), "holds no keypoints"),
    ],
)
def test_what_cannot_be_exported_is_told_in_a_sentence(run, whole, tmp_path, arguments, sentence):
    done = run("export", whole, *arguments, "--out", tmp_path / "out")
    assert (done.returncode, list(tmp_path.iterdir())) == (2, [])
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
