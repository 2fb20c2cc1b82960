"""Rows, buttons and choices that the Train page is made of."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from scenewright.ui.choosing import choose_folder
from scenewright.ui.fields.elided import PathLine
from scenewright.ui.fields.flow import FlowLayout
from scenewright.ui.language import translate
from scenewright.ui.theme import tokens


def beside(*widgets: QWidget, stretch: bool = False) -> QWidget:
    """Return widgets in a row; with a stretch they keep to the left."""
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(tokens.SPACE_S)
    for widget in widgets:
        row.addWidget(widget)
    if stretch:
        row.addStretch(1)
    return whole


def below(*widgets: QWidget) -> QWidget:
    """Return widgets one below the other."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(tokens.SPACE_S)
    for widget in widgets:
        column.addWidget(widget)
    return whole


def flowing(*widgets: QWidget) -> QWidget:
    """Return widgets side by side that go on in the next line where there is no room."""
    whole = QWidget()
    lines = FlowLayout(whole, tokens.SPACE_S)
    for widget in widgets:
        lines.addWidget(widget)
    return whole


def button(name: str, text: str, tip: str, do: Callable[[], object]) -> QPushButton:
    """Return a button that says what it does."""
    made = QPushButton(text)
    made.setObjectName(name)
    made.setToolTip(tip)
    made.clicked.connect(lambda: do())
    return made


class FolderField(QWidget):
    """A folder that is typed or chosen."""

    edited = Signal(str)

    def __init__(self, name: str, hint: str, tip: str) -> None:
        super().__init__()
        self._line = PathLine()
        self._line.setObjectName(name)
        self._line.setPlaceholderText(hint)
        self._line.setToolTip(tip)
        self._line.setAccessibleName(hint)
        self._line.editingFinished.connect(lambda: self.edited.emit(self._line.text().strip()))
        self._choose = button(f"{name}_choose", translate("train", "Choose…"), tip, self._ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.SPACE_S)
        row.addWidget(self._line, 1)
        row.addWidget(self._choose)

    def set_text(self, text: str) -> None:
        """Show a folder, without a signal."""
        if self._line.text() != text:
            self._line.setText(text)

    def _ask(self) -> None:
        start = self._line.text() or str(Path.home())
        choose_folder(self, self._line.placeholderText(), start, self._take)

    def _take(self, folder: Path) -> None:
        self._line.setText(str(folder))
        self.edited.emit(str(folder))
