"""The size of the first picture after a change."""

from types import SimpleNamespace

from scenewright.ui.preview.pace import GOAL_S, Pace


def drawn(width, height, seconds):
    intrinsics = SimpleNamespace(width=width, height=height)
    return SimpleNamespace(camera=SimpleNamespace(intrinsics=intrinsics), seconds={"draw": seconds, "derive": 0.0})


def test_a_camera_that_was_never_drawn_begins_small():
    assert Pace().width(1280, 720) == 240


def test_a_machine_that_is_fast_enough_draws_the_whole_picture_at_once():
    pace = Pace()
    pace.learn(drawn(1280, 720, GOAL_S / 2))
    assert pace.width(1280, 720) == 1280


def test_the_first_picture_is_the_largest_that_keeps_the_goal():
    pace = Pace()
    pace.learn(drawn(320, 180, GOAL_S / 3))
    width = pace.width(1280, 720)
    assert 320 < width < 1280
    assert pace.seconds(width * width * 9 // 16) <= GOAL_S


def test_one_slow_picture_is_forgiven_and_more_are_not():
    pace = Pace()
    for _ in range(5):
        pace.learn(drawn(640, 480, GOAL_S * 0.8))
    pace.learn(drawn(640, 480, GOAL_S * 1.2))
    assert pace.width(640, 480) == 640
    for _ in range(5):
        pace.learn(drawn(640, 480, GOAL_S * 3))
    assert pace.width(640, 480) < 640
