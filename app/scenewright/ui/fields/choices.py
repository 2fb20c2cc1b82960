"""One of a few things, on or off, and which of some names."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QToolButton, QWidget
from typing_extensions import override

from scenewright.ui.fields.field import Field
from scenewright.ui.fields.flow import FlowLayout
from scenewright.ui.fields.texts import QuietCombo

_MOST_SEGMENTS = 3


class Switch(QAbstractButton):
    """On or off, as a small sliding switch."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @override
    def sizeHint(self) -> QSize:
        height = max(18, round(self.fontMetrics().height() * 1.1))
        return QSize(round(height * 1.8) + 4, height + 4)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        frame = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        on = palette.color(QPalette.ColorRole.Highlight)
        off = blended(palette.color(QPalette.ColorRole.Window), palette.color(QPalette.ColorRole.WindowText), 0.32)
        painter.setOpacity(1.0 if self.isEnabled() else 0.45)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(on if self.isChecked() else off)
        painter.drawRoundedRect(frame, frame.height() / 2, frame.height() / 2)
        knob = frame.height() - 6
        left = frame.right() - knob - 3 if self.isChecked() else frame.left() + 3
        painter.setBrush(QColor("white"))
        painter.drawEllipse(QRectF(left, frame.top() + 3, knob, knob))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 1.5))
            painter.drawRoundedRect(frame.adjusted(-1.5, -1.5, 1.5, 1.5), frame.height() / 2, frame.height() / 2)


def blended(one: QColor, other: QColor, share: float) -> QColor:
    """Return the colour at a share of the way from one to the other."""
    mixed = [a + (b - a) * share for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)]  # type: ignore[index]
    return QColor(*map(round, mixed))


class SwitchField(Field):
    """On or off."""

    keeps_refused = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.switch = Switch()
        self.switch.toggled.connect(self._take)
        self.body.addWidget(self.switch)
        self.setFocusProxy(self.switch)

    @override
    def _show(self, value: bool) -> None:
        self.switch.setChecked(value)


Options = Sequence[tuple[str, str]]
"""Values as the file has them, and what they are called."""


class ChoiceField(Field):
    """One of some values: side by side where they are few, else in a list to open."""

    keeps_refused = False

    def __init__(self, options: Options, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        short = len(options) <= _MOST_SEGMENTS and sum(len(title) for _, title in options) <= 26
        self.chooser: Segments | Combo = Segments(options, self._take) if short else Combo(options, self._take)
        self.body.addWidget(self.chooser)
        self.setFocusProxy(self.chooser)

    @override
    def _show(self, value: str) -> None:
        self.chooser.choose(value)


class Segments(QWidget):
    """Buttons side by side, one of which is down; arrow keys move between them."""

    def __init__(self, options: Options, chosen: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("segments")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        group = QButtonGroup(self)
        self.buttons: dict[str, QToolButton] = {}
        for number, (value, title) in enumerate(options):
            button = QToolButton()
            button.setText(title)
            button.setCheckable(True)
            button.setProperty("segment", _part(number, len(options)))
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setAccessibleName(title)
            button.clicked.connect(lambda _=False, value=value: chosen(value))
            group.addButton(button)
            self.buttons[value] = button
            row.addWidget(button)
        self.setFocusProxy(next(iter(self.buttons.values())))

    def choose(self, value: str) -> None:
        """Show which is chosen."""
        self.buttons[value].setChecked(True)
        self.setFocusProxy(self.buttons[value])


def _part(number: int, count: int) -> str:
    if count == 1:
        return "only"
    return "first" if number == 0 else "last" if number == count - 1 else "middle"


class Combo(QuietCombo):
    """A list to open."""

    def __init__(self, options: Options, chosen: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for value, title in options:
            self.addItem(title, value)
        self.activated.connect(lambda row: chosen(self.itemData(row)))

    def choose(self, value: str) -> None:
        """Show which is chosen."""
        self.setCurrentIndex(self.findData(value))


class NamesField(Field):
    """Which of some names: those that are down; none of them may mean all."""

    keeps_refused = False

    def __init__(self, names: Callable[[], Sequence[str]], none_means: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = names
        self._none_means = none_means
        self._area = QWidget()
        self._flow = FlowLayout(self._area)
        self.body.addWidget(self._area)

    @override
    def _show(self, value: tuple[str, ...]) -> None:
        self._flow.clear()
        everything = self._chip(self._none_means, not value)
        everything.clicked.connect(lambda: self._take(()) if self._value else everything.setChecked(True))
        names = list(dict.fromkeys((*self._names(), *value)))
        for name in names:
            chip = self._chip(name, name in value)
            chip.toggled.connect(lambda on, name=name: self._turn(name, on, names))
        self.setFocusProxy(everything)

    def _chip(self, text: str, is_down: bool) -> QToolButton:
        chip = QToolButton()
        chip.setText(text)
        chip.setAccessibleName(text)
        chip.setCheckable(True)
        chip.setChecked(is_down)
        chip.setProperty("chip", True)
        chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._flow.addWidget(chip)
        return chip

    def _turn(self, name: str, on: bool, names: Sequence[str]) -> None:
        wanted = {*self._value, name} if on else {*self._value} - {name}
        value = tuple(item for item in names if item in wanted)
        self._take(value)
        self.set_value(self._value)
