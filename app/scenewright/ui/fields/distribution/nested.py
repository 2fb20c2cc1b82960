"""The controls of distributions that are made of other distributions, and of formulas."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from scenewright.spec.distributions import AnyDistribution, Curriculum, Expression, Mixture, MixturePart
from scenewright.spec.formulas import FUNCTIONS
from scenewright.spec.limits import Within
from scenewright.ui.fields.buttons import icon_button, word_button
from scenewright.ui.fields.distribution.bodies import Body, Setting, beside, tr
from scenewright.ui.fields.distribution.lines import OptionalNumberLine
from scenewright.ui.fields.field import Field
from scenewright.ui.fields.numbers import NumberBox
from scenewright.ui.layouts import add_layout

MakeField = Callable[[Setting], Field]
"""Returns a field for a distribution inside another."""


class MixtureBody(Body):
    """Each part with its weight."""

    def __init__(self, setting: Setting, make_field: MakeField) -> None:
        super().__init__(setting)
        self._make_field = make_field
        self._parts: list[tuple[Field, NumberBox, QWidget]] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        add_layout(self.column, self._list)
        tip = tr("Adds one more distribution that may be drawn from")
        add = word_button(tr("Part"), tip, lambda: self._say((*self._mixture.parts, self._mixture.parts[-1])), "plus")
        self.column.addWidget(add, alignment=Qt.AlignmentFlag.AlignLeft)

    def show_distribution(self, distribution: AnyDistribution) -> None:
        """Show the parts."""
        assert isinstance(distribution, Mixture)
        self._mixture = distribution
        while len(self._parts) < len(distribution.parts):
            self._add_part()
        while len(self._parts) > len(distribution.parts):
            widget = self._parts.pop()[2]
            self._list.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        for (field, weight, _), part in zip(self._parts, distribution.parts, strict=True):
            if field.value() != part.value:
                field.set_value(part.value)
            weight.show_exact(part.weight)
        self.setFocusProxy(self._parts[0][0])

    def _add_part(self) -> None:
        number = len(self._parts)
        field = self._make_field(self.setting)
        weight = NumberBox("", Within(low=0))
        weight.setPrefix("\u00d7 ")
        weight.setToolTip(tr("How often it is drawn from, relative to the others"))
        weight.setAccessibleName(f"{self.setting.title}: {tr('weight of part')} {number + 1}")
        remove = icon_button("close", tr("Removes this part"), lambda: self._remove(number))
        widget = QWidget()
        column = QVBoxLayout(widget)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.addWidget(QLabel(tr("Part %1").replace("%1", str(number + 1))))
        row.addStretch()
        row.addWidget(weight)
        row.addWidget(remove)
        add_layout(column, row)
        column.addWidget(field)
        field.edited.connect(lambda value: self._change(number, {"value": value}))
        weight.changed.connect(lambda value: self._change(number, {"weight": value}))
        self._list.addWidget(widget)
        self._parts.append((field, weight, widget))

    def _change(self, number: int, changes: dict[str, object]) -> None:
        parts = list(self._mixture.parts)
        if number < len(parts):  # a part that was taken away may still speak: of what was typed when it lost the focus
            parts[number] = parts[number].model_copy(update=changes)
            self._say(tuple(parts))

    def _remove(self, number: int) -> None:
        if len(self._mixture.parts) > 1:
            self._say((*self._mixture.parts[:number], *self._mixture.parts[number + 1 :]))

    def _say(self, parts: tuple[MixturePart, ...]) -> None:
        self.taken.emit(self._mixture.model_copy(update={"parts": parts}))


class CurriculumBody(Body):
    """What is drawn at the first frame and at the last."""

    def __init__(self, setting: Setting, make_field: MakeField) -> None:
        super().__init__(setting)
        self._ends: dict[str, Field] = {}
        for name, title in (("start", tr("At the first frame")), ("end", tr("At the last frame"))):
            field = make_field(setting)
            field.edited.connect(lambda value, name=name: self._put(name, value))
            self._ends[name] = field
            self.column.addWidget(QLabel(title))
            self.column.addWidget(field)
        self.setFocusProxy(self._ends["start"])

    def show_distribution(self, distribution: AnyDistribution) -> None:
        """Show both ends."""
        assert isinstance(distribution, Curriculum)
        self._curriculum = distribution
        for name, field in self._ends.items():
            if field.value() != getattr(distribution, name):
                field.set_value(getattr(distribution, name))

    def _put(self, name: str, value: AnyDistribution) -> None:
        self.taken.emit(self._curriculum.model_copy(update={name: value}))


class ExpressionBody(Body):
    """A formula of the project's variables, and limits."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._line = QLineEdit()
        self._line.setPlaceholderText(tr("such as 0.5 * height + 0.1"))
        self._line.setAccessibleName(f"{setting.title}: {tr('formula')}")
        self._line.editingFinished.connect(self._typed)
        self._hint = QLabel()
        self._hint.setWordWrap(True)
        self._hint.setObjectName("hint")
        self._low = OptionalNumberLine(setting.unit, tr("no min"))
        self._high = OptionalNumberLine(setting.unit, tr("no max"))
        for line, name in ((self._low, tr("Lowest")), (self._high, tr("Highest"))):
            line.setAccessibleName(f"{setting.title}: {name}")
            line.setToolTip(tr("%1: what the formula gives is held here; empty: it is not").replace("%1", name))
            line.changed.connect(lambda _: self._put())
        self.column.addWidget(self._line)
        add_layout(self.column, beside(self._low, self._high))
        self.column.addWidget(self._hint)
        self.setFocusProxy(self._line)

    def show_distribution(self, distribution: AnyDistribution) -> None:
        """Show a formula."""
        assert isinstance(distribution, Expression)
        self._expression = distribution
        self._line.setText(distribution.formula)
        self._low.show_number(distribution.low)
        self._high.show_number(distribution.high)
        names = list(self.setting.variables())
        completer = QCompleter([*names, *FUNCTIONS], self._line)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._line.setCompleter(completer)
        known = ", ".join(names) if names else tr("none yet; add them on the Scene page")
        self._line.setToolTip(tr("Functions: %1").replace("%1", ", ".join(FUNCTIONS)))
        self._hint.setText(tr("Variables: %1").replace("%1", known))

    def _typed(self) -> None:
        if self._line.text().strip() != self._expression.formula:
            self._put()

    def _put(self) -> None:
        changes = {"formula": self._line.text().strip(), "low": self._low.number, "high": self._high.number}
        self.taken.emit(self._expression.model_copy(update=changes))
