"""The step that looks through a dataset: figures and findings on the left, the grid or one image beside them."""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid
from typing_extensions import override

from scenewright.datasets.files import PROJECT_FILE
from scenewright.inspection.examining import Effort
from scenewright.inspection.findings import Finding
from scenewright.inspection.marking import Judged, judged
from scenewright.ui.background import in_background
from scenewright.ui.choosing import choose_folder
from scenewright.ui.divider import Divider
from scenewright.ui.empty_state import empty_state
from scenewright.ui.inspect.compare_panel import ComparePanel
from scenewright.ui.inspect.findings_panel import FindingsPanel
from scenewright.ui.inspect.frame_in_designer import open_frame
from scenewright.ui.inspect.frame_view import FrameView
from scenewright.ui.inspect.grid import GridView
from scenewright.ui.inspect.opened import OpenedDataset
from scenewright.ui.inspect.statistics_panel import StatisticsPanel
from scenewright.ui.inspect.tools import GridTools
from scenewright.ui.inspect.troubles import Troubles
from scenewright.ui.session import Session
from scenewright.ui.theme import tokens
from scenewright.ui.theme.dressing import InParts
from scenewright.ui.theme.icons import icon

_FIGURES_MS = 400
"""Figures follow at this pace while a dataset is read."""


def make_page(session: Session) -> QWidget:
    """Return the page of the step."""
    return InspectPage(session)


