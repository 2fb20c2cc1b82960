"""The projects that were open last."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, QPoint, QSize, Qt
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QMenu, QVBoxLayout, QWidget

from scenewright.ui.language import translate
from scenewright.ui.settings import Settings
from scenewright.ui.theme import tokens


class RecentProjects(QWidget):
    """A list; a click or Enter opens, the menu of an entry takes it off the list."""

    def __init__(self, settings: Settings, open_project: Callable[[Path], None]) -> None:
        super().__init__()
        self.setObjectName("recent")
        self._settings = settings
        self._open = open_project
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_S)
        self._list = QListWidget()
        self._list.setObjectName("recent_projects")
        self._list.setAccessibleName(translate("start", "Recent projects"))
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._list.customContextMenuRequested.connect(self._menu)
        self._list.itemClicked.connect(self._choose)
        self._list.itemActivated.connect(self._choose)
        self._nothing = QLabel(translate("start", "Projects you open or save are listed here."))
        self._nothing.setProperty("role", "muted")
        self._nothing.setWordWrap(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._nothing, 1)
        layout.addWidget(self._list, 1)
        layout.addStretch(0)
        settings.recent_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what is recent now."""
        self._list.clear()
        for path in self._settings.recent():
            moment = QDateTime.fromSecsSinceEpoch(int(path.stat().st_mtime))
            when = QLocale().toString(moment, QLocale.FormatType.ShortFormat)
            item = QListWidgetItem(f"{path.stem}\n{when}")
            item.setData(Qt.ItemDataRole.UserRole, str(path))
            item.setToolTip(str(path))
            item.setSizeHint(QSize(0, 52))
            self._list.addItem(item)
        self._list.setVisible(self._list.count() > 0)
        self._nothing.setVisible(self._list.count() == 0)

    def _choose(self, item: QListWidgetItem) -> None:
        path = Path(item.data(Qt.ItemDataRole.UserRole))
        self._open(path)

    def _menu(self, position: QPoint) -> None:
        item = self._list.itemAt(position)
        if item is None:
            return
        path = Path(item.data(Qt.ItemDataRole.UserRole))
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(translate("start", "Open"), lambda: self._open(path))
        menu.addAction(translate("start", "Take off the list"), lambda: self._settings.forget(path))
        menu.popup(self._list.mapToGlobal(position))
