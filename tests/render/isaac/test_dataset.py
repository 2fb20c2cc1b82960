"""A dataset that Isaac Sim drew is as any other: the same labels, the same exports, the same proof."""

import json

import pytest

from scenewright.jobs.generate import Wish, generate
from scenewright.spec.yaml_io import load_project

pytestmark = pytest.mark.usefixtures("nothing_left")

FRAMES = 6


@pytest.fixture
def drawn(isaac, run):
    isaac()
    finished, _, folder = run()
    assert finished.outcome == "succeeded", finished.message
    return folder


def test_the_records_are_those_of_our_own_engine_but_for_border_pixels(drawn, project, tmp_path):
    own = tmp_path / "own"
    generate(Wish(load_project(project), own, range(FRAMES), 0, "flat"), lambda _: None)
    for index in range(FRAMES):
        theirs, ours = (json.loads((folder / f"records/{index:06d}.json").read_text()) for folder in (drawn, own))
        assert theirs["plan"] == ours["plan"]
        for one, other in zip(theirs["views"][0]["instances"], ours["views"][0]["instances"], strict=True):
            for exact in ("instance_id", "class_name", "extent_low", "extent_high", "world_from_object"):
                assert one[exact] == other[exact]
            assert abs(one["visible_px"] - other["visible_px"]) <= 4


def test_the_run_record_says_what_drew(drawn):
    engine = json.loads((drawn / "run.json").read_text())["engine"]
    assert engine["engine"] == "isaac"
    assert engine["isaac_sim"] == "5.1.0"
    assert engine["compared_with"] == "flat"


def test_a_calibrated_camera_with_a_lens_is_drawn_square_and_brought_to_its_own(isaac, run, tmp_path, project):
    isaac(no_offset=True)
    text = project.read_text().replace(
        "width_px: 96, height_px: 64",
        "width_px: 96, height_px: 64, intrinsics: {fx_px: 100, fy_px: 104, cx_px: 50.3, cy_px: 30.1}, "
        "lens: {kind: opencv, k1: -0.1}",
    )
    path = tmp_path / "bent.yaml"
    path.write_text(text)
    finished, _, _ = run(frames=3, path=path)
    assert finished.outcome == "succeeded", finished.message


def test_clips_have_flow(isaac, run, tmp_path, project):
    isaac()
    text = project.read_text().replace("- amodal_mask", "- forward_flow\n- backward_flow\n- part_mask")
    path = tmp_path / "clip.yaml"
    path.write_text(text.replace("output:", "clip: {length: 3, rate_hz: 10}\noutput:"))
    finished, _, folder = run(frames=3, path=path)
    assert finished.outcome == "succeeded", finished.message
    assert (folder / "forward_flow").is_dir()
