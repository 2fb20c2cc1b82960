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

WIDEST_PX = 720
_USUAL_PX = 400


class Page(QScrollArea):
    """A column of parts, one below the other."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._parts: list[QWidget] = []
        self._dress: Callable[[QWidget], None] | None = None
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
        if self._dress is not None:
            self._dress(part)

    def dress_parts(self, dress: Callable[[QWidget], None]) -> None:
        """Give all parts a style, and those that are added later; see `Theme.dress`."""
        self._dress = dress
        for part in (self.verticalScrollBar(), *self._parts):
            dress(part)

    def add_section(self, title: str, hint: str, *content: QWidget) -> QWidget:
        """Put a part with a title below the others."""
        part = section(title, hint, *content)
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


def section(title: str, hint: str, *content: QWidget) -> QWidget:
    """Return some controls under a title; the switch of what may be there or not stands beside it."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    heading = QLabel(title)
    heading.setProperty("role", "heading")
    head = QHBoxLayout()
    head.addWidget(heading, 1)
    add_layout(column, head)
    if hint:
        words = QLabel(hint)
        words.setProperty("role", "muted")
        words.setWordWrap(True)
        column.addWidget(words)
        words.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(6)
    for widget in content:
        if isinstance(widget, OptionalField):
            head.addWidget(widget.switch)
        column.addWidget(widget)
    return whole
