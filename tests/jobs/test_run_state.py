"""A run is found again by its folder, tells how it stands, and can be asked to stop by whoever finds it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import psutil
import pytest

from scenewright.errors import UserError
from scenewright.jobs.events import Finished, Progress, Started
from scenewright.jobs.locks import held
from scenewright.jobs.run_state import ask_to_stop, in_words, read_events, read_run_state, run_path


def _until(true, seconds=60):
    """Look again until something is so: another process does it."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        os.sched_yield()


@pytest.fixture
def detached(project, tmp_path):
    """A detached run over many frames, with two on disk, whose output nobody reads; killed at the end."""
    folder = tmp_path / "out"
    command = [sys.executable, "-m", "scenewright", "generate", str(project), "--out", str(folder), "--detached"]
    options = ["--engine", "flat", "--frames", "0:5000", "--workers", "1", "--events", "json"]
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([*command, *options], start_new_session=True, **quiet) as process:
        process.stdout.close()  # as when the window that started it is gone
        _until(lambda: read_run_state(folder).done >= 2)
        yield folder, process
        for one in [*psutil.Process(process.pid).children(recursive=True), process] if process.poll() is None else []:
            one.kill()


def test_where_nothing_was_run_there_is_no_state(tmp_path):
    assert read_run_state(tmp_path).phase == "none"
    assert read_events(tmp_path) == ([], 0)
    assert in_words(read_run_state(tmp_path)) == "Nothing was run there yet."


def test_a_finished_run_says_so(make, tmp_path):
    make(tmp_path / "out", last=3)
    state = read_run_state(tmp_path / "out")
    assert (state.phase, state.done, state.total, state.newest) == ("finished", 3, 3, "records/000002.json")
    assert "3 frames are in" in in_words(state)
    events, _ = read_events(tmp_path / "out")
    assert events[0] == Started(3, 0)
    assert isinstance(events[-1], Finished)


def test_the_log_can_be_followed_from_where_it_was_left(make, tmp_path):
    make(tmp_path / "out", last=2)
    _, offset = read_events(tmp_path / "out")
    assert read_events(tmp_path / "out", offset) == ([], offset)
    make(tmp_path / "out", last=4)
    events, _ = read_events(tmp_path / "out", offset)
    assert events[0] == Started(4, 2)
    with run_path(tmp_path / "out", "events.jsonl").open("a") as log:
        log.write('{"type":"progr')  # a line that is being written
    _, offset = read_events(tmp_path / "out")
    assert read_events(tmp_path / "out", offset) == ([], offset)


def test_a_run_that_failed_says_why(make, tmp_path):
    make(tmp_path / "out", last=1)
    shutil.rmtree(tmp_path / "out/rgb")
    (tmp_path / "out/rgb").write_text("not a folder")
    with pytest.raises(UserError) as told:
        make(tmp_path / "out", last=2)
    state = read_run_state(tmp_path / "out")
    assert (state.phase, state.message) == ("failed", str(told.value))


@pytest.mark.parametrize(("pause", "phase"), [(False, "cancelled"), (True, "paused")])
def test_a_detached_run_is_found_and_stops_when_asked(pause, phase, detached):
    folder, process = detached
    assert read_run_state(folder).phase == "running"
    ask_to_stop(folder, pause=pause)
    assert read_run_state(folder).phase == "stopping"
    assert process.wait(timeout=60) == 130
    state = read_run_state(folder)
    assert (state.phase, state.total, state.done < 5000) == (phase, 5000, True)
    assert not run_path(folder, "stop").exists()


def test_a_detached_run_outlives_its_terminal_keeps_others_out_and_leaves_no_lock_when_killed(detached, make, items):
    folder, process = detached
    process.send_signal(signal.SIGHUP)
    done = read_run_state(folder).done
    _until(lambda: read_run_state(folder).done > done + 2)
    with pytest.raises(UserError, match=r"Another run is at work in .*scenewright stop"):
        make(folder)
    assert read_run_state(folder).process == process.pid
    process.kill()
    _until(lambda: read_run_state(folder).phase == "interrupted")
    assert json.loads(run_path(folder, "state.json").read_text())["phase"] == "running"
    assert items(make(folder, last=2))[1] == "succeeded"


def test_looking_at_a_lock_leaves_it_free(tmp_path):
    for _ in range(3):
        with held(tmp_path / "lock", tmp_path):
            pass


def test_what_is_written_between_two_progresses_is_little(make, tmp_path):
    make(tmp_path / "out", last=16)
    events, _ = read_events(tmp_path / "out")
    assert len([event for event in events if isinstance(event, Progress)]) < 16
