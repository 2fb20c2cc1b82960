"""Lines of text that hold numbers."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from scenewright.ui.fields.units import number_text, suffix_of


class OptionalNumberLine(QLineEdit):
    """A number, or nothing."""

    changed = Signal(object)
    """A number or None, by the user's hand."""

    def __init__(self, unit: str, nothing: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unit = unit
        self._value: float | None = None
        self.setPlaceholderText(nothing)
        self.editingFinished.connect(self._typed)

    @property
    def number(self) -> float | None:
        """What is shown."""
        return self._value

    def show_number(self, value: float | None) -> None:
        """Show a number or nothing; says nothing."""
        self._value = value
        self.setText("" if value is None else number_text(value, self.locale()) + suffix_of(self._unit))

    def _typed(self) -> None:
        text = self.text().strip().removesuffix(self._unit).strip()
        value = None if not text else read_number(text, self.locale())
        if text and value is None:
            self.show_number(self._value)
        elif value != self._value:
            self.show_number(value)
            self.changed.emit(value)


class NumbersLine(QLineEdit):
    """Several numbers with blanks or semicolons between."""

    changed = Signal(tuple)
    """By the user's hand."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: tuple[float, ...] = ()
        self.setPlaceholderText(self.tr("numbers, with blanks between"))
        self.editingFinished.connect(self._typed)

    def show_numbers(self, values: Sequence[float]) -> None:
        """Show numbers; says nothing."""
        self._values = tuple(values)
        self.setText(self._text())

    def _text(self) -> str:
        return "  ".join(number_text(value, self.locale()) for value in self._values)

    def _typed(self) -> None:
        if self.text() == self._text():
            return
        words = self.text().replace(";", " ").split()
        read = [read_number(word.rstrip(","), self.locale()) for word in words]
        values = tuple(value for value in read if value is not None)
        if values and len(values) == len(words):
            self._values = values
            self.changed.emit(values)
        self.setText(self._text())


def read_number(text: str, locale: QLocale) -> float | None:
    """Return the number that a text holds, in the user's way to write it or the program's."""
    value, is_read = locale.toDouble(text)
    if is_read:
        return value
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < 1e300 else None
