"""The page that the program opens with."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from scenewright import __version__
from scenewright.paths import shipped
from scenewright.ui.journal import forget
from scenewright.ui.language import translate
from scenewright.ui.layouts import add_layout
from scenewright.ui.notices import NoticeBar, Remedy
from scenewright.ui.recovery import lost_words
from scenewright.ui.settings import Settings
from scenewright.ui.start.presets import presets
from scenewright.ui.start.recent import RecentProjects
from scenewright.ui.start.tiles import Tile, TileGrid
from scenewright.ui.theme import tokens
from scenewright.ui.theme.dressing import InParts
from scenewright.ui.theme.icons import icon, picture

if TYPE_CHECKING:
    from scenewright.ui.project_files import ProjectFiles


class StartPage(InParts, QWidget):
    """Presets to start from, projects to go on with, and what a crash left unsaved."""

    def __init__(self, files: "ProjectFiles", settings: Settings) -> None:
        super().__init__()
        self.setObjectName("start_page")
        self.setAutoFillBackground(True)
        self._files = files
        self.notices = NoticeBar()
        self._recent = RecentProjects(settings, files.open)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notices)
        self._gallery, self._recent_side = self._make_gallery(), self._side()
        column.addWidget(self._gallery, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._recent_side)
        add_layout(layout, column, 1)

    @override
    def own_parts(self) -> Iterable[QWidget | None]:
        tiles = self._gallery.findChildren(Tile)
        return (self.notices, self._recent_side, self._gallery.verticalScrollBar(), self._gallery_head, *tiles)

    def refresh(self) -> None:
        """Show what is recent now, and what can be recovered."""
        self._recent.refresh()
        for number, entry in enumerate(self._files.lost()):
            remedies = (
                Remedy(translate("start", "Recover"), lambda entry=entry: self._files.recover(entry), is_main=True),  # type: ignore[misc]  # a lambda's default
                Remedy(translate("start", "Discard"), lambda entry=entry: forget(entry)),  # type: ignore[misc]  # a lambda's default
            )
            self.notices.tell(f"lost_{number}", lost_words(entry), "warning", remedies)

    def _side(self) -> QWidget:
        side = QFrame()
        side.setProperty("role", "panel")
        side.setFixedWidth(288)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(tokens.SPACE_XL, tokens.SPACE_XL, tokens.SPACE_L, tokens.SPACE_L)
        layout.setSpacing(tokens.SPACE_S)
        sign = QLabel()
        sign.setPixmap(picture(shipped("resources") / "icons" / "scenewright.svg", 44, self.devicePixelRatioF()))
        name = QLabel("Scenewright")
        name.setProperty("role", "title")
        words = QLabel(translate("start", "Image datasets for robot perception, with labels that are proved exact."))
        words.setProperty("role", "muted")
        words.setWordWrap(True)
        open_button = QPushButton(translate("start", "Open a project…"))
        open_button.setObjectName("open_project")
        open_button.setIcon(icon("folder"))
        open_button.setProperty("beside", True)
        open_button.clicked.connect(self._files.ask_what_to_open)
        heading = QLabel(translate("start", "Recent"))
        heading.setProperty("role", "section")
        drop = QLabel(translate("start", "Or drop a project file, or a dataset's folder, anywhere here."))
        drop.setProperty("role", "caption")
        drop.setWordWrap(True)
        version = QLabel(translate("start", "Version {version}").format(version=__version__))
        version.setProperty("role", "caption")
        for widget in (sign, name, words):
            layout.addWidget(widget)
        layout.addSpacing(tokens.SPACE_L)
        layout.addWidget(open_button)
        layout.addWidget(drop)
        layout.addSpacing(tokens.SPACE_L)
        layout.addWidget(heading)
        layout.addWidget(self._recent, 1)
        layout.addWidget(version)
        return side

    def _make_gallery(self) -> QScrollArea:
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(tokens.SPACE_XL, tokens.SPACE_XL, tokens.SPACE_XL, tokens.SPACE_XL)
        layout.setSpacing(tokens.SPACE_XS)
        heading = QLabel(translate("start", "New project"))
        heading.setProperty("role", "title")
        words = QLabel(translate("start", "Start from the preset nearest to your task; all of it can be changed."))
        words.setProperty("role", "muted")
        words.setWordWrap(True)
        self._gallery_head = QWidget()
        head = QVBoxLayout(self._gallery_head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(tokens.SPACE_XS)
        head.addWidget(heading)
        head.addWidget(words)
        layout.addWidget(self._gallery_head)
        layout.addSpacing(tokens.SPACE_M)
        tiles = []
        for preset in presets():
            tile = Tile(preset.picture, preset.title, preset.words)
            tile.setObjectName(f"preset_{preset.path.stem}")
            tile.clicked.connect(lambda _=False, path=preset.path: self._files.new(path))
            tiles.append(tile)
        layout.addWidget(TileGrid(tiles))
        layout.addStretch(1)
        area = QScrollArea()
        area.setObjectName("preset_gallery")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(body)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return area
