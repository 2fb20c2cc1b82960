"""Isaac Sim on the page *Generate*: which one, its licence, and what keeps it from running."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from scenewright.errors import UserError
from scenewright.render.isaac.installations import Installation, find_installations, installation_at
from scenewright.render.isaac.preflight import preflight as isaac_preflight
from scenewright.render.isaac.settings import EULA, accepted_now, load_settings, save_settings
from scenewright.ui.background import in_background
from scenewright.ui.choosing import choose_folder
from scenewright.ui.fields.form import Row
from scenewright.ui.language import translate
from scenewright.ui.pages.preflight import Check, Level
from scenewright.ui.theme import tokens

NAME = "isaac"
_LEVELS: dict[str, Level] = {"well": "ok", "doubtful": "warning", "missing": "error"}


def isaac_checks(engine: str) -> list[Check]:
    """Return what is to be known about Isaac Sim before a run with it, the worst first; nothing for other engines."""
    if engine != NAME:
        return []
    checks = [Check(_LEVELS[check.verdict], check.sentence) for check in isaac_preflight(load_settings())]
    return sorted(checks, key=lambda check: ("error", "warning", "ok").index(check.level))


class IsaacForm(QWidget):
    """Installation, licence, and how pictures are drawn; all of it is remembered for this machine."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("isaac_form")
        self._is_looked_for = False
        self._choice = QComboBox()
        self._choice.setObjectName("isaac_installation")
        self._choice.setAccessibleName(translate("isaac", "Isaac Sim"))
        self._choice.activated.connect(lambda _: self._choose(self._choice.currentData()))
        other = QPushButton(translate("isaac", "Another…"))
        other.setObjectName("isaac_other")
        other.setToolTip(translate("isaac", "An Isaac Sim that is not in the list"))
        menu = QMenu(other)
        menu.addAction(translate("isaac", "A folder, with python.sh and VERSION in it…"), self._ask_for_folder)
        menu.addAction(translate("isaac", "A container image…"), self._ask_for_image)
        other.setMenu(menu)
        chooser = QWidget()
        row = QHBoxLayout(chooser)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._choice, 1)
        row.addWidget(other)
        self._licence = QCheckBox(translate("isaac", "I agree to the licence of Isaac Sim"))
        self._licence.setObjectName("isaac_licence")
        self._licence.clicked.connect(self._agree)
        self._terms = QLabel(f'<a href="{EULA}">{translate("isaac", "Read the licence")}</a>')
        self._terms.setOpenExternalLinks(True)
        self._paths = QCheckBox(translate("isaac", "Trace paths: finer light, many times slower"))
        self._paths.setObjectName("isaac_path_tracing")
        self._paths.clicked.connect(lambda on: self._save(path_tracing=on))
        self._cards = QLineEdit()
        self._cards.setObjectName("isaac_cards")
        self._cards.setAccessibleName(translate("isaac", "Graphics cards"))
        self._cards.setToolTip(translate("isaac", "Their numbers, such as 0, 1: each draws in a process of its own"))
        self._cards.editingFinished.connect(self._take_cards)
        words = translate(
            "isaac",
            "The first start on a machine compiles shaders, which takes 3 to 5 minutes; later ones take half a minute. "
            "Every frame's labels are compared with our own drawing of it.",
        )
        self._trouble, cold = QLabel(), QLabel(words)
        self._trouble.setProperty("role", "error")
        cold.setProperty("role", "caption")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_S)
        layout.addWidget(Row(translate("isaac", "Isaac Sim"), chooser))
        layout.addWidget(Row("", self._licence))
        layout.addWidget(Row("", self._terms))
        layout.addWidget(Row(translate("isaac", "Graphics cards"), self._cards))
        for widget in (self._paths, cold):
            layout.addWidget(Row("", widget))
        layout.addWidget(self._trouble)
        for label in (cold, self._trouble):
            label.setWordWrap(True)
        self._trouble.hide()

    def show_settings(self) -> None:
        """Show what is remembered, and look for installations the first time."""
        settings = load_settings()
        is_agreed = bool(settings.eula_accepted)
        self._licence.setChecked(is_agreed)
        self._licence.setEnabled(not is_agreed)
        self._paths.setChecked(settings.path_tracing)
        self._cards.setText(", ".join(map(str, settings.gpus)))
        if not self._is_looked_for:
            self._is_looked_for = True
            self._choice.addItem(translate("isaac", "Looking for it…"), "")
            in_background(find_installations, self._show_found, self)

    def _show_found(self, found: Sequence[Installation]) -> None:
        chosen = load_settings().installation
        self._choice.clear()
        for installation in found:
            self._choice.addItem(installation.title, installation.choice)
        if chosen and self._choice.findData(chosen) < 0:
            self._choice.addItem(chosen, chosen)
        if self._choice.count() == 0:
            self._choice.addItem(translate("isaac", "None was found on this machine"), "")
        self._choice.setCurrentIndex(max(0, self._choice.findData(chosen)))

    def _ask_for_folder(self) -> None:
        title = translate("isaac", "The folder of Isaac Sim")
        choose_folder(self.window(), title, "", lambda folder: self.choose(str(folder)), "isaac_dialog")

    def _ask_for_image(self) -> None:
        dialog = QInputDialog(self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setObjectName("isaac_image_dialog")
        dialog.setWindowTitle(translate("isaac", "A container image of Isaac Sim"))
        dialog.setLabelText(translate("isaac", "Its name and tag; docker, podman or apptainer may stand before it:"))
        dialog.setTextValue("docker:nvcr.io/nvidia/isaac-sim:5.1.0")
        dialog.textValueSelected.connect(lambda name: self.choose(name.strip()))
        dialog.open()

    def choose(self, name: str) -> None:
        """Use the Isaac Sim of a folder, an environment or a container image, or say why it is none."""
        try:
            found = installation_at(name)
        except UserError as error:
            self._tell(str(error))
            return
        if self._choice.findData(found.choice) < 0:
            self._choice.addItem(found.title, found.choice)
        self._choice.setCurrentIndex(self._choice.findData(found.choice))
        self._choose(found.choice)

    def _choose(self, place: str) -> None:
        if place:
            self._save(installation=place)

    def _agree(self) -> None:
        self._save(eula_accepted=accepted_now())

    def _take_cards(self) -> None:
        parts = [part.strip() for part in self._cards.text().split(",") if part.strip()]
        if not parts or not all(part.isdecimal() for part in parts):
            self._tell(translate("isaac", "Write the numbers of the graphics cards, such as 0 or 0, 1."))
        elif (gpus := tuple(dict.fromkeys(map(int, parts)))) != load_settings().gpus:
            self._save(gpus=gpus)

    def _save(self, **changes: str | bool | tuple[int, ...]) -> None:
        self._tell("")
        try:
            save_settings(replace(load_settings(), **changes))  # type: ignore[arg-type]
        except UserError as error:
            self._tell(str(error))
        self.show_settings()
        self.edited.emit()

    def _tell(self, trouble: str) -> None:
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))
