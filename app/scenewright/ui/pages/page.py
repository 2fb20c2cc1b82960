"""What all pages of the inspector are made of: a column of parts that scrolls."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QPalette, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from scenewright.spec.places import Place
from scenewright.ui.fields.containers import OptionalField
from scenewright.ui.fields.disclosure import Disclosure, unfold
from scenewright.ui.fields.distribution import DistributionField
from scenewright.ui.fields.field import Field
from scenewright.ui.layouts import add_layout
from scenewright.ui.library.sources_field import SourcesField
from scenewright.ui.session import Session
from scenewright.ui.theme.dressing import InParts

WIDEST_PX = 720
_USUAL_PX = 400


class Page(InParts, QScrollArea):
    """A column of parts, one below the other."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._parts: list[QWidget] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._whole = QWidget()
        self._whole.setBackgroundRole(QPalette.ColorRole.Button)
        self._whole.setMaximumWidth(WIDEST_PX)
        self._whole.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.column = QVBoxLayout(self._whole)
        self.column.setContentsMargins(16, 8, 16, 24)
        self.column.setSpacing(20)
        self.column.addStretch()
        self.setWidget(self._whole)
        session.preview.draws_changed.connect(self._show_draws)

    @override
    def sizeHint(self) -> QSize:
        # Qt's own asks all that is in it, out of sight too, whenever anything in a page of the inspector changes.
        return QSize(_USUAL_PX, _USUAL_PX)

    def add(self, part: QWidget, at: int | None = None) -> None:
        """Put a part below the others, or at a place among them."""
        self.column.insertWidget(self.column.count() - 1 if at is None else at, part)
        self._parts.append(part)
        self.dress_later(part)

    @override
    def own_parts(self) -> Iterable[QWidget | None]:
        return (self.verticalScrollBar(), *self._parts)

    def add_section(self, title: str, hint: str, *content: QWidget) -> QWidget:
        """Put a part with a title below the others."""
        part = Section(title, hint, *content)
        self.add(part)
        return part

    def add_folded(self, title: str, make: Callable[[], QWidget], places: Iterable[Place]) -> Disclosure:
        """Put a part below the others that is made when it is first opened."""
        part = Disclosure(title, make, tuple(places))
        part.button.setProperty("role", "heading")
        self.add(part)
        return part

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._show_draws)

    def _show_draws(self) -> None:
        if self.isVisible():
            for field in self.findChildren(Field):
                if isinstance(field, DistributionField | SourcesField) and not field.visibleRegion().isEmpty():
                    field.show_draws()

    def reveal(self, place: Place) -> None:
        """Open what has to be open for the control of a place to be in sight."""
        unfold(self, place)


class Section(InParts, QWidget):
    """Some controls under a title; the switch of what may be there or not stands beside it."""

    def __init__(self, title: str, hint: str, *content: QWidget) -> None:
        super().__init__()
        heading = QLabel(title)
        heading.setProperty("role", "heading")
        self._parts: list[QWidget] = [heading]
        head, column = QHBoxLayout(), QVBoxLayout(self)
        head.addWidget(heading, 1)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        add_layout(column, head)
        if hint:
            self._parts.append(_hint(hint))
            column.setSpacing(6)
        for widget in content:
            if isinstance(widget, OptionalField):
                head.addWidget(widget.switch)
            self._parts.append(widget)
        for part in self._parts[1:]:
            column.addWidget(part)

    @override
    def own_parts(self) -> Iterable[QWidget | None]:
        return self._parts


def _hint(text: str) -> QLabel:
    words = QLabel(text)
    words.setProperty("role", "muted")
    words.setWordWrap(True)
    words.setContentsMargins(0, 0, 0, 4)
    return words
