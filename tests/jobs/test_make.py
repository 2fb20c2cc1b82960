"""What `make` does again, and what it keeps, once the dataset has other frames than last time."""

import json
from dataclasses import replace

import pytest

from scenewright.errors import UserError
from scenewright.jobs.events import Log
from scenewright.jobs.made_folders import has_changed, put_aside
from scenewright.jobs.make import MakeWish, _steps
from scenewright.spec.yaml_io import load_project


def made(wish, steps):
    """Do some of the steps; return what was told."""
    told = []
    for number in steps:
        assert _steps(wish)[number][1](told.append, lambda: False).outcome == "succeeded"
    return [event.text for event in told if isinstance(event, Log) and event.level == "warning"]


def images(export):
    return len(json.loads((export / "annotations.json").read_text())["images"])


@pytest.fixture
def make_wish(project, tmp_path):
    def make(frames):
        file = load_project(project)
        file = replace(file, spec=file.spec.replace(output=file.spec.output.replace(frames=frames)))
        return MakeWish(file, tmp_path / "out", engine="flat", training={"task": "captions"})

    return make


def test_an_export_of_fewer_frames_is_kept_beside_a_new_one_and_one_of_the_same_stays(make_wish, tmp_path):
    out = tmp_path / "out"
    assert made(make_wish(2), (0, 1)) == []
    first = (out / "coco").stat().st_ino
    assert made(make_wish(2), (0, 1)) == []
    assert (out / "coco").stat().st_ino == first
    [told] = made(make_wish(3), (0, 1))
    assert "coco_before_1" in told
    assert (images(out / "coco_before_1"), images(out / "coco")) == (2, 3)


def test_a_training_of_fewer_frames_is_kept_beside_the_new_one(make_wish, tmp_path):
    pytest.importorskip("torch")
    wish = make_wish(2)
    made(wish, (0,))
    run = tmp_path / "out/run"
    run.mkdir()
    (run / "run.json").write_text(json.dumps({"dataset_hash": "of fewer frames"}))
    told = []
    with pytest.raises(UserError, match="no task"):  # what this test trains is beside the point
        _steps(wish)[2][1](told.append, lambda: False)
    assert "run_before_1" in told[0].text
    assert (tmp_path / "out/run_before_1/run.json").is_file()


def test_a_training_notes_the_same_of_a_dataset_as_is_asked_for_later(make_wish, tmp_path):
    pytest.importorskip("torch")
    from scenewright.training.preparing import dataset_hash  # noqa: PLC0415  (torch is not everywhere)

    made(make_wish(2), (0,))
    dataset, run = tmp_path / "out/dataset", tmp_path / "out/run"
    run.mkdir()
    (run / "run.json").write_text(json.dumps({"dataset_hash": dataset_hash(dataset)}))
    assert not has_changed(dataset, run)
    made(make_wish(3), (0,))
    assert has_changed(dataset, run)


def test_what_is_kept_never_replaces_what_was_kept_before(tmp_path):
    for k in (1, 2):
        (tmp_path / "run").mkdir()
        assert put_aside(tmp_path / "run") == tmp_path / f"run_before_{k}"
    assert put_aside(tmp_path / "run") is None
