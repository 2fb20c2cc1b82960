"""The page that the program opens with."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from scenewright.paths import shipped
from scenewright.ui.notices import NoticeBar
from scenewright.ui.settings import Settings

if TYPE_CHECKING:
    from scenewright.ui.project_files import ProjectFiles


class StartPage(QWidget):
    """Presets to start from, and projects to go on with."""

    def __init__(self, files: "ProjectFiles", settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self.setObjectName("start_page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.notices = NoticeBar()
        layout = QVBoxLayout(self)
        layout.addWidget(self.notices)
        for preset in sorted(shipped("presets").glob("*.yaml")):
            button = QPushButton(preset.stem)
            button.setObjectName(f"preset_{preset.stem}")
            button.clicked.connect(lambda _=False, path=preset: files.new(path))
            layout.addWidget(button)
        layout.addStretch(1)

    def refresh(self) -> None:
        """Show what is recent now."""
