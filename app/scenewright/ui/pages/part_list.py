"""The list of a project's groups, lights or cameras: what is selected, added, copied, ordered and removed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from pydantic import ValidationError
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from scenewright.spec.places import with_value
from scenewright.spec.project import ProjectSpec
from scenewright.ui.binding import sentence_of
from scenewright.ui.fields.buttons import icon_button, word_button
from scenewright.ui.fields.choices import blended
from scenewright.ui.fields.field import problem_label
from scenewright.ui.language import translate
from scenewright.ui.layouts import add_layout
from scenewright.ui.parts import free_name
from scenewright.ui.session import Session

_MOST_ROWS = 7
_NUMBER = Qt.ItemDataRole.UserRole
"""Role of a part's place in the project. Only plain data may lie in an item: a drag writes down all of it."""
Index = QModelIndex | QPersistentModelIndex
PaintPicture = Callable[[QPainter, QRectF, QPalette], None]


@dataclass(frozen=True)
class Line:
    """What the list shows of one part.

    Attributes:
        title: Its name.
        about: What it is, in a few words.
        paint: Paints its picture.
    """

    title: str
    about: str
    paint: PaintPicture


@dataclass(frozen=True)
class Start:
    """Something that can be added.

    Attributes:
        title: What it is called.
        add: Adds it.
        picture: Beside the title in the menu.
    """

    title: str
    add: Callable[["PartList"], None]


class PartList(QWidget):
    """The parts of one list of the project; the selected one is the window's selection.

    Args:
        session: The open project.
        field: The list, as "objects".
        line_of: Says what to show of a part.
        starts: What can be added.
        whole: Returns a project with another list; more of it may follow.
    """

    chosen = Signal(int)
    """The number of the part that is to be shown; -1 for none."""

    def __init__(
        self,
        session: Session,
        field: str,
        line_of: Callable[[Any], Line],
        starts: Sequence[Start],
        whole: Callable[[ProjectSpec, tuple[Any, ...]], ProjectSpec] | None = None,
    ) -> None:
        super().__init__()
        self._session = session
        self._field = field
        self._line_of = line_of
        self._whole = whole or (lambda spec, parts: with_value(spec, (field,), parts))
        self.list = _List()
        self.list.setItemDelegate(_LineDelegate(self.list))
        self.list.setAccessibleName(translate("parts", "Parts of the project"))
        self.list.setToolTip(translate("parts", "Click to change one; drag to order"))
        self.list.currentRowChanged.connect(self._choose)
        self.list.moved.connect(self._reorder)
        self.list.removed.connect(self.remove)
        self.list.copied.connect(self.duplicate)
        self.list.shifted.connect(self.shift)
        self._problem = problem_label(self)
        self._problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.list)
        add_layout(column, self._buttons(starts))
        column.addWidget(self._problem)
        self.setFocusProxy(self.list)
        session.document.changed.connect(self._changed)
        session.selection.place_changed.connect(self._follow_selection)
        self._fill()
        self._follow_selection(session.selection.place)

    @property
    def parts(self) -> tuple[Any, ...]:
        """The parts as they are now."""
        parts: tuple[Any, ...] = getattr(self._session.document.spec, self._field)
        return parts

    @property
    def number(self) -> int:
        """Which part is chosen; -1 for none."""
        return self.list.currentRow()

    def add(self, part: Any) -> None:
        """Put a part at the end, under a name that nothing has, and choose it."""
        named = part.replace(name=self._free_name(part.name))
        if self._edit((*self.parts, named), translate("parts", "Add {0}").format(named.name)):
            self.choose(len(self.parts) - 1)

    def duplicate(self) -> None:
        """Put a copy of the chosen part below it."""
        if self.number >= 0:
            at, part = self.number, self.parts[self.number]
            copy = part.replace(name=self._free_name(part.name))
            parts = (*self.parts[: at + 1], copy, *self.parts[at + 1 :])
            if self._edit(parts, translate("parts", "Duplicate {0}").format(part.name)):
                self.choose(at + 1)

    def remove(self) -> None:
        """Take the chosen part out."""
        if self.number >= 0:
            at, part = self.number, self.parts[self.number]
            if self._edit(
                (*self.parts[:at], *self.parts[at + 1 :]), translate("parts", "Remove {0}").format(part.name)
            ):
                self.choose(min(at, len(self.parts) - 1))

    def shift(self, by: int) -> None:
        """Move the chosen part up or down."""
        at = self.number
        if at >= 0 and 0 <= at + by < len(self.parts):
            order = list(range(len(self.parts)))
            order[at], order[at + by] = order[at + by], order[at]
            self._reorder(order, at + by)

    def choose(self, number: int) -> None:
        """Choose a part."""
        self.list.setCurrentRow(number)

    def repaint_lines(self) -> None:
        """Paint anew: pictures have come."""
        self.list.viewport().update()

    def read_lines(self, *_: object) -> None:
        """Say anew what each part is: names have come."""
        self._fill()

    def show_problem(self, sentence: str) -> None:
        """Say why something was not done."""
        self._problem.setText(sentence[:1].upper() + sentence[1:])
        self._problem.setVisible(bool(sentence))

    def _free_name(self, name: str) -> str:
        return free_name(name, {part.name for part in self.parts}, is_camera=self._field == "cameras")

    def _edit(self, parts: tuple[Any, ...], text: str) -> bool:
        try:
            spec = self._whole(self._session.document.spec, parts)
        except ValidationError as error:
            self.show_problem(sentence_of(error))
            return False
        self.show_problem("")
        self._session.document.edit(spec, text)
        return True

    def _reorder(self, order: list[int], chosen: int) -> None:
        parts = tuple(self.parts[number] for number in order)
        if self._edit(parts, translate("parts", "Reorder")):
            self.choose(chosen)
        self._fill()

    def _changed(self, before: ProjectSpec, after: ProjectSpec) -> None:
        if getattr(before, self._field) != getattr(after, self._field):
            self.show_problem("")
            self._fill()

    def _fill(self) -> None:
        parts, row = self.parts, self.list.currentRow()
        count = self.list.count()
        self.list.blockSignals(True)
        while self.list.count() > len(parts):
            self.list.takeItem(self.list.count() - 1)
        while self.list.count() < len(parts):
            self.list.addItem(QListWidgetItem())
        self.list.lines = [self._line_of(part) for part in parts]
        for number, line in enumerate(self.list.lines):
            item = self.list.item(number)
            item.setData(_NUMBER, number)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{line.title}, {line.about}")
            item.setText(line.title)
            item.setToolTip(line.about)
        row = min(max(row, 0), len(parts) - 1)
        self.list.setCurrentRow(row)
        self.list.blockSignals(False)
        self.list.viewport().update()
        self.list.fit(min(max(len(parts), 1), _MOST_ROWS))
        if count != len(parts):
            self.chosen.emit(row)

    def _choose(self, row: int) -> None:
        if row >= 0:
            self._session.selection.select((self._field, row))
        self.chosen.emit(row)

    def _follow_selection(self, place: tuple[str | int, ...]) -> None:
        if len(place) < 2 or place[0] != self._field:
            return
        number = int(place[1])
        if number < self.list.count() and number != self.list.currentRow():
            self.list.blockSignals(True)
            self.list.setCurrentRow(number)
            self.list.blockSignals(False)
            self.chosen.emit(number)

    def _buttons(self, starts: Sequence[Start]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        self.add_button = word_button(
            translate("parts", "Add"), translate("parts", "Adds one more to the project"), picture="plus"
        )
        if len(starts) == 1:
            self.add_button.clicked.connect(lambda _=False: starts[0].add(self))
        else:
            menu = QMenu(self.add_button)
            for start in starts:
                menu.addAction(start.title, partial(start.add, self))
            self.add_button.setMenu(menu)
            self.add_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        row.addWidget(self.add_button)
        row.addStretch()
        for picture, tip, act in (
            ("up", translate("parts", "Move up (Alt+Up)"), lambda: self.shift(-1)),
            ("down", translate("parts", "Move down (Alt+Down)"), lambda: self.shift(1)),
            ("duplicate", translate("parts", "Duplicate (Ctrl+D)"), self.duplicate),
            ("delete", translate("parts", "Remove (Delete)"), self.remove),
        ):
            button = icon_button(picture, tip, act)
            button.setObjectName(f"part_{picture}")
            row.addWidget(button)
        return row


class _List(QListWidget):
    moved = Signal(list, int)
    removed = Signal()
    copied = Signal()
    shifted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("parts")
        self.lines: list[Line] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.model().rowsMoved.connect(self._tell_order)

    def fit(self, rows: int) -> None:
        """Be as high as some rows."""
        self.setFixedHeight(rows * max(self.sizeHintForRow(0), 20) + 2 * self.frameWidth() + 2)

    def _tell_order(self) -> None:
        # Read at once, before anything fills the list anew; told later, as that must not happen in the midst of a drop.
        order, row = [self.item(row).data(_NUMBER) for row in range(self.count())], self.currentRow()
        QTimer.singleShot(0, self, lambda: self.moved.emit(order, row))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if event.matches(QKeySequence.StandardKey.Delete):
            self.removed.emit()
        elif event.key() == Qt.Key.Key_D and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.copied.emit()
        elif alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.shifted.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)


