"""Bringing the user's own models into the library from the window, and what the asset doctor said of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from scenewright.errors import UserError
from scenewright.jobs.events import Event, Item, Log
from scenewright.ui.background import in_background
from scenewright.ui.fields.buttons import icon_button
from scenewright.ui.fields.containers import discard
from scenewright.ui.jobs.job import Job
from scenewright.ui.language import translate
from scenewright.ui.layouts import add_layout
from scenewright.ui.library.import_again import ImportAgain, for_the_window
from scenewright.ui.library.shelf import shelf_of
from scenewright.ui.session import Session
from scenewright.ui.theme import tokens
from scenewright.ui.theme.icons import pixmap

MODEL_SUFFIXES = (".glb", ".gltf", ".obj", ".stl", ".ply", ".dae", ".urdf", ".usd", ".usda", ".usdc", ".usdz")
"""What can be imported as an object."""

_ICONS = {"error": "error", "warning": "warning", "note": "info"}


@dataclass(frozen=True)
class Said:
    """What the doctor said of one imported asset.

    Attributes:
        name: Of the asset.
        findings: Severity, whether it was mended, and the sentence, of each.
    """

    name: str
    findings: tuple[tuple[str, bool, str], ...]


def said_of(folder: Path) -> Said:
    """Return what the doctor said when an asset was imported; nothing where that cannot be read."""
    from scenewright.jobs.import_assets import RECORD  # noqa: PLC0415  brings all readers of models

    try:
        record: Any = yaml.safe_load((folder / RECORD).read_text(encoding="utf-8"))
        found = tuple(
            (str(item["severity"]), bool(item["mended"]), str(item["sentence"])) for item in record["findings"] or ()
        )
    except (OSError, ValueError, TypeError, KeyError, yaml.YAMLError):
        found = ()
    return Said(folder.name, found)


class ImportCard(QFrame):
    """One import: how far it is, what was refused, and what the doctor found; goes when it is dismissed."""

    imported = Signal(list)
    """The names of all new assets, once: importing again replaces them."""

    def __init__(self, session: Session, paths: Sequence[Path]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setObjectName("import_card")
        self._session = session
        self._job: Job | None = None
        self._folders: list[Path] = []
        self._refusals: list[str] = []
        self._title = QLabel()
        self._title.setProperty("role", "section")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        self._dismiss = icon_button("close", tr("Dismiss"), self._go)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._dismiss)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE_M, tokens.SPACE_S, tokens.SPACE_S, tokens.SPACE_M)
        column.setSpacing(tokens.SPACE_S)
        add_layout(column, head)
        column.addWidget(self._bar)
        add_layout(column, self._lines)
        self._again = ImportAgain()
        self._again.hide()
        self._again.wanted.connect(self._start)
        column.addWidget(self._again)
        self._paths = tuple(paths)
        self._is_told = False
        self._start([])

    def _start(self, options: Sequence[str]) -> None:
        paths = self._paths
        self._clear()
        names = ", ".join(path.name for path in paths[:3]) + (" \u2026" if len(paths) > 3 else "")
        title = tr("Importing {0}").format(names)
        self._title.setText(title)
        try:
            self._job = self._session.jobs.start(title, ["assets", "import", *map(str, paths), *options])
        except UserError as error:
            self._say("error", str(error))
            self._bar.hide()
            return
        self._job.reported.connect(self._hear)
        self._job.changed.connect(self._look)

    def _hear(self, event: Event) -> None:
        match event:
            case Item(path=path):
                self._folders.append(Path(path))
            case Log(level="warning", text=text) if not text.startswith(" "):
                self._refusals.append(text)
            case _:
                pass

    def _look(self) -> None:
        job = self._job
        if job is None:
            return
        if job.total:
            self._bar.setRange(0, job.total)
            self._bar.setValue(job.done)
        if not job.is_running:
            self._job = None
            job.reported.disconnect(self._hear)
            job.changed.disconnect(self._look)
            self._bar.hide()
            message, folders = job.message, list(self._folders)
            in_background(lambda: [said_of(folder) for folder in folders], lambda said: self._end(message, said), self)

    def _end(self, message: str, said: list[Said]) -> None:
        self._title.setText(tr("Imported") if said else tr("Nothing was imported"))
        for refusal in self._refusals:
            self._say("error", refusal)
        for one in said:
            self._say("done", tr("{0} is in your library.").format(one.name))
            for severity, is_mended, sentence in one.findings:
                self._say("done" if is_mended else _ICONS.get(severity, "info"), sentence, is_mended)
        if not said and not self._refusals:
            self._say("error", message)
        self._again.show()
        shelf_of(self._session).read_again()
        if said and not self._is_told:
            self._is_told = True
            self.imported.emit([one.name for one in said])

    def _clear(self) -> None:
        self._folders, self._refusals = [], []
        while (item := self._lines.takeAt(0)) is not None:
            discard(item.widget())
        self._bar.setRange(0, 0)
        self._bar.show()
        self._again.hide()

    def _say(self, picture: str, sentence: str, is_mended: bool = False) -> None:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.SPACE_S)
        sign = QLabel()
        colors = self._session.theme.colors
        color = {"error": colors.error, "warning": colors.warning, "done": colors.ok}.get(picture, colors.text_muted)
        sign.setPixmap(pixmap(picture, color, 16, self.devicePixelRatioF()))
        text = QLabel((tr("Mended: {0}") if is_mended else "{0}").format(for_the_window(sentence)))
        text.setWordWrap(True)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(text, 1)
        self._lines.addWidget(line)

    def _go(self) -> None:
        self.hide()
        self.deleteLater()


def tr(text: str) -> str:
    """Return a text in the user's language."""
    return translate("importing", text)
