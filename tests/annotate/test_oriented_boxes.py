"""Oriented boxes as a label of their own."""

from dataclasses import replace

import numpy as np
import pytest

from scenewright.annotate.certificate import certify
from scenewright.annotate.instances import instance_records
from scenewright.annotate.labelled_view import LabelledView
from scenewright.geometry.polygons import hull_corners, mask_parts, oriented_box
from scenewright.jobs.drawing import start_drawing
from scenewright.spec.yaml_io import load_project

BAR = """\
name: A bar
classes: [bar]
environment: {kind: color}
objects:
- {name: bars, class_name: bar, assets: [shape_cube], count: 2, scale: {kind: uniform, low: 3, high: 5},
   position_m: {x: {kind: uniform, low: -0.5, high: 0.5}}, rotation_deg: {y: {kind: uniform, low: 0, high: 90}}}
cameras: [{position_m: {y: -3}, look_at_m: {}, width_px: 160, height_px: 120}]
labels: [instance_mask, bounding_box_2d_oriented]
output: {frames: 6, seed: 2}
"""


@pytest.fixture(scope="module")
def views(tmp_path_factory):
    path = tmp_path_factory.mktemp("bar") / "bar.yaml"
    path.write_text(BAR)
    drawing = start_drawing(load_project(path).spec, path.parent, "flat")
    return [drawing.labelled(frame)[0] for frame in drawing.frames(range(6))]


def test_they_hold_the_mask_in_less_room_than_upright_ones(views):
    shares = []
    for view in views:
        for item in view.record.instances:
            ring = np.reshape(item.box_oriented, (4, 2))
            area = np.linalg.norm(ring[1] - ring[0]) * np.linalg.norm(ring[2] - ring[1])
            x0, y0, x1, y1 = item.box_tight
            shares.append(area / ((x1 - x0) * (y1 - y0)))
    assert max(shares) <= 1 + 1e-9
    assert min(shares) < 0.8
    certificate = certify(views)
    assert certificate.violations == ()
    assert certificate.checked["oriented_boxes_hold_masks"] == 6


@pytest.mark.parametrize(
    "wrong",
    [
        lambda ring: np.add(ring, (1.0, 0.0)),
        lambda ring: (ring - ring.mean(axis=0)) * 1.1 + ring.mean(axis=0),
        lambda ring: (ring - ring.mean(axis=0)) * 0.9 + ring.mean(axis=0),
        lambda ring: ring[:, ::-1],
        lambda ring: ring[::-1],
        lambda ring: ring * (1.0, 0.9),
    ],
    ids=["shifted", "too large", "too small", "y before x", "the other way round", "squeezed"],
)
def test_wrong_ones_are_found(views, wrong):
    view = views[0]
    first, *others = view.record.instances
    ring = np.reshape(first.box_oriented, (4, 2))
    changed = replace(first, box_oriented=tuple(np.asarray(wrong(ring)).ravel().tolist()))
    told = replace(view, record=replace(view.record, instances=(changed, *others)))
    assert {violation.relation for violation in certify([told]).violations} == {"oriented_boxes_hold_masks"}


def test_without_the_label_there_are_none(views):
    records = views[0].record.instances
    bare = tuple(replace(item, box_oriented=None) for item in records)
    view = LabelledView(views[0].plan, replace(views[0].record, instances=bare), views[0].channels)
    assert certify([view]).checked["oriented_boxes_hold_masks"] == 0
    assert instance_records.__kwdefaults__["oriented"] is False


def test_the_ends_of_rows_span_the_same_box_as_whole_outlines():
    rng = np.random.default_rng(3)
    for _ in range(20):
        mask = rng.random((30, 40)) < 0.03
        mask[10:14, 7:30] = True
        outline = np.concatenate([part.outer for part in mask_parts(mask)])
        one, other = (oriented_box(points, 40, 30) for points in (outline, hull_corners(mask)))
        np.testing.assert_allclose(one, other, atol=1e-9)
