"""What the pages that fill the window are made of: a head, and columns of cards below it."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from scenewright.ui.layouts import add_layout
from scenewright.ui.theme import tokens
from scenewright.ui.theme.dressing import InParts, scroll_bars


class Card(InParts, QWidget):
    """Some controls on a ground of their own, under a title."""

    def __init__(self, title: str, *content: QWidget, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_L, tokens.SPACE_L, tokens.SPACE_L, tokens.SPACE_L)
        layout.setSpacing(tokens.SPACE_M)
        self._parts = (words(title, "heading"), *content)
        for part in self._parts:
            layout.addWidget(part)

    @override
    def own_parts(self) -> Iterable[QWidget | None]:
        return self._parts

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        palette, radius = self.palette(), tokens.RADIUS_LARGE * max(self.font().pixelSize(), tokens.TEXT) / tokens.TEXT
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(palette.color(QPalette.ColorRole.Mid))
        painter.setBrush(palette.color(QPalette.ColorRole.Button))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def words(text: str, role: str = "", name: str = "") -> QLabel:
    """Return a text that wraps."""
    label = QLabel(text)
    label.setWordWrap(True)
    if role:
        label.setProperty("role", role)
    if name:
        label.setObjectName(name)
    return label


def column() -> QVBoxLayout:
    """Return an empty column for cards."""
    layout = QVBoxLayout()
    layout.setSpacing(tokens.SPACE_L)
    return layout


def fill_page(page: QWidget, title: str, hint: str, *columns: tuple[QVBoxLayout, int]) -> None:
    """Lay out a page that scrolls: a head, and below it columns with their shares of the width."""
    beside = QHBoxLayout()
    beside.setSpacing(tokens.SPACE_L)
    for cards, share in columns:
        cards.addStretch(1)
        add_layout(beside, cards, share)
    body = QWidget()
    body.setObjectName("cards")
    whole = QVBoxLayout(body)
    whole.setContentsMargins(tokens.SPACE_XL, tokens.SPACE_XL, tokens.SPACE_XL, tokens.SPACE_XL)
    whole.setSpacing(tokens.SPACE_XS)
    whole.addWidget(words(title, "title"))
    whole.addWidget(words(hint, "muted"))
    whole.addSpacing(tokens.SPACE_M)
    add_layout(whole, beside, 1)
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setWidget(body)
    outer = QVBoxLayout(page)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(area)


def parts_of_cards(page: QWidget) -> list[QWidget]:
    """Return what in a page that was laid out by `fill_page` gets the theme's style by itself: card by card."""
    parts = [bar for area in page.findChildren(QScrollArea) for bar in scroll_bars(area)]
    for body in page.findChildren(QWidget, "cards"):
        parts += body.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return parts
