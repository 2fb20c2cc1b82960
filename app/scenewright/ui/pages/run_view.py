"""A run of this project while it goes and once it ended: newest frame, progress, and its buttons."""

import time
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout

from scenewright.ui.fields.elided import ElidedLabel
from scenewright.ui.jobs.job import Job
from scenewright.ui.jobs.newest import newest_picture, thumbnail
from scenewright.ui.jobs.words import state_words, unopened_words
from scenewright.ui.language import translate
from scenewright.ui.layouts import add_layout
from scenewright.ui.theme import tokens

_STRIP = 4
_HEIGHT = 96
_PICTURE_S = 0.7


class RunView(QFrame):
    """Follows one job; hidden without one."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setObjectName("run_view")
        self._job: Job | None = None
        self._shown = 0.0
        self._title, self._words, self._message = ElidedLabel(), ElidedLabel(), QLabel()
        self._title.setProperty("role", "heading")
        self._words.setProperty("role", "muted")
        self._words.setObjectName("run_state")
        self._message.setWordWrap(True)
        self._message.setObjectName("run_message")
        self._message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(translate("generate", "Progress"))
        self._strip = [QLabel() for _ in range(_STRIP)]
        self._pause = self._button("run_pause", translate("generate", "Pause"), "pause")
        self._resume = self._button("run_resume", translate("generate", "Go on"), "resume")
        self._cancel = self._button("run_cancel", translate("generate", "Cancel"), "cancel")
        self._open = QPushButton(translate("generate", "Open the folder"))
        self._open.setObjectName("run_open_folder")
        self._open.clicked.connect(self._open_folder)
        self._lay_out()
        self.hide()

    def follow(self, job: Job | None) -> None:
        """Show another job."""
        if job is self._job:
            return
        if self._job is not None:
            self._job.changed.disconnect(self._show)
        self._job = job
        for label in self._strip:
            label.clear()
        if job is not None:
            job.changed.connect(self._show)
            self._show()
        self.setVisible(job is not None)

    @property
    def job(self) -> Job | None:
        """The job that is shown."""
        return self._job

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_L, tokens.SPACE_L, tokens.SPACE_L, tokens.SPACE_L)
        layout.setSpacing(tokens.SPACE_S)
        pictures = QHBoxLayout()
        pictures.setSpacing(tokens.SPACE_XS)
        for label in self._strip:
            pictures.addWidget(label)
        pictures.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (self._open, self._pause, self._resume, self._cancel):
            buttons.addWidget(button)
        for part in (self._title, self._words, self._bar):
            layout.addWidget(part)
        add_layout(layout, pictures)
        layout.addWidget(self._message)
        add_layout(layout, buttons)

    def _button(self, name: str, text: str, method: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.clicked.connect(lambda: self._job is not None and getattr(self._job, method)())
        return button

    def _show(self) -> None:
        job = self._job
        if job is None:
            return
        self._title.setText(job.title)
        self._words.setText(state_words(job))
        self._bar.setRange(0, job.total if job.total or not job.is_running else 0)
        self._bar.setValue(job.done)
        told = [job.note if job.is_running else job.message]
        self._message.setText("\n".join([*job.warnings[-3:], *told]).strip())
        self._message.setVisible(bool(self._message.text()))
        self._pause.setVisible(job.state == "running")
        self._cancel.setVisible(job.state in ("running", "paused"))
        self._resume.setVisible(job.state in ("paused", "cancelled", "failed"))
        self._open.setVisible(job.folder is not None and job.folder.is_dir())
        now = time.monotonic()
        if now - self._shown > _PICTURE_S and self.isVisible():
            path = newest_picture(job)
            if path is not None:
                self._shown = now
                self._push(path)

    def _push(self, path: Path) -> None:
        """Show a picture at the left and move the others on."""
        if self._strip[0].property("path") == str(path):
            return
        for right, left in zip(self._strip[:0:-1], self._strip[-2::-1], strict=True):
            right.setPixmap(left.pixmap())
        self._strip[0].setProperty("path", str(path))
        self._strip[0].setPixmap(thumbnail(path, _HEIGHT))

    def _open_folder(self) -> None:
        folder = None if self._job is None else self._job.folder
        if folder is not None and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self._message.setText(unopened_words(folder))
            self._message.show()
