"""A number that is always the same: a box, with a handle on a track where its limits are near."""

import math

from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from scenewright.ui.fields.distribution.density import Domain
from scenewright.ui.fields.distribution.track import Track
from scenewright.ui.fields.facts import Facts
from scenewright.ui.fields.field import Field
from scenewright.ui.fields.numbers import NumberBox
from scenewright.ui.layouts import add_layout

_WIDEST = 180


class NumberField(Field):
    """A number that is always the same."""

    def __init__(self, facts: Facts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        within = facts.within
        self._is_whole = within.whole
        self._domain = Domain(within.low, within.high)
        self.box = NumberBox(facts.unit, within)
        self.box.changed.connect(self._typed)
        self.track: Track | None = None
        row = QHBoxLayout()
        row.setSpacing(8)
        if math.isfinite(within.low) and math.isfinite(within.high) and within.high - within.low <= _WIDEST:
            self.track = Track(1.0 if within.whole or facts.unit else 0.01)
            self.track.setAccessibleName(f"{facts.title}: {self.tr('handle')}")
            self.track.moved.connect(lambda values: self._typed(values[0]))
            row.addWidget(self.track, 1)
        row.addWidget(self.box, 1)
        add_layout(self.body, row)
        self.setFocusProxy(self.box)

    @override
    def _show(self, value: float) -> None:
        self.box.show_exact(float(value))
        if self.track is not None:
            self.track.show_values(self._domain, [float(value)], None)

    def _typed(self, value: float) -> None:
        self._take(round(value) if self._is_whole else value)
        if not self.problem:
            self.set_value(self._value)
