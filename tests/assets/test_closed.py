"""What is a solid, and what hides light as one does."""

from dataclasses import replace

import numpy as np
import pytest

from scenewright.assets.closed import is_closed, is_nearly_closed
from scenewright.assets.library import library
from scenewright.assets.loading import AssetLoader
from scenewright.assets.model import Material, Part

AROUND = 48


def tube(radius=0.1, height=1.0, bottom=True, top=True):
    """A tube whose ends may be missing."""
    turn = np.arange(AROUND) * 2 * np.pi / AROUND
    rim = np.stack([radius * np.cos(turn), radius * np.sin(turn), np.zeros(AROUND)], axis=1)
    points = np.concatenate([rim, rim + np.array([0, 0, height]), [[0, 0, 0], [0, 0, height]]])
    k, following = np.arange(AROUND), (np.arange(AROUND) + 1) % AROUND
    triangles = [
        np.stack([k, following, following + AROUND], 1),
        np.stack([k, following + AROUND, k + AROUND], 1),
    ]
    if bottom:
        triangles.append(np.stack([following, k, np.full(AROUND, 2 * AROUND)], 1))
    if top:
        triangles.append(np.stack([k + AROUND, following + AROUND, np.full(AROUND, 2 * AROUND + 1)], 1))
    return made(points, np.concatenate(triangles))


def made(points, triangles):
    blank = np.zeros((len(points), 3), np.float32)
    return Part(np.asarray(points, np.float32), blank, blank[:, :2], np.asarray(triangles, np.uint32), Material())


def test_a_tube_with_both_ends_is_closed_and_so_nearly_closed():
    assert is_closed([tube()])
    assert is_nearly_closed([tube()])


def test_a_sleeve_hides_light_as_a_solid_does_though_it_is_open():
    sleeve = tube(radius=0.05, bottom=False)
    assert not is_closed([sleeve])
    assert is_nearly_closed([sleeve])


@pytest.mark.parametrize("radius", [0.5, 2.0])
def test_a_wide_cup_does_not(radius):
    assert not is_nearly_closed([tube(radius=radius, top=False)])


def test_a_sheet_does_not_however_fine_it_is():
    across = np.linspace(-1, 1, 60)
    x, y = np.meshgrid(across, across)
    points = np.stack([x.ravel(), y.ravel(), np.zeros(x.size)], axis=1)
    k = (np.arange(59)[:, None] * 60 + np.arange(59)).ravel()
    sheet = made(points, np.concatenate([np.stack([k, k + 1, k + 61], 1), np.stack([k, k + 61, k + 60], 1)]))
    assert not is_nearly_closed([sheet])
    assert not is_nearly_closed([tube(), sheet])


def test_what_faces_inwards_does_not():
    inside_out = replace(tube(bottom=False), triangles=tube(bottom=False).triangles[:, ::-1])
    assert not is_nearly_closed([inside_out])


@pytest.mark.parametrize("name", library("object"))
def test_every_shipped_object_does(name, tmp_path):
    assert is_nearly_closed(AssetLoader(tmp_path).posed(name).parts)


def test_no_board_of_the_workbench_has_sides_inside_its_top(tmp_path):
    """They would be seen by lamps through the joints, and cast dots of shadow onto the next board."""
    parts = AssetLoader(tmp_path).model("table_work").parts
    for part in parts:
        corners = part.positions[part.triangles].astype(float)
        middle = corners.mean(axis=1)
        inner = (middle[:, 2] > 0.815) & (middle[:, 2] < 0.846) & (np.abs(middle[:, :2]) < [0.69, 0.34]).all(axis=1)
        assert not inner.any()
