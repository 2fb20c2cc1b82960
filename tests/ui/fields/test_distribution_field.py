import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QToolButton

from scenewright.spec.distributions import (
    AnyDistribution,
    Choice,
    Curriculum,
    Distribution,
    Expression,
    Fixed,
    Histogram,
    LogUniform,
    Mixture,
    MixturePart,
    Normal,
    Sequence,
    Uniform,
)
from scenewright.spec.limits import Within, support
from scenewright.ui.fields.distribution.bodies import Setting
from scenewright.ui.fields.distribution.conversion import converted
from scenewright.ui.fields.distribution.density import domain_for
from scenewright.ui.fields.distribution.distribution_field import DistributionField
from scenewright.ui.fields.distribution.track import Track
from scenewright.ui.fields.numbers import NumberBox

KINDS = AnyDistribution.__args__
numbers = st.floats(-1e6, 1e6).map(lambda value: round(value, 4))
pairs = st.tuples(numbers, numbers).map(sorted)
positive = st.floats(1e-3, 1e6)
weights = st.floats(0.1, 10)
limits = st.none() | st.just(-2e6)
shapes = st.recursive(
    st.one_of(
        st.builds(Fixed, value=numbers),
        pairs.map(lambda ends: Uniform(low=ends[0], high=ends[1])),
        st.tuples(positive, positive).map(lambda ends: LogUniform(low=min(ends), high=max(ends))),
        st.builds(Normal, mean=numbers, standard_deviation=positive, low=limits),
        st.lists(st.tuples(numbers, weights), min_size=1, max_size=4).map(
            lambda items: Choice(values=[v for v, _ in items], weights=[w for _, w in items])
        ),
        st.lists(st.integers(-99, 99), min_size=2, max_size=5, unique=True).map(
            lambda edges: Histogram(edges=sorted(edges), weights=[1.0] * (len(edges) - 1))
        ),
    ),
    lambda inner: st.lists(inner, min_size=1, max_size=3).map(
        lambda parts: Mixture(parts=[MixturePart(value=part) for part in parts])
    ),
    max_leaves=4,
)
distributions = st.one_of(
    shapes,
    st.lists(numbers, min_size=1, max_size=4).map(lambda values: Sequence(values=values)),
    st.builds(Curriculum, start=shapes, end=shapes),
    st.just(Expression(formula="2 * size", low=0, high=3)),
)


def setting(within=None, unit="m", draws=lambda: np.empty(0)):
    return Setting("Height", unit, within or Within(), draws, lambda: ["size"], KINDS)


@pytest.fixture
def field(qtbot):
    field = DistributionField(setting())
    qtbot.addWidget(field)
    field.set_value(Uniform(low=1, high=2))
    field.resize(320, 120)
    field.show()
    return field


@pytest.fixture
def taken(field):
    values = []
    field.edited.connect(values.append)
    return values


@given(value=distributions)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_shown_is_what_was_given_and_nothing_is_said(qtbot, value):
    field = DistributionField(setting())
    qtbot.addWidget(field)
    said = []
    field.edited.connect(said.append)
    field.set_value(value)
    field.grab()
    assert field.value() == value
    assert said == []


def test_dragging_a_handle_changes_its_end_of_the_range(field, taken, qtbot):
    track = field.findChild(Track)
    start, end = round(track.x_of(2)), round(track.x_of(2)) + 25
    y = track.height() - 10
    qtbot.mousePress(track, Qt.MouseButton.LeftButton, pos=QPoint(start, y))
    qtbot.mouseMove(track, QPoint(end, y))
    qtbot.mouseRelease(track, Qt.MouseButton.LeftButton, pos=QPoint(end, y))
    assert taken[-1].low == 1
    assert taken[-1].high == pytest.approx(2 + 25 * (track.domain.high - track.domain.low) / track.width(), rel=0.1)


def test_dragging_between_the_handles_moves_the_whole_range(field, taken, qtbot):
    track = field.findChild(Track)
    start, y = round(track.x_of(1.5)), track.height() - 10
    qtbot.mousePress(track, Qt.MouseButton.LeftButton, pos=QPoint(start, y))
    qtbot.mouseMove(track, QPoint(start - 20, y))
    qtbot.mouseRelease(track, Qt.MouseButton.LeftButton, pos=QPoint(start - 20, y))
    assert taken[-1].low < 1
    assert taken[-1].high - taken[-1].low == pytest.approx(1, abs=0.05)