class _LineDelegate(QStyledItemDelegate):
    def __init__(self, parts: _List) -> None:
        super().__init__(parts)
        self._list = parts

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, max(44, round(option.fontMetrics.height() * 2.5)))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        number = index.data(_NUMBER)
        if number is None or number >= len(self._list.lines):
            return
        line = self._list.lines[number]
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        palette, rect = QGuiApplication.palette(), QRectF(option.rect).adjusted(1, 1, -1, -1)
        self._paint_ground(painter, option, rect)
        edge = rect.height() - 8
        picture = QRectF(rect.left() + 4, rect.top() + 4, edge, edge)
        line.paint(painter, picture, palette)
        ink = palette.color(QPalette.ColorRole.Text)
        left = round(picture.right() + 10)
        text = QRect(left, round(rect.top()), round(rect.right()) - left - 6, round(rect.height()))
        metrics = option.fontMetrics
        upper = text.adjusted(0, 4, 0, -text.height() // 2)
        lower = text.adjusted(0, text.height() // 2, 0, -4)
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(ink)
        painter.drawText(upper, align, metrics.elidedText(line.title, Qt.TextElideMode.ElideRight, text.width()))
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(lower, align, metrics.elidedText(line.about, Qt.TextElideMode.ElideRight, text.width()))
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRectF) -> None:
        palette, state = QGuiApplication.palette(), option.state  # the view's own is changed by the style sheet
        accent, base = palette.color(QPalette.ColorRole.Highlight), palette.color(QPalette.ColorRole.Base)
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(blended(base, accent, 0.16))
            painter.drawRoundedRect(rect, 6, 6)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(blended(base, palette.color(QPalette.ColorRole.Text), 0.05))
            painter.drawRoundedRect(rect, 6, 6)
