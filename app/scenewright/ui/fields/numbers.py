"""Numbers with their unit."""

import math
from functools import cache

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QResizeEvent, QValidator, QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from scenewright.spec.limits import Within
from scenewright.ui.fields.facts import Facts
from scenewright.ui.fields.field import Field
from scenewright.ui.fields.units import number_text, step_of, suffix_of
from scenewright.ui.layouts import add_layout
from scenewright.ui.theme.tokens import SPIN_MARGIN

_HUGE = 1e300


class NumberBox(QDoubleSpinBox):
    """A box for a number: arrow keys step by a tenth of its size, limits hold for them alone.

    What is typed may be anything; whether it is taken is the project's to say. The wheel scrolls the page unless the
    box has the focus.
    """

    changed = Signal(float)
    """By the user's hand."""

    def __init__(self, unit: str = "", within: Within | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unit = unit
        self._within = within or Within()
        self._exact = 0.0
        self.setDecimals(0 if self._within.whole else 6)
        self.setRange(-_HUGE, _HUGE)
        self.setSuffix(suffix_of(unit))
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("-0.00 mm") + 14)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.valueChanged.connect(self._changed)

    def exact(self) -> float:
        """Return the number, with all its digits unless the user changed it."""
        return self._exact

    def show_exact(self, value: float) -> None:
        """Show a number; says nothing."""
        if value == self._exact and math.isclose(self.value(), value, abs_tol=1e-6):
            return
        self._exact = value
        self.blockSignals(True)
        self.setValue(value)
        self.blockSignals(False)

    @override
    def textFromValue(self, value: float) -> str:
        return _ends(self.locale())[value] if abs(value) == _HUGE else number_text(value, self.locale())

    @override
    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        state, *_ = super().validate(text, position)
        is_empty = state == QValidator.State.Invalid and not text
        return QValidator.State.Intermediate if is_empty else state, text, position

    @override
    def stepBy(self, steps: int) -> None:
        value = self.value()
        least = 1.0 if self._within.whole else step_of(self._unit)
        step = least if self._within.whole or not value else max(least, 10 ** math.floor(math.log10(abs(value)) - 1))
        low = self._within.low + (least if self._within.above_low else 0)
        self.setValue(min(max(round(value / step + steps) * step, low), self._within.high))

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        super().wheelEvent(event) if self.hasFocus() else event.ignore()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._lay_out()

    def _lay_out(self) -> None:
        """Give the text the whole box: with a style sheet and no buttons Qt gives it one pixel."""
        self.lineEdit().setGeometry(self.rect().adjusted(SPIN_MARGIN, 1, -4, -1))

    def _changed(self, value: float) -> None:
        self._exact = value
        self.changed.emit(value)


@cache
def _ends(locale: QLocale) -> dict[float, str]:
    """Return the texts of a box's limits, hundreds of digits long, for which Qt asks whenever it measures a box."""
    return {end: number_text(end, locale) for end in (-_HUGE, _HUGE)}


class PointField(Field):
    """Two or three numbers that belong together, as a place or a size."""

    def __init__(self, facts: Facts, size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout()
        row.setSpacing(6)
        self.boxes = [NumberBox(facts.unit, facts.within) for _ in range(size)]
        for axis, box in zip("xyz", self.boxes, strict=False):
            box.setPrefix(f"{axis} ")
            box.setAccessibleName(f"{facts.title} {axis}")
            box.changed.connect(lambda _: self._take(tuple(item.exact() for item in self.boxes)))
            row.addWidget(box)
        add_layout(self.body, row)
        self.setFocusProxy(self.boxes[0])

    @override
    def _show(self, value: tuple[float, ...]) -> None:
        for box, number in zip(self.boxes, value, strict=True):
            box.show_exact(number)
