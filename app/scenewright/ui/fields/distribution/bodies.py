"""The controls of the simple kinds: a value, a range and the bell curve."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from scenewright.spec.distributions import AnyDistribution, Fixed, LogUniform, Normal, Uniform
from scenewright.spec.limits import Within
from scenewright.ui.fields.distribution.conversion import converted
from scenewright.ui.fields.distribution.density import Domain, bin_edges, domain_for, heights, wanted_line
from scenewright.ui.fields.distribution.lines import OptionalNumberLine
from scenewright.ui.fields.distribution.track import Bars, Track
from scenewright.ui.fields.numbers import NumberBox
from scenewright.ui.fields.units import step_of
from scenewright.ui.layouts import add_layout

Draws = Callable[[], NDArray[np.float64]]
"""The values that recent frames really drew."""


@dataclass(frozen=True)
class Setting:
    """What a body needs to know about the setting that it shows.

    Attributes:
        title: What it is called.
        unit: Of its numbers.
        within: Which numbers it may draw.
        draws: What was really drawn.
        variables: The names that a formula may use, now.
        kinds: The kinds of distribution it may have.
    """

    title: str
    unit: str
    within: Within
    draws: Draws
    variables: Callable[[], Sequence[str]]
    kinds: tuple[type[AnyDistribution], ...]

    @property
    def step(self) -> float:
        """The smallest step of its numbers."""
        return 1.0 if self.within.whole else step_of(self.unit)


class Body(QWidget):
    """The controls of one kind of distribution."""

    taken = Signal(object)
    """A new distribution, by the user's hand."""

    def __init__(self, setting: Setting) -> None:
        super().__init__()
        self.setting = setting
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        self._domain: Domain | None = None

    def show_distribution(self, distribution: AnyDistribution) -> None:
        """Show a distribution of its kind; says nothing."""
        raise NotImplementedError

    def box(self, name: str, whole: bool | None = None) -> NumberBox:
        """Return a box for one of the distribution's numbers."""
        within = self.setting.within
        limits = within if whole is None else Within(within.low, within.high, within.above_low, whole)
        box = NumberBox(self.setting.unit, limits)
        box.setAccessibleName(f"{self.setting.title}: {name}")
        box.setToolTip(name)
        return box

    def track(self, is_ordered: bool = True) -> Track:
        """Return a track for the distribution."""
        track = Track(self.setting.step, is_ordered)
        track.setAccessibleName(f"{self.setting.title}: {tr('handles')}")
        track.setToolTip(tr("Drag a handle, or what lies between. Arrow keys move a handle, Space goes to the next."))
        track.released.connect(lambda: self.show_distribution(self._shown))
        return track

    def show_on(self, track: Track, distribution: AnyDistribution, values: Sequence[float], bars: bool = True) -> None:
        """Show values on a track, with what is wanted and what was drawn above it."""
        self._shown = distribution
        if self._domain is None or not track.is_dragged:
            self._domain = domain_for(distribution, self.setting.within, self.setting.unit, self._domain)
        domain = self._domain
        track.show_values(domain, values, (lambda: self._bars(distribution, domain)) if bars else None)

    def _bars(self, distribution: AnyDistribution, domain: Domain) -> Bars:
        is_whole = self.setting.within.whole
        edges = bin_edges(domain, is_whole)
        draws = self.setting.draws()
        drawn = None if not len(draws) else heights(draws, edges)
        return Bars(edges, wanted_line(distribution, domain, edges, is_whole), drawn)


