"""Frames are dealt to graphics cards in ranges, so that all work while frames come in order."""

import os
from types import SimpleNamespace

from scenewright.render.isaac.renderer import _work_folder, dealt


def frames(count):
    return [SimpleNamespace(index=index) for index in range(count)]


def test_each_card_has_ranges_of_its_own_and_all_frames_are_dealt_once():
    shares = dealt(frames(50), (0, 2))
    assert [(share.number, share.gpu) for share in shares] == [(0, 0), (1, 2)]
    assert shares[0].indices == (*range(16), *range(32, 48))
    assert shares[1].indices == (*range(16, 32), 48, 49)


def test_a_card_without_a_frame_starts_no_process():
    assert [share.gpu for share in dealt(frames(3), (0, 1, 2))] == [0]


def test_only_what_runs_of_long_ago_left_is_removed(place):
    old, new = place / "jobs" / "run_old", place / "jobs" / "run_new"
    for folder in (old, new):
        folder.mkdir(parents=True)
    os.utime(old, (0, 0))
    made = _work_folder()
    assert not old.exists()
    assert new.exists()
    assert made.parent == place / "jobs"
