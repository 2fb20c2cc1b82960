"""Workers that crash, hang, leak or raise; clocks that jump; power that goes: each ends as stated, in real processes.

Faults are put into the drawing processes by a `sitecustomize` of their own, which Python runs when a process starts.
"""

import json
import os
from dataclasses import replace

import pytest

from scenewright.datasets.store import finished_frames, read_dataset
from scenewright.jobs.events import Log
from scenewright.jobs.generate import Wish, generate
from scenewright.jobs.run_history import read_history, synced_frames, write_history
from scenewright.jobs.run_state import read_run_state
from scenewright.jobs.workers import Limits
from scenewright.sampling.plan import plan_from_json
from scenewright.spec.yaml_io import load_project

FRAMES = 16

_FAULT = """\
import os, signal, sys, time
from pathlib import Path

leaked = []


def once(name):
    try:
        Path({place!r}, name).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


if any("spawn_main" in part for part in sys.orig_argv):
    import scenewright.render.flat as flat

    draw = flat.FlatRenderer.render

    def render(self, plans):
        for plan in plans:
            {fault}
            yield from draw(self, [plan])

    flat.FlatRenderer.render = render
"""


@pytest.fixture
def faulty(tmp_path, monkeypatch):
    """Put a line of code before each frame that a drawing process draws."""

    def put(line):
        place = tmp_path / "faults"
        place.mkdir(exist_ok=True)
        (place / "sitecustomize.py").write_text(_FAULT.format(place=str(place), fault=line))
        monkeypatch.setenv("PYTHONPATH", str(place))

    return put


@pytest.fixture
def run_with(project, tmp_path):
    def run(limits=None, frames=FRAMES, workers=2):
        events = []
        wish = Wish(load_project(project), tmp_path / "out", range(frames), workers, "flat")
        finished = generate(replace(wish, limits=limits or Limits()), events.append)
        return finished, [event.text for event in events if isinstance(event, Log)]

    return run


def test_a_frame_that_crashes_its_process_twice_is_set_aside_with_its_plan_and_the_run_goes_on(
    faulty, run_with, make, items, contents, whole, monkeypatch, tmp_path
):
    faulty("plan.index == 5 and os.kill(os.getpid(), signal.SIGSEGV)")
    finished, told = run_with()
    assert finished.outcome == "failed"
    assert "1 frames could not be made (frame 5: signal 11: a crash in a driver or library)" in finished.message
    assert any("Frame 5 ended its drawing process twice" in text for text in told)
    out = tmp_path / "out"
    assert finished_frames(out) == set(range(FRAMES)) - {5}
    kept = json.loads((out / "run/set_aside/000005.json").read_text())
    assert "signal 11" in kept["reason"]
    assert plan_from_json(json.dumps(kept["plan"])).index == 5
    assert (read_run_state(out).phase, read_run_state(out).set_aside) == ("failed", 1)
    assert json.loads((out / "run.json").read_text())["frames_set_aside"] == [5]
    monkeypatch.delenv("PYTHONPATH")
    assert items(make(out)) == ([5], "succeeded")
    assert contents(out) == contents(whole)
    assert not (out / "run/set_aside").exists()


def test_an_exception_is_told_as_the_reason_and_its_traceback_is_in_the_log(faulty, run_with, tmp_path):
    faulty("if plan.index == 3: raise ValueError('no such surface')")
    finished, _ = run_with(frames=6)
    assert "(frame 3: ValueError: no such surface)" in finished.message
    assert "Traceback" in (tmp_path / "out/run/workers.log").read_text()


def test_a_process_that_hangs_is_killed_and_replaced(faulty, run_with, contents, whole, tmp_path):
    faulty("plan.index == 5 and once('hung') and time.sleep(10**6)")
    finished, told = run_with(Limits(patience_s=2))
    assert finished.outcome == "succeeded"
    assert any("made no progress for" in text for text in told)
    assert contents(tmp_path / "out") == contents(whole)


def test_a_frame_that_hangs_every_process_is_set_aside(faulty, run_with, tmp_path):
    faulty("plan.index == 2 and time.sleep(10**6)")
    finished, _ = run_with(Limits(patience_s=1), frames=4)
    assert finished.outcome == "failed"
    assert "frame 2: it made no progress for" in finished.message
    assert finished_frames(tmp_path / "out") == {0, 1, 3}


