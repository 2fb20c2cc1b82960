"""The canvas: the views of the frames that the project makes, all of them drawn by the real sampler and engine."""

from collections.abc import Iterable
from functools import partial
from importlib import import_module
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from scenewright.ui.background import in_background
from scenewright.ui.canvas.frame_bar import FrameBar
from scenewright.ui.canvas.label_bar import LabelBar
from scenewright.ui.canvas.live_view import LiveView
from scenewright.ui.canvas.segments import SegmentBar
from scenewright.ui.canvas.shown import Shown
from scenewright.ui.divider import Divider
from scenewright.ui.layouts import add_layout
from scenewright.ui.session import Session
from scenewright.ui.stacks import bring_to_front
from scenewright.ui.steps import VIEWS
from scenewright.ui.theme import tokens
from scenewright.ui.theme.dressing import InParts
from scenewright.ui.theme.icons import icon

_OTHERS = ("plan", "sheet", "orbit")
"""Views beside the live one."""
_SIDES = ("above", "side")
"""From which the plan shows the scene."""


def make_canvas(session: Session) -> QWidget:
    """Return the canvas of a session."""
    return Canvas(session)


class Canvas(InParts, QWidget):
    """Places the views, the bars above them and the line below."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("canvas")
        self._session = session
        self.shown = Shown(self)
        self.frame_bar, self.label_bar = (
            FrameBar(session.document, session.selection),
            LabelBar(session.document, self.shown),
        )
        self.live = LiveView(session, self.shown)
        self._views: dict[str, QWidget] = {}
        self._plots: dict[str, Any] = {}  # of the plan, made before it
        self._stack = _Views()
        self._stack.setObjectName("canvas_views")
        self._add("live", self.live)
        self.segments = SegmentBar(
            (
                ("live", self.tr("Live"), "camera", self.tr("What the camera sees")),
                ("sheet", self.tr("Contact sheet"), "grid", self.tr("Many random frames at once")),
                ("plan", self.tr("Plan"), "plan", self.tr("From above and from the side, with handles")),
                ("orbit", self.tr("Orbit"), "orbit", self.tr("Fly around the scene")),
            )
        )
        self._above = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._is_narrow = False
        self._why = QToolButton()
        self._line, self._quiet = QLabel(), QLabel()
        self._split = Divider(Qt.Orientation.Horizontal)
        self._why_panel: QWidget | None = None
        self._lay_out()
        self.segments.chosen.connect(self.show_view)
        self.frame_bar.played.connect(self.live.play)
        self.live.told.connect(self._line.setText)
        session.preview.said.connect(self._quiet.setText)
        self.live.showed.connect(self._warm)
        self.show_view("live")

    def show_view(self, key: str) -> None:
        """Show one of the views."""
        self.segments.choose(key)
        self._make(key)
        self._line.clear()
        bring_to_front(self._stack, self._views[key])
        self._stack.updateGeometry()
        self.label_bar.setVisible(key in ("live", "sheet"))
        self.frame_bar.setVisible(key != "sheet")

    def view(self, key: str) -> QWidget | None:
        """Return a view, if it is there already."""
        return self._views.get(key)

    def _make(self, key: str) -> None:
        if key in self._views:
            return
        view = _make_view(key, self._session, self.shown, self._plots)
        view.told.connect(self._line.setText)
        self._add(key, view)
        self.dress_later(view)
        if key == "sheet":
            view.opened.connect(lambda: self.show_view("live"))

    def _add(self, key: str, view: QWidget) -> None:
        view.setObjectName("canvas_view")
        self._views[key] = view
        self._stack.addWidget(view)

    @override
    def own_parts(self) -> Iterable[QWidget | None]:
        bars = (self.segments, self.frame_bar, self._why, self.label_bar, self._line, self._quiet)
        return (*bars, *self._views.values(), self._why_panel)

    def minimumSizeHint(self) -> QSize:  # noqa: D102, N802 (Qt's name)
        # With little room the bars stand one below the other: the window must fit a small screen at 200 %.
        frame = self.frame_bar.minimumSizeHint().width() + self._why.minimumSizeHint().width()
        return QSize(frame + 2 * tokens.SPACE_M + tokens.SPACE_S, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102, N802 (Qt's name)
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Put the bars one below the other where they do not fit side by side."""
        self.segments.set_compact(False)
        wanted = self.segments.sizeHint().width() + self.frame_bar.sizeHint().width() + self._why.sizeHint().width()
        is_narrow = wanted + 2 * tokens.SPACE_M + 3 * tokens.SPACE_S > self.width()
        self.segments.set_compact(self.segments.sizeHint().width() + 2 * tokens.SPACE_M > self.width())
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            way = QBoxLayout.Direction
            self._above.setDirection(way.TopToBottom if is_narrow else way.LeftToRight)

    def _warm(self, _frame: object) -> None:
        """Once there is a picture, make the other views, imported beside the window if need be: they open at once."""
        self.live.showed.disconnect(self._warm)
        in_background(lambda: [import_module(name) for name in VIEWS], self._make_others, self)

    def _make_others(self, _modules: object) -> None:
        plots = [partial(self._make_plot, side) for side in _SIDES]
        self._session.growth.grow_last(self, [*plots, *(partial(self._make, key) for key in _OTHERS)])

    def _make_plot(self, side: str) -> None:
        """Make a plot of the plan, which takes as long as other views do as a whole."""
        from scenewright.ui.canvas.plan_view import plot_from  # noqa: PLC0415

        if "plan" not in self._views:
            self._plots[side] = plot_from(side, self._session)

    def _show_why(self, on: bool) -> None:
        from scenewright.ui.canvas.why_panel import WhyPanel  # noqa: PLC0415

        if on and self._why_panel is None:
            self._why_panel = WhyPanel(self._session)
            self._split.addWidget(self._why_panel)
            self.dress_later(self._why_panel)
            self._split.setSizes([max(200, self.width() - 300), 300])
        if self._why_panel is not None:
            self._why_panel.setVisible(on)

    def _lay_out(self) -> None:
        self._why.setObjectName("why_button")
        self._why.setText(self.tr("Why?"))
        self._why.setIcon(icon("info"))
        self._why.setIconSize(QSize(tokens.ICON_SIZE, tokens.ICON_SIZE))
        self._why.setToolTip(
            self.tr("Why does this frame look like this? Every drawn value, and the way to its setting")
        )
        self._why.setAccessibleName(self.tr("Why does this frame look like this?"))
        self._why.setCheckable(True)
        self._why.toggled.connect(self._show_why)
        for label, name in ((self._line, "pixel_reading"), (self._quiet, "preview_line")):
            label.setObjectName(name)
            label.setProperty("role", "caption")
        self._quiet.setAccessibleName(self.tr("State of the preview"))
        self._line.setAccessibleName(self.tr("Under the pointer"))
        above, labels, below = self._above, QHBoxLayout(), QHBoxLayout()
        above.addWidget(self.segments)
        above.addStretch(1)
        frame = QHBoxLayout()
        frame.addWidget(self.frame_bar)
        frame.addWidget(self._why)
        add_layout(above, frame)
        labels.addWidget(self.label_bar)
        below.addWidget(self._line, 1)
        below.addWidget(self._quiet)
        for row, height in ((above, tokens.SPACE_S), (labels, 0), (below, tokens.SPACE_XS)):
            row.setContentsMargins(tokens.SPACE_M, height, tokens.SPACE_M, tokens.SPACE_XS)
            row.setSpacing(tokens.SPACE_S)
        self._split.setObjectName("canvas_split")
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self._stack)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        add_layout(layout, above)
        add_layout(layout, labels)
        layout.addWidget(self._split, 1)
        add_layout(layout, below)


class _Views(QStackedWidget):
    """Asks for the room of the view that is seen, not of the largest that ever was."""

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        shown = self.currentWidget()
        return super().minimumSizeHint() if shown is None else shown.minimumSizeHint()


def _make_view(key: str, session: Session, shown: Shown, plots: dict[str, Any]) -> Any:
    # Imported when looked at: the window must not wait for plots.
    match key:
        case "sheet":
            from scenewright.ui.canvas.sheet_view import SheetView  # noqa: PLC0415

            return SheetView(session, shown)
        case "plan":
            from scenewright.ui.canvas.plan_view import PlanView, plot_from  # noqa: PLC0415

            return PlanView(session, shown, *(plots.get(side) or plot_from(side, session) for side in _SIDES))
        case _:
            from scenewright.ui.canvas.orbit_view import OrbitView  # noqa: PLC0415

            return OrbitView(session, shown)
