"""The preview process, seen from the window."""

import os
import signal

import numpy as np
import psutil
import pytest

from scenewright.jobs.drawing import start_drawing
from scenewright.sampling.sampler import sample_frame
from scenewright.spec.choices import WeightedAsset
from scenewright.spec.distributions import Uniform
from scenewright.spec.places import with_value
from scenewright.ui.preview.preview import Preview
from scenewright.ui.preview.wishes import PictureWish

PATIENCE_MS = 60_000
LAYERS = ("instance_mask", "distance_to_image_plane", "normals")


def test_a_picture_comes_small_first_and_then_as_the_dataset_will_hold_it(qtbot, preview, frames, document):
    preview.want("live", [PictureWish(3, layers=LAYERS)], urgency=0)
    qtbot.waitUntil(lambda: bool(frames) and frames[-1].is_full, timeout=PATIENCE_MS)
    assert not frames[0].is_full
    assert frames[0].rgb.shape[1] < frames[-1].rgb.shape[1] == document.spec.cameras[0].width_px
    drawing = start_drawing(document.spec, document.folder, "flat")
    (frame,) = drawing.frames([3])
    (view,) = drawing.labelled(frame)
    whole = frames[-1]
    assert whole.plan == frame.plan
    assert np.array_equal(whole.rgb, view.channels["rgb"])
    assert np.array_equal(whole.ids, view.channels["instance_mask"])
    assert whole.instances == view.record.instances
    assert set(whole.layers) == set(LAYERS)


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="no niceness here")
def test_the_process_gives_way_to_the_window_from_its_first_moment(qtbot, preview):
    preview.want("live", [PictureWish(0)], urgency=0)
    qtbot.waitUntil(lambda: preview.pid is not None, timeout=PATIENCE_MS)
    assert os.getpriority(os.PRIO_PROCESS, preview.pid) >= 10


def test_labels_that_nobody_looks_at_are_not_derived(qtbot, preview, frames):
    preview.want("live", [PictureWish(0)], urgency=0)
    qtbot.waitUntil(lambda: bool(frames) and frames[-1].is_full, timeout=PATIENCE_MS)
    assert not frames[-1].layers


def test_draws_are_those_of_the_frames_as_the_project_is_now(qtbot, preview, document):
    place = ("objects", 0, "scale")
    assert preview.draws(place).size == 0
    qtbot.waitUntil(lambda: len(preview.traces) == 50, timeout=PATIENCE_MS)
    frames = sorted(preview.traces)
    expected = [item.scale for i in frames for item in sample_frame(document.spec, i, None).objects]
    assert sorted(preview.draws(place)) == sorted(expected)
    assert sum(preview.choices(("floor", "textures")).values()) == 50
    document.edit(with_value(document.spec, place, Uniform(low=7, high=8)), "Scale")
    qtbot.waitUntil(lambda: preview.draws(place).min() >= 7, timeout=PATIENCE_MS)


def test_after_many_edits_in_a_row_the_last_one_is_shown(qtbot, preview, frames, document):
    preview.want("live", [PictureWish(0)], urgency=0)
    qtbot.waitUntil(lambda: bool(frames), timeout=PATIENCE_MS)
    for k in range(30):
        document.edit(
            with_value(document.spec, ("objects", 0, "position_m", "x"), {"kind": "fixed", "value": k / 40}), "x"
        )
        qtbot.wait(5)
    qtbot.waitUntil(lambda: frames[-1].serial == preview.serial and frames[-1].is_full, timeout=PATIENCE_MS)
    assert {item.position[0] for item in frames[-1].plan.objects} == {29 / 40}
    serials = [frame.serial for frame in frames]
    assert serials == sorted(serials)


