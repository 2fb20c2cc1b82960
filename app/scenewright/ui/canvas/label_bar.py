"""Which labels are shown: what lies under them, and a chip for each that lies over it."""

from PySide6.QtWidgets import QComboBox, QToolButton, QWidget

from scenewright.ui.canvas.shown import Shown, offered_grounds, offered_overlays
from scenewright.ui.document import ProjectDocument
from scenewright.ui.fields.flow import FlowLayout
from scenewright.ui.theme import tokens


class LabelBar(QWidget):
    """Follows the project: it offers the labels that are written, and boxes, masks, depth and normals always."""

    def __init__(self, document: ProjectDocument, shown: Shown) -> None:
        super().__init__()
        self._document, self._shown = document, shown
        self._chips: dict[str, QToolButton] = {}
        self._ground = QComboBox()
        self._ground.setObjectName("ground")
        self._ground.setAccessibleName(self.tr("Under the labels"))
        self._ground.setToolTip(self.tr("What lies under the labels"))
        self._ground.activated.connect(lambda k: shown.show_ground(str(self._ground.itemData(k))))
        self._rules = _chip(
            "by_rules",
            self.tr("Kept or not"),
            self.tr("Colours objects by what the visibility rules make of them: kept, flagged, ignored, left out"),
        )
        self._rules.clicked.connect(lambda on: shown.color_by_rules(on=on))
        self._layout = FlowLayout(self, tokens.SPACE_XS)
        document.changed.connect(self._follow)
        shown.changed.connect(self._show)
        self._offer()

    def _follow(self, before: object, after: object) -> None:
        if getattr(before, "labels", None) != getattr(after, "labels", None):
            self._offer()

    def _offer(self) -> None:
        spec = self._document.spec
        grounds, overlays = offered_grounds(spec), offered_overlays(spec)
        self._ground.clear()
        for item in grounds:
            self._ground.addItem(item.title, item.name)
        for name in [name for name in self._chips if name not in {item.name for item in overlays}]:
            self._chips.pop(name).deleteLater()
        for item in overlays:
            if item.name not in self._chips:
                chip = _chip(item.name, item.title, item.tip)
                chip.clicked.connect(lambda on, name=item.name: self._shown.toggle(name, on=on))
                self._chips[item.name] = chip
        while self._layout.takeAt(0) is not None:
            pass  # they are laid out anew, in their order
        for widget in (self._ground, *(self._chips[item.name] for item in overlays), self._rules):
            self._layout.addWidget(widget)
        self._shown.keep_to(item.name for item in (*grounds, *overlays))
        self._show()

    def _show(self) -> None:
        self._ground.setCurrentIndex(max(0, self._ground.findData(self._shown.ground)))
        self._rules.setChecked(self._shown.by_rules)
        for name, chip in self._chips.items():
            chip.setChecked(name in self._shown.overlays)


def _chip(name: str, title: str, tip: str) -> QToolButton:
    chip = QToolButton()
    chip.setObjectName(name if name == "by_rules" else f"label_{name}")
    chip.setText(title)
    chip.setToolTip(tip)
    chip.setAccessibleName(title)
    chip.setAccessibleDescription(tip)
    chip.setCheckable(True)
    return chip
