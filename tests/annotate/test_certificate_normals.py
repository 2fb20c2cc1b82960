"""Normals that are wrong are found, whichever way they are wrong."""

import numpy as np
import pytest

from scenewright.annotate.certificate import check_view


def _found(view):
    return {violation.relation for violation in check_view(view)[1]}


def _in_camera(view):
    return view.channels["normals"] @ view.world_from_camera[:3, :3]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda view: -view.channels["normals"],
        _in_camera,
        lambda view: _in_camera(view) * (1, -1, -1),
        lambda view: view.channels["normals"][..., [0, 2, 1]],
        lambda view: view.channels["normals"] * (-1, 1, 1),
        lambda view: view.channels["normals"] * (1, 1, -1),
        lambda view: np.roll(view.channels["normals"], 40, 1),
    ],
    ids=["flipped", "camera frame", "OpenGL camera frame", "y up", "mirrored x", "mirrored z", "shifted"],
)
def test_wrong_normals_are_found(wrong, view, changed):
    assert "normals_follow_depth" in _found(changed.channel(view, normals=wrong(view).astype(np.float32)))


def test_normals_that_are_no_unit_vectors_are_found(view, changed):
    normals = view.channels["normals"]
    for wrong in (normals * 0.99, normals * 0.5 + 0.5, np.zeros_like(normals), np.ones_like(normals), normals * np.nan):
        assert "normals_are_unit" in _found(changed.channel(view, normals=wrong))
    one_pixel = normals.copy()
    one_pixel[60, 80] = 0
    assert "normals_are_unit" in _found(changed.channel(view, normals=one_pixel))
