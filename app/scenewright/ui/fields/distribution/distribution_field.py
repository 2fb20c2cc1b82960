"""One field for every number that is drawn."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from pydantic import TypeAdapter, ValidationError
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget
from typing_extensions import override

from scenewright.spec.distributions import (
    AnyDistribution,
    Choice,
    Curriculum,
    Distribution,
    Expression,
    Fixed,
    Histogram,
    LogUniform,
    Mixture,
    Normal,
    Uniform,
)
from scenewright.spec.distributions import (
    Sequence as SequenceOf,
)
from scenewright.ui.binding import sentence_of
from scenewright.ui.fields.distribution.bodies import Body, Draws, FixedBody, NormalBody, RangeBody, Setting, tr
from scenewright.ui.fields.distribution.conversion import converted
from scenewright.ui.fields.distribution.kind_icon import kind_icon
from scenewright.ui.fields.distribution.lists import ChoiceBody, HistogramBody, SequenceBody
from scenewright.ui.fields.distribution.nested import CurriculumBody, ExpressionBody, MixtureBody
from scenewright.ui.fields.facts import Facts, distributions_of
from scenewright.ui.fields.field import Field
from scenewright.ui.fields.words import summary, word_for
from scenewright.ui.layouts import add_layout

_SHAPES: tuple[type[AnyDistribution], ...] = (Fixed, Uniform, LogUniform, Normal, Choice, Histogram, Mixture)
_ADAPTER: TypeAdapter[AnyDistribution] = TypeAdapter(Distribution)


class DistributionField(Field):
    """Shows a number as a value, a range or any other distribution, and lets the user change numbers and kind.

    What a kind was last is kept while the field lives, so that going to a value and back loses nothing.
    """

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._setting = setting
        self._kind: type[Any] | None = None
        self._content: Body | None = None
        self._before: dict[type[Any], AnyDistribution] = {}
        self._button = QToolButton()
        self._button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._button.setObjectName("kind")
        self._button.setIconSize(QSize(18, 18))
        self._button.setProperty("role", "button")
        self._menu = QMenu(self._button)
        self._menu.setToolTipsVisible(True)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._button.setMenu(self._menu)
        self._row = QHBoxLayout()
        self._row.setSpacing(6)
        self._row.addStretch(0)
        self._row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignTop)
        add_layout(self.body, self._row)

    def choose_kind(self, kind: type[AnyDistribution]) -> None:
        """Go to another kind, as the user does by the button."""
        if isinstance(self._value, kind):
            return
        kept = self._before.get(kind)
        self._take_checked(kept or converted(self._value, kind, self._setting.within, self._setting.unit))

    def show_draws(self) -> None:
        """Show anew what was drawn."""
        if self._content is not None:
            self._content.show_distribution(self._value)

    @override
    def _show(self, value: AnyDistribution) -> None:
        kind = _family(type(value))
        if kind is not self._kind:
            self._put_content(kind)
        self._before[type(value)] = value
        word = word_for(value.kind)
        self._button.setIcon(kind_icon(value.kind))
        self._button.setToolTip(tr("%1. Click to draw it in another way.").replace("%1", word))
        self._button.setAccessibleName(f"{self._setting.title}: {tr('kind')}: {word}")
        if self._content is not None:
            self._content.show_distribution(value)

    def _put_content(self, kind: type[Any]) -> None:
        had_focus = self._content is not None and self._content.isAncestorOf(self.focusWidget() or self)
        if self._content is not None:
            self._row.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
        self._kind = kind
        self._content = _BODIES[kind](self._setting)
        self._content.taken.connect(self._take_checked)
        self._row.insertWidget(0, self._content, 1)
        self.setFocusProxy(self._content.focusProxy() or self._content)
        self.setTabOrder(self._content, self._button)
        if had_focus:
            self.setFocus()

    def _take_checked(self, value: AnyDistribution) -> None:
        """Take what the distribution itself allows; whether the setting allows it is the project's to say."""
        if self._is_showing:
            return
        try:
            value = _ADAPTER.validate_python(value.model_dump())
        except ValidationError as error:
            self.show_problem(sentence_of(error))
            return
        self._take(value)
        if not self.problem:
            self.set_value(value)

    def _fill_menu(self) -> None:
        self._menu.clear()
        for kind in self._setting.kinds:
            name = kind.model_fields["kind"].default
            action = QAction(kind_icon(name), word_for(name), self._menu)
            action.setCheckable(True)
            action.setChecked(isinstance(self._value, kind))
            action.setToolTip(summary(kind))
            action.triggered.connect(lambda _=False, kind=kind: self.choose_kind(kind))
            self._menu.addAction(action)


def field_for(facts: Facts, draws: Draws, variables: Callable[[], Sequence[str]]) -> DistributionField:
    """Return a field for a setting that is drawn."""
    kinds = distributions_of(facts)
    if facts.within.low < 0:
        kinds = tuple(kind for kind in kinds if kind is not LogUniform)
    return DistributionField(Setting(facts.title, facts.unit, facts.within, draws, variables, kinds))


def _inner(setting: Setting) -> Field:
    kinds = tuple(kind for kind in setting.kinds if kind in _SHAPES)
    return DistributionField(
        Setting(setting.title, setting.unit, setting.within, lambda: np.empty(0), setting.variables, kinds)
    )


def _family(kind: type[Any]) -> type[Any]:
    """Return the kind whose controls a kind shares."""
    return Uniform if kind is LogUniform else kind


_BODIES: dict[type[Any], Callable[[Setting], Body]] = {
    Fixed: FixedBody,
    Uniform: RangeBody,
    Normal: NormalBody,
    Choice: ChoiceBody,
    Histogram: HistogramBody,
    Mixture: lambda setting: MixtureBody(setting, _inner),
    SequenceOf: SequenceBody,
    Curriculum: lambda setting: CurriculumBody(setting, _inner),
    Expression: ExpressionBody,
}
