"""The panel that explains the control with the focus in terms of the data."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QVBoxLayout, QWidget

from scenewright.spec.places import Place
from scenewright.ui.help import explain, marked_place
from scenewright.ui.language import translate
from scenewright.ui.session import Session
from scenewright.ui.theme import tokens


class HelpPanel(QScrollArea):
    """Says what the selected setting does to the data."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("help_panel")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._session = session
        self._place: Place | None = None
        body = QWidget()
        body.setProperty("role", "panel")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(tokens.SPACE_L, tokens.SPACE_M, tokens.SPACE_L, tokens.SPACE_M)
        layout.setSpacing(tokens.SPACE_XS)
        self._path, self._title, self._text, self._about, self._key = labels = [QLabel() for _ in range(5)]
        roles = ("caption", "heading", "", "muted", "caption")
        for label, role, name in zip(labels, roles, ("path", "title", "text", "about", "key"), strict=True):
            label.setObjectName(f"help_{name}")
            label.setProperty("role", role)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            layout.addWidget(label)
        layout.addStretch(1)
        self.setWidget(body)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(60)
        self._soon.timeout.connect(self._show)
        session.selection.place_changed.connect(self.explain)
        session.selection.revealed.connect(self.explain)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)
        self._show()

    def explain(self, place: Place) -> None:
        """Explain a place of the project."""
        self._place = tuple(place)
        self._soon.start()

    def _follow(self, _: QWidget | None, now: QWidget | None) -> None:
        place = marked_place(now)
        if place is not None:
            self.explain(place)

    def _show(self) -> None:
        if not self._place:
            self._tell(
                "",
                translate("help", "What does this do to my data?"),
                translate("help", "Select a setting, and its meaning for the dataset stands here."),
                "",
                "",
            )
            return
        found = explain(self._place, self._session.document.spec)
        self._tell(" / ".join(found.path), found.title, found.text, found.about, found.key)

    def _tell(self, path: str, title: str, text: str, about: str, key: str) -> None:
        in_file = translate("help", "In the project file: {key}").format(key=key) if key else ""
        for label, words in (
            (self._path, path),
            (self._title, title),
            (self._text, text),
            (self._about, about),
            (self._key, in_file),
        ):
            label.setText(words)
            label.setVisible(bool(words))