class FixedBody(Body):
    """A handle on a short track, and the number."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._track = self.track()
        self._number = self.box(setting.title)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._track, 1)
        row.addWidget(self._number, 1)
        add_layout(self.column, row)
        self.setFocusProxy(self._number)
        self._number.changed.connect(lambda value: self.taken.emit(Fixed(value=value)))
        self._track.moved.connect(lambda values: self.taken.emit(Fixed(value=values[0])))

    def show_distribution(self, distribution: AnyDistribution) -> None:
        """Show a value."""
        assert isinstance(distribution, Fixed)
        self._number.show_exact(distribution.value)
        self.show_on(self._track, distribution, [distribution.value], bars=False)


class RangeBody(Body):
    """The lowest and the highest value, evenly likely between, or each order of magnitude as likely."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._shown: AnyDistribution = Uniform(low=0, high=1)
        self._low, self._high = self.box(tr("Lowest")), self.box(tr("Highest"))
        self._by_magnitude = QToolButton()
        self._by_magnitude.setText(tr("log"))
        self._by_magnitude.setCheckable(True)
        self._by_magnitude.setProperty("chip", True)
        self._by_magnitude.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._by_magnitude.setAccessibleName(f"{setting.title}: {tr('by magnitude')}")
        self._by_magnitude.setToolTip(
            tr("Each order of magnitude as likely: 1 to 10 as often as 10 to 100. For brightness and distance.")
        )
        self._by_magnitude.setVisible(
            LogUniform in setting.kinds and setting.within.low >= 0 and not setting.within.whole
        )
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._low, 1)
        row.addWidget(QLabel("\u2013"))
        row.addWidget(self._high, 1)
        self._track = self.track()
        below = QHBoxLayout()
        below.setSpacing(6)
        below.addWidget(self._track, 1)
        below.addWidget(self._by_magnitude, 0, Qt.AlignmentFlag.AlignBottom)
        add_layout(self.column, row)
        add_layout(self.column, below)
        self.setFocusProxy(self._low)
        for box in (self._low, self._high):
            box.changed.connect(lambda _: self._put(self._low.exact(), self._high.exact()))
        self._track.moved.connect(lambda values: self._put(*values))
        self._by_magnitude.clicked.connect(self._turn)

    def show_distribution(self, distribution: AnyDistribution) -> None:
        """Show a range."""
        assert isinstance(distribution, Uniform | LogUniform)
        self._low.show_exact(distribution.low)
        self._high.show_exact(distribution.high)
        self._by_magnitude.setChecked(isinstance(distribution, LogUniform))
        self.show_on(self._track, distribution, [distribution.low, distribution.high])

    def _put(self, low: float, high: float) -> None:
        low, high = (low, high) if low <= high else (high, low)
        if isinstance(self._shown, LogUniform):
            self.taken.emit(LogUniform(low=max(low, 1e-9), high=max(high, 1e-9)))
        else:
            self.taken.emit(Uniform(low=low, high=high))

    def _turn(self, is_log: bool) -> None:
        kind = LogUniform if is_log else Uniform
        self.taken.emit(converted(self._shown, kind, self.setting.within, self.setting.unit))


class NormalBody(Body):
    """The middle, how far most draws are off it, and limits where wanted."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._mean = self.box(tr("Mean"), whole=False)
        self._deviation = NumberBox(setting.unit, Within(low=0, above_low=True))
        self._deviation.setPrefix("± ")
        self._deviation.setToolTip(tr("Standard deviation: two thirds of all draws are not farther from the mean"))
        self._deviation.setAccessibleName(f"{setting.title}: {tr('standard deviation')}")
        self._track = self.track(is_ordered=False)
        self._low = OptionalNumberLine(setting.unit, tr("no min"))
        self._high = OptionalNumberLine(setting.unit, tr("no max"))
        for line, name in ((self._low, tr("Lowest")), (self._high, tr("Highest"))):
            line.setAccessibleName(f"{setting.title}: {name}")
            line.setToolTip(tr("%1: the curve is cut off here; empty: it is not").replace("%1", name))
            line.changed.connect(lambda _: self._put())
        add_layout(self.column, beside(self._mean, self._deviation))
        self.column.addWidget(self._track)
        add_layout(self.column, beside(self._low, self._high))
        self.setFocusProxy(self._mean)
        self._mean.changed.connect(lambda _: self._put())
        self._deviation.changed.connect(lambda _: self._put())
        self._track.moved.connect(self._drag)

    def show_distribution(self, distribution: AnyDistribution) -> None:
        """Show a bell curve."""
        assert isinstance(distribution, Normal)
        self._normal = distribution
        mean, deviation = distribution.mean, distribution.standard_deviation
        self._mean.show_exact(mean)
        self._deviation.show_exact(deviation)
        self._low.show_number(distribution.low)
        self._high.show_number(distribution.high)
        self.show_on(self._track, distribution, [mean - deviation, mean, mean + deviation])

    def _drag(self, values: tuple[float, float, float]) -> None:
        before = self._normal
        left, mean, right = values
        if mean != before.mean:
            self.taken.emit(before.model_copy(update={"mean": mean}))
        else:
            is_left = left != before.mean - before.standard_deviation
            deviation = max(mean - left if is_left else right - mean, self.setting.step / 10)
            self.taken.emit(before.model_copy(update={"standard_deviation": deviation}))

    def _put(self) -> None:
        changes = {
            "mean": self._mean.exact(),
            "standard_deviation": max(self._deviation.exact(), 1e-9),
            "low": self._low.number,
            "high": self._high.number,
        }
        self.taken.emit(self._normal.model_copy(update=changes))


def beside(*widgets: QWidget) -> QHBoxLayout:
    """Return a row of widgets of the same width."""
    row = QHBoxLayout()
    row.setSpacing(6)
    for widget in widgets:
        row.addWidget(widget, 1)
    return row


def tr(text: str) -> str:
    """Return a text in the user's language."""
    return QCoreApplication.translate("distribution", text)
