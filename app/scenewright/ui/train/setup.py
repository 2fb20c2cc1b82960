"""The card that offers to install PyTorch, with its size said before."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from scenewright.jobs.install_training import NEEDS, Kind, usual_kind
from scenewright.ui.cards import Card, words
from scenewright.ui.language import translate
from scenewright.ui.train.parts import beside, button


class SetupCard(QWidget):
    """Says what is missing, how large it is, and installs it when asked."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        usual = usual_kind()
        about = translate(
            "train",
            "Training needs PyTorch, which is too large to come with Scenewright. It is installed into Scenewright's "
            "own environment; nothing else on this machine changes.",
        )
        kinds: list[Kind] = ["cuda", "cpu"] if usual == "cuda" else ["cpu", "cuda"]
        buttons = []
        for kind in kinds:
            name = (
                translate("train", "for NVIDIA graphics cards")
                if kind == "cuda"
                else translate("train", "for any machine")
            )
            need = NEEDS[kind]
            text = translate("train", "Install {kind}: {download} GB to fetch, {disk} GB on disk").format(
                kind=name, download=f"{need.download_gb:g}", disk=f"{need.disk_gb:g}"
            )
            made = button(f"install_{kind}", text, about, partial(self.wanted.emit, kind))
            made.setProperty("role", "primary" if kind == usual else "button")
            buttons.append(made)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        title = translate("train", "Install training")
        layout.addWidget(
            Card(title, words(about, "muted"), *(beside(b, stretch=True) for b in buttons), name="train_setup")
        )
