"""The plan: the scene from above and from the side with handles, beside what the camera makes of it."""

from collections import Counter
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSplitter, QToolButton, QVBoxLayout, QWidget

from scenewright.sampling.trace import Trace
from scenewright.spec.distributions import AnyDistribution
from scenewright.spec.limits import Vector3, support
from scenewright.spec.places import Place
from scenewright.spec.project import ProjectSpec
from scenewright.ui.canvas.live_view import LiveView
from scenewright.ui.canvas.plan_plot import PlanPlot
from scenewright.ui.canvas.regions import Axes
from scenewright.ui.canvas.shown import Shown
from scenewright.ui.language import translate
from scenewright.ui.layouts import add_layout
from scenewright.ui.preview.draws import traced_frames
from scenewright.ui.preview.wishes import PreviewFrame, TraceWish
from scenewright.ui.session import Session
from scenewright.ui.theme import tokens
from scenewright.ui.theme.icons import icon

_CLIENT = "plan"
_AT_ONCE = 12
"""Ghosts that follow the hand; the others come once it rests."""


class PlanView(QWidget):
    """Two plots that share what is chosen, and a small live view.

    The plots come from outside, as `plot_from` makes them: all at once would hold the window up.
    """

    told = Signal(str)

    def __init__(self, session: Session, shown: Shown, above: PlanPlot, side: PlanPlot) -> None:
        super().__init__()
        self._session = session
        self.above, self.side = above, side
        self.above.setObjectName("plan_above")
        self.above.setAccessibleName(self.tr("Scene from above"))
        self.side.setObjectName("plan_side")
        self.side.setAccessibleName(self.tr("Scene from the side"))
        self.live = LiveView(session, shown, "plan_live")
        self._choice, self._accepted = QComboBox(), QLabel()
        self._coming: list[Callable[[PlanPlot], None]] = []
        self._lay_out()
        for plot in (self.above, self.side):
            plot.told.connect(self.told)
            plot.renewed.connect(self._offer)
        self.live.told.connect(self.told)
        self.live.showed.connect(self._show_frame)
        session.document.changed.connect(self._follow)
        session.selection.place_changed.connect(self._mark)
        session.preview.draws_changed.connect(self._show_traces)
        self._follow()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: D102, N802 (Qt's name)
        super().showEvent(event)
        for plot in (self.above, self.side):
            plot.setUpdatesEnabled(False)
        self._show_frame()  # what is asked for last comes first: the regions, then what was sampled
        self._show_traces()
        self._session.growth.grow(self, [self._follow])

    def _one_by_one(self, show: Callable[[PlanPlot], None]) -> None:
        """Show something in both plots, one after the other: at once that would hold the window up."""
        if show in self._coming:
            return
        self._coming.append(show)
        shown = [partial(show, plot) for plot in (self.above, self.side)]
        self._session.growth.grow(self, [lambda: self._coming.remove(show), *shown])

    def _show_ghosts(self, plot: PlanPlot) -> None:
        plot.show_traces(list(self._session.preview.traces.values()))

    def _show_current(self, plot: PlanPlot) -> None:
        frame = self.live.picture.frame
        if frame is not None:
            plot.show_frame(frame.trace, frame.wish.camera)
        plot.setUpdatesEnabled(True)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: D102, N802 (Qt's name)
        super().hideEvent(event)
        self._session.preview.want(_CLIENT, ())

    def fit(self) -> None:
        """Show all that can be dragged."""
        self.above.fit()
        self.side.fit()

    def _follow(self, *_: object) -> None:
        if not self.isVisible():
            return
        for plot in (self.above, self.side):
            plot.follow()
        frames = traced_frames(self._session.document.spec)[:_AT_ONCE]
        self._session.preview.want(_CLIENT, [TraceWish(frame) for frame in frames], urgency=0)
        self._offer()

    def _offer(self) -> None:
        """List everything with a handle, so that it can be chosen without a pointer."""
        regions = {
            region.place: region for plot in (self.side, self.above) for region in plot.places() if region.is_movable
        }
        wanted = [
            (_words(place, region.name), place) for place, region in sorted(regions.items(), key=lambda i: str(i[0]))
        ]
        now = [(self._choice.itemText(k), self._choice.itemData(k)) for k in range(1, self._choice.count())]
        if now != wanted:
            self._choice.clear()
            self._choice.addItem(self.tr("Choose what to move…"), ())
            for words, place in wanted:
                self._choice.addItem(words, place)
        self._show_choice(self.above.place or self.side.place)

    def _show_choice(self, place: Place) -> None:
        found = next((k for k in range(self._choice.count()) if self._choice.itemData(k) == place), 0)
        self._choice.setCurrentIndex(found)

    def _choose(self, row: int) -> None:
        place = self._choice.itemData(row)
        if place:
            self._session.selection.select(tuple(place[:2]))
            for plot in (self.above, self.side):
                plot.choose(tuple(place))
            self.above.setFocus()

    def _mark(self, place: Place) -> None:
        for plot in (self.above, self.side):
            plot.mark(place)
        self._show_choice(self.above.place or self.side.place)
        self._tell_acceptance()

    def _show_traces(self) -> None:
        if self.isVisible():
            self._one_by_one(self._show_ghosts)
            self._tell_acceptance()

    def _show_frame(self, _frame: PreviewFrame | None = None) -> None:
        self._one_by_one(self._show_current)

    def _tell_acceptance(self) -> None:
        place = self._session.selection.place
        traces = list(self._session.preview.traces.values())
        names = [group.name for group in self._session.document.spec.objects]
        only = (
            names[int(place[1])]
            if place[:1] == ("objects",) and len(place) > 1 and int(place[1]) < len(names)
            else None
        )
        self._accepted.setText(acceptance_words(traces, names, only))

    def _lay_out(self) -> None:
        self._choice.setObjectName("plan_choice")
        self._choice.setAccessibleName(self.tr("What the arrow keys move"))
        self._choice.setToolTip(self.tr("What the arrow keys move; with Shift ten times as far"))
        self._choice.setMinimumContentsLength(16)
        self._choice.activated.connect(self._choose)
        self._accepted.setObjectName("acceptance")
        self._accepted.setProperty("role", "muted")
        fit = _button("plan_fit", "target", self.tr("Show everything (0)"))
        fit.clicked.connect(self.fit)
        row = QHBoxLayout()
        row.setContentsMargins(tokens.SPACE_M, 0, tokens.SPACE_M, tokens.SPACE_XS)
        row.addWidget(self._choice)
        turn = _button("plan_turn", "refresh", self.tr("Look at the side from the other axis"))
        turn.clicked.connect(lambda: self.side.turn((1, 2) if self.side.axes == (0, 2) else (0, 2)))
        turn.clicked.connect(self._show_traces)
        row.addWidget(fit)
        row.addWidget(turn)
        row.addWidget(self._accepted, 1)
        right = QSplitter(Qt.Orientation.Vertical)
        right.addWidget(self.live)
        right.addWidget(self.side)
        right.setSizes([300, 300])
        whole = QSplitter(Qt.Orientation.Horizontal)
        whole.addWidget(self.above)
        whole.addWidget(right)
        whole.setStretchFactor(0, 3)
        whole.setStretchFactor(1, 2)
        whole.setSizes([480, 320])
        for splitter in (right, whole):
            splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        add_layout(layout, row)
        layout.addWidget(whole, 1)


def plot_from(side: str, session: Session) -> PlanPlot:
    """Return the plot from 'above', or from the 'side' from which more is seen."""
    return PlanPlot(session, (0, 1) if side == "above" else side_of(session.document.spec))


def acceptance_words(traces: list[Trace], names: list[str], only: str | None) -> str:
    """Return how many objects found a place, and how many of the places tried were free."""
    placed = Counter(item.group for trace in traces for item in trace.plan.objects)
    missed = Counter(item.group for trace in traces for item in trace.plan.left_out)
    tried = Counter(
        names[int(at.owner[1])] for trace in traces for at in trace.rejections if int(at.owner[1]) < len(names)
    )
    groups = [name for name in names if only in (None, name)]
    found, lost, rejected = (sum(counts[name] for name in groups) for counts in (placed, missed, tried))
    if found + lost == 0:
        return ""
    words = translate("canvas", "{found} objects in {frames} frames").format(found=found, frames=len(traces))
    if rejected:
        share = found / (found + rejected)
        words += translate("canvas", " · {share:.0%} of the places tried were free").format(share=share)
    if lost:
        words += translate("canvas", " · {lost} found no place").format(lost=lost)
    return f"{only}: {words}" if only else words


def _words(place: Place, name: str) -> str:
    parts = {
        "look_at_m": translate("canvas", "{name}: looks at"),
        "keep_out": translate("canvas", "{name}: keep-out zone"),
    }
    return next((text for key, text in parts.items() if key in place), "{name}").format(name=name)


def side_of(spec: ProjectSpec) -> Axes:
    """Return the side from which the first camera's line of sight is seen best."""
    camera = spec.cameras[0]
    if camera.position_m is None:
        return (0, 2)
    aim = camera.look_at_m or Vector3()
    across = [abs(sum(support(at)) - sum(support(to))) for at, to in _pairs(camera.position_m, aim)]
    return (1, 2) if across[1] > across[0] else (0, 2)


def _pairs(one: Vector3, other: Vector3) -> list[tuple[AnyDistribution, AnyDistribution]]:
    return [(one.x, other.x), (one.y, other.y)]


def _button(name: str, picture: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setIcon(icon(picture))
    button.setIconSize(QSize(tokens.ICON_SIZE, tokens.ICON_SIZE))
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    return button
