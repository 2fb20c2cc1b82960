"""The window's few dialogs: errors of the program itself, the page of shortcuts, and what this is."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from scenewright import __version__
from scenewright.paths import shipped
from scenewright.spec.yaml_io import dump_project
from scenewright.ui.choosing import choose_new_file
from scenewright.ui.crash import about_this_machine, write_bundle
from scenewright.ui.language import translate
from scenewright.ui.layouts import add_layout
from scenewright.ui.theme import tokens
from scenewright.ui.theme.icons import picture

if TYPE_CHECKING:
    from scenewright.ui.actions import ActionTable
    from scenewright.ui.window import DesignerWindow


def show_error(window: "DesignerWindow", details: str) -> None:
    """Tell of an error of the program itself, with details to copy and a bundle to save."""
    dialog = _dialog(window, "crash_dialog", translate("dialogs", "Something in Scenewright failed"))
    words = QLabel(
        translate(
            "dialogs",
            "This is a mistake of the program, not yours. Your project is kept; you can go on. If it happens again, "
            "save it and start Scenewright anew. Nothing was sent to anybody.",
        )
    )
    words.setWordWrap(True)
    text = QPlainTextEdit(details)
    text.setReadOnly(True)
    text.setObjectName("crash_details")
    text.setMinimumSize(560, 220)
    copy = QPushButton(translate("dialogs", "Copy the details"))
    copy.setObjectName("crash_copy")
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details))
    save = QPushButton(translate("dialogs", "Save a support bundle…"))
    save.setObjectName("crash_bundle")
    save.clicked.connect(lambda: ask_for_bundle(window))
    row = QHBoxLayout()
    row.addWidget(copy)
    row.addWidget(save)
    row.addStretch(1)
    row.addWidget(_close_box(dialog))
    layout = _column(dialog)
    layout.addWidget(words)
    layout.addWidget(text, 1)
    add_layout(layout, row)
    dialog.open()


def ask_for_bundle(window: "DesignerWindow") -> None:
    """Let the user choose where the support bundle goes, and write it."""
    title = translate("dialogs", "Save a support bundle")
    start = Path.home() / "scenewright-support.zip"
    choose_new_file(window, title, start, partial(_write_bundle, window), "Zip (*.zip)", "bundle_dialog")


def show_shortcuts(window: "DesignerWindow", table: "ActionTable") -> None:
    """Show every command with its keys, menu by menu."""
    dialog = _dialog(window, "shortcuts", translate("dialogs", "Keyboard shortcuts"))
    body = QWidget()
    grid = QGridLayout(body)
    grid.setHorizontalSpacing(tokens.SPACE_XL)
    grid.setVerticalSpacing(tokens.SPACE_XS)
    row, menu = 0, ""
    for command in table.commands:
        keys = [key.toString(QKeySequence.SequenceFormat.NativeText) for key in table[command.key].shortcuts()]
        if not keys:
            continue
        if command.menu != menu:
            menu = command.menu
            heading = QLabel(menu.replace("&", ""))
            heading.setProperty("role", "section")
            heading.setContentsMargins(0, tokens.SPACE_S if row else 0, 0, 0)
            grid.addWidget(heading, row, 0, 1, 2)
            row += 1
        grid.addWidget(QLabel(command.text.replace("&", "").rstrip("…")), row, 0)
        label = QLabel(translate("dialogs", " or ").join(keys))
        label.setProperty("role", "muted")
        grid.addWidget(label, row, 1, Qt.AlignmentFlag.AlignRight)
        row += 1
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(body)
    area.setMinimumSize(440, 480)
    layout = _column(dialog)
    layout.addWidget(area, 1)
    layout.addWidget(_close_box(dialog))
    dialog.open()


def show_about(window: "DesignerWindow") -> None:
    """Say what this is, and on what it runs."""
    dialog = _dialog(window, "about", translate("dialogs", "About Scenewright"))
    sign = QLabel()
    sign.setPixmap(picture(shipped("resources") / "icons" / "scenewright.svg", 56, window.devicePixelRatioF()))
    name = QLabel(f"Scenewright {__version__}")
    name.setProperty("role", "title")
    words = QLabel(about_this_machine())
    words.setProperty("role", "muted")
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    layout = _column(dialog)
    for widget in (sign, name, words, _close_box(dialog)):
        layout.addWidget(widget)
    dialog.open()


def _write_bundle(window: "DesignerWindow", path: Path) -> None:
    session = window.session

    def project() -> dict[str, str]:
        return {} if session is None else {"project.yaml": dump_project(session.document.spec)}

    try:
        write_bundle(path, window.state, project)
    except OSError as error:
        words = translate("dialogs", "The bundle could not be written ({reason}): choose another place.")
        window.tell("bundle", words.format(reason=error.strerror), "error")
        return
    words = translate("dialogs", "The bundle is {path}. It is a zip file: read it before you send it.")
    window.tell("bundle", words.format(path=path), "ok")


def _dialog(window: "DesignerWindow", name: str, title: str) -> QDialog:
    dialog = QDialog(window)
    dialog.setObjectName(name)
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.theme.dress(dialog)
    return dialog


def _column(dialog: QDialog) -> QVBoxLayout:
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(tokens.SPACE_XL, tokens.SPACE_XL, tokens.SPACE_XL, tokens.SPACE_L)
    layout.setSpacing(tokens.SPACE_M)
    return layout


def _close_box(dialog: QDialog) -> QDialogButtonBox:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    box.rejected.connect(dialog.close)
    return box
