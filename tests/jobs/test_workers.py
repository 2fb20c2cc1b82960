"""Who is given which frames, and who is blamed when a process ends."""

from collections import deque
from multiprocessing import Pipe, get_context

import pytest

from scenewright.errors import UserError
from scenewright.jobs.workers import _frames_to_try_again, _hand_out, _Worker


@pytest.fixture
def worker():
    def make(exit_with=None, **state):
        ours, theirs = Pipe()
        process = get_context("spawn").Process(target=int)
        if exit_with is not None:
            process.start()
            process.join()
        made = _Worker(process, ours, **state)
        made.theirs = theirs
        return made

    return make


def given(worker, todo, suspects=(), asked_to_stop=False):
    _hand_out(worker, todo, set(suspects), lambda: asked_to_stop)
    return worker.theirs.recv()


def test_frames_are_handed_out_a_few_at_a_time(worker):
    todo, one = deque(range(6)), worker()
    assert [given(one, todo), given(one, todo), given(one, todo)] == [[0, 1, 2, 3], [4, 5], []]


def test_a_suspect_is_drawn_by_a_process_of_its_own(worker):
    todo, used, fresh = deque([7, 8, 9]), worker(is_fresh=False), worker()
    assert given(used, todo, suspects=[7, 8]) == []
    assert given(fresh, todo, suspects=[7, 8]) == [7]
    assert given(fresh, todo, suspects=[7, 8]) == []
    assert list(todo) == [8, 9]


def test_no_suspect_rides_along_with_others(worker):
    assert given(worker(), deque([1, 2, 5, 6]), suspects=[5]) == [1, 2]


def test_nothing_is_handed_out_once_the_job_was_asked_to_stop(worker):
    todo = deque([1, 2])
    assert given(worker(), todo, asked_to_stop=True) == []
    assert list(todo) == [1, 2]


def test_the_frames_of_a_process_that_died_are_suspects_the_first_time_and_left_out_the_second(worker):
    suspects, told = set(), []
    died = worker(exit_with=0, is_ready=True, frames={3, 4})
    assert _frames_to_try_again(died, suspects, [], told.append) == [3, 4]
    assert suspects == {3, 4}
    again = worker(exit_with=0, is_ready=True, frames={4}, has_suspect=True)
    assert _frames_to_try_again(again, suspects, [], told.append) == []
    assert "Frame 4 ended its drawing process twice" in told[-1].text


def test_a_process_that_ends_with_nothing_left_to_do_is_no_news(worker):
    told = []
    assert _frames_to_try_again(worker(exit_with=0, is_ready=True), set(), [], told.append) == []
    assert told == []


def test_processes_that_never_come_to_draw_end_the_job_in_words(worker):
    told, early = [], []
    for _ in range(2):
        assert _frames_to_try_again(worker(exit_with=0), set(), early, told.append) == []
    with pytest.raises(UserError, match="run `scenewright doctor`"):
        _frames_to_try_again(worker(exit_with=0), set(), early, told.append)
