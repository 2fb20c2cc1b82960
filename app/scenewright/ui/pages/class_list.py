"""The classes of the labels: their order, names and colours."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget
from typing_extensions import override

from scenewright.annotate.colors import id_color
from scenewright.spec.places import Place
from scenewright.spec.project import ClassSpec, ProjectSpec
from scenewright.ui.fields.buttons import icon_button
from scenewright.ui.fields.containers import discard
from scenewright.ui.fields.editors import tied
from scenewright.ui.fields.facts import facts_of
from scenewright.ui.fields.field import Field
from scenewright.ui.fields.texts import TextField
from scenewright.ui.language import translate
from scenewright.ui.session import Session


def classes_editor(session: Session) -> QWidget:
    """Return the editor of the list of classes."""
    field = ClassesField(session)
    return tied(session, ("classes",), field, facts_of(ProjectSpec, "classes"))


class ClassesField(Field):
    """Classes in the order of their ids; a name that is changed changes with all objects that have it."""

    keeps_refused = False

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rows: list[list[QWidget]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(2, 1)
        self.body.addLayout(self._grid)
        hint = QLabel(tr("Classes come and go with the objects that have them: see the page Objects."))
        hint.setProperty("role", "caption")
        hint.setWordWrap(True)
        self.body.addWidget(hint)

    @override
    def _show(self, value: tuple[ClassSpec, ...]) -> None:
        while len(self._rows) > len(value):
            for widget in self._rows.pop():
                self._grid.removeWidget(widget)
                discard(widget)
        while len(self._rows) < len(value):
            self._add_row(len(self._rows))
        if self._rows:
            self.setFocusProxy(self._rows[0][2])

    def _add_row(self, number: int) -> None:
        place: Place = ("classes", number, "name")
        mark = _Color(number + 1)
        identity = QLabel(str(number + 1))
        identity.setProperty("role", "caption")
        identity.setToolTip(tr("The class's id in masks and exports"))
        name = tied(self._session, place, TextField(facts_of(ClassSpec, "name")), facts_of(ClassSpec, "name"))
        up = icon_button("up", tr("Gives the class the id before"), lambda: self._move(number, -1))
        down = icon_button("down", tr("Gives the class the id after"), lambda: self._move(number, 1))
        row: list[QWidget] = [mark, identity, name, up, down]
        for column, widget in enumerate(row):
            self._grid.addWidget(widget, number, column)
        self._rows.append(row)

    def _move(self, number: int, by: int) -> None:
        if 0 <= number + by < len(self._value):
            classes = list(self._value)
            classes[number], classes[number + by] = classes[number + by], classes[number]
            self._take(tuple(classes))


class _Color(QWidget):
    """The colour that a class has wherever its labels are drawn."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self.setFixedSize(QSize(18, 18))
        self.setToolTip(tr("The class's colour in overlays and class masks"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(*id_color(self._number)))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)


def tr(text: str) -> str:
    """Return a text in the user's language."""
    return translate("classes", text)
