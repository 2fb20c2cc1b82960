"""Asking for files and folders, with the system's own dialog where there is one."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from scenewright.ui.theme.theme import Theme


def choose_file(
    parent: QWidget, title: str, start: Path | str, then: Callable[[Path], object], kinds: str = "", name: str = ""
) -> None:
    """Let the user choose one file that exists.

    Args:
        parent: The dialog lies over its window.
        title: What is asked for.
        start: Where the user looks first.
        then: Takes what was chosen; not called where the user chooses nothing.
        kinds: As 'Pictures (*.png *.jpg)'; all files if empty.
        name: The dialog's, for tests and style.
    """
    dialog = _dialog(parent, title, start, kinds, name)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    _ask(dialog, then)


def choose_files(
    parent: QWidget,
    title: str,
    start: Path | str,
    then: Callable[[list[Path]], object],
    suffixes: tuple[str, Sequence[str]],
    name: str = "",
) -> None:
    """Let the user choose some files that exist; as `choose_file`.

    `suffixes` is what such files are called, with a place for their endings, and those: ('Models ({0})', ['.glb']).
    """
    words, endings = suffixes
    dialog = _dialog(parent, title, start, words.format(" ".join(f"*{ending}" for ending in endings)), name)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(lambda paths: then([Path(path) for path in paths]))
    dialog.open()


def choose_folder(
    parent: QWidget, title: str, start: Path | str, then: Callable[[Path], object], name: str = ""
) -> None:
    """Let the user choose a folder; as `choose_file`."""
    dialog = _dialog(parent, title, start, "", name)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    _ask(dialog, then)


def choose_new_file(
    parent: QWidget, title: str, start: Path, then: Callable[[Path], object], kinds: str, name: str = ""
) -> None:
    """Let the user name a file to write, with the ending of `start` where none is typed; as `choose_file`."""
    dialog = _dialog(parent, title, start.parent, kinds, name)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(start.name)
    dialog.setDefaultSuffix(start.suffix.removeprefix("."))
    _ask(dialog, then)


def _dialog(parent: QWidget, title: str, start: Path | str, kinds: str, name: str) -> QFileDialog:
    dialog = QFileDialog(parent, title, _folder_that_exists(start), kinds)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    theme = getattr(parent, "theme", None)
    if isinstance(theme, Theme):  # the window's, which has no style itself; its parts hand theirs on
        theme.dress(dialog)
    if name:
        dialog.setObjectName(name)
    return dialog


def _folder_that_exists(start: Path | str) -> str:
    """Return where to look first; Qt takes the name of a folder that is not there for a file's."""
    if not str(start):
        return ""  # where the user was last
    place = Path(start).absolute()
    return str(next(folder for folder in (place, *place.parents) if folder.is_dir()))


def _ask(dialog: QFileDialog, then: Callable[[Path], object]) -> None:
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    dialog.open()