def test_a_process_that_leaks_is_replaced_before_memory_runs_out(faulty, run_with, tmp_path):
    faulty("leaked.append(os.urandom(4_000_000))")
    finished, told = run_with(Limits(growth_bytes=6e7), frames=80, workers=1)
    assert finished.outcome == "succeeded"
    assert any("had grown by" in text for text in told)
    assert not any("ended" in text for text in told)
    assert finished_frames(tmp_path / "out") == set(range(80))


_JUMPING_CLOCK = """\
import itertools, time
jumps = itertools.cycle((0, 86_400 * 400, -86_400 * 9_000, 3_600))
real = time.time
time.time = lambda: real() + next(jumps)
"""


def test_a_clock_that_jumps_changes_nothing(child, project, make, items, contents, whole, times, tmp_path):
    place = tmp_path / "clock"
    place.mkdir()
    (place / "sitecustomize.py").write_text(_JUMPING_CLOCK)
    out = tmp_path / "out"
    environment = {**os.environ, "PYTHONPATH": str(place)}
    job = child("generate", project, "--out", out, "--engine", "flat", "--workers", 2, "--no-check", env=environment)
    finished, code = job.rest()
    assert (finished["outcome"], code) == ("succeeded", 0)
    assert contents(out) == contents(whole)
    for number, path in enumerate(sorted(path for path in out.rglob("*") if path.is_file())):
        os.utime(path, (10**9, 10**9) if number % 2 else (3 * 10**9, 3 * 10**9))
    before = times(out)
    assert items(make(out)) == ([], "succeeded")
    assert times(out) == before


def test_what_a_loss_of_power_tore_is_found_by_its_hash_and_made_again(make, items, contents, whole, tmp_path):
    out = tmp_path / "out"
    make(out)
    write_history(out, [replace(run, synced=()) for run in read_history(out)])
    for name in ("rgb/000002.png", "normals/000009.npz"):
        path = out / name
        path.write_bytes(bytes(path.stat().st_size))  # what a file system gives back that knew only the size
    (out / "records/000012.json").write_bytes(bytes(500))
    assert items(make(out)) == ([2, 9, 12], "succeeded")
    assert contents(out) == contents(whole)


def test_what_was_brought_to_the_disk_is_not_read_again(make, items, tmp_path):
    out = tmp_path / "out"
    make(out)
    write_history(out, [replace(run, synced=[[0, FRAMES - 1]]) for run in read_history(out)])
    assert synced_frames(read_history(out)) == set(range(FRAMES))
    path = out / "rgb/000002.png"
    path.write_bytes(bytes(path.stat().st_size))
    assert items(make(out)) == ([], "succeeded")
    path.write_bytes(b"short")
    assert items(make(out)) == ([2], "succeeded")


def test_the_history_says_who_made_which_frames(make, project, tmp_path):
    out = tmp_path / "out"
    make(out, last=4)
    make(out, last=6)
    assert [run.frames for run in read_history(out)] == [[[0, 3]], [[4, 5]]]
    assert all(run.ended and run.engine == {"engine": "flat"} for run in read_history(out))


def test_frames_of_a_killed_run_are_known_as_its_own(make, tmp_path):
    out = tmp_path / "out"
    make(out, last=4)
    write_history(out, [replace(run, frames=[[0, 1]], ended="") for run in read_history(out)])
    make(out, last=6)
    assert [run.frames for run in read_history(out)] == [[[0, 3]], [[4, 5]]]


def test_a_run_on_another_machine_says_that_colours_may_differ(make, tmp_path):
    out = tmp_path / "out"
    make(out, last=2)
    other = {"engine": "flat", "adapter": "another card"}
    write_history(out, [replace(run, engine=other) for run in read_history(out)])
    told = [event.text for event in make(out, last=4) if isinstance(event, Log)]
    assert any("adapter: another card, now unknown" in text and "labels are exact" in text for text in told)
    assert read_dataset(out).indices == (0, 1, 2, 3)
