"""Forms: the settings of one part of the project, the usual ones first, the others under "More"."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import get_args

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from scenewright.spec.base import SpecModel
from scenewright.spec.places import Place
from scenewright.ui.fields.disclosure import Disclosure
from scenewright.ui.fields.facts import facts_of
from scenewright.ui.fields.layouts import EITHER, LAST, Either
from scenewright.ui.language import translate
from scenewright.ui.layouts import add_layout
from scenewright.ui.session import Session
from scenewright.ui.theme.dressing import InParts

LABEL_EMS = 8.4
"""Width of the column of titles, in widths of the letter m."""


class Row(InParts, QWidget):
    """A title and its editor: side by side, or one below the other.

    An editor may have a `head`, a chooser or a switch, that then stands beside the title, with the rest below.
    """

    def __init__(self, title: str, editor: QWidget, is_wide: bool = False, label_width: int | None = None) -> None:
        super().__init__()
        self.label = QLabel(title)
        self.label.setToolTip(editor.toolTip())
        self.label.setWordWrap(label_width is None)
        self.label.setBuddy(editor)
        self._editor = editor
        self.is_in_parts = getattr(editor, "is_in_parts", False)
        head: QWidget | None = getattr(editor, "head", None)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        if is_wide and head is None:
            self.label.setProperty("role", "section")
            column.addWidget(self.label)
            column.addWidget(editor)
            return
        self.label.setFixedWidth(label_width or round(self.fontMetrics().horizontalAdvance("m") * LABEL_EMS))
        self.label.setContentsMargins(0, round(self.fontMetrics().height() * 0.45), 0, 0)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.label, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(head or editor, 1)
        if isinstance(head, QAbstractButton):
            row.setStretchFactor(head, 0)
            row.addStretch(1)
        add_layout(column, row)
        if head is not None:
            column.addWidget(editor)

    @override
    def own_parts(self) -> Iterable[QWidget | None]:
        return (self.label, self._editor)


class Form(InParts, QWidget):
    """The settings of one part of the project.

    Args:
        session: The open project.
        place: Of the part.
        model: What the part is.
        only: The settings to show, in this order; all if None.
        skip: Settings that the page shows elsewhere.
    """

    def __init__(
        self,
        session: Session,
        place: Place,
        model: type[SpecModel],
        only: Sequence[str] | None = None,
        skip: Iterable[str] = (),
    ) -> None:
        super().__init__()
        self._session = session
        self._place = place
        self._model = model
        self._more: QWidget | None = None
        self._rows: list[QWidget] = []
        left_out = {*skip, *_covered(model, only), *(["kind"] if _is_tag(model) else [])}
        shown = [name for name in only or model.model_fields if name not in left_out]
        later = [] if only is not None else [name for name in shown if name in LAST.get(model, ())]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        session.growth.grow(self, [partial(self._add, column, name) for name in shown if name not in later])
        if later:
            places = tuple((*place, name) for name in [*later, *_covered_by(model, later)])
            self._more = Disclosure(
                translate("fields", "More"), lambda: Form(session, place, model, only=later), places
            )
            column.addWidget(self._more)

    @override
    def own_parts(self) -> Iterable[QWidget | None]:
        return (*self._rows, self._more)

    def _add(self, column: QVBoxLayout, name: str) -> None:
        row = self._row(name)
        self._rows.append(row)
        if self._more is None:
            column.addWidget(row)
        else:
            column.insertWidget(column.count() - 1, row)
        self.dress_later(row)

    def _row(self, name: str) -> QWidget:
        from scenewright.ui.fields.editors import editor_for, is_small  # noqa: PLC0415  editors are made of forms
        from scenewright.ui.fields.either import either_row  # noqa: PLC0415

        either = EITHER.get(self._model, {}).get(name)
        if either is not None:
            return either_row(self._session, self._place, self._model, either)
        facts = facts_of(self._model, name)
        editor = editor_for(self._session, (*self._place, name), facts)
        return Row(facts.title, editor, is_wide=not is_small(facts))


def form(
    session: Session,
    place: Place,
    model: type[SpecModel],
    only: Sequence[str] | None = None,
    skip: Iterable[str] = (),
) -> QWidget:
    """Return the settings of one part of the project, each tied to its place."""
    return Form(session, place, model, only, skip)


class Stacked(InParts, QWidget):
    """Widgets one below the other."""

    def __init__(self, widgets: Sequence[QWidget], spacing: int = 8) -> None:
        super().__init__()
        self._widgets = tuple(widgets)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(spacing)
        for widget in widgets:
            column.addWidget(widget)

    @override
    def own_parts(self) -> Iterable[QWidget | None]:
        return self._widgets


def _is_tag(model: type[SpecModel]) -> bool:
    """Tell whether a part's kind says only what it is, for which there is a chooser."""
    kind = model.model_fields.get("kind")
    return kind is not None and len(get_args(kind.annotation)) == 1


def _covered(model: type[SpecModel], only: Sequence[str] | None) -> set[str]:
    """Return the settings that stand in a chooser with another one."""
    pairs: list[Either] = list(EITHER.get(model, {}).values())
    return {pair.plain for pair in pairs if only is None or pair.instead in only}


def _covered_by(model: type[SpecModel], names: Sequence[str]) -> list[str]:
    return [pair.plain for name, pair in EITHER.get(model, {}).items() if name in names]
