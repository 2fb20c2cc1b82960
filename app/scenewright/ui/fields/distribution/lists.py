"""The controls of distributions that are made of a list of values."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget
from typing_extensions import override

from scenewright.spec.distributions import AnyDistribution, Choice, Histogram, Sequence
from scenewright.spec.limits import Within
from scenewright.ui.fields.buttons import icon_button, word_button
from scenewright.ui.fields.choices import Switch, blended
from scenewright.ui.fields.distribution.bodies import Body, Setting, tr
from scenewright.ui.fields.distribution.lines import NumbersLine
from scenewright.ui.fields.numbers import NumberBox
from scenewright.ui.layouts import add_layout

_WEIGHT = Within(low=0)


class ChoiceBody(Body):
    """Each value with its weight."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._rows: list[tuple[NumberBox, NumberBox, QToolButton]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 2)
        add_layout(self.column, self._grid)
        self._add = word_button(tr("Value"), tr("Adds one more value that may be drawn"), self._add_value, "plus")
        self._repeats = Switch()
        self._repeats.setAccessibleName(f"{setting.title}: {tr('may repeat')}")
        self._repeats.setToolTip(tr("Off: each value comes once before any comes again"))
        self._repeats.clicked.connect(lambda on: self.taken.emit(self._choice.model_copy(update={"replacement": on})))
        row = QHBoxLayout()
        row.addWidget(self._add)
        row.addStretch()
        row.addWidget(QLabel(tr("may repeat")))
        row.addWidget(self._repeats)
        add_layout(self.column, row)

    def show_distribution(self, distribution: AnyDistribution) -> None:
        """Show values and weights."""
        assert isinstance(distribution, Choice)
        self._choice = distribution
        while len(self._rows) < len(distribution.values):
            self._add_row()
        while len(self._rows) > len(distribution.values):
            for widget in self._rows.pop():
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        weights = distribution.weights or (1.0,) * len(distribution.values)
        for (value, weight, remove), number, share in zip(self._rows, distribution.values, weights, strict=True):
            value.show_exact(number)
            weight.show_exact(share)
            remove.setEnabled(len(self._rows) > 1)
        self._repeats.setChecked(distribution.replacement)
        self.setFocusProxy(self._rows[0][0])

    def _add_row(self) -> None:
        number = len(self._rows)
        value = self.box(tr("Value %1").replace("%1", str(number + 1)))
        weight = NumberBox("", _WEIGHT)
        weight.setPrefix("\u00d7 ")
        weight.setToolTip(tr("How often, relative to the others"))
        weight.setAccessibleName(f"{self.setting.title}: {tr('weight')} {number + 1}")
        remove = icon_button("close", tr("Removes this value"))
        remove.setAccessibleName(f"{self.setting.title}: {tr('remove value')} {number + 1}")
        for column, widget in enumerate((value, weight, remove)):
            self._grid.addWidget(widget, number, column)
        value.changed.connect(lambda _: self._put())
        weight.changed.connect(lambda _: self._put())
        remove.clicked.connect(lambda: self._remove(number))
        self._rows.append((value, weight, remove))

    def _put(self) -> None:
        weights = tuple(weight.exact() for _, weight, _ in self._rows)
        self._say(tuple(value.exact() for value, _, _ in self._rows), weights)

    def _remove(self, number: int) -> None:
        weights = self._choice.weights or (1.0,) * len(self._choice.values)
        values = self._choice.values
        self._say((*values[:number], *values[number + 1 :]), (*weights[:number], *weights[number + 1 :]))

    def _add_value(self) -> None:
        values = self._choice.values
        step = values[-1] - values[-2] if len(values) > 1 else max(self.setting.step, abs(values[-1]) / 10)
        wanted = values[-1] + (step or self.setting.step)
        low, high = self.setting.within.low, self.setting.within.high
        added = wanted if low <= wanted <= high else values[-1]
        self._say((*values, added), (*(self._choice.weights or (1.0,) * len(values)), 1.0))

    def _say(self, values: tuple[float, ...], weights: tuple[float, ...]) -> None:
        as_likely = self._choice.weights is None and set(weights) == {1.0}
        self.taken.emit(self._choice.model_copy(update={"values": values, "weights": None if as_likely else weights}))


