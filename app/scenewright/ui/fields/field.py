"""What all editors of one value have in common."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget


class Field(QWidget):
    """Shows one value and lets the user change it; follows `scenewright.ui.binding.Editor`.

    A subclass puts its controls into `body`, shows a value in `_show`, and calls `_take` when the user made a new one.
    """

    edited = Signal(object)

    keeps_refused = True
    """Whether a value that is not taken stays in sight, to be mended; choices go back instead."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: Any = None
        self._accepted: Any = None
        self._is_showing = False
        self._problem: QLabel | None = None
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(4)

    def value(self) -> Any:
        """Return what is shown."""
        return self._value

    def set_value(self, value: Any) -> None:
        """Show a value; says nothing."""
        self._value = self._accepted = value
        self._is_showing = True
        try:
            self._show(value)
        finally:
            self._is_showing = False

    def show_problem(self, sentence: str) -> None:
        """Say why the last value is not taken, below the controls."""
        if self._problem is None:
            if not sentence:
                return
            self._problem = problem_label(self)
            self.body.addWidget(self._problem)
        self._problem.setText(sentence[:1].upper() + sentence[1:])
        self._problem.setVisible(bool(sentence))

    @property
    def problem(self) -> str:
        """The sentence that is shown."""
        return "" if self._problem is None or self._problem.isHidden() else self._problem.text()

    def _show(self, value: Any) -> None:
        raise NotImplementedError

    def _take(self, value: Any) -> None:
        if self._is_showing:
            return
        self._value = value
        self.show_problem("")
        self.edited.emit(value)
        if not self.problem:
            self._accepted = value
        elif not self.keeps_refused:
            sentence = self.problem
            self.set_value(self._accepted)
            self.show_problem(sentence)


def problem_label(parent: QWidget) -> QLabel:
    """Return a label for a sentence about what is wrong."""
    label = QLabel(parent)
    label.setObjectName("problem")
    label.setProperty("role", "error")
    label.setWordWrap(True)
    return label
