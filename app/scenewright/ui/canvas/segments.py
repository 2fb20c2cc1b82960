"""A row of buttons of which one is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from scenewright.ui.theme import tokens
from scenewright.ui.theme.icons import icon


class SegmentBar(QWidget):
    """Chooses one of a few views; arrow keys go from one to the next."""

    chosen = Signal(str)
    """The key of what was chosen, by the user's hand."""

    def __init__(self, segments: Sequence[tuple[str, str, str, str]]) -> None:
        """Show segments, each a key, a title, an icon's name, and a tip."""
        super().__init__()
        self._buttons: dict[str, QToolButton] = {}
        group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_XS)
        for key, title, picture, tip in segments:
            button = QToolButton()
            button.setObjectName(f"view_{key}")
            button.setText(title)
            button.setIcon(icon(picture))
            button.setIconSize(QSize(tokens.ICON_SIZE, tokens.ICON_SIZE))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setCheckable(True)
            button.setToolTip(tip)
            button.setAccessibleName(title)
            button.setAccessibleDescription(tip)
            button.clicked.connect(lambda _checked=False, k=key: self.chosen.emit(k))
            group.addButton(button)
            layout.addWidget(button)
            self._buttons[key] = button

    def set_compact(self, is_compact: bool) -> None:
        """Show pictures only, where there is little room."""
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if is_compact else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        for button in self._buttons.values():
            button.setToolButtonStyle(style)

    def choose(self, key: str) -> None:
        """Show as chosen, without a signal."""
        self._buttons[key].setChecked(True)

    def allow(self, key: str, reason: str) -> None:
        """Let a view be chosen, or, for a reason that its tip then tells, not."""
        button = self._buttons[key]
        button.setEnabled(not reason)
        button.setToolTip(reason or button.accessibleDescription())
