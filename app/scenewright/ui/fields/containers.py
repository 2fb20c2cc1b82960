"""Editors that hold others: what may be there or not, one of several kinds, and lists."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from pydantic import ValidationError
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget
from shiboken6 import isValid
from typing_extensions import override

from scenewright.ui.binding import sentence_of, unbind
from scenewright.ui.fields.buttons import icon_button, word_button
from scenewright.ui.fields.choices import Switch
from scenewright.ui.fields.field import Field
from scenewright.ui.fields.texts import QuietCombo
from scenewright.ui.growth import DISCARDED
from scenewright.ui.language import translate
from scenewright.ui.layouts import add_layout
from scenewright.ui.theme.dressing import InParts
from scenewright.ui.turns import spare_turns


def discard(widget: QWidget | None) -> None:
    """Take a widget out of its page for good; nothing in it hears of the project any more."""
    if widget is not None:
        unbind(widget)
        widget.setProperty(DISCARDED, True)  # what is still to be made of it is not
        widget.hide()
        widget.setParent(None)
        spare_turns().ask(partial(_delete_next, list(_pieces(widget))))  # what took its place comes first


def _pieces(widget: QWidget) -> Iterator[QWidget]:
    """Go through a widget and what is in it, as far as each is still much by itself; what is inside comes last."""
    yield widget
    if isinstance(widget, InParts) and widget.is_in_parts:
        for part in widget.own_parts():
            if part is not None and isValid(part):
                yield from _pieces(part)


def _delete_next(pieces: list[QWidget]) -> bool:
    piece = pieces.pop()
    if isValid(piece):
        piece.deleteLater()
    return bool(pieces)


class Nest(InParts, QWidget):
    """What belongs to a setting above it, beside a thin line."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self._content = content
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 2, 0, 2)
        row.addWidget(content)

    @override
    def own_parts(self) -> Iterable[QWidget | None]:
        return (self._content,)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRect(3, 2, 2, self.height() - 4), self.palette().color(QPalette.ColorRole.Mid))


class _Holder(InParts, Field):
    """Shows what was chosen below the control that chooses it."""

    keeps_refused = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content: QWidget | None = None

    @override
    def own_parts(self) -> Iterable[QWidget | None]:
        return (self._problem, self._content)

    @override
    def show_problem(self, sentence: str) -> None:
        before = self._problem
        super().show_problem(sentence)
        if self._problem is not before:
            self.dress_later(self._problem)


class OptionalField(_Holder):
    """A switch, and what it turns on.

    Args:
        make: Makes the editor of what is there; it is tied to the project by itself.
        start: Gives what is there first; None where the user is asked, and `take` is called with the answer.
        is_small: Whether the editor fits beside the switch.
    """

    def __init__(
        self,
        title: str,
        make: Callable[[], QWidget],
        start: Callable[[], Any],
        is_small: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._make = make
        self._start = start
        self._kept: Any = None
        self.is_in_parts = not is_small
        self.switch = Switch()
        self.switch.setAccessibleName(title)
        self.switch.toggled.connect(self._turn)
        self.head: QWidget | None = None if is_small else self.switch
        self._place = QHBoxLayout()
        self._place.setSpacing(8)
        self._place.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignTop)
        self._place.addStretch(0)
        add_layout(self.body, self._place)
        self.setFocusProxy(self.switch)

    @override
    def _show(self, value: Any) -> None:
        self.switch.setChecked(value is not None)
        self._kept = value if value is not None else self._kept
        if value is None:
            discard(self._content)
            self._content = None
        elif self._content is None:
            if self.head is None:
                self._content = self._make()
                self._place.addWidget(self._content, 1)
            else:
                self._content = Nest(self._make())
                self.body.insertWidget(1, self._content)
                self.dress_later(self._content)

    @override
    def own_parts(self) -> Iterable[QWidget | None]:
        return (self.switch, *super().own_parts())

    def _turn(self, is_on: bool) -> None:
        if self._is_showing:
            return
        value = None if not is_on else self._kept if self._kept is not None else self._start()
        if is_on and value is None:
            self.set_value(None)  # the user is asked, and may choose nothing
            return
        self._take(value)

    def take(self, value: Any) -> None:
        """Take what the user was asked for."""
        self._take(value)
        if not self.problem:
            self.set_value(value)


@dataclass(frozen=True)
class Variant:
    """One of several ways to say the same.

    Attributes:
        key: By which it is known.
        title: What it is called.
        description: What it does to the data.
        made: Returns the whole value in this way, keeping what fits.
        content: Makes the editor of what this way needs; it is tied to the project by itself.
    """

    key: str
    title: str
    description: str
    made: Callable[[Any], Any]
    content: Callable[[], QWidget | None]


