"""The classes of the labels: their order, names and colours."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget
from typing_extensions import override

from scenewright.annotate.colors import id_color
from scenewright.spec.places import Place
from scenewright.spec.project import ClassSpec, ProjectSpec
from scenewright.ui.fields.buttons import icon_button
from scenewright.ui.fields.colors import Swatch, ask_for_color
from scenewright.ui.fields.containers import discard
from scenewright.ui.fields.editors import tied
from scenewright.ui.fields.facts import facts_of
from scenewright.ui.fields.field import Field
from scenewright.ui.fields.texts import TextField
from scenewright.ui.language import translate
from scenewright.ui.layouts import add_layout
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
        self._grid.setColumnStretch(1, 1)
        add_layout(self.body, self._grid)
        hint = QLabel(
            tr(
                "Click a colour to choose another; no label depends on it. Classes come and go with the objects that "
                "have them: see the page Objects."
            )
        )
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
            self.setFocusProxy(self._rows[0][1])

    def _add_row(self, number: int) -> None:
        place: Place = ("classes", number, "name")
        color = tied(self._session, (*place[:2], "color"), ClassColorField(number + 1), facts_of(ClassSpec, "color"))
        identity = QLabel(str(number + 1))
        identity.setProperty("role", "caption")
        identity.setToolTip(tr("The class's id in masks and exports"))
        name = tied(self._session, place, TextField(facts_of(ClassSpec, "name")), facts_of(ClassSpec, "name"))
        up = icon_button("up", tr("Gives the class the id before"), lambda: self._move(number, -1))
        down = icon_button("down", tr("Gives the class the id after"), lambda: self._move(number, 1))
        row: list[QWidget] = [identity, name, color, up, down]
        for column, widget in enumerate(row):
            self._grid.addWidget(widget, number, column)
        self._rows.append(row)

    def _move(self, number: int, by: int) -> None:
        if 0 <= number + by < len(self._value):
            classes = list(self._value)
            classes[number], classes[number + by] = classes[number + by], classes[number]
            self._take(tuple(classes))


class ClassColorField(Field):
    """The colour that a class has wherever its labels are drawn: one of the palette until another is chosen.

    Args:
        class_id: Whose colour of the palette it is.
    """

    def __init__(self, class_id: int) -> None:
        super().__init__()
        self._of_palette = QColor(*id_color(class_id)).name()
        self.swatch = _Swatch()
        self.swatch.setAccessibleName(tr("Colour of class {0}").format(class_id))
        self.swatch.clicked.connect(lambda: ask_for_color(self, self.swatch.color, self._change))
        self.swatch.cleared.connect(lambda: self._change(None))
        self.back = icon_button("undo", tr("Take the palette's colour again"), lambda: self._change(None))
        kept = self.back.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.back.setSizePolicy(kept)
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self.swatch)
        row.addWidget(self.back)
        add_layout(self.body, row)
        self.setFocusProxy(self.swatch)

    @override
    def _show(self, value: str | None) -> None:
        self.swatch.set_color(value or self._of_palette)
        self.back.setVisible(value is not None)
        ways = tr("{0}. Click to choose another; Delete takes the palette's again") if value else tr("Click to choose")
        self.swatch.setToolTip(tr("Wherever labels are drawn, not in any label: {0}").format(ways.format(value)))

    def _change(self, color: str | None) -> None:
        if color != self._value:
            self._take(color)
            self.set_value(self._value)


class _Swatch(Swatch):
    cleared = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.cleared.emit()
        else:
            super().keyPressEvent(event)


def tr(text: str) -> str:
    """Return a text in the user's language."""
    return translate("classes", text)
