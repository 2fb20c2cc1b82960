"""Counts in two dimensions, against NumPy's own, and against the images that their filters show."""

import numpy as np
import pytest

from scenewright.inspection.heat_maps import heat_maps
from scenewright.inspection.histograms import two_ways
from scenewright.inspection.measures import measure_named
from scenewright.inspection.query import matching, parsed_filter


def test_counts_are_those_of_numpy(evidence):
    source = evidence.source
    objects, size = evidence.columns.objects, (640, 480)
    x = (objects.box_px[:, 0] + objects.box_px[:, 2]) / 2 / size[0]
    y = (objects.box_px[:, 1] + objects.box_px[:, 3]) / 2 / size[1]
    ours = two_ways(source, measure_named(source, "x"), measure_named(source, "y"), (7, 9), (0, 1, 0.2, 0.9))
    theirs, _, _ = np.histogram2d(y, x, bins=(7, 9), range=[(0.2, 0.9), (0, 1)])
    assert (ours == theirs).all()


def test_there_is_a_map_of_places_and_a_view_sphere_for_each_class(evidence):
    maps = {item.name: item for item in heat_maps(evidence.source)}
    assert set(maps) == {"places", "sphere_cup", "sphere_plate", "sphere_spoon"}
    assert maps["places"].counts.sum() == 1200
    assert maps["sphere_cup"].counts.sum() == 400
    # Every elevation of the clean dataset is above the horizon, and the upper rows are those.
    assert maps["sphere_cup"].counts[5:].sum() == 0


@pytest.mark.parametrize("name", ["places", "sphere_plate"])
def test_a_cell_names_the_images_that_it_counts(evidence, name):
    source = evidence.source
    heat = next(item for item in heat_maps(source) if item.name == name)
    objects = evidence.columns.objects
    for row, column in np.argwhere(heat.counts > 0)[::23]:
        shown = matching(source, parsed_filter(heat.condition(row, column)))
        low_x, high_x, low_y, high_y = heat.cell(row, column)
        across = measure_named(source, heat.across).values(source)
        down = measure_named(source, heat.down).values(source)
        inside = (across >= low_x) & (across <= high_x) & (down >= low_y) & (down <= high_y)
        if heat.class_name:
            inside &= objects.class_id == evidence.columns.class_names.index(heat.class_name) + 1
        assert inside.sum() == heat.counts[row, column]
        assert set(np.flatnonzero(shown)) == set(objects.image[inside])


def test_a_dataset_without_poses_has_no_view_sphere(planted):
    nothing = np.full(1200, np.nan, np.float32)
    source = planted(objects={"azimuth_deg": nothing, "elevation_deg": nothing}).source
    assert [item.name for item in heat_maps(source)] == ["places"]