class InspectPage(InParts, QWidget):
    """Opens a dataset and shows it from all sides."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("inspect_page")
        self._session = session
        self.dataset: OpenedDataset | None = None
        self._is_finished = False
        self._failure = ""
        self._is_judging = False
        self._wanted: set[str] = set()
        self._title, self._note = QLabel(), QLabel()
        self.troubles = Troubles()
        self._title.setProperty("role", "heading")
        self._note.setProperty("role", "muted")
        self.tools, self.grid = GridTools(), GridView(session.theme)
        self.findings, self.statistics = FindingsPanel(session.theme), StatisticsPanel(session.theme)
        self.compare = ComparePanel(session.theme, session.settings)
        self._tabs, self._head = QTabWidget(), QWidget()
        self._judged: Judged | None = None
        self._views = QStackedWidget()
        self._body = QStackedWidget()
        self._lay_out()
        self._connect()
        session.growth.grow(self, [lambda: self.frame])
        self._figures = QTimer(self)
        self._figures.setSingleShot(True)
        self._figures.setInterval(_FIGURES_MS)
        self._figures.timeout.connect(self._show_figures)
        last = Path(session.settings.text("inspected"))
        newest = next((job.folder for job in session.jobs.jobs if is_dataset(job.folder)), None)
        folder = newest or (last if str(last) != "." and last.is_dir() else None)
        if folder is not None:
            self.open_folder(folder)

    @cached_property
    def frame(self) -> FrameView:
        """One image large; made after the rest of the page, or when it is asked for."""
        view = FrameView(self._session.theme)
        view.back_asked.connect(self.show_grid)
        view.frame_asked.connect(self._open_in_designer)
        self._views.addWidget(view)
        self.dress_later(view)
        return view

    def open_folder(self, folder: Path) -> None:
        """Look through another dataset."""
        self._close()
        self._is_finished, self._failure = False, ""
        self._wanted = set()
        dataset = OpenedDataset(folder)
        self.dataset = dataset
        self._session.undo_group.addStack(dataset.undo_stack)
        if self.isVisible():
            self._session.undo_group.setActiveStack(dataset.undo_stack)
        dataset.grown.connect(self._grow)
        dataset.failed.connect(self._fail)
        dataset.refused.connect(self.troubles.show_refusal)
        dataset.decided.connect(self._grow)
        dataset.finished.connect(self._finish)
        self.grid.follow(dataset)
        self.tools.follow(dataset)
        self.troubles.follow(dataset)
        self._title.setText(folder.name)
        self._title.setToolTip(str(folder))
        self._note.setText(self.tr("Reading…"))
        self._views.setCurrentIndex(0)
        self._body.setCurrentIndex(1)
        self._session.settings.set("inspected", str(folder))

    def measure(self, effort: Effort) -> None:
        """Measure the pictures again, or more of them."""
        if self.dataset is not None:
            self._is_finished, self._failure = False, ""
            self.troubles.show_failure("")
            self.dataset.measure(effort)
            self._show_figures()

    def show_pictures(self, pictures: set[str]) -> None:
        """Show some pictures of the dataset only, as soon as it is read; their paths start from its folder."""
        self._wanted = pictures
        if self._is_finished:
            self._show_wanted()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: D102, N802 (Qt's name)
        super().showEvent(event)
        if self.dataset is not None:
            self._session.undo_group.setActiveStack(self.dataset.undo_stack)
            self.dataset.reread()  # an evaluation may have tagged frames meanwhile

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: D102, N802 (Qt's name)
        super().hideEvent(event)
        if isValid(self._session.undo_group):  # the project may be gone before its pages
            self._session.undo_group.setActiveStack(self._session.document.undo_stack)

    @property
    def note(self) -> str:
        """What is said about the dataset: how much it holds, or why it cannot be read."""
        return self._failure or self._note.text()

    def close_readings(self) -> None:
        """Read no more; what runs beside the window ends."""
        self.compare.close_reading()
        if self.dataset is not None:
            self.dataset.close()

    def show_row(self, row: int) -> None:
        """Show one image large."""
        if self.dataset is not None:
            self.frame.show_row(self.dataset, row)
            self._views.setCurrentWidget(self.frame)
            self.frame.setFocus()

    def show_grid(self) -> None:
        """Show the grid again."""
        self._views.setCurrentIndex(0)
        self.grid.setFocus()

    @override
    def own_parts(self) -> Iterable[QWidget | None]:
        frame = vars(self).get("frame")  # made later
        return (self._nothing, self._head, self.troubles, self._tabs, self.tools, self.grid, frame)

    def _lay_out(self) -> None:
        choose = QPushButton(icon("folder"), self.tr("Open a dataset…"))
        choose.setObjectName("inspect_open")
        choose.clicked.connect(self._ask_folder)
        bar = QHBoxLayout(self._head)
        bar.setContentsMargins(tokens.SPACE_L, tokens.SPACE_M, tokens.SPACE_L, tokens.SPACE_S)
        bar.addWidget(self._title)
        bar.addSpacing(tokens.SPACE_S)
        bar.addWidget(self._note, 1)
        bar.addWidget(choose)
        tabs = self._tabs
        tabs.setObjectName("inspect_tabs")
        tabs.setDocumentMode(True)
        tabs.addTab(self.findings, self.tr("Findings"))
        tabs.addTab(self.statistics, self.tr("Figures"))
        tabs.addTab(self.compare, self.tr("Compare"))
        grid = QWidget()
        column = QVBoxLayout(grid)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tools)
        column.addWidget(self.grid, 1)
        self._views.addWidget(grid)
        splitter = Divider(Qt.Orientation.Horizontal)
        splitter.addWidget(tabs)
        splitter.addWidget(self._views)
        splitter.setSizes([self._session.theme.px(320), self._session.theme.px(900)])
        splitter.setStretchFactor(1, 1)
        opened = QWidget()
        layout = QVBoxLayout(opened)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addWidget(self.troubles)
        layout.addWidget(splitter, 1)
        words = self.tr("Generate a dataset, or open one of any program: COCO, YOLO, KITTI, BOP, BasicWriter, photos.")
        title = self.tr("No dataset yet")
        self._nothing = empty_state("inspect", title, words, self.tr("Open a dataset…"), self._ask_folder)
        self._body.addWidget(self._nothing)
        self._body.addWidget(opened)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._body)

    def _connect(self) -> None:
        self._tabs.currentChanged.connect(self._show_judged)
        self.grid.opened.connect(self.show_row)
        self.grid.marked.connect(lambda: self.tools.show_selected(self.grid.selected_rows()))
        self.tools.width_chosen.connect(self.grid.set_width)
        self.tools.boxes_toggled.connect(lambda on: self.grid.show_boxes(on=on))
        self.tools.masks_toggled.connect(lambda on: self.grid.show_masks(on=on))
        self.tools.frames.decided.connect(self._decide)
        self.troubles.again_asked.connect(lambda: self.measure(Effort()))
        self.findings.all_asked.connect(lambda: self.measure(Effort(pictures=None)))
        self.findings.show_asked.connect(self._show_finding)
        self.findings.setting_asked.connect(self._session.selection.reveal)
        self.statistics.setting_asked.connect(self._session.selection.reveal)
        self.compare.setting_asked.connect(self._session.selection.reveal)
        self.statistics.condition_asked.connect(self._narrow)

    def _grow(self) -> None:
        if not self._figures.isActive():
            self._figures.start()

    def _finish(self) -> None:
        self._is_finished = True
        self._figures.start()
        if self._wanted:
            self._show_wanted()

    def _show_wanted(self) -> None:
        dataset = self.dataset
        if dataset is not None and dataset.examined is not None:
            paths = dataset.examined.source.columns.images.path
            dataset.show_only(np.flatnonzero(np.isin(paths, sorted(self._wanted))))
            self.show_grid()

    def _show_figures(self) -> None:
        dataset = self.dataset
        if dataset is None or dataset.examined is None:
            return
        columns = dataset.examined.source.columns
        words = self.tr("{0} images, {1} labelled objects").format(len(columns.images), int(columns.labelled.sum()))
        if aside := len(dataset.curation.set_aside):
            words += self.tr(", {0} frames set aside").format(aside)
        if columns.format_name:
            words += f" · {columns.format_name}"
        is_over = self._is_finished or bool(self._failure)
        self._note.setText(words if is_over else words + self.tr(" · still looking…"))
        if self._is_judging:
            self._figures.start()  # once more, when this is done
            return
        self._is_judging = True
        examined, curation = dataset.examined, dataset.curation
        in_background(lambda: judged(examined, curation), lambda found: self._take_judged(dataset, found), self)

    def _take_judged(self, dataset: OpenedDataset, found: Judged) -> None:
        self._is_judging = False
        if dataset is not self.dataset:
            return
        dataset.mark_found(found.findings)
        self.findings.show_judged(found, is_finished=self._is_finished, has_failed=bool(self._failure))
        self._judged = found
        self._show_judged()

    def _show_judged(self) -> None:
        """Show figures where they are looked at; those of other tabs are made when their tab is chosen."""
        if self._judged is None:
            return
        if self._tabs.currentWidget() is self.statistics:
            self.statistics.show_examined(self._judged.kept)
        elif self._tabs.currentWidget() is self.compare:
            self.compare.show_examined(self._judged.kept)

    def _fail(self, sentence: str) -> None:
        self._failure = sentence
        self._note.clear()
        self.troubles.show_failure(sentence)
        self._show_figures()

    def _show_finding(self, finding: Finding) -> None:
        if self.dataset is not None:
            self.dataset.show_filter("")
            self.dataset.show_only(finding.rows)
            self.show_grid()

    def _narrow(self, condition: str) -> None:
        if self.dataset is not None:
            self.dataset.add_condition(condition)
            self.show_grid()

    def _decide(self, what: str, tag: str) -> None:
        if self.dataset is None:
            return
        frames = self.dataset.frames(self.grid.selected_rows())
        match what:
            case "aside":
                self.dataset.set_aside(frames)
            case "back":
                self.dataset.take_back(frames)
            case "untag":
                self.dataset.untag(frames, tag)
            case _:
                self.dataset.tag(frames, tag)

    def _open_in_designer(self, frame: int) -> None:
        """Show a frame as it was made, with the dataset's own project."""
        dataset, window = self.dataset, self.window()
        spec = None if dataset is None or dataset.examined is None else dataset.examined.evidence.spec
        if dataset is not None and spec is not None:
            open_frame(window, dataset.folder, spec, frame)  # type: ignore[arg-type]

    def _ask_folder(self) -> None:
        choose_folder(self, self.tr("Open a dataset"), self._session.settings.text("inspected"), self.open_folder)

    def _close(self) -> None:
        if self.dataset is not None:
            self.dataset.close()
            self.dataset.deleteLater()
            self.dataset = None
        self._judged = None
        self.findings.clear()
        self.statistics.clear()
        self.compare.clear()


def is_dataset(folder: Path | None) -> bool:
    """Tell whether a folder holds one of our own datasets."""
    return folder is not None and (folder / PROJECT_FILE).is_file()
