"""Isaac Sim as it is known to misbehave, with real processes: the dataset is whole and proved, or the truth is told."""

import json
import subprocess
import sys
from dataclasses import replace
from threading import Event
from time import monotonic

import pytest

from scenewright.errors import UserError
from scenewright.render.isaac.settings import load_settings, save_settings

pytestmark = pytest.mark.usefixtures("nothing_left")

FRAMES = 6
ALWAYS = 1000


def is_whole(folder):
    certificate = json.loads((folder / "certificate.json").read_text())
    records = sorted(path.stem for path in (folder / "records").glob("*.json"))
    return (
        records == [f"{index:06d}" for index in range(FRAMES)]
        and certificate["frames"] == FRAMES
        and certificate["violations"] == []
    )


def with_budgets(**budgets):
    """Change budgets of the settings that are saved already."""
    settings = load_settings()
    save_settings(replace(settings, budgets=settings.budgets | budgets))


LONG = pytest.mark.long


@pytest.mark.parametrize(
    ("behaviour", "told"),
    [
        ({}, "compiles shaders"),
        pytest.param({"noise": True}, "", marks=LONG),
        ({"no_first_frames": 2}, ""),
        ({"late_materials": 20}, ""),
        ({"exit_0": {"at": 6}}, "started again at frame"),
        pytest.param({"raise": {"at": 6}}, "Replicator lost its way", marks=LONG),
        ({"half_line": {"at": 6}}, "started again at frame"),
        ({"hang_in_step": {"at": 6}}, "made no progress in 5 s while drawing"),
        pytest.param({"hang_in_start": {"times": 1}}, "made no progress in 10 s while starting", marks=LONG),
        ({"hang_in_close": True}, ""),
        ({"segfault_in_close": True}, ""),
        ({"lost_frame": {"at": 7}}, "is drawn again"),
        ({"empty_masks": {"at": 6}}, "is drawn again"),
        ({"leave_a_child": True}, ""),
        pytest.param({"gpu_lost": {"at": 6}}, "graphics card was lost", marks=LONG),
    ],
    ids=lambda value: next(iter(value), "well") if isinstance(value, dict) else "",
)
def test_the_dataset_is_whole_and_proved_all_the_same(behaviour, told, isaac, run):
    isaac(**behaviour)
    if "hang_in_start" in behaviour:
        with_budgets(start_s=10)
    begun = monotonic()
    finished, said, folder = run()
    assert finished.outcome == "succeeded", finished.message
    assert is_whole(folder), said
    assert any(told in text for text in said), said
    assert monotonic() - begun < 120


@pytest.mark.parametrize(
    ("behaviour", "truth"),
    [
        pytest.param({"exit_0": {"at": 4, "times": ALWAYS}}, "3 times in a row", marks=LONG),
        pytest.param({"raise": {"at": 4, "times": ALWAYS}}, "Replicator lost its way", marks=LONG),
        pytest.param({"hang_in_step": {"at": 4, "times": ALWAYS}}, "made no progress in", marks=LONG),
        pytest.param({"hang_in_start": True}, "while starting", marks=LONG),
        ({"gpu_lost": {"at": 4, "times": ALWAYS}}, "The graphics card was lost"),
        ({"no_gpu": True}, "needs one with RT cores"),
        pytest.param({"cannot_open": True}, "cannot open", marks=LONG),
        ({"no_first_frames": ALWAYS}, "otherwise than its plan"),
        ({"empty_masks": {"at": 4, "times": ALWAYS}}, "in 0 pixels where the plan has it"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_the_truth_is_told_where_it_fails_again_and_again(behaviour, truth, isaac, run):
    isaac(**behaviour)
    if "hang_in_start" in behaviour:
        with_budgets(start_s=2)
    if "hang_in_step" in behaviour:
        with_budgets(frame_s=10, load_s=20)  # a new process hangs before its first frame
    begun = monotonic()
    with pytest.raises(UserError) as caught:
        run()
    assert truth in str(caught.value)
    assert monotonic() - begun < 120


def test_frames_made_before_a_failure_are_kept_and_gone_on_with(isaac, run):
    root = isaac(**{"raise": {"after": 7, "times": ALWAYS}})
    with pytest.raises(UserError):
        run()
    kept = {path: path.stat().st_mtime_ns for path in (root.parent / "dataset" / "records").glob("*.json")}
    assert 0 < len(kept) < FRAMES
    (root / "behaviour.json").write_text("{}")
    finished, _, folder = run()
    assert finished.outcome == "succeeded"
    assert is_whole(folder)
    assert all(path.stat().st_mtime_ns == time for path, time in kept.items())


def test_a_process_that_grows_is_replaced_by_a_fresh_one(isaac, run):
    isaac(memory_growth=90)
    with_budgets(most_memory=700 << 20)
    finished, said, folder = run()
    assert finished.outcome == "succeeded"
    assert is_whole(folder)
    assert any("a fresh process goes on at frame" in text for text in said), said


def test_materials_that_load_unseen_are_told_of(isaac, run):
    isaac(late_materials=24, hidden_loading=True)
    finished, said, _ = run()
    assert finished.outcome == "succeeded"
    assert any("materials were loaded late" in text or "load late" in text for text in said), said


def test_noise_before_python_starts_is_no_event(isaac, run):
    root = isaac()
    script = root / "python.sh"
    script.write_text(script.read_text().replace("export CARB", 'printf \'{"type":"fra\'\nexport CARB', 1))
    finished, _, folder = run()
    assert finished.outcome == "succeeded"
    assert is_whole(folder)


@pytest.mark.parametrize(
    "behaviour",
    [{"hang_in_start": True}, pytest.param({"hang_in_step": {"at": 7, "times": ALWAYS}}, marks=LONG)],
)
def test_a_run_is_stopped_although_isaac_hangs(behaviour, isaac, run):
    isaac(**behaviour)
    with_budgets(start_s=500, load_s=500, frame_s=500)
    begun = monotonic()
    finished, _, _ = run(stop=lambda: monotonic() - begun > 4)
    assert finished.outcome == "cancelled"
    assert monotonic() - begun < 60


def test_two_cards_draw_ranges_of_one_dataset(isaac, run, project, tmp_path):
    root = isaac()
    save_settings(replace(load_settings(), gpus=(0, 3)))
    path = tmp_path / "more.yaml"
    path.write_text(project.read_text().replace(f"frames: {FRAMES}", "frames: 20"))
    finished, _, folder = run(frames=20, path=path)
    assert finished.outcome == "succeeded"
    assert len(list((folder / "records").glob("*.json"))) == 20
    assert sorted((root / "cards").read_text().split()) == ["0", "3"]


def test_isaac_ends_although_it_hangs_when_whoever_started_it_is_killed(isaac, project, tmp_path, left_behind):
    root = isaac(hang_in_step={"at": 5, "times": ALWAYS})
    with_budgets(frame_s=500, load_s=500, close_s=1)
    words = ["generate", str(project), "--engine", "isaac", "--out", str(tmp_path / "out")]
    command = [sys.executable, "-m", "scenewright", *words]
    parent = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    steps = root / "steps"
    until(lambda: steps.exists() and steps.stat().st_size >= 5)
    assert left_behind()
    parent.kill()
    parent.wait()
    until(lambda: not left_behind())


def until(holds, most_s=30.0):
    pause, ends = Event(), monotonic() + most_s
    while not holds():
        assert monotonic() < ends, "it took too long"
        pause.wait(0.05)
