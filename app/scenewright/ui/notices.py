"""News for the user that stop nothing: a sentence, and the buttons that mend it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from scenewright.ui.language import translate
from scenewright.ui.theme import tokens
from scenewright.ui.theme.icons import icon

Kind = Literal["info", "ok", "warning", "error"]
_ICONS: dict[Kind, str] = {"info": "info", "ok": "done", "warning": "warning", "error": "error"}
_MOST = 3


@dataclass(frozen=True)
class Remedy:
    """A button of a notice; the notice goes once it was pressed."""

    text: str
    do: Callable[[], object]
    is_main: bool = False


class NoticeBar(QWidget):
    """Notices above the page, the newest first; one that is said again replaces itself."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notices")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(tokens.SPACE_M, tokens.SPACE_S, tokens.SPACE_M, 0)
        self._layout.setSpacing(tokens.SPACE_XS)
        self._notices: list[_Notice] = []
        self.hide()

    @property
    def sentences(self) -> list[str]:
        """What is shown, the newest first."""
        return [notice.sentence for notice in self._notices]

    def tell(self, key: str, sentence: str, kind: Kind = "info", remedies: Sequence[Remedy] = ()) -> None:
        """Show a notice.

        Args:
            key: What it is about; another notice with this key goes.
            sentence: What happened, and what to do.
            kind: How serious it is.
            remedies: Buttons.
        """
        self.withdraw(key)
        notice = _Notice(key, sentence, kind, remedies, self.withdraw)
        self._notices.insert(0, notice)
        self._layout.insertWidget(0, notice)
        for old in self._notices[_MOST:]:
            self.withdraw(old.key)
        self.show()

    def withdraw(self, key: str) -> None:
        """Take a notice away."""
        for notice in [notice for notice in self._notices if notice.key == key]:
            self._notices.remove(notice)
            self._layout.removeWidget(notice)
            notice.hide()
            notice.deleteLater()
        self.setVisible(bool(self._notices))


class _Sign(QWidget):
    """An icon in the colours of the theme as it is: a picture of it would keep those in which it was taken."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("notice_sign")
        self._icon = icon(name)
        self.setFixedSize(tokens.ICON_SIZE, tokens.ICON_SIZE)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        self._icon.paint(QPainter(self), self.rect())


class _Notice(QFrame):
    def __init__(
        self, key: str, sentence: str, kind: Kind, remedies: Sequence[Remedy], withdraw: Callable[[str], None]
    ) -> None:
        super().__init__()
        self.key = key
        self.sentence = sentence
        self.setObjectName(f"notice_{key}")
        self.setProperty("role", "notice")
        self.setProperty("kind", kind)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_M, tokens.SPACE_S, tokens.SPACE_S, tokens.SPACE_S)
        layout.setSpacing(tokens.SPACE_S)
        layout.addWidget(_Sign(_ICONS[kind]), 0, Qt.AlignmentFlag.AlignVCenter)
        text = QLabel(sentence)
        text.setObjectName("notice_text")
        text.setWordWrap(True)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        layout.addWidget(text, 1)
        for number, remedy in enumerate(remedies):
            button = QPushButton(remedy.text)
            button.setObjectName(f"remedy_{number}")
            if remedy.is_main:
                button.setProperty("role", "primary")
            button.clicked.connect(lambda _=False, do=remedy.do: self._apply(do))
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        close = QToolButton()
        close.setObjectName("dismiss")
        close.setIcon(icon("close"))
        close.setAccessibleName(translate("notices", "Dismiss"))
        close.setToolTip(translate("notices", "Dismiss"))
        close.clicked.connect(lambda: withdraw(key))
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignVCenter)
        self._withdraw = withdraw

    def _apply(self, do: Callable[[], object]) -> None:
        self._withdraw(self.key)
        do()
