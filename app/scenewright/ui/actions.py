"""Every command of the window in one table: menus, shortcuts and the command palette are made from it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from scenewright.ui.language import translate
from scenewright.ui.parts import part_of
from scenewright.ui.session import Session
from scenewright.ui.steps import steps
from scenewright.ui.theme.icons import icon
from scenewright.ui.theme.theme import SCALES

if TYPE_CHECKING:
    from scenewright.ui.window import DesignerWindow

Needs = Literal["nothing", "project", "part", "undo", "redo"]


@dataclass(frozen=True)
class Command:
    """One thing that the user can do.

    Attributes:
        key: Its name in tests and in the header.
        menu: Where it stands; a command with a group of its own is set off by a line.
        text: What it is called.
        shortcut: Its keys in Qt's words; several are parted by a bar.
        icon: Its picture; empty for none.
        do: What it does.
        needs: What must be there before it can be done.
        starts_group: Whether a line stands above it.
    """

    key: str
    menu: str
    text: str
    shortcut: str
    icon: str
    do: Callable[[], object]
    needs: Needs = "nothing"
    starts_group: bool = False


def commands(window: "DesignerWindow") -> list[Command]:
    """Return all commands, in the order of the menus."""
    file, edit, view = translate("menu", "&File"), translate("menu", "&Edit"), translate("menu", "&View")
    files, parts = window.files, window.parts
    found = [
        Command("new", file, translate("menu", "&New from preset…"), "Ctrl+N", "plus", files.close_project),
        Command("open", file, translate("menu", "&Open…"), "Ctrl+O", "folder", files.ask_what_to_open),
        Command("save", file, translate("menu", "&Save"), "Ctrl+S", "save", files.save, "project", True),
        Command(
            "save_as", file, translate("menu", "Save &as…"), "Ctrl+Shift+S", "", files.ask_where_to_save, "project"
        ),
        Command("close", file, translate("menu", "&Close project"), "Ctrl+W", "", files.close_project, "project", True),
        Command("quit", file, translate("menu", "&Quit"), "Ctrl+Q", "", window.close),
        Command("undo", edit, translate("menu", "&Undo"), "Ctrl+Z", "undo", window.undo, "undo"),
        Command("redo", edit, translate("menu", "&Redo"), "Ctrl+Shift+Z|Ctrl+Y", "redo", window.redo, "redo"),
        Command("cut", edit, translate("menu", "Cu&t"), "Ctrl+X", "cut", parts.cut, "part", True),
        Command("copy", edit, translate("menu", "&Copy"), "Ctrl+C", "copy", parts.copy, "part"),
        Command("paste", edit, translate("menu", "&Paste"), "Ctrl+V", "paste", parts.paste, "project"),
        Command("duplicate", edit, translate("menu", "&Duplicate"), "Ctrl+D", "duplicate", parts.duplicate, "part"),
        Command("delete", edit, translate("menu", "De&lete"), "Del", "delete", parts.delete, "part"),
        Command("up", edit, translate("menu", "Move u&p"), "Alt+Up", "up", partial(parts.move, -1), "part", True),
        Command("down", edit, translate("menu", "Move d&own"), "Alt+Down", "down", partial(parts.move, 1), "part"),
        Command(
            "history", view, translate("menu", "&History of edits"), "Ctrl+H", "history", window.show_history, "project"
        ),
        Command(
            "help_panel",
            view,
            translate("menu", "&Explain the selected setting"),
            "F1",
            "help",
            window.show_help,
            "project",
        ),
        Command(
            "toggle_theme",
            view,
            translate("menu", "&Light or dark"),
            "Ctrl+Shift+L",
            "sun",
            window.toggle_theme,
            "nothing",
            True,
        ),
        Command("theme_system", view, translate("menu", "As the system, light or dark"), "", "", window.follow_system),
        Command("larger", view, translate("menu", "&Larger"), "Ctrl++|Ctrl+=", "", lambda: window.change_scale(1)),
        Command("smaller", view, translate("menu", "S&maller"), "Ctrl+-", "", lambda: window.change_scale(-1)),
    ]
    return [*found, *_step_commands(window), *_help_commands(window)]


def _step_commands(window: "DesignerWindow") -> list[Command]:
    menu = translate("menu", "&Go")
    found = [
        Command(
            f"go_{step.key}",
            menu,
            step.title,
            f"Alt+{number}",
            step.icon,
            partial(window.go_to, step.key),
            "project",
        )
        for number, step in enumerate(steps(), start=1)
    ]
    palette = Command(
        "palette",
        menu,
        translate("menu", "&Find a setting or command…"),
        "Ctrl+K",
        "search",
        window.show_palette,
        starts_group=True,
    )
    return [*found, palette]


def _help_commands(window: "DesignerWindow") -> list[Command]:
    menu = translate("menu", "&Help")
    return [
        Command("tour", menu, translate("menu", "&Tour of the window"), "", "", window.show_tour, "project"),
        Command(
            "shortcuts", menu, translate("menu", "&Keyboard shortcuts"), "Ctrl+?|Ctrl+/", "", window.show_shortcuts
        ),
        Command(
            "bundle", menu, translate("menu", "&Save a support bundle…"), "", "", window.save_bundle, "nothing", True
        ),
        Command("about", menu, translate("menu", "&About Scenewright"), "", "", window.show_about),
    ]


class ActionTable(QObject):
    """The commands as Qt's actions, switched on and off with what is open."""

    def __init__(self, window: "DesignerWindow") -> None:
        super().__init__(window)
        self.commands = commands(window)
        self._actions: dict[str, QAction] = {}
        self._session: Session | None = None
        for command in self.commands:
            action = QAction(command.text, window)
            action.setObjectName(command.key)
            action.setShortcuts([QKeySequence(keys) for keys in command.shortcut.split("|") if keys])
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            words = command.text.replace("&", "").rstrip("…")
            action.setToolTip(f"{words} ({keys})" if keys else words)
            if command.icon:
                action.setIcon(icon(command.icon))
                action.setIconVisibleInMenu(False)
            action.triggered.connect(lambda _=False, do=command.do: do())
            window.addAction(action)
            self._actions[command.key] = action
        self._switch()

    def __getitem__(self, key: str) -> QAction:
        return self._actions[key]

    def fill(self, bar: QMenuBar) -> None:
        """Put every command into its menu."""
        menus: dict[str, QMenu] = {}
        for command in self.commands:
            if command.menu not in menus:
                menus[command.menu] = bar.addMenu(command.menu)
            if command.starts_group:
                menus[command.menu].addSeparator()
            menus[command.menu].addAction(self._actions[command.key])

    def follow(self, session: Session | None) -> None:
        """Switch commands on and off as this project allows."""
        self._session = session
        if session is not None:
            session.undo_group.indexChanged.connect(self._switch)
            session.undo_group.activeStackChanged.connect(self._switch)
            session.selection.place_changed.connect(self._switch)
        self._switch()

    def _switch(self, *_: object) -> None:
        session = self._session
        undo = None if session is None else session.undo_group
        able = {
            "nothing": True,
            "project": session is not None,
            "part": session is not None and part_of(session.document.spec, session.selection.place) is not None,
            "undo": undo is not None and undo.canUndo(),
            "redo": undo is not None and undo.canRedo(),
        }
        for command in self.commands:
            self._actions[command.key].setEnabled(able[command.needs])


def next_scale(scale: float, step: int) -> float:
    """Return the scale that is one step larger or smaller."""
    near = min(range(len(SCALES)), key=lambda number: abs(SCALES[number] - scale))
    return SCALES[max(0, min(len(SCALES) - 1, near + step))]
