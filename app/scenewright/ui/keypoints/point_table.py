"""The points of a set in a table."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem
from typing_extensions import override

from scenewright.annotate.colors import id_color
from scenewright.assets.point_sets import PointSet
from scenewright.ui.fields.distribution.lines import read_number
from scenewright.ui.fields.units import number_text


class PointTable(QTableWidget):
    """Name and sigma of each point; Delete removes the chosen one."""

    chosen = Signal(int)
    renamed = Signal(int, str)
    sigma_changed = Signal(int, object)
    removed = Signal(int)

    def __init__(self) -> None:
        super().__init__(0, 2)
        self._is_showing = False
        sigma = QTableWidgetItem(self.tr("Sigma"))
        sigma.setToolTip(self.tr("How far off it may be, for its score; empty: the usual one of its name"))
        self.setHorizontalHeaderItem(0, QTableWidgetItem(self.tr("Point")))
        self.setHorizontalHeaderItem(1, sigma)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(self.tr("Points"))
        self.cellChanged.connect(self._typed)
        self.currentCellChanged.connect(self._choose)

    @property
    def current(self) -> int:
        """The number of the chosen point; -1 for none."""
        return self.currentRow()

    def show_points(self, points: PointSet) -> None:
        """Show other points; says nothing."""
        self._is_showing = True
        row = self.currentRow()
        self.setRowCount(len(points.points))
        for number, point in enumerate(points.points):
            name = QTableWidgetItem(point.name)
            mark = QPixmap(12, 12)
            mark.fill(QColor(*id_color(number + 1)))
            name.setIcon(mark)
            sigma = QTableWidgetItem("" if point.sigma is None else number_text(point.sigma, self.locale()))
            self.setItem(number, 0, name)
            self.setItem(number, 1, sigma)
        if points.points:
            self.setCurrentCell(min(max(row, 0), len(points.points) - 1), 0)
        self._is_showing = False

    def choose(self, number: int) -> None:
        """Choose a point."""
        self.setCurrentCell(number, 0)

    def edit_name(self) -> None:
        """Let the user type the chosen point's name."""
        item = self.currentItem()
        if item is not None:
            self.setFocus()
            self.editItem(item)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Delete) and self.currentRow() >= 0:
            self.removed.emit(self.currentRow())
        elif event.key() == Qt.Key.Key_F2:
            self.edit_name()
        else:
            super().keyPressEvent(event)

    def _choose(self, row: int) -> None:
        if not self._is_showing:
            self.chosen.emit(row)

    def _typed(self, row: int, column: int) -> None:
        item = self.item(row, column)
        if self._is_showing or item is None:
            return
        text = item.text().strip()
        if column == 0:
            self.renamed.emit(row, text)
        else:
            self.sigma_changed.emit(row, read_number(text, self.locale()) if text else None)
