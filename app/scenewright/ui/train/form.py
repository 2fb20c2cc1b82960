"""The settings of a training."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QSpinBox, QWidget
from typing_extensions import override

from scenewright.ui.fields.elided import ElidedCombo
from scenewright.ui.language import translate
from scenewright.ui.theme import tokens
from scenewright.ui.theme.dressing import InParts
from scenewright.ui.train.fetching import ask_for_weights
from scenewright.ui.train.parts import FolderField
from scenewright.ui.train.wish import TrainingWish

_OTHER = "…"
"""In the list of weights: asks for a file."""


class TrainingForm(InParts, QWidget):
    """Dataset, task, model, recipe, weights, and real pictures; every control says what it does to the model."""

    edited = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._wish = TrainingWish("", "")
        self._models: list[dict[str, Any]] = []
        self._dataset = self._folder(
            "dataset",
            translate("train", "A dataset"),
            translate("train", "What the model learns from: a dataset of yours, or a folder of COCO, YOLO or VOC"),
        )
        self._run = self._folder(
            "run", translate("train", "A folder"), translate("train", "Where the model and its curves go")
        )
        self._mix = self._folder(
            "mix",
            translate("train", "None"),
            translate("train", "Ten to fifty real pictures with labels (COCO, YOLO, VOC) make a model much better"),
        )
        self._task = self._choice("task", translate("train", "What the model says about each picture"))
        self._model = self._choice("model", translate("train", "Larger models see more and take longer"))
        self._recipe = self._choice(
            "recipe", translate("train", "How it learns; 'small' needs no pretrained weights and no graphics card")
        )
        self._weights = self._choice(
            "weights",
            translate("train", "Pretrained weights need fewer frames; they are fetched once"),
        )
        self._batch = self._choice(
            "batch", translate("train", "Pictures a step; as many as fit is found by trying, when it starts")
        )
        self._epochs = self._number("epochs", 1000, translate("train", "Rounds through all pictures, at most"))
        self._size = self._number("size", 2048, translate("train", "Short side of the pictures; smaller is faster"), 32)
        self._size.setSuffix(" px")
        self._lay_out()
        self.show_models([])

    @override
    def own_parts(self) -> Iterable[QWidget | None]:
        return self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)

    def _lay_out(self) -> None:
        layout = QFormLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(tokens.SPACE_M)
        layout.setVerticalSpacing(tokens.SPACE_S)
        layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for title, widget in (
            (translate("train", "Learn from"), self._dataset),
            (translate("train", "Task"), self._task),
            (translate("train", "Model"), self._model),
            (translate("train", "Recipe"), self._recipe),
            (translate("train", "Start from"), self._weights),
            (translate("train", "Epochs"), self._epochs),
            (translate("train", "Pictures a step"), self._batch),
            (translate("train", "Picture size"), self._size),
            (translate("train", "Mix in real pictures"), self._mix),
            (translate("train", "Model goes to"), self._run),
        ):
            widget.setAccessibleName(title)
            layout.addRow(QLabel(title), widget)

    def show_wish(self, wish: TrainingWish) -> None:
        """Show what is wanted, without a signal."""
        self._wish = wish
        self._dataset.set_text(wish.dataset)
        self._run.set_text(wish.run)
        self._mix.set_text(wish.mix)
        self._fill()
        for spin, value in ((self._epochs, wish.epochs), (self._size, wish.size)):
            spin.blockSignals(True)
            spin.setValue(value)
            spin.blockSignals(False)

    @property
    def models(self) -> list[dict[str, Any]]:
        """What can be trained, as far as it is known already."""
        return self._models

    def show_models(self, models: list[dict[str, Any]]) -> None:
        """Offer these models, as `scenewright models --json` lists them."""
        self._models = models
        self._fill()

    def _fill(self) -> None:
        by_labels = translate("train", "What the labels are there for")
        tasks = {
            "": by_labels,
            "detection": translate("train", "Boxes"),
            "instances": translate("train", "A mask for each object"),
            "semantic": translate("train", "A class for each pixel"),
            "keypoints": translate("train", "Keypoints"),
        }
        _show(self._task, tasks, self._wish.task)
        wanted = self._wish.task
        fitting = {m["name"]: m["title"] for m in self._models if not wanted or m["task"] == wanted}
        _show(self._model, {"": translate("train", "What fits task and machine"), **fitting}, self._wish.model)
        recipes = {
            "": translate("train", "The model's usual one"),
            "standard": translate("train", "Standard: from pretrained weights"),
            "small": translate("train", "Small: from nothing, on any machine"),
            "example": translate("train", "Well-known example: SGD, 50 epochs"),
        }
        _show(self._recipe, recipes, self._wish.recipe)
        weights = {
            "auto": translate("train", "Pretrained weights"),
            "none": translate("train", "Nothing: wants 3 to 10 times the frames"),
        }
        if self._wish.weights not in weights:
            weights[self._wish.weights] = Path(self._wish.weights).name
        weights[_OTHER] = translate("train", "A file…")
        _show(self._weights, weights, self._wish.weights)
        batches = {
            "": translate("train", "The recipe's number"),
            "auto": translate("train", "As many as fit the memory"),
        }
        _show(self._batch, batches, self._wish.batch)

    def _folder(self, name: str, hint: str, tip: str) -> FolderField:
        field = FolderField(f"train_{name}", hint, tip)
        field.edited.connect(lambda text: self._take(**{name: text}))
        return field

    def _choice(self, name: str, tip: str) -> QComboBox:
        box = ElidedCombo()
        box.setObjectName(f"train_{name}")
        box.setToolTip(tip)
        box.setMinimumContentsLength(12)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.activated.connect(lambda _: self._take(**{name: box.currentData()}))
        return box

    def _number(self, name: str, most: int, tip: str, step: int = 1) -> QSpinBox:
        spin = QSpinBox()
        spin.setObjectName(f"train_{name}")
        spin.lineEdit().setTextMargins(tokens.SPIN_MARGIN, 0, 0, 0)
        spin.setRange(0, most)
        spin.setSingleStep(step)
        spin.setSpecialValueText(translate("train", "as usual"))
        spin.setToolTip(tip)
        spin.valueChanged.connect(lambda value: self._take(**{name: value}))
        return spin

    def _take(self, **changes: Any) -> None:
        if changes.get("weights") == _OTHER:
            self._fill()  # nothing else is chosen until there is a file
            ask_for_weights(self, lambda path: self._take(weights=path))
            return
        wish = replace(self._wish, **changes)
        if "task" in changes:
            wish = replace(wish, model="")
        if wish != self._wish:
            self.show_wish(wish)
            self.edited.emit(wish)


def _show(box: QComboBox, choices: dict[str, str], chosen: str) -> None:
    box.clear()
    for value, title in choices.items():
        box.addItem(title, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
