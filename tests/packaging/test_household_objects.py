"""The household objects and patterned shapes that ship: described, as large as in life, closed."""

import numpy as np
import pytest

from scenewright.assets.entries import entries
from scenewright.assets.usd_model import read_model

LONGEST_SIDE_MM = {
    "apple_green": (70, 90),
    "apple_red": (70, 90),
    "banana": (170, 220),
    "book_hardcover": (220, 250),
    "book_hardcover_red": (220, 250),
    "bottle_detergent": (220, 300),
    "bottle_detergent_orange": (220, 300),
    "bottle_glass_green": (280, 320),
    "bottle_water": (200, 240),
    "bowl_ceramic": (140, 170),
    "bowl_ceramic_blue": (140, 170),
    "box_cereal": (270, 310),
    "box_medicine": (90, 120),
    "box_tea": (120, 140),
    "bread_loaf": (230, 300),
    "can_soda_blue": (112, 118),
    "can_soda_red": (112, 118),
    "can_soup": (98, 112),
    "carton_juice": (170, 200),
    "carton_milk": (220, 250),
    "fork_table": (185, 210),
    "glass_water": (100, 130),
    "jar_jam": (85, 110),
    "knife_table": (210, 240),
    "lemon": (65, 90),
    "orange": (65, 85),
    "pan_frying": (430, 520),
    "pitcher_ceramic": (180, 230),
    "plate_dinner": (250, 280),
    "shape_capsule": (90, 110),
    "shape_prism_hex": (90, 110),
    "shape_pyramid": (90, 110),
    "shape_ring": (90, 110),
    "shape_star": (90, 120),
    "sponge": (95, 125),
    "spoon_table": (185, 210),
    "tissue_box": (210, 240),
    "toothpaste_tube": (150, 190),
}
ENTRIES = {entry.name: entry for entry in entries("object") if entry.is_shipped}


def triangles_of(model):
    """Return the points (n, 3) of a model, welded, and its triangles (t, 3)."""
    before = np.cumsum([0] + [len(part.positions) for part in model.parts])
    points = np.concatenate([part.positions for part in model.parts])
    welded, index = np.unique(np.round(points, 6), axis=0, return_inverse=True)
    corners = [part.triangles + start for part, start in zip(model.parts, before, strict=False)]
    return welded, index.reshape(-1)[np.concatenate(corners)]


def open_edges(triangles, count):
    """Count the directed edges that are not matched by one in the other direction."""
    start, end = triangles.reshape(-1), np.roll(triangles, -1, axis=1).reshape(-1)
    there, back = start * count + end, end * count + start
    real = start != end
    edges, times = np.unique(there[real], return_counts=True)
    matches, times_back = np.unique(back[real], return_counts=True)
    return len(edges) if not np.array_equal(edges, matches) else int((times != times_back).sum())


@pytest.mark.parametrize("name", LONGEST_SIDE_MM)
def test_an_object_is_described(name):
    entry = ENTRIES[name]
    assert entry.title
    assert entry.class_name
    assert entry.licence
    assert ({"distractor", "shape"} if name.startswith("shape_") else {"household"}) <= set(entry.tags)


@pytest.mark.parametrize(("name", "limits_mm"), LONGEST_SIDE_MM.items())
def test_an_object_is_as_large_as_in_life_and_stands_on_the_floor(name, limits_mm):
    low, high = (np.array(corner) for corner in read_model(ENTRIES[name].path).bounds)
    assert limits_mm[0] <= (high - low).max() * 1000 <= limits_mm[1]
    assert low[2] == pytest.approx(0.0, abs=1e-5)
    assert (low + high)[:2] == pytest.approx([0.0, 0.0], abs=1e-5)


@pytest.mark.parametrize("name", LONGEST_SIDE_MM)
def test_an_object_is_closed_and_its_faces_look_outwards(name):
    points, triangles = triangles_of(read_model(ENTRIES[name].path))
    assert open_edges(triangles.astype(np.int64), len(points)) == 0
    a, b, c = (points[triangles[:, k]].astype(float) for k in range(3))
    assert (a * np.cross(b, c)).sum() > 0.0


@pytest.mark.parametrize("name", [name for name in ENTRIES if name.startswith(("mug_", "cup_", "tumbler_", "shape_"))])
def test_a_cup_or_shape_has_the_class_that_labels_give_it(name):
    assert ENTRIES[name].class_name == ("distractor" if name.startswith("shape_") else "cup")
