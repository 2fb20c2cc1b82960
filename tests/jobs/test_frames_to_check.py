"""A sample of a dataset holds neighbours of its clips, so that flow is checked, and what it lacks is said."""

import json
import shutil
from itertools import pairwise

import numpy as np
import pytest

from scenewright.datasets.images import encode_array, stored
from scenewright.datasets.naming import content_hash
from scenewright.datasets.store import read_dataset
from scenewright.jobs.check import check
from scenewright.jobs.frames_to_check import sampled
from scenewright.jobs.generate import Wish, generate
from scenewright.spec.yaml_io import load_project

CLIPS = """\
name: Clips
classes: [cube]
floor: {size_m: [6, 6], textures: [wood_oak]}
environment: {kind: color}
objects:
- name: cubes
  class_name: cube
  assets: [shape_cube]
  count: 3
  placement: {kind: grid, columns: 3, origin_m: {x: -0.8, z: 0.3}, spacing_m: [0.8, 1, 1]}
  scale: 5
  motion: {kind: drift, velocity_m_s: {x: {kind: uniform, low: -1, high: 1}}}
cameras:
- {position_m: {y: -3, z: 1.3}, look_at_m: {z: 0.5}, width_px: 96, height_px: 72}
labels: [instance_mask, distance_to_image_plane, forward_flow, backward_flow, scene_flow]
clip: {length: 4, rate_hz: 10}
output: {frames: 12, seed: 3}
"""
FLOW = {"flow_lands_on_itself", "flow_follows_depth", "flows_are_inverse", "occlusion_follows_depth"}


def _pairs(frames, length):
    return [a for a, b in pairwise(frames) if b == a + 1 and a // length == b // length]


def test_frames_without_clips_are_spread_evenly():
    assert list(sampled(range(100), 4)) == [0, 25, 50, 75]
    assert list(sampled(range(100), None)) == list(sampled(range(100), 100)) == list(range(100))


@pytest.mark.parametrize("length", [2, 3, 10, 37])
@pytest.mark.parametrize("frames", [41, 400, 4000])
@pytest.mark.parametrize("sample", [2, 7, 40])
def test_frames_of_clips_come_in_pairs_evenly_spread_and_as_many_as_asked_for(sample, frames, length):
    chosen = sampled(range(frames), sample, length)
    assert len(set(chosen)) == sample
    assert list(chosen) == sorted(chosen)
    assert len(_pairs(chosen, length)) >= sample // 2 - sample // 8
    assert max(np.diff([*chosen, frames])) <= 2.5 * frames / max(sample // 2, 1) + 2 * length


def test_pairs_are_of_every_step_of_the_clips():
    steps = {frame % 10 for frame in _pairs(sampled(range(10_000), 200, 10), 10)}
    assert steps == set(range(9))


def test_frames_whose_neighbours_are_missing_are_taken_all_the_same():
    alone = list(range(0, 400, 2))
    assert len(sampled(alone, 50, 8)) == 50
    assert set(sampled(alone, 50, 8)) <= set(alone)


@pytest.fixture(scope="module")
def clips(tmp_path_factory):
    """Three clips of four frames, with flow."""
    path = tmp_path_factory.mktemp("clips") / "clips.yaml"
    path.write_text(CLIPS)
    folder = path.parent / "dataset"
    assert generate(Wish(load_project(path), folder, range(12)), lambda _: None).outcome == "succeeded"
    return folder


def _certificate(folder):
    return json.loads((folder / "certificate.json").read_text())


def test_a_sample_of_clips_checks_flow(clips):
    finished = check(clips, lambda _: None, sample=4)
    certificate = _certificate(clips)
    assert (finished.outcome, certificate["frames"], certificate["violations"]) == ("succeeded", 4, [])
    assert {name: certificate["checked"][name] for name in FLOW} == dict.fromkeys(FLOW, 2)
    assert certificate["not_looked_at"] == {}


def test_flow_with_the_wrong_sign_is_found_in_a_sample(clips, tmp_path):
    folder = tmp_path / "dataset"
    shutil.copytree(clips, folder)
    dataset = read_dataset(folder)
    for index in dataset.indices:
        [view] = dataset.frame(index).views
        path = folder / view.files["forward_flow"]
        path.write_bytes(encode_array(stored("forward_flow", -dataset.load(view, "forward_flow")))[1])
        record = next((folder / "records").rglob(f"*{index:06d}.json"))
        data = json.loads(record.read_text())
        data["views"][0]["file_bytes"]["forward_flow"] = path.stat().st_size
        data["views"][0]["file_hashes"]["forward_flow"] = content_hash(path.read_bytes())
        record.write_text(json.dumps(data))
    assert check(folder, lambda _: None, sample=4).outcome == "failed"
    assert "flows_are_inverse" in {item["relation"] for item in _certificate(folder)["violations"]}


def test_what_a_sample_cannot_show_is_said_and_not_called_missing(clips):
    finished = check(clips, lambda _: None, sample=1)
    assert set(_certificate(clips)["not_looked_at"]) == FLOW
    assert "flow_follows_depth was not looked at in this sample" in finished.message
    page = (clips / "certificate.html").read_text()
    assert page.count("not looked at in this sample") == len(FLOW)


def test_a_whole_dataset_of_single_frames_says_that_there_are_no_neighbours(clips, tmp_path):
    folder = tmp_path / "dataset"
    shutil.copytree(clips, folder)
    for record in (folder / "records").rglob("*.json"):
        if record.stem != "000000":
            record.unlink()
    check(folder, lambda _: None)
    assert set(_certificate(folder)["not_looked_at"].values()) == {"nothing to look at in these frames"}
