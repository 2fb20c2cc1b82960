"""Small buttons with a picture or a word."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton

from scenewright.ui.theme.icons import icon


def icon_button(name: str, tip: str, act: Callable[[], object] | None = None, label: str = "") -> QToolButton:
    """Return a quiet button with a picture.

    Args:
        name: Of the picture.
        tip: What it does to the data.
        act: What it does.
        label: What screen readers say; the tip if empty.
    """
    button = QToolButton()
    button.setIcon(icon(name))
    button.setIconSize(QSize(16, 16))
    button.setAutoRaise(True)
    button.setToolTip(tip)
    button.setAccessibleName(label or tip)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    if act is not None:
        button.clicked.connect(lambda _=False: act())
    return button


def word_button(text: str, tip: str, act: Callable[[], object] | None = None, picture: str = "") -> QToolButton:
    """Return a button with a word, and a picture before it where one is named."""
    button = QToolButton()
    button.setProperty("role", "button")
    button.setText(text)
    button.setToolTip(tip)
    button.setAccessibleName(text)
    button.setAccessibleDescription(tip)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    if picture:
        button.setIcon(icon(picture))
        button.setIconSize(QSize(16, 16))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    if act is not None:
        button.clicked.connect(lambda _=False: act())
    return button
