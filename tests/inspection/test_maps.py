"""Where a class's objects are in the image, and from where they are seen, against a count one by one."""

import numpy as np
import pytest

from scenewright.inspection.maps import BANDS, SECTORS, cells, class_maps, ranges_of, strength
from scenewright.inspection.query import filter_text, matching, parsed_filter


def area(outline):
    x, y = outline.T
    return abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2


@pytest.mark.parametrize("kind", ["places", "directions"])
def test_every_labelled_object_is_in_one_cell_of_its_class(evidence, kind):
    found = class_maps(evidence.source, kind)
    assert [drawn.class_name for drawn in found] == ["cup", "plate", "spoon"]
    assert [drawn.counts.sum() for drawn in found] == [400, 400, 400]


@pytest.mark.parametrize("kind", ["places", "directions"])
def test_a_cell_counts_what_its_filter_lets_through(evidence, kind):
    [cup, *_] = class_maps(evidence.source, kind)
    columns = evidence.columns
    for row, column, count in list(cells(cup))[::17]:
        text = filter_text(cup.conditions(row, column))
        shown = matching(evidence.source, parsed_filter(text))
        # In each image there is one cup, so images are objects.
        assert shown.sum() == pytest.approx(count, abs=0), (text, row, column)
    assert columns.labelled.all()


def test_places_are_those_of_the_middles_of_boxes(planted):
    box = np.tile(np.array([0, 0, 63, 47], np.float32), (1200, 1))
    box[0] = [577, 433, 640, 480]
    [cup, *_] = class_maps(planted(objects={"box_px": box}).source, "places")
    assert {(row, column): count for row, column, count in cells(cup) if count} == {(0, 0): 399, (14, 19): 1}
    assert cup.height == pytest.approx(480 / 640)


def test_sides_from_which_a_class_is_never_seen_are_empty(evidence, planted):
    azimuth = np.abs(evidence.columns.objects.azimuth_deg)
    elevation = np.full(1200, 89.0, np.float32)
    [cup, *_] = class_maps(planted(objects={"azimuth_deg": azimuth, "elevation_deg": elevation}).source, "directions")
    assert not cup.counts[: BANDS - 1].any()
    assert not cup.counts[:, : SECTORS // 2].any()
    assert cup.counts[BANDS - 1, SECTORS // 2 :].sum() == 400


def test_what_is_unknown_has_no_map(planted):
    nowhere = np.full(1200, np.nan, np.float32)
    assert class_maps(planted(objects={"azimuth_deg": nowhere}).source, "directions") == ()


def test_cells_of_the_view_sphere_are_equally_large_and_the_halves_do_not_meet(evidence):
    [cup, *_] = class_maps(evidence.source, "directions")
    outlines = {(row, column): cup.outline(row, column) for row, column, _ in cells(cup)}
    areas = [area(outline) for outline in outlines.values()]
    assert max(areas) == pytest.approx(min(areas), rel=1e-9)
    upper = np.concatenate([outline for (row, _), outline in outlines.items() if row >= BANDS // 2])
    lower = np.concatenate([outline for (row, _), outline in outlines.items() if row < BANDS // 2])
    assert upper[:, 0].max() < lower[:, 0].min()
    assert upper.min() >= -1e-9
    assert lower[:, 0].max() <= 1 + 1e-9
    assert upper[:, 1].max() <= cup.height + 1e-9


def test_what_is_seen_along_the_x_axis_is_painted_on_the_right_of_its_half(evidence):
    [cup, *_] = class_maps(evidence.source, "directions")
    right, up = cup.outline(BANDS // 2, SECTORS // 2), cup.outline(BANDS // 2, 3 * SECTORS // 4)
    middle = cup.height / 2
    assert right[:, 0].mean() > middle
    assert up[:, 1].mean() < middle
    assert ranges_of(cup, BANDS // 2, SECTORS // 2) == ("0° to 15°", "0° to 10°")


def test_few_are_told_from_none_and_more_are_stronger():
    assert strength(0, 100) == 0
    assert 0.15 < strength(1, 100) < strength(50, 100) < strength(100, 100) == 1
