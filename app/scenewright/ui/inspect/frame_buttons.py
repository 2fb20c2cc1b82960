"""What can be done with the frames that are selected in the grid, and the way to those that are set aside."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QPushButton, QWidget

from scenewright.ui.inspect.opened import OpenedDataset

ASIDE = "aside=yes"
"""The condition that shows frames that are set aside."""


class FrameButtons(QWidget):
    """Set aside, take back, tag and untag; `shows_aside`, which shows what is set aside, stands elsewhere."""

    decided = Signal(str, str)
    """What is to be done with the selected frames (aside, back, tag or untag), and the tag."""

    def __init__(self) -> None:
        super().__init__()
        self._dataset: OpenedDataset | None = None
        self._frames: Sequence[int] = ()
        self.shows_aside = QPushButton()
        self.shows_aside.setObjectName("inspect_show_aside")
        self.shows_aside.setCheckable(True)
        self.shows_aside.setToolTip(self.tr("Show the frames that are set aside, so that they can be taken back"))
        self.shows_aside.clicked.connect(self._show_aside)
        self._for_selected = {
            "aside": QPushButton(self.tr("Set aside")),
            "back": QPushButton(self.tr("Take back")),
            "tag": QPushButton(self.tr("Tag…")),
            "untag": QPushButton(self.tr("Untag…")),
        }
        names = ("inspect_aside", "inspect_take_back", "inspect_tag", "inspect_untag")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for button, name in zip(self._for_selected.values(), names, strict=True):
            button.setObjectName(name)
            layout.addWidget(button)
        words = self.tr("Leave these frames out of exports, training and figures; nothing is deleted")
        self._for_selected["aside"].setToolTip(words)
        self._for_selected["aside"].clicked.connect(lambda: self.decided.emit("aside", ""))
        self._for_selected["back"].clicked.connect(lambda: self.decided.emit("back", ""))
        self._for_selected["tag"].clicked.connect(self._ask_tag)
        self._for_selected["untag"].clicked.connect(self._ask_which_tag)
        self.show_selected(())

    def follow(self, dataset: OpenedDataset | None) -> None:
        """Work on another dataset."""
        self._dataset = dataset
        self.show_selected(())

    def show_selected(self, frames: Sequence[int]) -> None:
        """Offer what can be done with some frames."""
        self._frames = frames
        self.refresh()

    def refresh(self) -> None:
        """Offer what can be done, after decisions or another filter."""
        curation = None if self._dataset is None else self._dataset.curation
        aside = {} if curation is None else curation.set_aside
        able = {
            "aside": any(frame not in aside for frame in self._frames),
            "back": any(frame in aside for frame in self._frames),
            "tag": bool(self._frames),
            "untag": bool(self._tags()),
        }
        for what, button in self._for_selected.items():
            button.setEnabled(able[what])
        self.shows_aside.setText(self.tr("Set aside: {0}").format(len(aside)))
        is_shown = self._is_aside_shown()
        self.shows_aside.setVisible(bool(aside) or is_shown)
        self.shows_aside.setChecked(is_shown)

    def _is_aside_shown(self) -> bool:
        return self._dataset is not None and ASIDE in self._dataset.filter.split()

    def _tags(self) -> list[str]:
        """Return the tags that any of the selected frames has."""
        tags = {} if self._dataset is None else self._dataset.curation.tags
        return sorted({tag for frame in self._frames for tag in tags.get(frame, ())})

    def _show_aside(self) -> None:
        if self._dataset is None:
            return
        self._dataset.show_only(None)
        if self._is_aside_shown():
            self._dataset.drop_condition("aside")
        else:
            self._dataset.add_condition(ASIDE)
        self.refresh()

    def _ask_tag(self) -> None:
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setObjectName("inspect_tag_dialog")
        dialog.setWindowTitle(self.tr("Tag"))
        dialog.setLabelText(self.tr("Tag of these frames; filter by it with tag=…"))
        dialog.textValueSelected.connect(self._tag)
        dialog.open()

    def _tag(self, tag: str) -> None:
        if tag.strip():
            self.decided.emit("tag", tag.strip())

    def _ask_which_tag(self) -> None:
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setObjectName("inspect_untag_dialog")
        dialog.setWindowTitle(self.tr("Untag"))
        dialog.setLabelText(self.tr("Tag that is taken off these frames"))
        dialog.setComboBoxItems(self._tags())
        dialog.textValueSelected.connect(lambda tag: self.decided.emit("untag", tag))
        dialog.open()
