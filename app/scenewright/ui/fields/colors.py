"""Colours: a swatch to click and the text to type."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QColorDialog, QHBoxLayout, QLineEdit, QToolButton, QWidget
from typing_extensions import override

from scenewright.ui.fields.field import Field
from scenewright.ui.fields.flow import FlowLayout
from scenewright.ui.layouts import add_layout


class Swatch(QAbstractButton):
    """A colour to click."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.color = "#ffffff"
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_color(self, color: str) -> None:
        """Show another colour."""
        self.color = color
        self.setAccessibleDescription(color)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        edge = self.fontMetrics().height() + 10
        return QSize(edge, edge)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = QPalette.ColorRole.Highlight if self.hasFocus() else QPalette.ColorRole.Mid
        painter.setPen(QPen(self.palette().color(role), 1.5 if self.hasFocus() else 1))
        painter.setBrush(QColor(self.color))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)


class ColorField(Field):
    """One colour as '#rrggbb'."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.swatch = Swatch()
        self.swatch.setAccessibleName(self.tr("Choose a colour"))
        self.swatch.clicked.connect(lambda: ask_for_color(self, self.swatch.color, self._take_shown))
        self.line = QLineEdit()
        self.line.setMaximumWidth(self.fontMetrics().horizontalAdvance("#mmmmmm") + 24)
        self.line.editingFinished.connect(self._typed)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.swatch)
        row.addWidget(self.line)
        row.addStretch()
        add_layout(self.body, row)
        self.setFocusProxy(self.line)

    @override
    def _show(self, value: str) -> None:
        self.swatch.set_color(value)
        self.line.setText(value)

    def _typed(self) -> None:
        text = self.line.text().strip().lower()
        if text != self._value:
            self._take(text if text.startswith("#") else f"#{text}")
            if not self.problem:
                self._show(self._value)

    def _take_shown(self, color: str) -> None:
        self._take(color)
        self._show(color)


class ColorsField(Field):
    """Some colours, each as likely."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        area = QWidget()
        self._flow = FlowLayout(area)
        self.body.addWidget(area)

    @override
    def _show(self, value: tuple[str, ...]) -> None:
        self._flow.clear()
        for number, color in enumerate(value):
            swatch = Swatch()
            swatch.set_color(color)
            swatch.setAccessibleName(self.tr("Colour %1").replace("%1", str(number + 1)))
            swatch.setToolTip(self.tr("Click to change %1; press Delete to remove it").replace("%1", color))
            swatch.clicked.connect(lambda _=False, number=number: self._ask(number))
            swatch.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
            self._flow.addWidget(swatch)
        for text, tip, act in (
            ("+", self.tr("Add a colour"), lambda: self._ask(None)),
            ("\u2212", self.tr("Remove the last colour"), lambda: self._change((*self._value[:-1],))),
        ):
            button = QToolButton()
            button.setText(text)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.setEnabled(text == "+" or len(value) > 1)
            button.clicked.connect(act)
            self._flow.addWidget(button)

    def _ask(self, number: int | None) -> None:
        start = self._value[-1 if number is None else number]

        def take(color: str) -> None:
            at = len(self._value) if number is None else number
            self._change((*self._value[:at], color, *self._value[at + 1 :]))

        ask_for_color(self, start, take)

    def _change(self, colors: tuple[str, ...]) -> None:
        self._take(colors)
        self.set_value(self._value)


def ask_for_color(parent: QWidget, start: str, take: object) -> QColorDialog:
    """Open the colour dialog beside what asks; `take` is given the chosen colour as '#rrggbb'."""
    dialog = QColorDialog(QColor(start), parent)
    dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.colorSelected.connect(lambda color: take(color.name()))  # type: ignore[operator]
    dialog.open()
    return dialog
