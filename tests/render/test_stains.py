"""Stickers and dirt: where they lie, how large they are, and how much they cover."""

import numpy as np
import pytest

from scenewright.assets.model import Image, Material, Model, Part
from scenewright.render.stains import stained, stickers
from scenewright.sampling.plan import DecalPlan, DirtPlan, LookPlan

WHITE = (1.0, 1.0, 1.0)
RED = np.broadcast_to(np.uint8([255, 0, 0, 255]), (20, 40, 4))
BLUE_MAP = Image("blue", np.broadcast_to(np.uint8([0, 0, 255]), (600, 600, 3)).copy())


def look(decals=(), dirt=None):
    return LookPlan(None, False, None, None, None, 1.0, tuple(decals), dirt)


def board(width=2.0, height=1.0, copies=1.0, mirrored=False):
    """A board whose map lies on it once, or several times side by side."""
    points = np.float32([[0, 0, 0], [width, 0, 0], [width, 0, height], [0, 0, height]])
    uvs = np.float32([[0, 0], [copies, 0], [copies, 1], [0, 1]])
    if mirrored:
        uvs[:, 0] = copies - uvs[:, 0]
    normals = np.tile(np.float32([0, -1, 0]), (4, 1))
    triangles = np.uint32([[0, 1, 2], [0, 2, 3]])
    return Model("board", (Part(points, normals, uvs, triangles, Material()),))


def shown(model, decals, base=BLUE_MAP, picture=RED, scale=1.0):
    material = Material(base_color_map=base)
    worn = stained(material, WHITE, look(decals), stickers(model, decals, scale), lambda _: picture)
    return worn.base_color_map.pixels


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_sticker_has_its_true_size_on_the_surface(scale):
    pixels = shown(board(), [DecalPlan("red", 0.25, 0.3 * scale, 0.0)], scale=scale)
    red = pixels[..., 0] > 128
    rows, columns = np.flatnonzero(red.any(axis=1)), np.flatnonzero(red.any(axis=0))
    assert (np.ptp(columns) + 1) / 600 * 2.0 == pytest.approx(0.3, abs=0.01)
    assert (np.ptp(rows) + 1) / 600 * 1.0 == pytest.approx(0.15, abs=0.01)


def test_a_sticker_lies_around_the_point_that_was_drawn():
    [first] = stickers(board(), [DecalPlan("red", 0.25, 0.3, 0.0)], 1.0)
    [second] = stickers(board(), [DecalPlan("red", 0.75, 0.3, 0.0)], 1.0)
    assert first.uv == pytest.approx((2 / 3, 1 / 3))
    assert second.uv == pytest.approx((1 / 3, 2 / 3))
    red = shown(board(), [DecalPlan("red", 0.25, 0.3, 0.0)])[..., 0] > 128
    rows, columns = np.nonzero(red)
    assert columns.mean() / 600 == pytest.approx(2 / 3, abs=0.01)
    assert 1 - rows.mean() / 600 == pytest.approx(1 / 3, abs=0.01)


def test_on_a_mirrored_map_a_sticker_is_mirrored_back():
    half = RED.copy()
    half[:, 20:] = (0, 255, 0, 255)
    for mirrored in (False, True):
        pixels = shown(board(mirrored=mirrored), [DecalPlan("red", 0.25, 0.3, 0.0)], picture=half)
        red = np.nonzero(pixels[..., 0] > 128)[1].mean()
        green = np.nonzero(pixels[..., 1] > 128)[1].mean()
        assert (red < green) is not mirrored


def test_where_a_map_repeats_there_is_no_sticker():
    assert stickers(board(copies=4.0), [DecalPlan("red", 0.5, 0.3, 0.0)], 1.0) == []


def test_what_is_see_through_in_a_sticker_shows_what_is_below():
    clear = RED.copy()
    clear[..., 3] = 0
    assert (shown(board(), [DecalPlan("red", 0.5, 0.3, 0.0)], picture=clear) == BLUE_MAP.pixels).all()


@pytest.mark.parametrize("amount", [0.1, 0.3, 0.6])
def test_dirt_covers_about_as_much_as_it_says(amount):
    dirt = DirtPlan(amount, (0.0, 0.0, 0.0), 3)
    worn = stained(Material(base_color_map=BLUE_MAP, roughness=0.2), WHITE, look(dirt=dirt), [], lambda _: RED)
    darker = 1 - worn.base_color_map.pixels[..., 2].mean() / 255
    assert darker / 0.6 == pytest.approx(amount, abs=0.12)
    assert worn.roughness_map.pixels.mean() / 255 > 0.2


def test_a_tint_is_below_the_dirt_and_the_stickers():
    dirt = DirtPlan(0.05, (1.0, 1.0, 1.0), 0)
    white = Image("white", np.full((64, 64, 3), 255, np.uint8))
    worn = stained(Material(base_color_map=white), (1.0, 0.0, 0.0), look(dirt=dirt), [], lambda _: RED)
    clean = worn.base_color_map.pixels.reshape(-1, 3)
    assert (np.median(clean, axis=0) == (255, 0, 0)).all()


def test_the_same_look_is_the_same_picture_and_is_made_once():
    dirt = DirtPlan(0.2, (0.1, 0.1, 0.1), 1)
    material = Material(base_color_map=BLUE_MAP)
    first, second = (stained(material, WHITE, look(dirt=dirt), [], lambda _: RED) for _ in range(2))
    assert first.base_color_map is second.base_color_map
    other = stained(material, WHITE, look(dirt=DirtPlan(0.2, (0.1, 0.1, 0.1), 2)), [], lambda _: RED)
    assert other.base_color_map.source != first.base_color_map.source


def test_without_stains_a_material_stays_itself():
    material = Material()
    assert stained(material, WHITE, look(), [], lambda _: RED) is material