class VariantsField(_Holder):
    """A chooser, and the controls of what was chosen.

    What each way was last is kept while the field lives: going to another and back loses nothing.
    """

    def __init__(
        self, variants: Sequence[Variant], key_of: Callable[[Any], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._variants = {variant.key: variant for variant in variants}
        self._key_of = key_of
        self._key: str | None = None
        self.combo = QuietCombo()
        self.head = self.combo
        for variant in variants:
            self.combo.addItem(variant.title, variant.key)
            self.combo.setItemData(self.combo.count() - 1, variant.description, Qt.ItemDataRole.ToolTipRole)
        self.combo.activated.connect(lambda row: self.choose(self.combo.itemData(row)))
        self.body.addWidget(self.combo)
        self.setFocusProxy(self.combo)

    def choose(self, key: str) -> None:
        """Go to another way, as the user does by the chooser."""
        if key != self._key:
            try:
                made = self._variants[key].made(self._value)
            except ValidationError as error:
                self.show_problem(sentence_of(error))
            else:
                self._take(made)
            self.combo.setCurrentIndex(self.combo.findData(self._key_of(self._value)))

    @override
    def _show(self, value: Any) -> None:
        key = self._key_of(value)
        self.combo.setCurrentIndex(self.combo.findData(key))
        if key == self._key:
            return
        self._key = key
        self.combo.setToolTip(self._variants[key].description)
        discard(self._content)
        content = self._variants[key].content()
        self._content = None if content is None else Nest(content)
        if self._content is not None:
            self.body.addWidget(self._content)
            self.dress_later(self._content)

    @override
    def own_parts(self) -> Iterable[QWidget | None]:
        return (self.combo, *super().own_parts())


class ListField(Field):
    """Parts one below the other, each in a frame of its own, to add, copy, move and remove.

    Args:
        make: Makes the editor of the part with a number; it is tied to the project by itself.
        title_of: Returns what a part is called.
        starts: What can be added: titles, and a function that gives the new part from those that are there.
    """

    keeps_refused = False

    def __init__(
        self,
        make: Callable[[int], QWidget],
        title_of: Callable[[int, Any], str],
        starts: Sequence[tuple[str, Callable[[tuple[Any, ...]], Any]]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._make = make
        self._title_of = title_of
        self._cards: list[tuple[QFrame, QLabel]] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        add_layout(self.body, self._list)
        self.add = add_button([(title, partial(self._add, start)) for title, start in starts])
        self.body.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.add)

    @override
    def _show(self, value: tuple[Any, ...]) -> None:
        while len(self._cards) > len(value):
            discard(self._cards.pop()[0])
        while len(self._cards) < len(value):
            self._cards.append(self._card(len(self._cards)))
            self._list.addWidget(self._cards[-1][0])
        for number, (part, (_, label)) in enumerate(zip(value, self._cards, strict=True)):
            label.setText(self._title_of(number, part))

    def _card(self, number: int) -> tuple[QFrame, QLabel]:
        card = QFrame()
        card.setProperty("role", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(10, 8, 10, 10)
        column.setSpacing(6)
        label = QLabel()
        label.setProperty("role", "section")
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(label, 1)
        for picture, tip, act in (
            ("up", self.tr("Move up"), lambda: self._move(number, -1)),
            ("down", self.tr("Move down"), lambda: self._move(number, 1)),
            ("delete", self.tr("Remove"), lambda: self._remove(number)),
        ):
            head.addWidget(icon_button(picture, tip, act, f"{tip} {number + 1}"))
        add_layout(column, head)
        column.addWidget(self._make(number))
        return card, label

    def _add(self, start: Callable[[tuple[Any, ...]], Any]) -> None:
        try:
            part = start(self._value)
        except ValidationError as error:
            self.show_problem(sentence_of(error))
        else:
            self._change((*self._value, part))

    def _remove(self, number: int) -> None:
        self._change((*self._value[:number], *self._value[number + 1 :]))

    def _move(self, number: int, by: int) -> None:
        if 0 <= number + by < len(self._value):
            parts = list(self._value)
            parts[number], parts[number + by] = parts[number + by], parts[number]
            self._change(tuple(parts))

    def _change(self, value: tuple[Any, ...]) -> None:
        self._take(value)
        if not self.problem:
            self._is_showing = True
            self._show(self._value)
            self._is_showing = False


def add_button(starts: Sequence[tuple[str, Callable[[], None]]]) -> QToolButton:
    """Return a button that adds something, with a menu where there is a choice."""
    if len(starts) == 1:
        return word_button(starts[0][0], translate("fields", "Adds one more"), starts[0][1], "plus")
    button = word_button(translate("fields", "Add"), translate("fields", "Adds one more"), picture="plus")
    menu = QMenu(button)
    for title, act in starts:
        menu.addAction(title, act)
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return button
