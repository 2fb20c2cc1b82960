"""Frames of clips wait for their neighbours; each is drawn once, all that are wanted come out, in order."""

from types import SimpleNamespace

import pytest

from scenewright.jobs.window import Window
from scenewright.render.renderer import RenderedFrame

LENGTH = 5


def neighbours(index):
    step = index % LENGTH
    return (index - 1 if step > 0 else None), (index + 1 if step < LENGTH - 1 else None)


def run(wanted, beside=neighbours):
    """Return what was drawn and what came out, with the neighbours it had."""
    window, drawn, out = Window(beside), [], []

    def take(frames):
        for frame in frames:
            sides = [side and side.plan.index for side in (frame.before, frame.after)]
            out.append((frame.plan.index, *sides))

    for index in wanted:
        for needed in window.want(index):
            drawn.append(needed)
            take(window.ready(RenderedFrame(SimpleNamespace(index=needed), ())))
    take(window.rest())
    return drawn, out


@pytest.mark.parametrize("wanted", [range(10), range(3, 9), [7], [4], [0], [2, 6, 7, 9], [1, 2, 3, 4]])
def test_every_wanted_frame_comes_out_once_with_its_neighbours(wanted):
    drawn, out = run(wanted)
    assert out == [(index, *neighbours(index)) for index in wanted]
    needed = {n for index in wanted for n in (index, *neighbours(index)) if n is not None}
    assert set(drawn) == needed
    assert len(drawn) == len(needed), "none is drawn twice"


def test_without_neighbours_frames_pass_through():
    drawn, out = run(range(4), beside=lambda _: (None, None))
    assert drawn == [0, 1, 2, 3]
    assert out == [(index, None, None) for index in range(4)]


def test_no_more_than_a_few_frames_are_kept():
    window = Window(neighbours)
    for index in range(200):
        for needed in window.want(index):
            list(window.ready(RenderedFrame(SimpleNamespace(index=needed), ())))
    assert len(window._asked) < 12
