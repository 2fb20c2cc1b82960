"""What the palette finds: the commands that can be done now, and all settings of the open project."""

from functools import partial

from PySide6.QtGui import QKeySequence

from scenewright.ui.actions import ActionTable
from scenewright.ui.palette import Entry
from scenewright.ui.search import settings_of
from scenewright.ui.session import Session
from scenewright.ui.steps import step_of, steps


def palette_entries(table: ActionTable, session: Session | None) -> list[Entry]:
    """Return everything that can be found, commands first."""
    return [*_commands(table), *([] if session is None else _settings(session))]


def _commands(table: ActionTable) -> list[Entry]:
    found = []
    for command in table.commands:
        action = table[command.key]
        if not action.isEnabled() or command.key == "palette":
            continue
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        title = command.text.replace("&", "").rstrip("…")
        found.append(Entry(title, keys, command.menu.replace("&", ""), command.icon or "command", action.trigger))
    return found


def _settings(session: Session) -> list[Entry]:
    by_key = {step.key: step for step in steps()}
    found = []
    for item in settings_of(session.document.spec):
        step = by_key[step_of(item.place)]
        if not item.path and item.title == step.title:
            continue  # the command that goes to the page shows it
        found.append(
            Entry(
                item.title,
                item.path or step.title,
                item.words,
                step.icon,
                partial(session.selection.reveal, item.place),
            )
        )
    return found
