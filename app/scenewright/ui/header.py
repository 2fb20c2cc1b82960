"""The strip at the top: menus, the project's name, search, undo and redo."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenuBar, QPushButton, QSizePolicy, QToolButton

from scenewright.ui.language import translate
from scenewright.ui.theme import tokens
from scenewright.ui.theme.icons import icon


class Header(QFrame):
    """Stands where a main window has its menu bar."""

    def __init__(self, menus: QMenuBar, search: QAction, tools: list[QAction]) -> None:
        super().__init__()
        self.setObjectName("header")
        self._name = QLabel()
        self._name.setObjectName("project_name")
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_S, tokens.SPACE_XS, tokens.SPACE_M, tokens.SPACE_XS)
        layout.setSpacing(tokens.SPACE_XS)
        menus.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        layout.addWidget(menus)
        layout.addStretch(1)
        layout.addWidget(self._name)
        layout.addStretch(1)
        self._search = QPushButton(translate("header", "Search settings and commands"))
        self._search.setObjectName("search_button")
        self._search.setIcon(icon("search"))
        self._search.setToolTip(translate("header", "Find any setting or command (Ctrl+K)"))
        self._search.clicked.connect(search.trigger)
        self._search.setMinimumWidth(240)
        layout.addWidget(self._search)
        layout.addSpacing(tokens.SPACE_S)
        for action in tools:
            button = QToolButton()
            button.setObjectName(f"tool_{action.objectName()}")
            button.setDefaultAction(action)
            button.setAccessibleName(action.text().replace("&", ""))
            layout.addWidget(button)

    def show_project(self, name: str, is_changed: bool) -> None:
        """Show the project's name, with a dot where it has changes that are not in its file."""
        self._name.setText(f"{name} •" if is_changed else name)
        self._name.setAccessibleDescription(
            translate("header", "has unsaved changes") if is_changed else translate("header", "saved")
        )
