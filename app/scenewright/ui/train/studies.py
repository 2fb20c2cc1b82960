"""What trainings on parts of a dataset, or without one of its variations, have shown: two small charts."""

from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QVBoxLayout, QWidget

from scenewright.jobs.training_report import CURVE_FILE, KNOBS_FILE, read_json
from scenewright.ui.cards import words
from scenewright.ui.language import translate
from scenewright.ui.theme.theme import Theme

_HEIGHT, _ROW = 190, 26
_MOST = 12
"""Settings that are drawn; the strongest."""


def curve_folder(run: Path) -> Path:
    """Return where the learning curve of a run's dataset goes."""
    return run.with_name(f"{run.name}_learning_curve")


def knobs_folder(run: Path) -> Path:
    """Return where the comparison of settings goes."""
    return run.with_name(f"{run.name}_which_knob")


class StudiesView(QWidget):
    """The learning curve with its error bars, and a bar with its interval for each setting; each where there is one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.curve: dict[str, Any] = {}
        self.effects: list[dict[str, Any]] = []
        self._curve_plot: Any = None
        self._knobs_plot: Any = None
        self._advice = words("", "caption", "train_advice")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._advice)
        theme.changed.connect(self._draw)

    def show_run(self, run: Path) -> bool:
        """Show what is known beside a run; return whether there is anything."""
        curve = read_json(curve_folder(run) / CURVE_FILE)
        effects = read_json(knobs_folder(run) / KNOBS_FILE).get("effects", [])
        strongest = sorted(effects, key=lambda item: -abs(item["gain"]))[:_MOST]
        new = (curve, sorted(strongest, key=lambda item: item["gain"]))
        if new != (self.curve, self.effects):
            self.curve, self.effects = new
            self._make_plots()
            self._draw()
        return bool(curve or effects)

    def _make_plots(self) -> None:
        """Make those that have something to show: the page must not wait for others."""
        if self.curve and self._curve_plot is None:
            self._curve_plot = _plot("train_curve_plot", translate("train", "Score by number of frames"))
            self._column.insertWidget(0, self._curve_plot)
        if self.effects and self._knobs_plot is None:
            title = translate("train", "What each setting's variation brings (F1)")
            self._knobs_plot = _plot("train_knobs_plot", title)
            self._column.addWidget(self._knobs_plot)

    def _draw(self) -> None:
        colors = self._theme.colors
        for plot in (self._curve_plot, self._knobs_plot):
            if plot is None:
                continue
            plot.clear()
            plot.setBackground(colors.surface)
            plot.setTitle(plot.property("title"), color=colors.text_muted, size="9pt")
            for side in ("left", "bottom"):
                axis = plot.getAxis(side)
                axis.setPen(colors.border_strong)
                axis.setTextPen(colors.text_muted)
            plot.setVisible(bool(self.curve if plot is self._curve_plot else self.effects))
        self._advice.setVisible(bool(self.curve))
        self._advice.setText(self.curve.get("advice", ""))
        self._draw_curve(colors.chart[0])
        self._draw_knobs(colors.chart[0], colors.text_muted)

    def _draw_curve(self, color: str) -> None:
        points = self.curve.get("points", [])
        if not points:
            return
        # Every size is twice the one before it: they stand at even distances.
        at = np.arange(len(points), dtype=float)
        middle = np.array([mean(point["scores"]) for point in points])
        half = np.array([point["half_width"] for point in points])
        bars = pg.ErrorBarItem(x=at, y=middle, height=2 * half, beam=0.12, pen=pg.mkPen(color, width=1))
        self._curve_plot.addItem(bars)
        dots = {"symbol": "o", "symbolSize": 6, "symbolBrush": color, "symbolPen": None}
        self._curve_plot.plot(at, middle, pen=pg.mkPen(color, width=2), **dots)
        self._curve_plot.getAxis("bottom").setTicks([[(x, str(p["frames"])) for x, p in zip(at, points, strict=True)]])
        self._curve_plot.setYRange(max(0.0, float((middle - half).min()) - 0.05), float((middle + half).max()) + 0.05)

    def _draw_knobs(self, color: str, muted: str) -> None:
        if not self.effects:
            return
        at = np.arange(len(self.effects), dtype=float)
        gain, low, high = (np.array([item[name] for item in self.effects]) for name in ("gain", "low", "high"))
        clear = (low > 0) | (high < 0)
        brushes = [color if is_clear else muted for is_clear in clear]
        self._knobs_plot.addItem(pg.BarGraphItem(x0=0.0, y=at, width=gain, height=0.6, brushes=brushes, pen=None))
        pen = pg.mkPen(self._theme.colors.text, width=1)
        spans = pg.ErrorBarItem(x=gain, y=at, left=gain - low, right=high - gain, beam=0.25, pen=pen)
        self._knobs_plot.addItem(spans)
        self._knobs_plot.addItem(pg.InfiniteLine(0.0, pen=pg.mkPen(muted, width=1)))
        names = [(y, item["place"]) for y, item in zip(at, self.effects, strict=True)]
        self._knobs_plot.getAxis("left").setTicks([names])
        self._knobs_plot.setYRange(-0.6, len(self.effects) - 0.4, padding=0)
        self._knobs_plot.setFixedHeight(70 + _ROW * len(self.effects))


def _plot(name: str, title: str) -> Any:
    plot = pg.PlotWidget()
    plot.setObjectName(name)
    plot.setFixedHeight(_HEIGHT)
    plot.setMenuEnabled(False)
    plot.setMouseEnabled(x=False, y=False)
    plot.hideButtons()
    plot.setProperty("title", title)
    plot.setAccessibleName(title)
    return plot
