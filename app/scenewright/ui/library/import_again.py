"""Importing the same files again in another way: what the doctor's findings ask for, as controls."""

import re
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from scenewright.ui.fields.buttons import word_button
from scenewright.ui.fields.choices import Switch
from scenewright.ui.fields.texts import QuietCombo
from scenewright.ui.language import translate

_FLAG = re.compile(
    r"(import it with|[Ii]mport it with|use|try) --(unit|up|decimate|allow-outside)( \w+)?", re.IGNORECASE
)
_MANY = "50000"
_UNITS = ("mm", "cm", "m", "inch", "foot")


class ImportAgain(QWidget):
    """Unit, up axis, fewer triangles and files outside the folder; and a button."""

    wanted = Signal(list)
    """Options of the command line."""

    def __init__(self) -> None:
        super().__init__()
        self._unit = _combo(tr("Unit of the files"), [(None, tr("as found")), *((unit, unit) for unit in _UNITS)])
        self._up = _combo(tr("Up axis of the files"), [(None, tr("as found")), ("z", "z"), ("y", "y"), ("x", "x")])
        self._fewer, self._outside = Switch(), Switch()
        self._fewer.setToolTip(tr("Simplifies models of more than 50,000 triangles"))
        self._outside.setToolTip(tr("Lets the files name others outside their folder, if you trust them"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setColumnStretch(1, 1)
        rows = (
            (tr("Unit"), self._unit),
            (tr("Up"), self._up),
            (tr("Fewer triangles"), self._fewer),
            (tr("Files outside"), self._outside),
        )
        for row, (title, control) in enumerate(rows):
            label = QLabel(title)
            label.setBuddy(control)
            control.setAccessibleName(title)
            grid.addWidget(label, row, 0)
            grid.addWidget(control, row, 1)
        tip = tr("Imports the same files in this way; what is there by their name is replaced")
        self.button = word_button(tr("Import again"), tip, self._ask, "refresh")
        grid.addWidget(self.button, len(rows), 1)

    def _ask(self) -> None:
        options: list[str] = []
        for flag, combo in (("--unit", self._unit), ("--up", self._up)):
            if combo.currentData() is not None:
                options += [flag, combo.currentData()]
        options += ["--decimate", _MANY] if self._fewer.isChecked() else []
        options += ["--allow-outside"] if self._outside.isChecked() else []
        self.wanted.emit(options)


def for_the_window(sentence: str) -> str:
    """Return a sentence of the doctor's with the window's controls in place of the command line's options."""
    names = {
        "unit": tr("Unit"),
        "up": tr("Up"),
        "decimate": tr("Fewer triangles"),
        "allow-outside": tr("Files outside"),
    }

    def words(match: re.Match[str]) -> str:
        value = (match[3] or "").strip()
        name = names[match[2].lower()]
        if match[2].lower() in ("unit", "up") and value:
            text = tr("set {0} to {1} below").format(name, value)
        else:
            text = tr("set {0} below").format(name)
        return text[:1].upper() + text[1:] if match[1][:1].isupper() else text

    return _FLAG.sub(words, sentence)


def _combo(tip: str, items: Sequence[tuple[str | None, str]]) -> QuietCombo:
    combo = QuietCombo()
    combo.setToolTip(tip)
    for value, title in items:
        combo.addItem(title, value)
    return combo


def tr(text: str) -> str:
    """Return a text in the user's language."""
    return translate("importing", text)
