"""A run is found again by its folder, tells how it stands, and can be asked to stop by whoever finds it."""

import json
import os
import signal
import time

import psutil
import pytest

from scenewright.errors import UserError
from scenewright.jobs.detached import ended, start_detached
from scenewright.jobs.events import Finished, Progress, Started
from scenewright.jobs.run_lock import held
from scenewright.jobs.run_state import ask_to_stop, in_words, read_events, read_run_state, run_path


def _until(true, seconds=60):
    """Look again until something is so: another process does it."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        os.sched_yield()


@pytest.fixture
def detached(project, tmp_path):
    """A detached run over many frames, with two on disk; killed at the end."""
    folder = tmp_path / "out"
    arguments = ["generate", str(project), "--out", str(folder), "--engine", "flat", "--frames", "0:5000"]
    run = start_detached(arguments)
    _until(lambda: read_run_state(folder).done >= 2)
    yield folder, run
    if psutil.pid_exists(run.process):
        for one in [*psutil.Process(run.process).children(recursive=True), psutil.Process(run.process)]:
            one.kill()
        os.waitpid(run.process, 0)


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


def test_a_run_that_failed_says_why(make, project, small_disk):
    place = small_disk("300k") / "out"
    with pytest.raises(UserError):
        make(place)
    assert read_run_state(place).phase in ("failed", "interrupted")  # no room may be left even for that


def test_a_detached_run_is_found_and_stops_when_asked(detached):
    folder, run = detached
    assert read_run_state(folder).phase == "running"
    asked = time.monotonic()
    ask_to_stop(folder)
    assert read_run_state(folder).phase == "stopping"
    _until(lambda: read_run_state(folder).phase == "cancelled")
    assert time.monotonic() - asked < 30
    _until(lambda: ended(run) is not None)
    assert ended(run).outcome == "cancelled"
    assert not run_path(folder, "stop").exists()
    state = read_run_state(folder)
    assert state.done < state.total == 5000


def test_a_paused_run_says_so(detached):
    folder, _ = detached
    ask_to_stop(folder, pause=True)
    _until(lambda: read_run_state(folder).phase == "paused")


def test_a_detached_run_outlives_the_end_of_its_terminal(detached):
    folder, run = detached
    os.kill(run.process, signal.SIGHUP)
    done = read_run_state(folder).done
    _until(lambda: read_run_state(folder).done > done + 2)


def test_a_killed_run_is_told_as_interrupted_though_its_state_says_otherwise(detached):
    folder, run = detached
    psutil.Process(run.process).kill()
    _until(lambda: read_run_state(folder).phase == "interrupted")
    assert json.loads(run_path(folder, "state.json").read_text())["phase"] == "running"


def test_two_runs_in_one_folder_do_not_meet(detached, make):
    folder, _ = detached
    before = read_run_state(folder)
    with pytest.raises(UserError, match=r"Another run is at work in .*scenewright stop"):
        make(folder)
    assert read_run_state(folder).process == before.process


def test_the_lock_of_a_dead_process_is_seen_through(detached, make, items):
    folder, run = detached
    psutil.Process(run.process).kill()
    _until(lambda: read_run_state(folder).phase == "interrupted")
    assert items(make(folder, last=2))[1] == "succeeded"


def test_looking_at_a_lock_leaves_it_free(tmp_path):
    for _ in range(3):
        with held(tmp_path / "lock", tmp_path):
            pass


def test_what_is_written_between_two_progresses_is_little(make, tmp_path):
    make(tmp_path / "out", last=16)
    events, _ = read_events(tmp_path / "out")
    assert len([event for event in events if isinstance(event, Progress)]) < 16
