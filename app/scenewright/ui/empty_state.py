"""What stands where there is nothing to show yet: a picture, a sentence, and what to do."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from scenewright.ui.layouts import add_layout
from scenewright.ui.theme import tokens
from scenewright.ui.theme.icons import icon


def empty_state(
    icon_name: str, title: str, sentence: str, action: str = "", do: Callable[[], object] | None = None
) -> QWidget:
    """Return a calm page that says why it is empty.

    Args:
        icon_name: A picture of `resources/icons`.
        title: Two or three words.
        sentence: What would be here, and how it comes here.
        action: The text of a button, where there is something to press.
        do: What the button does.
    """
    page = QWidget()
    page.setObjectName("empty_state")
    picture = QLabel()
    picture.setPixmap(icon(icon_name, QPalette.ColorRole.PlaceholderText).pixmap(40, 40))
    picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
    heading = QLabel(title)
    heading.setProperty("role", "heading")
    heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
    text = QLabel(sentence)
    text.setProperty("role", "muted")
    text.setAlignment(Qt.AlignmentFlag.AlignCenter)
    text.setWordWrap(True)
    text.setMinimumWidth(260)
    text.setMaximumWidth(420)
    layout = QVBoxLayout(page)
    layout.setSpacing(tokens.SPACE_S)
    layout.addStretch(2)
    layout.addWidget(picture)
    layout.addWidget(heading)
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(text, 2)
    row.addStretch(1)
    add_layout(layout, row)
    if do is not None:
        button = QPushButton(action)
        button.setObjectName("empty_state_action")
        button.clicked.connect(lambda: do())
        layout.addSpacing(tokens.SPACE_S)
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
    layout.addStretch(3)
    return page
