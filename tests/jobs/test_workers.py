"""Who is given which frames, who is blamed when a process ends, and who is given up."""

from collections import deque
from multiprocessing import Pipe, get_context

import pytest

from scenewright.errors import UserError
from scenewright.jobs.workers import Limits, Pool, SetAside, _why, _Worker


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


@pytest.fixture
def pool():
    """Make a pool that starts no process."""

    class Idle(Pool):
        started = 0

        def _start(self):
            self.started += 1

    def make(todo=(), suspects=(), asked_to_stop=False, limits=None):
        told = []
        made = Idle(None, deque(todo), 2, told.append, lambda: asked_to_stop, limits or Limits())
        made.suspects, made.told = set(suspects), told
        return made

    return make


def given(pool, worker):
    pool._hand_out(worker)
    return worker.theirs.recv()


def lost(pool, worker):
    pool.workers.append(worker)
    return list(pool._lost(worker))


def test_frames_are_handed_out_a_few_at_a_time(worker, pool):
    one, six = worker(), pool(range(6))
    assert [given(six, one), given(six, one), given(six, one)] == [[0, 1, 2, 3], [4, 5], []]


def test_a_suspect_is_drawn_by_a_process_of_its_own(worker, pool):
    used, fresh = worker(is_fresh=False), worker()
    some = pool([7, 8, 9], suspects=[7, 8])
    assert given(some, used) == []
    assert given(some, fresh) == [7]
    assert given(some, fresh) == []
    assert list(some.todo) == [8, 9]


def test_no_suspect_rides_along_with_others(worker, pool):
    assert given(pool([1, 2, 5, 6], suspects=[5]), worker()) == [1, 2]


def test_nothing_is_handed_out_once_the_job_was_asked_to_stop(worker, pool):
    some = pool([1, 2], asked_to_stop=True)
    assert given(some, worker()) == []
    assert list(some.todo) == [1, 2]


def test_the_frames_of_a_process_that_died_are_suspects_the_first_time_and_set_aside_the_second(worker, pool):
    some = pool()
    assert lost(some, worker(exit_with=0, is_ready=True, frames={3, 4})) == []
    assert (some.suspects, list(some.todo)) == ({3, 4}, [3, 4])
    assert lost(some, worker(exit_with=0, is_ready=True, frames={4}, has_suspect=True)) == [SetAside(4, "exit code 0")]
    assert "Frame 4 ended its drawing process twice" in some.told[-1].text
    assert list(some.todo) == [3, 4]


def test_a_process_that_ends_with_nothing_left_to_do_is_no_news(worker, pool):
    some = pool()
    assert lost(some, worker(exit_with=0, is_ready=True)) == []
    assert (some.told, some.started) == ([], 0)


def test_processes_that_never_come_to_draw_end_the_job_in_words(worker, pool):
    some = pool([1])
    some.task = type("Task", (), {"log": "run/workers.log"})
    for _ in range(2):
        assert lost(some, worker(exit_with=0)) == []
    with pytest.raises(UserError, match=r"run `scenewright doctor`.*run/workers.log"):
        lost(some, worker(exit_with=0))


def test_a_process_whose_memory_grows_is_given_no_more_and_replaced(worker, pool):
    some, one = pool([1, 2, 3], limits=Limits(growth_bytes=1e9)), worker(finished=19)
    some._replace_if_grown(one, 10**9)
    one.finished = 30
    some._replace_if_grown(one, 10**9 + 5 * 10**8)
    assert (one.is_leaving, some.started) == (False, 0)
    some._replace_if_grown(one, 2 * 10**9 + 1)
    assert (one.is_leaving, some.started) == (True, 1)
    assert given(some, one) == []
    assert "had grown by 1.0 GB" in some.told[-1].text


def test_a_machine_that_slept_makes_nobody_impatient(worker, pool):
    some, one = pool(limits=Limits(patience_s=2)), worker(finished=1)
    some.workers.append(one)
    some._look_after(before=-(10.0**6))
    assert one.silent_s <= 0.5
    assert not one.trouble


def test_the_way_a_process_ended_is_told_in_words():
    assert _why(3) == "exit code 3"
    assert _why(-9) == "signal 9: it was killed, often for lack of memory"
    assert _why(-40) == "signal 40"
