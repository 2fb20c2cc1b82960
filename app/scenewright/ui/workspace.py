"""One open project: the rail, the canvas or a whole page, the inspector, and what explains it."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QStackedWidget, QTabWidget, QVBoxLayout, QWidget
from shiboken6 import isValid
from typing_extensions import override

from scenewright.spec.places import Place
from scenewright.ui.badges import Badges
from scenewright.ui.divider import Divider
from scenewright.ui.help_panel import HelpPanel
from scenewright.ui.history_panel import HistoryPanel
from scenewright.ui.language import translate
from scenewright.ui.notices import NoticeBar
from scenewright.ui.rail import StepRail
from scenewright.ui.reveal import reveal_in
from scenewright.ui.session import Session
from scenewright.ui.stacks import bring_to_front
from scenewright.ui.steps import Step, make_canvas, make_page, step_of, steps
from scenewright.ui.theme import tokens
from scenewright.ui.theme.dressing import InParts, measure, scroll_bars
from scenewright.ui.turns import spare_turns
from scenewright.ui.warming import is_imported, once_imported

_ROOMY = 1180
"""Below this width, at 100 %, the rail shows icons only."""
_LEAST_INSPECTOR = 320
_IDLE_MS = 400
"""After the canvas is there: the first picture comes first."""


class Workspace(InParts, QWidget):
    """Places the parts of the window for one session; pages are made when they are first visited."""

    step_changed = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("workspace")
        self.session = session
        self._steps = {step.key: step for step in steps()}
        self._pages: dict[str, QWidget] = {}
        self._holders: dict[str, QScrollArea] = {}
        self._canvas: QWidget | None = None
        self._step = self._wanted = ""
        self.notices = NoticeBar()
        self.rail = StepRail(tuple(self._steps.values()), session.theme)
        self.rail.chosen.connect(self._choose)
        self.badges = Badges(session, self.rail)
        self._middle = QStackedWidget()
        self._middle.setObjectName("middle")
        self._blank = QWidget()
        """In the canvas's place until that is made."""
        self._middle.addWidget(self._blank)
        self._beside = QStackedWidget()
        self._beside.setObjectName("inspector")
        self._title, self._hint = QLabel(), QLabel()
        self._below = QTabWidget()
        self._splitter, self._column = Divider(Qt.Orientation.Horizontal), Divider(Qt.Orientation.Vertical)
        self._lay_out()
        self._dress_page(self)
        session.selection.revealed.connect(self.reveal)
        session.theme.changed.connect(self._fit)

    @property
    def step(self) -> str:
        """The key of the step that is open."""
        return self._step

    @property
    def step_keys(self) -> tuple[str, ...]:
        """The keys of all steps, in their order."""
        return tuple(self._steps)

    def begin(self, key: str) -> None:
        """Open the step that was open last, or the first one, unless one is open already."""
        if not self._step:
            self.go_to(key if key in self._steps else next(iter(self._steps)))

    def go_to(self, key: str) -> None:
        """Open a step."""
        self._wanted = key
        if key not in self._steps or key == self._step:
            return
        self._step = key
        step = self._steps[key]
        page = self._page(step)
        if step.layout == "whole":
            bring_to_front(self._middle, self._holders[key])
        else:
            bring_to_front(self._middle, self._canvas or self._blank)
            bring_to_front(self._beside, page)
            self._title.setText(step.title)
            self._hint.setText(step.hint)
        self._column.setVisible(step.layout == "beside")
        self.rail.show_step(key)
        self.session.settings.set("step", key)
        self.step_changed.emit(key)

    def reveal(self, place: Place) -> None:
        """Open the step of a setting and bring its control into sight."""
        self.go_to(step_of(place))
        page = self._pages[self._step]
        QTimer.singleShot(0, page, lambda: self._reveal(page, tuple(place)))

    def page(self, key: str) -> QWidget:
        """Return a step's page, made if need be."""
        return self._page(self._steps[key])

    def open_result(self, folder: Path) -> None:
        """Look through a dataset."""
        self.go_to("inspect")
        open_folder = getattr(self.page("inspect"), "open_folder", None)
        if callable(open_folder):
            open_folder(folder)

    def show_history(self) -> None:
        """Bring the history of edits into sight."""
        self._below.setCurrentIndex(1)
        self._below.currentWidget().setFocus()

    def show_help(self) -> None:
        """Bring the panel that explains settings into sight."""
        self._below.setCurrentIndex(0)

    def make_canvas(self) -> None:
        """Make the canvas, once the window is on the screen."""
        if self._canvas is None:
            self._canvas = make_canvas(self.session)
            self._middle.insertWidget(0, self._canvas)
            self._dress_page(self._canvas)
            if not self._step or self._steps[self._step].layout == "beside":
                self._middle.setCurrentWidget(self._canvas)
            QTimer.singleShot(_IDLE_MS, self, self._make_beforehand)

    def pull_down(self) -> None:
        """Delete all of it, page after page: as a whole it would hold the window up."""
        self.session.growth.stop()
        self.hide()
        parts: list[QWidget] = [self, *self._pages.values()]
        if self._canvas is not None:
            parts += [self._canvas, *self._canvas.findChildren(QWidget, "canvas_view")]

        def delete_next() -> bool:
            part = parts.pop()
            if isValid(part):
                part.deleteLater()
            return bool(parts)

        spare_turns().ask(delete_next)

    @override
    def own_parts(self) -> Iterable[QWidget | None]:
        return self._own  # pages and canvas come later, each when it is made

    def remember_sizes(self) -> None:
        """Keep where the user left the dividers."""
        self.session.settings.set("splitter", self._splitter.saveState())
        self.session.settings.set("column", self._column.saveState())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102, N802 (Qt's name)
        super().resizeEvent(event)
        self._fit()

    def _choose(self, key: str) -> None:
        """Open a step once its page is imported, unless another one was opened or chosen meanwhile."""

        def open_it() -> None:
            if self._wanted == key:
                self.go_to(key)

        self._wanted = key
        once_imported(key, open_it, self)

    def _reveal(self, page: QWidget, place: Place) -> None:
        """Bring a control into sight once it is there: what has to be opened for it may hold more to open."""
        growth = self.session.growth
        reveal_in(page, place)
        if growth.is_growing(page):
            growth.then(page, lambda: self._reveal(page, place))

    def _make_beforehand(self) -> None:
        """Make the pages that nobody has visited yet, while the window has nothing else to do.

        A page whose module is still being imported beside the window would have to wait for that.
        """
        missing = [step for step in self._steps.values() if step.key not in self._pages]
        for step in missing:
            if is_imported(step.page) and not self.session.growth.is_busy:
                self.session.growth.grow_last(self, [partial(self._make, step), partial(self._page, step)])
        if missing:
            QTimer.singleShot(_IDLE_MS, self, self._make_beforehand)

    def _fit(self) -> None:
        """Give the parts the room that the theme's scale and the window leave them."""
        px = self.session.theme.px
        self.rail.set_compact(self.width() < px(_ROOMY))
        self._panel.setMinimumWidth(px(_LEAST_INSPECTOR))

    def _make(self, step: Step) -> QWidget:
        """Return a step's page; it may have no place in the window yet."""
        if step.key not in self._pages:
            self._pages[step.key] = make_page(step, self.session)
        return self._pages[step.key]

    def _page(self, step: Step) -> QWidget:
        page = self._make(step)
        if page.parentWidget() is None:
            if step.layout == "whole":
                holder = self._holders[step.key] = _Scrolling(page)
                self._middle.addWidget(holder)
                for bar in scroll_bars(holder):
                    self._dress_page(bar)
            else:
                self._beside.addWidget(page)
            self._dress_page(page)  # in its place: a new parent would have everything styled once more
        self.session.growth.hurry(page)
        return page

    def _dress_page(self, page: QWidget) -> None:
        """Give a page its style, one part a turn and before the parts have much in them; then let it be seen."""
        growth, theme = self.session.growth, self.session.theme

        def put_on(part: QWidget) -> None:
            theme.dress(part, dress)
            if isValid(part):
                part.setUpdatesEnabled(True)

        def dress(part: QWidget) -> None:
            part.setUpdatesEnabled(False)
            growth.grow(page, [lambda: put_on(part), lambda: measure(part)], is_first=True)

        page.setUpdatesEnabled(False)
        growth.grow(page, [lambda: page.setUpdatesEnabled(True)], is_first=True)
        theme.dress(page, dress)

    def _lay_out(self) -> None:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notices)
        column.addWidget(self._middle, 1)
        self._below.setObjectName("below_inspector")
        self._below.setDocumentMode(True)
        self._below.addTab(HelpPanel(self.session), translate("workspace", "Explained"))
        self._below.addTab(HistoryPanel(self.session.document), translate("workspace", "History"))
        self._column.setObjectName("inspector_column")
        words = self._words()
        self._column.addWidget(self._inspector(words))
        self._column.addWidget(self._below)
        self._column.setStretchFactor(0, 1)
        self._column.setCollapsible(0, False)
        self._column.setSizes([600, 170])
        self._splitter.setObjectName("main_splitter")
        self._splitter.addWidget(middle)
        self._splitter.addWidget(self._column)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setSizes([760, 390])
        self._splitter.restoreState(self.session.settings.state("splitter"))
        self._column.restoreState(self.session.settings.state("column"))
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.rail)
        rule = QFrame()
        rule.setProperty("role", "rule")
        whole.addWidget(rule)
        whole.addWidget(self._splitter, 1)
        self._own = (self.notices, self.rail, rule, self._below, words)

    def _words(self) -> QWidget:
        self._title.setProperty("role", "title")
        self._title.setObjectName("step_title")
        self._hint.setProperty("role", "muted")
        self._hint.setWordWrap(True)
        words = QWidget()
        head = QVBoxLayout(words)
        head.setContentsMargins(tokens.SPACE_L, tokens.SPACE_L, tokens.SPACE_L, tokens.SPACE_S)
        head.setSpacing(tokens.SPACE_XS)
        head.addWidget(self._title)
        head.addWidget(self._hint)
        return words

    def _inspector(self, words: QWidget) -> QWidget:
        panel = QWidget()
        panel.setBackgroundRole(QPalette.ColorRole.Button)
        panel.setAutoFillBackground(True)
        layout = QVBoxLayout(panel)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(words)
        layout.addWidget(self._beside, 1)
        self._panel = panel
        return panel


class _Scrolling(QScrollArea):
    """A page that scrolls where the screen is too small for it, instead of making the window grow."""

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setWidget(page)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        # Qt's own asks all that is in it, out of sight too, whenever anything in a page changes.
        return self.minimumSizeHint()