class SequenceBody(Body):
    """The values in their order."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._line = NumbersLine()
        self._line.setAccessibleName(f"{setting.title}: {tr('values in their order')}")
        self._line.setToolTip(tr("One after the other; after the last the first comes again"))
        self._line.changed.connect(lambda values: self.taken.emit(Sequence(values=values)))
        self.column.addWidget(self._line)
        self.setFocusProxy(self._line)

    def show_distribution(self, distribution: AnyDistribution) -> None:
        """Show the values."""
        assert isinstance(distribution, Sequence)
        self._line.show_numbers(distribution.values)


class HistogramBody(Body):
    """Bars to draw with the mouse, and their numbers."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._chart = BarChart()
        self._chart.setAccessibleName(f"{setting.title}: {tr('weights as bars')}")
        self._chart.setToolTip(tr("Drag over the bars to draw how likely each part is"))
        self._chart.drawn.connect(lambda weights: self._put("weights", weights))
        self._edges, self._weights = NumbersLine(), NumbersLine()
        self.column.addWidget(self._chart)
        for title, line, name, tip in (
            (tr("Edges"), self._edges, "edges", tr("Where one bar ends and the next begins, rising")),
            (tr("Weights"), self._weights, "weights", tr("How likely each bar is, one number less than edges")),
        ):
            line.setToolTip(tip)
            line.setAccessibleName(f"{setting.title}: {title}")
            line.changed.connect(lambda values, name=name: self._put(name, values))
            row = QHBoxLayout()
            row.addWidget(QLabel(title))
            row.addWidget(line, 1)
            add_layout(self.column, row)
        self.setFocusProxy(self._weights)

    def show_distribution(self, distribution: AnyDistribution) -> None:
        """Show edges and weights."""
        assert isinstance(distribution, Histogram)
        self._histogram = distribution
        self._chart.show_bars(distribution.edges, distribution.weights)
        self._edges.show_numbers(distribution.edges)
        self._weights.show_numbers(distribution.weights)

    def _put(self, name: str, values: tuple[float, ...]) -> None:
        edges, weights = self._histogram.edges, self._histogram.weights
        if name == "edges":
            edges, weights = values, (*weights, *(1.0,) * len(values))[: len(values) - 1]
        else:
            weights = values
            while len(edges) < len(weights) + 1:
                edges = (*edges, edges[-1] + (edges[-1] - edges[-2]))
            edges = edges[: len(weights) + 1]
        self.taken.emit(self._histogram.model_copy(update={"edges": edges, "weights": weights}))


class BarChart(QWidget):
    """Bars whose heights are drawn with the mouse."""

    drawn = Signal(tuple)
    """All weights, while the user draws."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._edges: tuple[float, ...] = (0.0, 1.0)
        self._weights: tuple[float, ...] = (1.0,)
        self._top: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_bars(self, edges: tuple[float, ...], weights: tuple[float, ...]) -> None:
        """Show other bars."""
        self._edges, self._weights = edges, weights
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(120, 64)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._top = max(self._weights) * 1.25
        self._draw(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._top is not None:
            self._draw(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._top = None
        self.update()

    def _draw(self, event: QMouseEvent) -> None:
        span = self._edges[-1] - self._edges[0]
        at = self._edges[0] + min(max(event.position().x() / max(self.width(), 1), 0), 1) * span
        number = next((k for k, edge in enumerate(self._edges[1:]) if at < edge), len(self._weights) - 1)
        share = min(max(1 - event.position().y() / max(self.height(), 1), 0), 1)
        weight = float(f"{share * (self._top or 1):.2g}")
        weights = (*self._weights[:number], weight, *self._weights[number + 1 :])
        if sum(weights) > 0 and weights != self._weights:
            self._weights = weights
            self.update()
            self.drawn.emit(weights)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        palette = self.palette()
        ground, ink = palette.color(QPalette.ColorRole.Window), palette.color(QPalette.ColorRole.WindowText)
        painter.fillRect(self.rect(), blended(ground, ink, 0.05))
        fill = QColor(palette.color(QPalette.ColorRole.Highlight))
        fill.setAlpha(190)
        top = self._top or max(self._weights) * 1.25
        span = self._edges[-1] - self._edges[0]
        for low, high, weight in zip(self._edges, self._edges[1:], self._weights, strict=False):
            left, right = ((edge - self._edges[0]) / span * self.width() for edge in (low, high))
            rise = min(weight / top, 1) * self.height()
            painter.fillRect(QRectF(left + 1, self.height() - rise, max(right - left - 2, 1), rise), fill)
