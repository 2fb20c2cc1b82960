"""Many machines make the very same dataset, though some of them are lost on the way."""

import os
import sys

import psutil
import pytest

from scenewright.errors import UserError
from scenewright.jobs.events import Item, Log
from scenewright.jobs.generate import Wish, generate
from scenewright.jobs.pieces import LostError, Piece, PieceResult, Pieces, opened_cluster
from scenewright.jobs.workers import SetAside
from scenewright.spec.yaml_io import load_project

FRAMES = 16


@pytest.fixture
def on_cluster(project, tmp_path):
    def run(address, on_event=lambda event: None, workers=2, frames=FRAMES, stop=lambda: False):
        events = []

        def emit(event):
            events.append(event)
            on_event(event)

        wish = Wish(load_project(project), tmp_path / "out", range(frames), workers, "flat", cluster=address)
        return generate(wish, emit, stop), events

    return run


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="Ray on Windows is a beta")
@pytest.mark.filterwarnings("ignore")  # Ray's own
def test_ray_with_two_workers_one_of_them_killed_makes_the_same_dataset(on_cluster, contents, whole, tmp_path):
    pytest.importorskip("ray")
    killed = []

    def kill_one(event):
        if isinstance(event, Item) and not killed:
            drawing = [one for one in psutil.process_iter(["cmdline"]) if _is_a_child_of_ray(one)]
            killed.append(drawing[0].pid)
            drawing[0].kill()

    finished, events = on_cluster("ray", kill_one)
    assert finished.outcome == "succeeded", [event.text for event in events if isinstance(event, Log)]
    assert killed
    assert sorted({event.index for event in events if isinstance(event, Item)}) == list(range(FRAMES))
    assert contents(tmp_path / "out") == contents(whole)


def _is_a_child_of_ray(process):
    return "ray::_render" in " ".join(process.info["cmdline"] or ())


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="submitit needs POSIX")
def test_slurms_stand_in_with_one_job_killed_makes_the_same_dataset(on_cluster, contents, whole, tmp_path):
    pytest.importorskip("submitit")
    killed = []

    def kill_one(event):
        if isinstance(event, Item) and not killed:
            jobs = [one for one in psutil.process_iter(["cmdline"]) if _is_a_job(one, tmp_path)]
            killed.append(jobs[0].pid)
            for one in [*jobs[0].children(recursive=True), jobs[0]]:
                one.kill()

    finished, _ = on_cluster("local", kill_one)
    assert finished.outcome == "succeeded"
    assert killed
    assert contents(tmp_path / "out") == contents(whole)


def _is_a_job(process, folder):
    words = " ".join(process.info["cmdline"] or ())
    return "submitit.core._submit" in words and str(folder) in words


class Carrier:
    """A cluster in this process that loses what it is told to."""

    capacity, frames_a_piece, pieces_each = 2, 4, 4

    def __init__(self, loses=lambda piece, number: False):
        self.loses, self.sent, self.given_up, self.closed = loses, [], [], False

    def submit(self, piece):
        self.sent.append(piece)
        return len(self.sent) - 1

    def ended(self, handles, timeout_s):
        return handles[:1]

    def result(self, handle):
        piece = self.sent[handle]
        if self.loses(piece, handle):
            raise LostError("the machine is gone")
        return PieceResult(tuple((index, {"draw": 1.0}) for index in piece.frames), (), {"engine": "flat"})

    def give_up(self, handle):
        self.given_up.append(handle)

    def close(self):
        self.closed = True


@pytest.fixture
def carried(tmp_path):
    def run(carrier, frames=range(20), stop=lambda: False):
        like = Piece("project.yaml", ".", str(tmp_path), "flat", ())
        told, engine = [], {}
        results = list(Pieces(carrier, like, list(frames), told.append, stop).frames(engine))
        assert carrier.closed
        return results, told

    return run


def test_every_frame_comes_once_in_pieces_of_a_few(carried):
    carrier = Carrier()
    results, _ = carried(carrier)
    assert sorted(index for index, _ in results) == list(range(20))
    assert max(len(piece.frames) for piece in carrier.sent) <= 4


def test_a_lost_piece_is_sent_again_frame_by_frame(carried):
    carrier = Carrier(lambda piece, number: number == 0)
    results, told = carried(carrier)
    assert sorted(index for index, _ in results) == list(range(20))
    assert "the machine is gone" in told[0].text
    assert all(len(piece.frames) == 1 for piece in carrier.sent[-2:])


def test_a_frame_that_is_lost_again_and_again_alone_is_set_aside(carried):
    results, told = carried(Carrier(lambda piece, number: 7 in piece.frames))
    aside = [item for item in results if isinstance(item, SetAside)]
    assert aside == [SetAside(7, "the machine is gone")]
    assert len(results) == 20
    assert "Frame 7 was lost 3 times" in told[-1].text


def test_nothing_more_is_sent_once_the_run_was_asked_to_stop(carried):
    asked = iter([False, False, False])
    results, _ = carried(Carrier(), stop=lambda: next(asked, True))
    assert 0 < len(results) < 20


def test_pieces_that_wait_for_a_machine_are_given_up_once_the_run_was_asked_to_stop(carried, tmp_path):
    carrier, asked = Carrier(lambda piece, number: number > 0), iter([False] * 4)
    (tmp_path / "run").mkdir()
    results, told = carried(carrier, stop=lambda: next(asked, True))
    assert len(results) == 3
    assert carrier.given_up == [1]
    assert told == []
    assert (tmp_path / "run/stop").read_text() == "cancel", "the machines see it"


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="submitit needs POSIX")
def test_a_stopped_run_ends_its_machines_with_the_frames_that_they_are_at(on_cluster, contents, whole, tmp_path):
    pytest.importorskip("submitit")
    seen = []
    finished, _ = on_cluster(
        "local", lambda event: seen.append(event), stop=lambda: any(isinstance(e, Item) for e in seen)
    )
    made = [event for event in seen if isinstance(event, Item)]
    assert finished.outcome == "cancelled"
    assert len(made) < FRAMES
    assert not [one for one in psutil.process_iter(["cmdline"]) if _is_a_job(one, tmp_path)]
    assert on_cluster("local")[0].outcome == "succeeded"
    assert contents(tmp_path / "out") == contents(whole)


def test_an_unknown_cluster_is_refused_in_words(tmp_path):
    with pytest.raises(UserError, match="is unknown: write ray"):
        opened_cluster("slrum", 1, tmp_path, {})


def test_slurm_without_slurm_is_told_in_words(tmp_path, monkeypatch):
    pytest.importorskip("submitit")
    monkeypatch.setenv("PATH", os.defpath)
    with pytest.raises(UserError, match="Slurm cannot be used"):
        opened_cluster("slurm", 1, tmp_path, {})
