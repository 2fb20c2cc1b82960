"""Corners of an outline and points of a way: a small table."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from scenewright.ui.fields.buttons import icon_button, word_button
from scenewright.ui.fields.facts import Facts
from scenewright.ui.fields.field import Field
from scenewright.ui.fields.numbers import NumberBox
from scenewright.ui.layouts import add_layout

_MOST_ROWS = 40


class PointsField(Field):
    """Points one below the other; more than forty are only counted and kept."""

    keeps_refused = False

    def __init__(self, facts: Facts, size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts = facts
        self._size = size
        self._rows: list[list[QWidget]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(4)
        add_layout(self.body, self._grid)
        self.add = word_button(self.tr("Point"), self.tr("Adds a point after the last"), self._add_point, "plus")
        self.body.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.add)

    @override
    def _show(self, value: tuple[tuple[float, ...], ...]) -> None:
        shown = value[:_MOST_ROWS]
        while len(self._rows) > len(shown):
            for widget in self._rows.pop():
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        while len(self._rows) < len(shown):
            self._add_row(len(self._rows))
        for row, point in zip(self._rows, shown, strict=True):
            for box, number in zip(row, point, strict=False):
                assert isinstance(box, NumberBox)
                box.show_exact(number)

    def _add_row(self, number: int) -> None:
        row: list[QWidget] = []
        for axis in range(self._size):
            box = NumberBox(self._facts.unit)
            box.setPrefix(f"{'xyz'[axis]} ")
            box.setAccessibleName(f"{self._facts.title} {number + 1} {'xyz'[axis]}")
            box.changed.connect(lambda value, axis=axis: self._put(number, axis, value))
            row.append(box)
        remove = icon_button("close", self.tr("Removes this point"))
        remove.setAccessibleName(self.tr("Remove point %1").replace("%1", str(number + 1)))
        remove.clicked.connect(lambda: self._change((*self._value[:number], *self._value[number + 1 :])))
        row.append(remove)
        for column, widget in enumerate(row):
            self._grid.addWidget(widget, number, column)
        self._rows.append(row)

    def _put(self, number: int, axis: int, value: float) -> None:
        point = (*self._value[number][:axis], value, *self._value[number][axis + 1 :])
        self._change((*self._value[:number], point, *self._value[number + 1 :]))

    def _add_point(self) -> None:
        points = self._value
        first, last = points[0], points[-1]
        middle = tuple((a + b) / 2 + (0.1 if len(points) == 1 else 0.0) for a, b in zip(first, last, strict=True))
        self._change((*points, middle))

    def _change(self, points: tuple[tuple[float, ...], ...]) -> None:
        self._take(points)
        if not self.problem:
            self.set_value(self._value)
