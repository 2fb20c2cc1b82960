"""What the window remembers between two starts: looks, sizes and recent projects. Nothing of it is in a project."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QObject, QSettings, QTimer, Signal

from scenewright.ui.background import in_background, wait_until_written

_MOST_RECENT = 12
_DELAY_MS = 200
"""From the first change that is not in the file."""
LINE = "settings"
"""In which their writes wait for one another."""


class Settings(QObject):
    """The user's settings, in a file of the user's own."""

    recent_changed = Signal()

    def __init__(self, file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = file
        self._values = _written(file, {})
        self._unwritten: dict[str, Any] = {}
        self._soon = QTimer(self, singleShot=True, interval=_DELAY_MS)
        self._soon.timeout.connect(self._write)

    def text(self, key: str, otherwise: str = "") -> str:
        """Return a text that was set."""
        value = self._values.get(key)
        return otherwise if value is None else str(value)

    def number(self, key: str, otherwise: float) -> float:
        """Return a number that was set."""
        try:
            return float(self.text(key))
        except ValueError:
            return otherwise

    def flag(self, key: str, otherwise: bool = False) -> bool:
        """Return whether something was switched on."""
        return {"true": True, "false": False}.get(self.text(key), otherwise)

    def state(self, key: str) -> QByteArray:
        """Return a widget's own state that was set: of a splitter, or a window."""
        value = self._values.get(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def set(self, key: str, value: Any) -> None:
        """Remember a text, number, flag or widget's state."""
        self._values[key] = self._unwritten[key] = str(value).lower() if isinstance(value, bool) else value
        if not self._soon.isActive():
            self._soon.start()

    def recent(self) -> list[Path]:
        """Return the projects that were open last, the newest first; those that are gone are left out."""
        return [path for path in map(Path, self._recent_texts()) if path.is_file()]

    def remember(self, path: Path) -> None:
        """Put a project on top of the recent ones."""
        others = [text for text in self._recent_texts() if text != str(path)]
        self.set("recent", "\n".join([str(path), *others][:_MOST_RECENT]))
        self.recent_changed.emit()

    def forget(self, path: Path) -> None:
        """Take a project off the recent ones; its file stays."""
        self.set("recent", "\n".join(text for text in self._recent_texts() if text != str(path)))
        self.recent_changed.emit()

    def save(self) -> None:
        """Write everything to the file now."""
        self._write()
        wait_until_written(LINE)

    def _recent_texts(self) -> list[str]:
        return [text for text in self.text("recent").split("\n") if text]

    def _write(self) -> None:
        self._soon.stop()
        file, values, self._unwritten = self._file, self._unwritten, {}
        in_background(lambda: _written(file, values), self._take, self, LINE)

    def _take(self, values: dict[str, Any]) -> None:
        """Know what other windows have written meanwhile."""
        self._values = values | self._unwritten


def _written(file: Path, values: Mapping[str, Any]) -> dict[str, Any]:
    """Write some values to a file, and return all that it holds then."""
    store = QSettings(str(file), QSettings.Format.IniFormat)
    for key, value in values.items():
        store.setValue(key, value)
    store.sync()
    return {key: store.value(key) for key in store.allKeys()}
