"""The tour at the first start: a few words at each part of the window; it can be skipped at any time."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from scenewright.ui.language import translate
from scenewright.ui.layouts import add_layout
from scenewright.ui.theme import tokens

_CARD_WIDTH = 340


@dataclass(frozen=True)
class Stop:
    """One stop of the tour.

    Attributes:
        target: The object name of the widget that it speaks of.
        title: Two or three words.
        words: What the user does there.
    """

    target: str
    title: str
    words: str


def stops() -> tuple[Stop, ...]:
    """Return the stops, in the user's language."""
    return (
        Stop(
            "rail",
            translate("tour", "From scene to model"),
            translate("tour", "Eight steps, in any order. A mark at the right says how each stands."),
        ),
        Stop(
            "middle",
            translate("tour", "What you will get"),
            translate("tour", "Real frames of your dataset, with their labels. They follow every change you make."),
        ),
        Stop(
            "inspector",
            translate("tour", "Every number may vary"),
            translate("tour", "Make a value a range or a distribution. The bars behind it show what is really drawn."),
        ),
        Stop(
            "below_inspector",
            translate("tour", "In terms of your data"),
            translate("tour", "What the selected setting does to the dataset, and every edit you made, to be undone."),
        ),
        Stop(
            "search_button",
            translate("tour", "Find anything"),
            translate("tour", "Ctrl+K finds every setting and every command."),
        ),
        Stop(
            "step_generate",
            translate("tour", "Generate"),
            translate("tour", "It says beforehand how long it takes. It goes on when you close the window."),
        ),
    )


class Tour(QWidget):
    """Lies over the window, darkens all but the widget of the stop, and explains it."""

    ended = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("tour")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._window = window
        self._stops = [stop for stop in stops() if _is_seen(window, stop.target)]
        self._number = 0
        self._card = QFrame(self)
        self._card.setProperty("role", "card")
        self._card.setFixedWidth(_CARD_WIDTH)
        self._title, self._words, self._count = QLabel(), QLabel(), QLabel()
        self._title.setProperty("role", "heading")
        self._words.setWordWrap(True)
        self._count.setProperty("role", "caption")
        skip = QPushButton(translate("tour", "Skip"))
        skip.setObjectName("tour_skip")
        skip.clicked.connect(self.end)
        self._next = QPushButton(translate("tour", "Next"))
        self._next.setObjectName("tour_next")
        self._next.setProperty("role", "primary")
        self._next.clicked.connect(self.go_on)
        row = QHBoxLayout()
        row.addWidget(self._count, 1)
        row.addWidget(skip)
        row.addWidget(self._next)
        layout = QVBoxLayout(self._card)
        layout.setContentsMargins(tokens.SPACE_L, tokens.SPACE_L, tokens.SPACE_L, tokens.SPACE_M)
        layout.setSpacing(tokens.SPACE_S)
        layout.addWidget(self._title)
        layout.addWidget(self._words)
        layout.addSpacing(tokens.SPACE_XS)
        add_layout(layout, row)
        window.installEventFilter(self)

    def begin(self) -> None:
        """Show the first stop."""
        if not self._stops:
            self.end()
            return
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self._show_stop()

    def go_on(self) -> None:
        """Show the next stop; after the last the tour ends."""
        self._number += 1
        if self._number >= len(self._stops):
            self.end()
        else:
            self._show_stop()

    def end(self) -> None:
        """Leave the tour."""
        self.hide()
        self.ended.emit()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102, N802 (Qt's name)
        if watched is self._window and event.type() is QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
            self._place_card()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102, N802 (Qt's name)
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Right, Qt.Key.Key_Space):
            self.go_on()

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: D102, N802 (Qt's name)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shade, light = QPainterPath(), QPainterPath()
        shade.addRect(self.rect().toRectF())
        light.addRoundedRect(self._target().toRectF(), tokens.RADIUS_LARGE, tokens.RADIUS_LARGE)
        painter.fillPath(shade.subtracted(light), QColor(0, 0, 0, 120))
        painter.end()

    def _show_stop(self) -> None:
        stop = self._stops[self._number]
        self._title.setText(stop.title)
        self._words.setText(stop.words)
        words = translate("tour", "{number} of {count}")
        self._count.setText(words.format(number=self._number + 1, count=len(self._stops)))
        is_last = self._number == len(self._stops) - 1
        self._next.setText(translate("tour", "Begin") if is_last else translate("tour", "Next"))
        self._place_card()
        self._next.setFocus()
        self.update()

    def _target(self) -> QRect:
        widget = self._window.findChild(QWidget, self._stops[min(self._number, len(self._stops) - 1)].target)
        if widget is None:
            return QRect()
        return QRect(widget.mapTo(self._window, QPoint(0, 0)), widget.size())

    def _place_card(self) -> None:
        """Put the card beside what it speaks of, inside the window."""
        self._card.adjustSize()
        target, gap = self._target(), tokens.SPACE_L
        size = self._card.size()
        if target.right() + gap + size.width() < self.width():
            left = target.right() + gap
        else:
            left = target.left() - gap - size.width()
        if left < gap:
            left = target.center().x() - size.width() // 2
        left = max(gap, min(self.width() - size.width() - gap, left))
        top = target.top() + min(gap, target.height() // 2)
        if target.height() < 60 and target.top() < 60:
            top = target.bottom() + gap
        self._card.move(left, max(gap, min(self.height() - size.height() - gap, top)))


def _is_seen(window: QWidget, name: str) -> bool:
    widget = window.findChild(QWidget, name)
    return widget is not None and widget.isVisibleTo(window)
