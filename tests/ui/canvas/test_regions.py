"""What can be dragged on the plan."""

import pytest

from scenewright.paths import shipped
from scenewright.spec.distributions import Expression, Fixed, Uniform
from scenewright.spec.limits import Vector3
from scenewright.spec.places import value_at, with_value
from scenewright.spec.yaml_io import load_project
from scenewright.ui.canvas.dragging import moved, reshaped, resized
from scenewright.ui.canvas.regions import regions

TOP, SIDE = (0, 1), (0, 2)
PRESETS = sorted(path.stem for path in shipped("presets").glob("*.yaml"))
CUPS = ("objects", 0, "position_m")


@pytest.fixture(scope="module")
def cups():
    return load_project(shipped("presets") / "cup_detection.yaml").spec


def placed(spec, **placement):
    group = spec.objects[0].model_dump() | {"position_m": {}, "placement": placement}
    return spec.replace(objects=(type(spec.objects[0]).model_validate(group),))


def only(spec, axes, place):
    (found,) = [region for region in regions(spec, axes) if region.place == place]
    return found


def test_a_range_of_positions_is_a_rectangle_from_above_and_from_the_side(cups):
    assert only(cups, TOP, CUPS).points == ((-0.9, -0.8), (0.9, 0.8))
    assert only(cups, SIDE, CUPS).points == ((-0.9, 0.2), (0.9, 0.95))


def test_dragging_it_moves_both_ranges_and_leaves_the_third_axis_alone(cups):
    after = moved(cups, CUPS, TOP, (0.5, -0.25))
    assert only(after, TOP, CUPS).points == ((-0.4, -1.05), (1.4, 0.55))
    assert value_at(after, (*CUPS, "z")) == value_at(cups, (*CUPS, "z"))


def test_dragging_its_edge_sets_the_ranges(cups):
    after = resized(cups, CUPS, SIDE, (-1, 0), (1, 2))
    assert value_at(after, (*CUPS, "x")) == Uniform(low=-1, high=1)
    assert value_at(after, (*CUPS, "z")) == Uniform(low=0, high=2)


def test_a_camera_and_what_it_looks_at_are_points_that_move(cups):
    camera = ("cameras", 0, "position_m")
    assert only(cups, TOP, camera).points == ((0, -3),)
    after = moved(cups, camera, SIDE, (0, 1))
    assert value_at(after, (*camera, "z")) == Fixed(value=3)
    aim = ("cameras", 0, "look_at_m")
    assert value_at(moved(cups, aim, TOP, (0.1234567, 0)), (*aim, "x")) == Fixed(value=0.123)


@pytest.mark.parametrize(
    ("area", "shape"),
    [
        ({"kind": "rectangle", "size_m": [2, 1]}, "rectangle"),
        ({"kind": "circle", "radius_m": 0.5}, "circle"),
        ({"kind": "polygon", "points_m": [[0, 0], [1, 0], [0, 1]]}, "polygon"),
    ],
)
def test_areas_move_and_change_their_size(cups, area, shape):
    spec = placed(cups, kind="surface", area=area)
    place = ("objects", 0, "placement")
    before = only(spec, TOP, place)
    assert before.shape == shape
    after = only(moved(spec, place, TOP, (1, 2)), TOP, place)
    assert after.points == tuple((x + 1, y + 2) for x, y in before.points)
    if shape != "polygon":
        larger = only(resized(spec, place, TOP, (-2, -2), (2, 2)), TOP, place)
        assert larger.points[-1][0] == 2


def test_corners_of_a_polygon_move_one_by_one_and_never_enclose_nothing(cups):
    spec = placed(cups, kind="surface", area={"kind": "polygon", "points_m": [[0, 0], [1, 0], [0, 1]]})
    place = ("objects", 0, "placement")
    after = reshaped(spec, place, ((0, 0), (2, 0), (0, 1)))
    assert only(after, TOP, place).points == ((0, 0), (2, 0), (0, 1))
    assert reshaped(spec, place, ((0, 0), (1, 0), (2, 0))) is None


def test_spheres_and_boxes_in_the_air_move_in_both_views(cups):
    place = ("objects", 0, "placement")
    ball = placed(cups, kind="sphere", radius_m=1.0, inner_radius_m=0.9)
    assert only(moved(ball, place, SIDE, (0, 1)), SIDE, place).middle == (0, 1)
    smaller = value_at(resized(ball, place, TOP, (-0.5, -0.5), (0.5, 0.5)), place)
    assert smaller.radius_m == 0.5 > smaller.inner_radius_m
    box = placed(cups, kind="volume", low_m=[0, 0, 0], high_m=[1, 1, 1])
    assert only(resized(box, place, SIDE, (0, 0.5), (1, 2)), TOP, place).points == ((0, 0), (1, 1))
    assert value_at(resized(box, place, SIDE, (0, 0.5), (1, 2)), place).high_m == (1, 1, 2)


def test_what_a_formula_says_does_not_move(cups):
    spec = with_value(cups, CUPS, Vector3(x=Expression(formula="1 + 1", low=0, high=3)))
    assert not only(spec, TOP, CUPS).is_movable
    assert moved(spec, CUPS, TOP, (1, 0)) is None


def test_a_region_does_not_shrink_to_nothing(cups):
    assert resized(cups, CUPS, TOP, (0, 0), (0.001, 1)) is None


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("axes", [TOP, SIDE])
def test_in_every_preset_what_says_it_moves_moves_there_and_back(preset, axes):
    spec = load_project(shipped("presets") / f"{preset}.yaml").spec
    for region in regions(spec, axes):
        if not region.is_movable:
            continue
        there = moved(spec, region.place, axes, (0.5, 0.25))
        after = only(there, axes, region.place)
        assert after.middle == pytest.approx((region.middle[0] + 0.5, region.middle[1] + 0.25), abs=2e-3)
        back = only(moved(there, region.place, axes, (-0.5, -0.25)), axes, region.place)
        assert back.middle == pytest.approx(region.middle, abs=2e-3)
