"""One job in the bar: picture, title, progress, and the buttons that its state allows."""

import time
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QVBoxLayout, QWidget

from scenewright.ui.fields.elided import ElidedLabel
from scenewright.ui.jobs.job import Job
from scenewright.ui.jobs.newest import newest_picture, thumbnail
from scenewright.ui.jobs.words import state_words
from scenewright.ui.language import translate
from scenewright.ui.layouts import add_layout
from scenewright.ui.theme import tokens
from scenewright.ui.theme.icons import icon, pixmap
from scenewright.ui.theme.theme import Theme

_SIGNS = {"succeeded": ("done", "ok"), "failed": ("error", "error"), "paused": ("pause", "warning")}
_PICTURE_S = 1.0
"""A new picture at most so often."""


class JobRow(QWidget):
    """Follows its job by itself."""

    opened = Signal(object)
    """The user wants to see this job's page or result."""

    def __init__(self, job: Job, theme: Theme, dismiss: Callable[[Job], None]) -> None:
        super().__init__()
        self.job = job
        self._theme = theme
        self._pictured = 0.0
        self.setObjectName("job_row")
        self._picture, self._title, self._words = QLabel(), ElidedLabel(job.title), ElidedLabel()
        self._picture.setFixedSize(56, 36)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setProperty("role", "caption")
        self._words.setObjectName("job_state")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(220)
        self._bar.setAccessibleName(translate("jobs", "Progress of {title}").format(title=job.title))
        self._pause = self._button("pause", translate("jobs", "Pause"), job.pause)
        self._resume = self._button("play", translate("jobs", "Go on"), job.resume)
        self._cancel = self._button("stop", translate("jobs", "Cancel; what is done is kept"), job.cancel)
        self._open = self._button("folder", translate("jobs", "Show"), lambda: self.opened.emit(job))
        self._dismiss = self._button("close", translate("jobs", "Take off the list"), lambda: dismiss(job))
        self._lay_out()
        job.changed.connect(self._show)
        theme.changed.connect(self._show)
        self._show()

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._title)
        texts.addWidget(self._words)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_M, tokens.SPACE_XS, tokens.SPACE_M, tokens.SPACE_XS)
        layout.setSpacing(tokens.SPACE_M)
        layout.addWidget(self._picture)
        add_layout(layout, texts, 1)
        layout.addWidget(self._bar)
        buttons = QHBoxLayout()
        buttons.setSpacing(tokens.SPACE_XS)
        for button in (self._pause, self._resume, self._cancel, self._open, self._dismiss):
            buttons.addWidget(button)
        add_layout(layout, buttons)

    def _button(self, icon_name: str, words: str, do: Callable[[], object]) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"job_{icon_name}")
        button.setIcon(icon(icon_name))
        button.setIconSize(QSize(tokens.ICON_SIZE, tokens.ICON_SIZE))
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.clicked.connect(lambda: do())
        return button

    def _show(self) -> None:
        job = self.job
        words = state_words(job)
        self._words.setText(words)
        self._words.setToolTip(job.message or words)
        self._bar.setRange(0, job.total if job.total or not job.is_running else 0)
        self._bar.setValue(job.done)
        self._bar.setVisible(job.is_running or job.state == "paused")
        self._pause.setVisible(job.state == "running")
        self._cancel.setVisible(job.state in ("running", "paused"))
        self._resume.setVisible(job.state in ("paused", "cancelled", "failed"))
        self._open.setVisible(job.folder is not None and job.state == "succeeded")
        self._dismiss.setVisible(not job.is_running and job.state != "paused")
        if job.is_running:
            self._show_picture()
        else:
            name, tone = _SIGNS.get(job.state, ("stop", "text_muted"))
            color = getattr(self._theme.colors, tone)
            self._picture.setPixmap(pixmap(name, color, 22, self.devicePixelRatioF()))

    def _show_picture(self) -> None:
        now = time.monotonic()
        if now - self._pictured < _PICTURE_S:
            return
        path = newest_picture(self.job)
        if path is not None:
            self._pictured = now
            self._picture.setPixmap(thumbnail(path, 36))
        elif self._pictured == 0.0:
            self._picture.setPixmap(pixmap("clock", self._theme.colors.text_muted, 22, self.devicePixelRatioF()))
