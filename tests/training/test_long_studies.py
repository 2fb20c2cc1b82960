"""Several processes that train one model, and the two studies, from the command line to their results."""

import json
import os
import subprocess
import sys

import pytest
import torch

PROJECT = """\
name: Shapes
classes: [cube]
floor: {size_m: [6, 6], textures: [wood_oak]}
environment: {kind: color}
objects:
- {name: cubes, class_name: cube, assets: [shape_cube], position_m: {z: 0.5}, scale: 4}
lights:
- {name: sun, kind: directional, intensity: {kind: uniform, low: 0.3, high: 1.2}}
cameras:
- {position_m: {x: {kind: uniform, low: -1, high: 1}, y: -3, z: 2}, look_at_m: {z: 0.3}, width_px: 64, height_px: 48}
labels: [instance_mask, bounding_box_2d_tight]
output: {frames: 20}
"""
TINY = ("--model", "center_small", "--weights", "none", "--epochs", 2, "--size", 0, "--device", "cpu")

pytestmark = pytest.mark.long


def command(*words, launcher=()):
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, *launcher, "-m", "scenewright", *map(str, words)], env=environment, capture_output=True,
        text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def dataset(tmp_path_factory, write_rectangles):
    return write_rectangles(tmp_path_factory.mktemp("studies") / "dataset", frames=24)


def test_two_processes_of_torchrun_train_one_model(dataset, tmp_path):
    run = tmp_path / "run"
    launcher = ("-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2")
    command("train", dataset, "--out", run, *TINY, "--batch", 4, launcher=launcher)
    lines = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
    epochs = [line["epoch"] for line in lines if line["kind"] == "epoch"]
    assert epochs == [1, 2], "one process of them writes"
    assert len(list(run.glob("evaluations/*/scores.json"))) == 1
    weights = torch.load(run / "model.pth", weights_only=True)
    assert all(torch.isfinite(value).all() for value in weights.values())


def test_a_learning_curve_has_a_point_for_each_size_and_goes_on_where_it_was(dataset, tmp_path):
    words = ("learning-curve", dataset, "--out", tmp_path / "curve", "--parts", 2, "--seeds", 2, *TINY)
    command(*words)
    curve = json.loads((tmp_path / "curve/learning_curve.json").read_text())
    assert [point["frames"] for point in curve["points"]] == [9, 18]
    assert all(len(point["scores"]) == 2 for point in curve["points"])
    before = (tmp_path / "curve/18_frames_0/model.pth").stat().st_mtime_ns
    command(*words)
    assert (tmp_path / "curve/18_frames_0/model.pth").stat().st_mtime_ns == before


def test_each_setting_is_compared_by_pairs_of_trainings(tmp_path, dataset):
    project = tmp_path / "project.yaml"
    project.write_text(PROJECT)
    other = tmp_path / "other.yaml"
    other.write_text(PROJECT.replace("frames: 20", "frames: 20, seed: 77"))
    command("generate", other, "--out", tmp_path / "other", "--engine", "flat")
    command("which-knob", project, "--out", tmp_path / "knobs", "--on", tmp_path / "other", "--knob",
            "cameras.0.position_m.x", "--frames", 10, "--seeds", 2, "--engine", "flat", *TINY)  # fmt: skip
    found = json.loads((tmp_path / "knobs/which_knob.json").read_text())
    [effect] = found["effects"]
    assert effect["place"] == "cameras.0.position_m.x"
    assert effect["low"] <= effect["gain"] <= effect["high"]
