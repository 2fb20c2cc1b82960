"""What went wrong with the dataset that is looked through, each in a sentence with the button that mends it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from scenewright.ui.inspect.opened import OpenedDataset
from scenewright.ui.layouts import add_layout
from scenewright.ui.theme import tokens


class Troubles(QWidget):
    """Two sentences at most: why it cannot be looked at to the end, and why no decision about frames can be kept."""

    again_asked = Signal()
    """The dataset is to be measured again."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("inspect_troubles")
        self._dataset: OpenedDataset | None = None
        self._failure, self._again = _row("inspect_failure", self.tr("Measure again"))
        self._refusal, self._anew = _row("inspect_refusal", self.tr("Rename the file and begin anew"))
        self._again.clicked.connect(self.again_asked)
        self._anew.clicked.connect(lambda: self._dataset and self._dataset.begin_anew())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_L, 0, tokens.SPACE_L, 0)
        layout.setSpacing(0)
        for text, button in ((self._failure, self._again), (self._refusal, self._anew)):
            row = QHBoxLayout()
            row.addWidget(text, 1)
            row.addWidget(button)
            add_layout(layout, row)
        self.show_failure("")
        self.show_refusal("")

    def follow(self, dataset: OpenedDataset) -> None:
        """Tell of another dataset, and of what was wrong with it before anybody listened."""
        self._dataset = dataset
        self.show_failure("")
        self.show_refusal(dataset.trouble)

    def show_failure(self, sentence: str) -> None:
        """Say why the dataset cannot be looked at to the end; nothing if empty."""
        is_read = self._dataset is not None and self._dataset.examined is not None
        self._show(self._failure, self._again, sentence, has_remedy=is_read)

    def show_refusal(self, sentence: str) -> None:
        """Say why decisions about frames cannot be kept; nothing if empty."""
        is_damaged = self._dataset is not None and self._dataset.is_damaged
        self._show(self._refusal, self._anew, sentence, has_remedy=is_damaged)

    def _show(self, text: QLabel, button: QPushButton, sentence: str, *, has_remedy: bool) -> None:
        text.setText(sentence)
        text.setVisible(bool(sentence))
        button.setVisible(bool(sentence) and has_remedy)
        self.setVisible(bool(self._failure.text() or self._refusal.text()))


def _row(name: str, remedy: str) -> tuple[QLabel, QPushButton]:
    text, button = QLabel(), QPushButton(remedy)
    text.setObjectName(name)
    text.setProperty("role", "error")
    text.setFrameShape(QFrame.Shape.NoFrame)
    text.setWordWrap(True)
    button.setObjectName(f"{name}_remedy")
    return text, button
