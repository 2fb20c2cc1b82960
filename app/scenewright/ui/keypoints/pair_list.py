"""Pairs of points: lines and mirror pairs."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from scenewright.assets.point_sets import Pair
from scenewright.ui.fields.buttons import icon_button
from scenewright.ui.fields.flow import FlowLayout
from scenewright.ui.fields.texts import QuietCombo
from scenewright.ui.layouts import add_layout


class PairList(QWidget):
    """Two choosers that make a pair, and all pairs to click away."""

    edited = Signal(tuple)
    """All pairs, by the user's hand."""

    def __init__(self, title: str, tip: str) -> None:
        super().__init__()
        self._pairs: tuple[Pair, ...] = ()
        heading = QLabel(title)
        heading.setProperty("role", "section")
        heading.setToolTip(tip)
        self.one, self.other = QuietCombo(), QuietCombo()
        for number, combo in enumerate((self.one, self.other), start=1):
            combo.setAccessibleName(f"{title} {number}")
            combo.setToolTip(tip)
        self.add = icon_button("plus", tip, self._add)
        row = QHBoxLayout()
        row.addWidget(self.one, 1)
        row.addWidget(self.other, 1)
        row.addWidget(self.add)
        area = QWidget()
        self._flow = FlowLayout(area, 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(heading)
        add_layout(column, row)
        column.addWidget(area)

    def show_pairs(self, names: Sequence[str], pairs: tuple[Pair, ...]) -> None:
        """Show other points and pairs; says nothing."""
        self._pairs = pairs
        for number, combo in enumerate((self.one, self.other)):
            kept = combo.currentText()
            combo.clear()
            combo.addItems(list(names))
            combo.setCurrentIndex(names.index(kept) if kept in names else min(number, len(names) - 1))
        if self.one.currentText() == self.other.currentText():
            self.other.setCurrentIndex(len(names) - 1)
        self.add.setEnabled(len(names) > 1)
        self._flow.clear()
        for pair in pairs:
            chip = QToolButton()
            chip.setProperty("chip", True)
            chip.setText(f"{pair[0]} \u2013 {pair[1]}  \u00d7")
            chip.setToolTip(self.tr("Removes this pair"))
            chip.clicked.connect(lambda _=False, pair=pair: self._say(tuple(p for p in self._pairs if p != pair)))
            self._flow.addWidget(chip)

    def _add(self) -> None:
        pair = (self.one.currentText(), self.other.currentText())
        if pair[0] != pair[1] and pair not in self._pairs and pair[::-1] not in self._pairs:
            self._say((*self._pairs, pair))

    def _say(self, pairs: tuple[Pair, ...]) -> None:
        self.edited.emit(pairs)
