"""A dataset arrives at a far place whole, and only what is missing there is sent."""

import shutil

import pytest

from scenewright.datasets.store import read_dataset
from scenewright.errors import UserError
from scenewright.jobs.events import Progress
from scenewright.jobs.piece_work import render_piece
from scenewright.jobs.pieces import Piece
from scenewright.jobs.publishing import publish

fsspec = pytest.importorskip("fsspec")


@pytest.fixture
def far(tmp_path):
    """A folder that is only reached through fsspec."""
    return tmp_path / "far", f"file://{tmp_path / 'far'}"


def test_what_arrives_is_the_dataset(whole, far, contents):
    place, url = far
    told = []
    assert publish(whole, url, told.append).outcome == "succeeded"
    assert contents(place) == contents(whole)
    assert read_dataset(place).indices == read_dataset(whole).indices
    assert told[-1] == Progress(16, 16)


def test_only_what_is_missing_is_sent_again(whole, far, contents):
    place, url = far
    publish(whole, url)
    times = {path: path.stat().st_mtime_ns for path in (place / "rgb").iterdir()}
    (place / "rgb/000003.png").write_bytes(b"half")
    (place / "records/000005.json").unlink()
    publish(whole, url)
    assert contents(place) == contents(whole)
    changed = [path.name for path, time in times.items() if path.stat().st_mtime_ns != time]
    assert changed == ["000003.png"]


def test_one_who_stops_it_has_whole_frames_and_can_go_on(whole, far, contents):
    place, url = far
    asked = iter([False] * 5)
    finished = publish(whole, url, stop=lambda: next(asked, True))
    assert finished.outcome == "cancelled"
    assert not (place / "project.yaml").exists()
    publish(whole, url)
    assert contents(place) == contents(whole)


def test_memory_and_other_places_that_are_no_disk_work_alike(whole):
    publish(whole, "memory://bucket/shapes")
    files = fsspec.filesystem("memory")
    assert files.cat("/bucket/shapes/rgb/000002.png") == (whole / "rgb/000002.png").read_bytes()


def test_an_unknown_place_is_told_in_words(whole):
    with pytest.raises(UserError, match="cannot be opened"):
        publish(whole, "nowhere://bucket/shapes")


def test_a_run_can_send_what_it_made(run, project, far):
    place, url = far
    done = run("generate", project, "--out", place.parent / "near", "--engine", "flat", "--frames", "0:3", "--workers",
               1, "--no-check", "--publish", url)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert f"3 frames are at {url}" in done.stderr
    assert read_dataset(place).indices == (0, 1, 2)


def test_a_machine_of_a_cluster_sends_what_it_made_and_the_end_sends_only_the_rest(whole, far, contents, tmp_path):
    place, url = far
    near = tmp_path / "near"
    shutil.copytree(whole, near)
    piece = Piece(str(near / "project.yaml"), str(near), str(near), "flat", (2, 3), publish_to=url)
    assert [index for index, _ in render_piece(piece).made] == [2, 3]
    sent = {path: path.stat().st_mtime_ns for path in place.rglob("00000*.*")}
    assert {path.stem for path in sent} == {"000002", "000003"}
    assert not (place / "project.yaml").exists(), "a far dataset is one once it is whole"
    publish(near, url)
    assert contents(place) == contents(near)
    assert {path: path.stat().st_mtime_ns for path in sent} == sent


def test_a_far_place_that_cannot_be_written_loses_no_piece(whole, tmp_path):
    near = tmp_path / "near"
    shutil.copytree(whole, near)
    piece = Piece(str(near / "project.yaml"), str(near), str(near), "flat", (2,), publish_to="nowhere://bucket/shapes")
    assert [index for index, _ in render_piece(piece).made] == [2]
