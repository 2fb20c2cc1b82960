"""A plane in metres, with an axis at its left and one below it."""

import pyqtgraph as pg
from PySide6.QtWidgets import QGraphicsGridLayout

_GRID_ALPHA = 30
"""Of 255."""


class AxesView(pg.GraphicsView):  # type: ignore[misc]  # an untyped package
    """Made of pyqtgraph's parts: its own plot also makes the controls of a menu, which takes longer than all of it.

    Attributes:
        box: What is drawn in metres, to the same scale in both directions; the hand moves it.
        axis_items: The axes, "bottom" and "left".
    """

    def __init__(self) -> None:
        super().__init__()
        self.enableMouse(False)
        self.box = pg.ViewBox(lockAspect=True, enableMenu=False)
        self.axis_items = {side: pg.AxisItem(side) for side in ("bottom", "left")}
        whole = pg.GraphicsWidget()
        layout = QGraphicsGridLayout(whole)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        for item, row, column in ((self.axis_items["left"], 0, 0), (self.box, 0, 1), (self.axis_items["bottom"], 1, 1)):
            layout.addItem(item, row, column)
        layout.setRowStretchFactor(0, 1)
        layout.setColumnStretchFactor(1, 1)
        for axis in self.axis_items.values():
            axis.linkToView(self.box)
            axis.setZValue(-1000)  # its grid lies under everything
            axis.setFlag(axis.GraphicsItemFlag.ItemNegativeZStacksBehindParent)
            axis.setGrid(_GRID_ALPHA)
            axis.enableAutoSIPrefix(False)  # metres at every scale
        self.setCentralItem(whole)
