"""Text in one line or several, and names of other parts of the project."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget
from typing_extensions import override

from scenewright.ui.fields.elided import ElidedCombo
from scenewright.ui.fields.facts import Facts
from scenewright.ui.fields.field import Field


class TextField(Field):
    """One line of text, taken when the user leaves it or presses Enter."""

    def __init__(self, facts: Facts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._or_none = facts.is_optional
        self.line = QLineEdit()
        self.line.editingFinished.connect(self._typed)
        self.body.addWidget(self.line)
        self.setFocusProxy(self.line)

    @override
    def _show(self, value: str | None) -> None:
        self.line.setText(value or "")

    def _typed(self) -> None:
        text = self.line.text().strip()
        value = text or (None if self._or_none else "")
        if value != self._value:
            self._take(value)


class LargeNumberField(Field):
    """A whole number of up to 19 digits, such as a seed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self.line.editingFinished.connect(self._typed)
        self.body.addWidget(self.line)
        self.setFocusProxy(self.line)

    @override
    def _show(self, value: int) -> None:
        self.line.setText(str(value))

    def _typed(self) -> None:
        text = self.line.text().strip()
        if text == str(self._value):
            return
        if text.isascii() and text.isdigit():
            self._take(int(text))
        else:
            self.show_problem(self.tr("must be a whole number, not '%1'").replace("%1", text))


class LongTextField(Field):
    """Some lines of text, taken when the user leaves it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = _Lines()
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(self.fontMetrics().lineSpacing() * 4 + 12)
        self.text.left.connect(self._typed)
        self.body.addWidget(self.text)
        self.setFocusProxy(self.text)

    @override
    def _show(self, value: str) -> None:
        if value != self.text.toPlainText():
            self.text.setPlainText(value)

    def _typed(self) -> None:
        if self.text.toPlainText() != self._value:
            self._take(self.text.toPlainText())


class _Lines(QPlainTextEdit):
    left = Signal()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class QuietCombo(ElidedCombo):
    """A box to choose from that the wheel passes by, unless it has the focus."""

    about_to_open = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumContentsLength(8)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    @override
    def showPopup(self) -> None:
        self.about_to_open.emit()
        super().showPopup()


Named = Callable[[], Sequence[tuple[str | None, str]]]
"""What can be named now: the name as the file has it, and as people read it."""


class NameField(Field):
    """The name of another part of the project, as a class, a camera or a group of objects.

    Args:
        names: What there is to choose from.
        is_free: Whether the user may write a name that is not there yet.
    """

    keeps_refused = False

    def __init__(self, names: Named, is_free: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = names
        self._is_free = is_free
        self.combo = QuietCombo()
        self.combo.setEditable(is_free)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.combo.about_to_open.connect(self._fill)
        self.combo.activated.connect(lambda row: self._take(self.combo.itemData(row)))
        if (line := self.combo.lineEdit()) is not None:
            line.editingFinished.connect(self._typed)
        self.body.addWidget(self.combo)
        self.setFocusProxy(self.combo)

    @override
    def _show(self, value: str | None) -> None:
        self._fill()

    def _fill(self) -> None:
        items = list(self._names())
        if self._value not in [name for name, _ in items] and self._value is not None:
            items.append((self._value, self._value))
        self.combo.blockSignals(True)
        self.combo.clear()
        for name, title in items:
            self.combo.addItem(title, name)
        self.combo.setCurrentIndex(next((row for row, item in enumerate(items) if item[0] == self._value), -1))
        self.combo.blockSignals(False)

    def _typed(self) -> None:
        text = self.combo.currentText().strip()
        known = {title: name for name, title in self._names()}
        value = known.get(text, text or None)
        if value != self._value:
            self._take(value)