def test_arrow_keys_move_the_active_handle_and_space_goes_to_the_next(field, taken, qtbot):
    track = field.findChild(Track)
    qtbot.keyClick(track, Qt.Key.Key_Right)
    assert taken[-1].low == pytest.approx(1.01)
    qtbot.keyClick(track, Qt.Key.Key_Space)
    qtbot.keyClick(track, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert taken[-1].high == pytest.approx(1.9)


def test_typed_numbers_are_taken_and_put_in_order(field, taken, qtbot):
    low = field.findChildren(NumberBox)[0]
    low.selectAll()
    qtbot.keyClicks(low, "3.5")
    qtbot.keyClick(low, Qt.Key.Key_Return)
    assert taken == [Uniform(low=2, high=3.5)]


def test_the_kind_is_chosen_from_the_menu_and_going_back_loses_nothing(field, taken, qtbot):
    button = field.findChild(QToolButton, "kind")

    def choose(text):
        button.menu().aboutToShow.emit()
        next(action for action in button.menu().actions() if action.text() == text).trigger()

    choose("Bell curve")
    assert isinstance(taken[-1], Normal)
    choose("Value")
    assert taken[-1] == Fixed(value=1.5)
    choose("Range")
    assert taken[-1] == Uniform(low=1, high=2)


def test_a_refused_number_stays_in_sight_with_the_reason(field, qtbot):
    field.edited.connect(lambda value: field.show_problem("must be at most 2") if value.high > 2 else None)
    high = field.findChildren(NumberBox)[1]
    high.selectAll()
    qtbot.keyClicks(high, "9")
    qtbot.keyClick(high, Qt.Key.Key_Return)
    assert field.problem == "Must be at most 2"
    assert high.value() == 9


def test_the_wheel_passes_by_a_box_without_the_focus(field, taken, qtbot):
    box = field.findChildren(NumberBox)[0]
    box.clearFocus()
    before = box.value()

    event = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    box.wheelEvent(event)
    assert not event.isAccepted()
    assert box.value() == before
    assert taken == []


def test_drawn_values_stand_as_bars_above_the_track(qtbot):
    drawn = np.empty(0)
    field = DistributionField(setting(draws=lambda: drawn))
    qtbot.addWidget(field)
    field.resize(320, 120)
    field.set_value(Uniform(low=1, high=2))
    before = field.grab().toImage()
    drawn = np.linspace(1, 2, 50)
    field.show_draws()
    assert field.grab().toImage() != before


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "within",
    [
        Within(),
        Within(0, above_low=True),
        Within(0, 1),
        Within(0, 1000, whole=True),
        Within(1500, 20000),
        Within(-90, 90),
    ],
)
@given(value=distributions)
@settings(max_examples=8, deadline=None)
def test_any_kind_becomes_any_other_within_the_limits(kind, within, value):
    result = converted(value, kind, within)
    TypeAdapter(Distribution).validate_python(result.model_dump())
    if isinstance(value, kind):
        assert result == value
    elif kind not in (Choice, Sequence, Mixture, Curriculum) or kind is Fixed:
        within(result)


@given(value=distributions)
@settings(max_examples=100, deadline=None)
def test_a_track_shows_all_of_a_limited_distribution(value):
    low, high = support(value)
    domain = domain_for(value, Within(), "m")
    if np.isfinite([low, high]).all() and not isinstance(value, Normal | Mixture | Curriculum | Expression):
        assert domain.low <= low
        assert domain.high >= high
    assert domain.low < domain.high


def test_a_part_that_was_taken_away_may_still_speak(field):
    """What was typed in it is told when it loses the focus, and it may be gone by then."""
    field.set_value(Mixture(parts=[MixturePart(value=Fixed(value=1)), MixturePart(value=Fixed(value=2))]))
    last = field.findChildren(DistributionField)[-1]
    field.set_value(Mixture(parts=[MixturePart(value=Fixed(value=1))]))
    last.edited.emit(Fixed(value=5))
    assert field.value() == Mixture(parts=[MixturePart(value=Fixed(value=1))])
