"""How a training goes: loss by step and score by epoch, as they come."""

from typing import Any

import pyqtgraph as pg
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from scenewright.ui.cards import words
from scenewright.ui.language import translate
from scenewright.ui.theme import tokens
from scenewright.ui.theme.theme import Theme

_HEIGHT = 190
_PARTS = 4


class CurvesView(QWidget):
    """Two plots, and a line of figures below them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._lines: list[dict[str, Any]] = []
        self._loss: Any = None
        self._score: Any = None
        self._figures = words("", "caption", "train_figures")
        self._plots = QWidget()
        self._row = QHBoxLayout(self._plots)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(tokens.SPACE_M)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._plots)
        layout.addWidget(self._figures)
        theme.changed.connect(self._draw)
        self._draw()

    def show_metrics(self, lines: list[dict[str, Any]]) -> None:
        """Show the lines of a run's metrics file."""
        if lines != self._lines:
            self._lines = lines
            self._draw()

    @property
    def figures(self) -> str:
        """What the line below the plots says."""
        return self._figures.text()

    def _make_plots(self) -> None:
        """Make the plots once there is something to plot: they take long, and empty axes would tell nothing."""
        self._loss = _plot(translate("train", "Loss"), translate("train", "step"))
        self._score = _plot(translate("train", "Score on frames held back"), translate("train", "epoch"))
        self._score.setYRange(0, 1, padding=0.02)
        self._score.enableAutoRange(y=False)
        for plot in (self._loss, self._score):
            self._row.addWidget(plot, 1)

    def _draw(self) -> None:
        steps = [line for line in self._lines if line["kind"] == "step"]
        epochs = [line for line in self._lines if line["kind"] == "epoch"]
        self._figures.setText(figures_of(steps, epochs))
        self._plots.setVisible(bool(steps))
        if steps and self._loss is None:
            self._make_plots()
        if self._loss is not None:
            self._draw_plots(steps, epochs)

    def _draw_plots(self, steps: list[dict[str, Any]], epochs: list[dict[str, Any]]) -> None:
        colors = self._theme.colors
        for plot in (self._loss, self._score):
            plot.clear()
            plot.setBackground(colors.surface)
            for side in ("left", "bottom"):
                axis = plot.getAxis(side)
                axis.setPen(colors.border_strong)
                axis.setTextPen(colors.text_muted)
            plot.plotItem.legend.setLabelTextColor(colors.text_muted)
            plot.setTitle(plot.property("title"), color=colors.text_muted, size="9pt")
        self._draw_losses(steps, colors.chart)
        self._draw_scores(epochs, colors.chart)

    def _draw_losses(self, steps: list[dict[str, Any]], chart: tuple[str, ...]) -> None:
        if not steps:
            return
        names = [name for name in steps[-1]["losses"] if name != "loss"][:_PARTS]
        at = [line["step"] for line in steps]
        for k, name in enumerate(names, 1):
            values = [line["losses"].get(name, 0.0) for line in steps]
            self._loss.plot(at, values, pen=pg.mkPen(chart[k % len(chart)], width=1), name=name)
        whole = [line["losses"]["loss"] for line in steps]
        self._loss.plot(at, whole, pen=pg.mkPen(chart[0], width=2), name=translate("train", "sum"))

    def _draw_scores(self, epochs: list[dict[str, Any]], chart: tuple[str, ...]) -> None:
        at = [line["epoch"] for line in epochs]
        for k, name in enumerate(("AP50", "AP", "mIoU")):
            values = [(x, line["scores"][name]) for x, line in zip(at, epochs, strict=True) if name in line["scores"]]
            if values:
                xs, ys = zip(*values, strict=True)
                color = chart[k % len(chart)]
                dots = {"symbol": "o", "symbolSize": 5, "symbolBrush": color, "symbolPen": None}
                self._score.plot(xs, ys, pen=pg.mkPen(color, width=2), name=name, **dots)


def figures_of(steps: list[dict[str, Any]], epochs: list[dict[str, Any]]) -> str:
    """Return speed, memory and the best score so far, in words."""
    if not steps:
        return translate("train", "Nothing was trained here yet.")
    last = steps[-1]
    said = [
        translate("train", "{rate} pictures a second").format(rate=f"{last['images_per_s']:.0f}"),
        translate("train", "{share} % of it waiting for pictures").format(share=f"{100 * last['loader_share']:.0f}"),
    ]
    if last["memory_bytes"]:
        said.append(translate("train", "{size} GB on the GPU").format(size=f"{last['memory_bytes'] / 1e9:.1f}"))
    best = max(epochs, key=lambda line: line["score"], default=None)
    if best is not None:
        at_half = best["scores"].get("AP50")
        more = "" if at_half is None else f" (AP50 {at_half:.3f})"
        words_ = translate("train", "best so far {score}{more} in epoch {epoch}")
        said.append(words_.format(score=f"{best['score']:.3f}", more=more, epoch=best["epoch"]))
    return " · ".join(said)


def _plot(title: str, bottom: str) -> Any:
    plot = pg.PlotWidget()
    plot.setFixedHeight(_HEIGHT)
    plot.setMenuEnabled(False)
    plot.setMouseEnabled(x=False, y=False)
    plot.hideButtons()
    plot.showGrid(x=False, y=True, alpha=0.15)
    plot.setLabel("bottom", bottom)
    plot.setProperty("title", title)
    plot.setAccessibleName(title)
    plot.addLegend(offset=(-4, 4) if bottom == translate("train", "step") else (-4, -24), labelTextSize="8pt")
    return plot
