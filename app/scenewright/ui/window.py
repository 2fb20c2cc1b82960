"""The main window: it places the parts and forwards the user's wishes; it decides nothing."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QChildEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QMainWindow, QMenuBar, QStackedWidget, QVBoxLayout, QWidget

from scenewright.ui import dialogs
from scenewright.ui.actions import ActionTable, next_scale
from scenewright.ui.header import Header
from scenewright.ui.jobs.endings import notice_key, tell_of_end
from scenewright.ui.jobs.job import Job
from scenewright.ui.jobs.job_bar import JobBar
from scenewright.ui.jobs.job_list import JobList
from scenewright.ui.language import translate
from scenewright.ui.notices import Kind, Remedy
from scenewright.ui.palette import Palette
from scenewright.ui.palette_entries import palette_entries
from scenewright.ui.part_commands import PartCommands
from scenewright.ui.project_files import ProjectFiles
from scenewright.ui.session import Session
from scenewright.ui.settings import Settings
from scenewright.ui.stacks import NEXT_TURN_MS, bring_to_front
from scenewright.ui.start.page import StartPage
from scenewright.ui.theme.theme import Theme
from scenewright.ui.tour import Tour
from scenewright.ui.workspace import Workspace

_IDLE_MS = 1500
"""After the window is on the screen: what may be looked for comes after what is looked at."""


class DesignerWindow(QMainWindow):
    """Start page or workspace, the header above and the jobs below."""

    def __init__(self, settings: Settings, theme: Theme, jobs: JobList, state: Path) -> None:
        super().__init__()
        self.setObjectName("designer")
        self.state = state
        self.settings = settings
        self.theme = theme
        self.jobs = jobs
        self.workspace: Workspace | None = None
        self._may_close = False
        self._palette: Palette | None = None
        self.files = ProjectFiles(self)
        self.parts = PartCommands(self)
        self.actions_table = ActionTable(self)
        self._pages = QStackedWidget()
        self.start_page = StartPage(self.files, settings)
        self._pages.addWidget(self.start_page)
        menus = QMenuBar()
        menus.setObjectName("menus")
        menus.setNativeMenuBar(False)
        self.actions_table.fill(menus)
        tools = ("undo", "redo", "history", "help_panel", "toggle_theme")
        self.header = Header(menus, self.actions_table["palette"], [self.actions_table[key] for key in tools])
        self.setMenuWidget(self.header)
        self.job_bar = JobBar(jobs, theme)
        self.job_bar.opened.connect(self.show_result)
        jobs.ended.connect(lambda job: tell_of_end(self, job))
        jobs.removed.connect(lambda job: self.withdraw(notice_key(job)))
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        line = _line()
        for widget, stretch in ((line, 0), (self._pages, 1), (self.job_bar, 0)):
            layout.addWidget(widget, stretch)
        for part in (self.header, line, self.start_page, self.job_bar):
            theme.dress(part)
        self.setCentralWidget(body)
        self.setAcceptDrops(True)
        self.resize(1280, 800)
        self.restoreGeometry(settings.state("window"))
        self.start_page.refresh()
        self.show_title()

    @property
    def session(self) -> Session | None:
        """The open project, if one is."""
        return None if self.workspace is None else self.workspace.session

    def show_session(self, session: Session) -> None:
        """Show another project; the one before was let go by `leave`."""
        workspace = Workspace(session)
        self.workspace = workspace
        self._pages.addWidget(workspace)
        session.growth.grow(workspace, [lambda: workspace.begin(self.settings.text("step", "scene"))])
        bring_to_front(self._pages, workspace)
        session.document.undo_stack.cleanChanged.connect(self.show_title)
        session.document.moved.connect(self.show_title)
        session.document.changed.connect(self.show_title)
        self.actions_table.follow(session)
        self.show_title()
        if self.isVisible():
            QTimer.singleShot(NEXT_TURN_MS, workspace, self._finish_showing)

    def tell(self, key: str, sentence: str, kind: Kind = "info", remedies: Sequence[Remedy] = ()) -> None:
        """Show a notice on the page that is open."""
        (self.start_page if self.workspace is None else self.workspace).notices.tell(key, sentence, kind, remedies)

    def withdraw(self, key: str) -> None:
        """Take a notice away."""
        (self.start_page if self.workspace is None else self.workspace).notices.withdraw(key)

    def undo(self) -> None:
        """Undo one step."""
        if self.session is not None:
            self.session.undo_group.undo()

    def redo(self) -> None:
        """Do one step again."""
        if self.session is not None:
            self.session.undo_group.redo()

    def go_to(self, key: str) -> None:
        """Open a step."""
        if self.workspace is not None:
            self.workspace.go_to(key)

    def show_history(self) -> None:
        """Bring the history of edits into sight."""
        if self.workspace is not None:
            self.workspace.show_history()

    def show_help(self) -> None:
        """Bring the explanation of the selected setting into sight."""
        if self.workspace is not None:
            self.workspace.show_help()

    def show_palette(self) -> None:
        """Open the search over settings and commands."""
        self._made_palette().pop_up(palette_entries(self.actions_table, self.session))

    def show_result(self, job: Job) -> None:
        """Look through what a job made."""
        if job.folder is None:
            return
        if job.arguments[0] in ("make", "train") and self.workspace is not None:
            self.workspace.go_to("train")
        elif self.workspace is None:
            self.files.open_dropped(job.folder)
        else:
            self.settings.set("inspected", str(job.folder))
            self.workspace.open_result(job.folder)

    def show_tour(self) -> None:
        """Walk through the window once more."""
        if self.workspace is not None:
            tour = Tour(self)
            tour.ended.connect(lambda: self.settings.set("tour_seen", True))
            tour.begin()

    def show_shortcuts(self) -> None:
        """Show every command with its keys."""
        dialogs.show_shortcuts(self, self.actions_table)

    def show_about(self) -> None:
        """Say what this is."""
        dialogs.show_about(self)

    def show_error(self, details: str) -> None:
        """Tell of an error of the program itself; one at a time."""
        if self.findChild(QDialog, "crash_dialog") is None:
            dialogs.show_error(self, details)

    def save_bundle(self) -> None:
        """Save what helps to find an error."""
        dialogs.ask_for_bundle(self)

    def toggle_theme(self) -> None:
        """Change between light and dark."""
        self.theme.set_mode("light" if self.theme.colors.is_dark else "dark")
        self.settings.set("theme", self.theme.mode)

    def follow_system(self) -> None:
        """Be light or dark as the system is."""
        self.theme.set_mode("system")
        self.settings.set("theme", "system")

    def change_scale(self, step: int) -> None:
        """Make everything one step larger or smaller."""
        self.theme.set_scale(next_scale(self.theme.scale, step))
        self.settings.set("scale", self.theme.scale)

    def leave(self) -> None:
        """Show the start page, and let go of the open project."""
        workspace, self.workspace = self.workspace, None
        bring_to_front(self._pages, self.start_page)
        self.actions_table.follow(None)
        if workspace is not None:
            workspace.remember_sizes()
            self._pages.removeWidget(workspace)
            workspace.pull_down()
        self.start_page.refresh()
        self.show_title()

    def close_for_good(self) -> None:
        """Close without another question."""
        self._may_close = True
        self.close()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: D102, N802 (Qt's name)
        super().showEvent(event)
        if self.workspace is not None:
            QTimer.singleShot(NEXT_TURN_MS, self.workspace, self._finish_showing)

    def childEvent(self, event: QChildEvent) -> None:  # noqa: D102, N802 (Qt's name)
        super().childEvent(event)
        # Only later, and without `event.child()`: Qt polishes a file dialog while it is still being made. A Python
        # object asked for now would be a second one beside the dialog's own, and its end would crash.
        if event.polished():
            QTimer.singleShot(0, self, self._dress_new)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: D102, N802 (Qt's name)
        if not self._may_close and not self.files.may_leave(self.close_for_good):
            event.ignore()
            return
        self.settings.set("window", self.saveGeometry())
        if self.workspace is not None:
            self.workspace.remember_sizes()
        self.files.close()
        self.jobs.close()
        self.settings.save()
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: D102, N802 (Qt's name)
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: D102, N802 (Qt's name)
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            QTimer.singleShot(0, self, lambda: self.files.open_dropped(paths[0]))

    def _finish_showing(self) -> None:
        """Make what takes longer, once the window is on the screen."""
        if self.workspace is not None:
            self.workspace.session.growth.grow(self.workspace, [self.workspace.make_canvas])
            QTimer.singleShot(_IDLE_MS, self.workspace, self._make_beforehand)
            if not self.settings.flag("tour_seen"):
                self.show_tour()

    def _make_beforehand(self) -> None:
        """Make the search, for which the user waits, while the window has nothing else to do."""
        if self.session is not None:
            pieces = [self._made_palette, lambda: palette_entries(self.actions_table, self.session)]
            self.session.growth.grow_last(self, pieces)

    def _made_palette(self) -> Palette:
        if self._palette is None:
            self._palette = Palette(self.theme, self)
            self.theme.dress(self._palette)
        return self._palette

    def _dress_new(self) -> None:
        """Style what came over the window as it is; its own parts, and most dialogs, are dressed before they show."""
        for child in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if child not in (self.centralWidget(), self.header):
                self.theme.dress(child)

    def show_title(self) -> None:
        """Show the project's name, and whether its file lacks changes."""
        session = self.session
        if session is None:
            self.header.show_project("", is_changed=False)
            self.setWindowTitle("Scenewright")
            return
        is_changed = not session.document.undo_stack.isClean() or not session.document.path.exists()
        self.header.show_project(session.document.spec.name, is_changed)
        self.setWindowTitle(f"{session.document.path.name}[*] — Scenewright")
        self.setWindowModified(is_changed)
        self.setAccessibleDescription(translate("window", "Designs image datasets for robot perception"))


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("role", "line")
    return line