def test_a_process_that_is_killed_comes_back_and_the_last_wish_is_fulfilled(qtbot, preview, frames):
    lines = []
    preview.said.connect(lines.append)
    for frame in range(2):
        preview.want("live", [PictureWish(frame)], urgency=0)
        qtbot.waitUntil(lambda f=frame: any(x.wish.frame == f and x.is_full for x in frames), timeout=PATIENCE_MS)
        preview.want("live", [PictureWish(10 + frame)], urgency=0)
        os.kill(preview.pid, signal.SIGKILL)
        qtbot.waitUntil(lambda f=10 + frame: any(x.wish.frame == f and x.is_full for x in frames), timeout=PATIENCE_MS)
    assert sum("starting again" in line for line in lines) == 2
    assert lines[-1] == ""


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="this system cannot stop processes")
def test_a_process_that_hangs_is_started_anew(qtbot, document):
    preview, frames = Preview(document, engine="flat", hang_s=4), []
    preview.frame_ready.connect(frames.append)
    preview.want("live", [PictureWish(0)], urgency=0)
    qtbot.waitUntil(lambda: bool(frames) and frames[-1].is_full, timeout=PATIENCE_MS)
    before = preview.pid
    os.kill(before, signal.SIGSTOP)
    preview.want("live", [PictureWish(1)], urgency=0)
    qtbot.waitUntil(lambda: frames[-1].wish.frame == 1 and frames[-1].is_full, timeout=PATIENCE_MS)
    assert preview.pid != before
    preview.close()
    preview.deleteLater()


def test_a_frame_that_ends_two_processes_is_left_alone_until_the_project_changes(qtbot, preview, frames, document):
    preview.want("live", [PictureWish(0)], urgency=0)
    qtbot.waitUntil(lambda: bool(frames), timeout=PATIENCE_MS)
    kills = []

    def kill(answer):
        if type(answer).__name__ == "Begun" and getattr(answer.wish, "frame", None) == 33:
            kills.append(answer)
            os.kill(preview.pid, signal.SIGKILL)

    preview.answered.connect(kill)
    preview.want("live", [PictureWish(33, width_px=4000)], urgency=0)
    qtbot.waitUntil(lambda: bool(preview.problems), timeout=PATIENCE_MS)
    assert len(kills) == 2
    assert "ended twice" in preview.problems[0].sentence


def test_a_source_that_is_not_there_is_a_problem_with_its_place(qtbot, preview, document):
    assets = (WeightedAsset(source="mug_clasic"), *document.spec.objects[0].assets)
    preview.want("live", [PictureWish(0)], urgency=0)
    document.edit(with_value(document.spec, ("objects", 0, "assets"), assets), "Assets")
    qtbot.waitUntil(lambda: bool(preview.problems), timeout=PATIENCE_MS)
    assert preview.problems[0].place == ("objects", 0, "assets", 0, "source")
    assert "mug_classic" in preview.problems[0].sentence
    document.undo_stack.undo()
    qtbot.waitUntil(lambda: not preview.problems, timeout=PATIENCE_MS)


def test_a_frame_that_cannot_be_drawn_says_why_and_the_others_are_drawn(qtbot, preview, frames, document):
    spec = document.spec
    camera = spec.cameras[0].replace(
        position_m={"x": {"kind": "choice", "values": [0.0, 0.0]}}, look_at_m={"x": {"kind": "choice", "values": [0.0]}}
    )
    preview.want("live", [PictureWish(0)], urgency=0)
    document.edit(spec.replace(cameras=(camera,)), "Camera")
    qtbot.waitUntil(lambda: bool(preview.problems), timeout=PATIENCE_MS)
    assert "the very point it looks at" in preview.problems[0].sentence
    document.undo_stack.undo()
    qtbot.waitUntil(lambda: bool(frames) and frames[-1].serial == preview.serial, timeout=PATIENCE_MS)


def test_what_a_whole_frame_costs_is_measured_once_nothing_else_is_to_do(qtbot, preview):
    preview.want("live", [PictureWish(0)], urgency=0)
    qtbot.waitUntil(lambda: preview.measured is not None, timeout=PATIENCE_MS)
    assert preview.measured.bytes > 10_000
    assert set(preview.measured.seconds) == {"sample", "draw", "derive", "encode"}
    assert all(seconds >= 0 for seconds in preview.measured.seconds.values())


def test_nothing_is_started_before_anybody_looks(qtbot, preview):
    qtbot.wait(50)
    assert preview.pid is None


def test_the_process_ends_with_the_window(qtbot, document, frames, preview):
    preview.want("live", [PictureWish(0)], urgency=0)
    qtbot.waitUntil(lambda: bool(frames), timeout=PATIENCE_MS)
    process = psutil.Process(preview.pid)
    preview.close()  # does not wait for it
    process.wait(PATIENCE_MS / 1000)
