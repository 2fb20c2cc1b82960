"""The commands on the selected group, light or camera."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from scenewright.errors import UserError
from scenewright.spec.places import Place
from scenewright.ui import parts
from scenewright.ui.language import translate
from scenewright.ui.session import Session

if TYPE_CHECKING:
    from scenewright.ui.window import DesignerWindow


class PartCommands:
    """Acts on what is selected in the window's project."""

    def __init__(self, window: "DesignerWindow") -> None:
        self._window = window

    def copy(self) -> None:
        """Put the selected part on the clipboard, as YAML."""
        session, part = self._selected()
        if session is not None and part is not None:
            QGuiApplication.clipboard().setText(parts.copied(session.document.spec, part))

    def cut(self) -> None:
        """Put the selected part on the clipboard and delete it."""
        self.copy()
        self.delete()

    def paste(self) -> None:
        """Put what is on the clipboard behind the selected part."""
        session, part = self._selected()
        if session is not None:
            text = QGuiApplication.clipboard().text()
            self._do(translate("parts", "Paste"), lambda: parts.pasted(session.document.spec, text, part))

    def duplicate(self) -> None:
        """Make a copy of the selected part behind it."""
        session, part = self._selected()
        if session is not None and part is not None:
            self._do(translate("parts", "Duplicate"), lambda: parts.duplicated(session.document.spec, part))

    def delete(self) -> None:
        """Delete the selected part."""
        session, part = self._selected()
        if session is not None and part is not None:
            self._do(translate("parts", "Delete"), lambda: parts.deleted(session.document.spec, part))

    def move(self, step: int) -> None:
        """Move the selected part up or down its list."""
        session, part = self._selected()
        if session is not None and part is not None:
            self._do(translate("parts", "Move"), lambda: parts.moved(session.document.spec, part, step))

    def _selected(self) -> tuple[Session | None, Place | None]:
        session = self._window.session
        if session is None:
            return None, None
        return session, parts.part_of(session.document.spec, session.selection.place)

    def _do(self, text: str, change: Callable[[], parts.Changed]) -> None:
        session = self._window.session
        if session is None:
            return
        try:
            spec, place = change()
        except UserError as error:
            self._window.tell("parts", str(error), "warning")
            return
        self._window.withdraw("parts")
        session.document.edit(spec, text)
        session.selection.select(place)
