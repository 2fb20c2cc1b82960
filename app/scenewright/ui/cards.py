"""What the pages that fill the window are made of: a head, and columns of cards below it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from scenewright.ui.layouts import add_layout
from scenewright.ui.theme import tokens


def card(title: str, *content: QWidget, name: str = "") -> QFrame:
    """Return some controls on a card, under a title where there is one."""
    whole = QFrame()
    whole.setProperty("role", "card")
    whole.setObjectName(name)
    layout = QVBoxLayout(whole)
    layout.setContentsMargins(tokens.SPACE_L, tokens.SPACE_L, tokens.SPACE_L, tokens.SPACE_L)
    layout.setSpacing(tokens.SPACE_M)
    if title:
        layout.addWidget(words(title, "heading"))
    for widget in content:
        layout.addWidget(widget)
    return whole


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


def dress_cards(page: QWidget, dress: Callable[[QWidget], None]) -> None:
    """Give a page that was laid out by `fill_page` its style, card by card; see `Theme.dress`."""
    parts: list[QWidget] = [area.verticalScrollBar() for area in page.findChildren(QScrollArea)]
    for body in page.findChildren(QWidget, "cards"):
        parts += body.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    for part in parts:
        dress(part)
