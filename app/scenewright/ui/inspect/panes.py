"""An image's labels side by side: two to four views that are enlarged, moved and pointed at together."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from scenewright.annotate.overlay import LAYERS
from scenewright.ui.background import in_background
from scenewright.ui.inspect.frame_loading import LoadedFrame
from scenewright.ui.inspect.image_view import ImageView
from scenewright.ui.inspect.pixel_values import value_words
from scenewright.ui.inspect.words import layer_title
from scenewright.ui.layouts import add_layout
from scenewright.ui.theme import tokens
from scenewright.ui.theme.theme import Theme

PICTURE = ""
"""The pane that shows the picture, with the labels that are chosen for it."""
_FIRST = (PICTURE, "distance_to_image_plane", "instance_mask", "normals")
_FEWEST, _MOST = 2, 4


@dataclass(frozen=True)
class Blend:
    """How the picture is shown: with which labels over it, how much of them, and of which instances."""

    layers: frozenset[str]
    opacity: float
    only: frozenset[int] | None


class PanesView(QWidget):
    """Shows what is chosen in each pane."""

    pointed = Signal(int, int)
    """Column and row of the pixel under the pointer, in whichever pane."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._frame: LoadedFrame | None = None
        self._blend = Blend(frozenset(), 1.0, None)
        self._serial = 0
        self._count = QComboBox()
        self._count.setObjectName("panes_count")
        self._count.setAccessibleName(self.tr("How many side by side"))
        for number in range(_FEWEST, _MOST + 1):
            self._count.addItem(self.tr("{0} panes").format(number), number)
        self._panes = [_Pane(theme, number, name) for number, name in enumerate(_FIRST)]
        row = QHBoxLayout()
        row.addWidget(self._count)
        row.addStretch(1)
        self._grid = QGridLayout()
        self._grid.setSpacing(tokens.SPACE_S)
        for number in range(2):
            self._grid.setColumnStretch(number, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_S)
        add_layout(layout, row)
        add_layout(layout, self._grid, 1)
        for pane in self._panes:
            pane.view.looked.connect(lambda zoom, middle, it=pane: self._follow(it, zoom, middle))
            pane.view.pointed.connect(self._point)
            pane.choice.activated.connect(self._draw)
        self._count.currentIndexChanged.connect(self._arrange)
        self._arrange()

    @property
    def views(self) -> tuple[ImageView, ...]:
        """The views that are shown."""
        return tuple(pane.view for pane in self._shown)

    def show_frame(self, frame: LoadedFrame, blend: Blend) -> None:
        """Show an image; a pane whose label it does not have shows the next one that no pane has."""
        self._frame, self._blend = frame, blend
        taken: set[str] = set()
        for pane in self._panes:
            pane.offer(frame.layers, taken)
            taken.add(pane.name)
        self._draw()

    @property
    def _shown(self) -> list["_Pane"]:
        return self._panes[: self._count.currentData()]

    def _arrange(self) -> None:
        for number, pane in enumerate(self._panes):
            self._grid.removeWidget(pane)
            pane.setVisible(pane in self._shown)
            if pane in self._shown:
                self._grid.addWidget(pane, number // 2, number % 2)
        self._draw()

    def _draw(self) -> None:
        """Draw the panes beside the window; only the newest wish is shown."""
        frame, blend = self._frame, self._blend
        if frame is None:
            return
        self._serial += 1
        serial, names = self._serial, [pane.name for pane in self._shown]

        def drawn() -> list[NDArray[np.uint8]]:
            return [
                frame.drawn(blend.layers, blend.opacity, blend.only)
                if name == PICTURE
                else frame.alone(name, blend.only)
                for name in names
            ]

        in_background(drawn, lambda images: self._take(serial, images), self)

    def _take(self, serial: int, images: list[NDArray[np.uint8]]) -> None:
        if serial == self._serial:
            for pane, image in zip(self._shown, images, strict=False):
                pane.view.show_pixels(image)

    def _follow(self, leader: "_Pane", zoom: float, middle: QPointF) -> None:
        for pane in self._panes:
            if pane is not leader:
                pane.view.look(zoom, middle)

    def _point(self, column: int, row: int) -> None:
        for pane in self._panes:
            pane.view.mark((column, row))
            pane.read(self._frame, column, row)
        self.pointed.emit(column, row)


class _Pane(QWidget):
    """One view, what it shows, and its value at the pixel that is pointed at."""

    def __init__(self, theme: Theme, number: int, name: str) -> None:
        super().__init__()
        self._wanted = name
        self.view = ImageView(theme)
        self.view.setObjectName(f"pane_image_{number}")
        self.view.setMinimumSize(160, 120)
        self.choice, self._value = QComboBox(), QLabel()
        self.choice.setObjectName(f"pane_{number}")
        self.choice.setAccessibleName(self.tr("What pane {0} shows").format(number + 1))
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(8)
        self.choice.activated.connect(self._want)
        self._value.setProperty("role", "muted")
        self._value.setObjectName(f"pane_value_{number}")
        # However long a value is, the pane stays as wide as it is.
        self._value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout()
        row.addWidget(self.choice, 1)
        row.addWidget(self._value, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_XS)
        add_layout(layout, row)
        layout.addWidget(self.view, 1)

    @property
    def name(self) -> str:
        """The label that is shown; `PICTURE` for the picture."""
        return self.choice.currentData() or PICTURE

    def offer(self, layers: tuple[str, ...], taken: set[str]) -> None:
        """Offer the labels of an image; what the user chose stays where that is possible."""
        self.choice.clear()
        self.choice.addItem(self.tr("Picture"), PICTURE)
        for name in layers:
            self.choice.addItem(layer_title(LAYERS[name].title), name)
        free = (name for name in layers if name not in taken and LAYERS[name].field is not None)
        name = self._wanted if self._wanted == PICTURE or self._wanted in layers else next(free, PICTURE)
        self.choice.setCurrentIndex(self.choice.findData(name))

    def read(self, frame: LoadedFrame | None, column: int, row: int) -> None:
        """Say what is at a pixel."""
        if frame is None:
            return
        if self.name == PICTURE:
            inside = row < frame.picture.shape[0] and column < frame.picture.shape[1]
            self._value.setText(" ".join(map(str, frame.picture[row, column].tolist())) if inside else "")
            return
        name = "instance_mask" if self.name == "panoptic" else self.name
        self._value.setText(value_words(name, frame.record, frame.channels, column, row))

    def _want(self) -> None:
        self._wanted = self.name
