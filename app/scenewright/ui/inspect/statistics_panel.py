"""A dataset's figures as bars; a click on one shows the images that it stands for."""

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from scenewright.inspection.asked import Asked, place_name
from scenewright.inspection.examining import Examined
from scenewright.inspection.histograms import Histogram, histogram
from scenewright.inspection.measures import MEASURES, Measure
from scenewright.ui.help import explain
from scenewright.ui.inspect.bars import BarsView
from scenewright.ui.inspect.class_maps_panel import ClassMapsPanel
from scenewright.ui.inspect.words import measure_title, range_texts
from scenewright.ui.theme import tokens
from scenewright.ui.theme.theme import Theme

_MOST_NAMES = 20


class StatisticsPanel(QScrollArea):
    """Bars of every measure that the dataset knows, and of what was asked for beside what came out."""

    condition_asked = Signal(str)
    """A condition that narrows the filter."""
    setting_asked = Signal(tuple)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("inspect_statistics")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._theme = theme
        self._class = ""
        """The class whose maps are shown."""

    def clear(self) -> None:
        """Show nothing."""
        self.setWidget(QWidget())

    def show_examined(self, examined: Examined) -> None:
        """Show the figures of what is known so far."""
        at = self.verticalScrollBar().value()
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(tokens.SPACE_M, tokens.SPACE_M, tokens.SPACE_M, tokens.SPACE_M)
        layout.setSpacing(tokens.SPACE_XS)
        maps = ClassMapsPanel(self._theme, examined.source, self._class)
        maps.condition_asked.connect(self.condition_asked)
        maps.class_chosen.connect(self._choose_class)
        for measure in MEASURES:
            if measure.name == "size":
                layout.addWidget(maps)  # after what says how many there are of each class
            counted = histogram(examined.source, measure)
            if measure.name != "frame" and counted.counts.sum() > 0 and _tells_something(counted):
                self._add(layout, measure, counted)
        if examined.asked:
            heading = QLabel(self.tr("Asked and got"))
            heading.setProperty("role", "heading")
            note = QLabel(self.tr("Bars: what came out. Line: what was asked for."))
            note.setProperty("role", "muted")
            note.setWordWrap(True)
            layout.addSpacing(tokens.SPACE_M)
            layout.addWidget(heading)
            layout.addWidget(note)
            for item in examined.asked:
                self._add_asked(layout, item, examined)
        layout.addStretch(1)
        self.setWidget(body)
        self.verticalScrollBar().setValue(at)

    def _choose_class(self, name: str) -> None:
        self._class = name

    def _add(self, layout: QVBoxLayout, measure: Measure, counted: Histogram) -> None:
        order = np.arange(len(counted.counts))
        if counted.names:
            order = np.argsort(-counted.counts, kind="stable")[:_MOST_NAMES]
            order = order[counted.counts[order] > 0]
            labels = [counted.names[number] for number in order.tolist()]
        else:
            labels = range_texts(counted.edges.tolist(), measure.unit)
        title = QLabel(measure_title(measure))
        bars = BarsView(self._theme, measure_title(measure), counted.counts[order].tolist(), labels)
        bars.setObjectName(f"bars_{measure.name}")
        bars.chosen.connect(lambda number: self.condition_asked.emit(_condition(measure, counted, int(order[number]))))
        layout.addWidget(title)
        layout.addWidget(bars)
        layout.addSpacing(tokens.SPACE_S)

    def _add_asked(self, layout: QVBoxLayout, item: Asked, examined: Examined) -> None:
        told = explain(item.place, examined.evidence.spec)
        title = QLabel(" / ".join((*told.path, told.title)))
        title.setWordWrap(True)
        title.setToolTip(place_name(item.place))
        figure = self.tr("distance {0:.2f}, {1} values").format(item.distance, item.draws)
        note = QLabel(figure + (self.tr(": otherwise than asked for") if item.is_off else ""))
        note.setProperty("role", "muted")
        bars = BarsView(self._theme, told.title, item.got.tolist(), range_texts(item.edges.tolist(), ""))
        bars.set_line(item.asked.tolist())
        bars.chosen.connect(lambda _: self.setting_asked.emit(item.place))
        for widget in (title, bars, note):
            layout.addWidget(widget)
        layout.addSpacing(tokens.SPACE_S)


def _tells_something(counted: Histogram) -> bool:
    return not counted.names or int((counted.counts > 0).sum()) > 1 or counted.measure == "class"


def _condition(measure: Measure, counted: Histogram, number: int) -> str:
    if counted.names:
        name = counted.names[number]
        return f'{measure.name}="{name}"' if " " in name else f"{measure.name}={name}"
    low, high = counted.edges[number], counted.edges[number + 1]
    last = number == len(counted.counts) - 1
    return f"{measure.name}>={low:.6g} {measure.name}{'<=' if last else '<'}{high:.6g}"
