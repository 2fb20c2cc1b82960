"""What the model finds on the same few pictures, epoch by epoch."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QSizePolicy, QSlider, QVBoxLayout, QWidget

from scenewright.ui.cards import words
from scenewright.ui.language import translate


class ExamplesView(QWidget):
    """A picture, and a slider through the epochs; it stays at the newest unless it was moved."""

    def __init__(self) -> None:
        super().__init__()
        self._sheets: list[Path] = []
        self._picture = QLabel()
        self._picture.setObjectName("train_examples")
        self._picture.setMinimumHeight(60)
        self._picture.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setObjectName("train_epoch_slider")
        self._slider.setAccessibleName(translate("train", "Epoch"))
        self._slider.setToolTip(translate("train", "Earlier epochs: see what it learned first"))
        self._slider.valueChanged.connect(self._show)
        self._caption = words("", "caption")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self._picture, self._slider, self._caption):
            layout.addWidget(widget)
        self._show()

    def show_sheets(self, sheets: list[Path]) -> None:
        """Show these pictures, the newest last."""
        if sheets == self._sheets:
            return
        was_newest = self._slider.value() >= len(self._sheets) - 1
        self._sheets = sheets
        self._slider.setRange(0, max(0, len(sheets) - 1))
        if was_newest:
            self._slider.setValue(len(sheets) - 1)
        self._show()

    def resizeEvent(self, event: object) -> None:  # noqa: D102, N802, ARG002 (Qt's name)
        self._show()

    def _show(self, *_: object) -> None:
        self._picture.setVisible(bool(self._sheets))
        self._slider.setVisible(len(self._sheets) > 1)
        if not self._sheets:
            self._picture.clear()
            self._caption.setText(translate("train", "After the first epoch you see here what the model finds."))
            return
        path = self._sheets[min(self._slider.value(), len(self._sheets) - 1)]
        picture = QPixmap(str(path))
        if picture.isNull():
            return
        shown = picture.scaledToWidth(max(200, self.width()), Qt.TransformationMode.SmoothTransformation)
        self._picture.setPixmap(shown)
        self._picture.setFixedHeight(shown.height())
        text = translate("train", "Epoch {epoch}: labels in thin white, what the model finds in colour")
        self._caption.setText(text.format(epoch=int(path.stem)))
