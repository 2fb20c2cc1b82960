"""One image large: every label over it or in its place, its objects, the values of a pixel, and the way to its plan."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSlider,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from scenewright.annotate.overlay import LAYERS
from scenewright.datasets.records import InstanceRecord
from scenewright.ui.background import in_background
from scenewright.ui.inspect.frame_loading import LoadedFrame, load_frame
from scenewright.ui.inspect.image_view import ImageView
from scenewright.ui.inspect.opened import OpenedDataset
from scenewright.ui.theme import tokens
from scenewright.ui.theme.icons import icon
from scenewright.ui.theme.theme import Theme

_NAME = Qt.ItemDataRole.UserRole
_FIRST = frozenset({"bounding_box_2d_tight"})


class FrameView(QWidget):
    """Shows the image of a row."""

    back_asked = Signal()
    frame_asked = Signal(int)
    """A frame that is to be opened in the designer."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("inspect_frame")
        self._theme = theme
        self._dataset: OpenedDataset | None = None
        self._frame: LoadedFrame | None = None
        self._row = -1
        self._chosen = _FIRST
        self.image = ImageView(theme)
        self._title, self._pixel, self._trouble = QLabel(), QLabel(" "), QLabel()
        self._layers, self._objects = QListWidget(), QTableWidget(0, 4)
        self._opacity = QSlider(Qt.Orientation.Horizontal)
        self._aside = QPushButton(self.tr("Set aside"))
        self._design = QPushButton(self.tr("Open in the designer"))
        self._lay_out()
        self.image.pointed.connect(self._read_pixel)
        self._layers.itemChanged.connect(self._choose)
        self._opacity.valueChanged.connect(self._draw)
        self._objects.itemSelectionChanged.connect(self._draw)
        self._aside.clicked.connect(self._toggle_aside)
        self._design.clicked.connect(self._open_in_designer)

    @property
    def frame(self) -> LoadedFrame | None:
        """What is shown."""
        return self._frame

    def show_row(self, dataset: OpenedDataset, row: int) -> None:
        """Show an image of a dataset."""
        self._dataset, self._row = dataset, row
        examined = dataset.examined
        if examined is None:
            return
        columns, spec = examined.source.columns, examined.evidence.spec
        self._show_title()
        in_background(lambda: load_frame(columns, row, spec), self._take, self)

    def step(self, by: int) -> None:
        """Show the next image of the grid, or the one before."""
        if self._dataset is None:
            return
        places = np.flatnonzero(self._dataset.rows == self._row)
        at = (int(places[0]) if len(places) else 0) + by
        if 0 <= at < len(self._dataset.rows):
            self.show_row(self._dataset, int(self._dataset.rows[at]))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102, N802 (Qt's name)
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        key = Qt.Key(event.key())
        if key in steps:
            self.step(steps[key])
        elif key == Qt.Key.Key_Escape:
            self.back_asked.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        back = QPushButton(icon("arrow_left"), self.tr("Grid"))
        before, after = QPushButton(icon("chevron_left"), ""), QPushButton(icon("chevron_right"), "")
        for button, name, words, do in (
            (back, "inspect_back", self.tr("Back to the grid"), self.back_asked.emit),
            (before, "inspect_before", self.tr("The image before"), lambda: self.step(-1)),
            (after, "inspect_after", self.tr("The next image"), lambda: self.step(1)),
        ):
            button.setObjectName(name)
            button.setToolTip(words)
            button.setAccessibleName(words)
            button.clicked.connect(do)
        self._title.setProperty("role", "heading")
        self._aside.setObjectName("inspect_frame_aside")
        self._design.setObjectName("inspect_open_frame")
        self._design.setToolTip(self.tr("Show this frame of the project in the designer, with all its drawn values"))
        bar = QHBoxLayout()
        for widget in (back, before, after, self._title):
            bar.addWidget(widget)
        bar.addStretch(1)
        bar.addWidget(self._aside)
        bar.addWidget(self._design)
        left = QVBoxLayout()
        self._trouble.setProperty("role", "error")
        self._trouble.setWordWrap(True)
        self._trouble.hide()
        self._pixel.setProperty("role", "muted")
        left.addWidget(self._trouble)
        left.addWidget(self.image, 1)
        left.addWidget(self._pixel)
        body = QHBoxLayout()
        body.addLayout(left, 1)
        body.addWidget(self._side())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_M, tokens.SPACE_S, tokens.SPACE_M, tokens.SPACE_S)
        layout.addLayout(bar)
        layout.addLayout(body, 1)

    def _side(self) -> QWidget:
        side = QWidget()
        side.setFixedWidth(self._theme.px(280))
        layout = QVBoxLayout(side)
        layout.setContentsMargins(tokens.SPACE_M, 0, 0, 0)
        self._layers.setObjectName("inspect_layers")
        self._layers.setAccessibleName(self.tr("Labels over the picture"))
        self._opacity.setObjectName("inspect_opacity")
        self._opacity.setAccessibleName(self.tr("How much labels cover the picture"))
        self._opacity.setRange(5, 100)
        self._opacity.setValue(100)
        self._objects.setObjectName("inspect_objects")
        self._objects.setAccessibleName(self.tr("Objects in the image"))
        headings = (self.tr("Object"), self.tr("Pixels"), self.tr("Hidden"), self.tr("Cut off"))
        self._objects.setHorizontalHeaderLabels(headings)
        self._objects.verticalHeader().hide()
        self._objects.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._objects.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._objects.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for words, widget, stretch in (
            (self.tr("Labels"), self._layers, 3),
            (self.tr("Blend"), self._opacity, 0),
            (self.tr("Objects: select to see them alone"), self._objects, 4),
        ):
            heading = QLabel(words)
            heading.setProperty("role", "muted")
            layout.addWidget(heading)
            layout.addWidget(widget, stretch)
        return side

    def _take(self, frame: LoadedFrame) -> None:
        if frame.row != self._row:
            return  # another was asked for meanwhile
        self._frame = frame
        self._trouble.setText(frame.trouble)
        self._trouble.setVisible(bool(frame.trouble))
        self._fill_layers(frame)
        self._fill_objects(frame)
        self._design.setVisible(bool(frame.plan))
        self._draw()

    def _fill_layers(self, frame: LoadedFrame) -> None:
        self._layers.blockSignals(True)
        self._layers.clear()
        for name in frame.layers:
            item = QListWidgetItem(LAYERS[name].title[:1].upper() + LAYERS[name].title[1:])
            item.setData(_NAME, name)
            item.setCheckState(Qt.CheckState.Checked if name in self._chosen else Qt.CheckState.Unchecked)
            self._layers.addItem(item)
        self._layers.blockSignals(False)

    def _fill_objects(self, frame: LoadedFrame) -> None:
        self._objects.blockSignals(True)
        self._objects.setRowCount(len(frame.record.instances))
        for number, item in enumerate(frame.record.instances):
            for column, text in enumerate(_texts(item)):
                cell = QTableWidgetItem(text)
                cell.setData(_NAME, item.instance_id)
                cell.setToolTip(item.reason or item.asset)
                self._objects.setItem(number, column, cell)
        self._objects.clearSelection()
        self._objects.blockSignals(False)

    def _choose(self, item: QListWidgetItem) -> None:
        name, on = item.data(_NAME), item.checkState() is Qt.CheckState.Checked
        self._chosen = self._chosen | {name} if on else self._chosen - {name}
        self._draw()

    def _draw(self) -> None:
        if self._frame is None:
            return
        only = frozenset(cell.data(_NAME) for cell in self._objects.selectedItems()) or None
        layers = self._chosen & frozenset(self._frame.layers)
        self.image.show_pixels(self._frame.drawn(layers, self._opacity.value() / 100, only))

    def _read_pixel(self, column: int, row: int) -> None:
        if self._frame is not None:
            words = [f"{column}, {row}", *_values_at(self._frame.channels, column, row, self._frame.record.instances)]
            self._pixel.setText("   ".join(words))

    def _show_title(self) -> None:
        if self._dataset is None or self._dataset.examined is None:
            return
        index = int(self._dataset.examined.source.columns.images.index[self._row])
        self._title.setText(self.tr("Frame {0}").format(index))
        is_aside = self._dataset.is_aside(self._row)
        self._aside.setText(self.tr("Take back") if is_aside else self.tr("Set aside"))

    def _toggle_aside(self) -> None:
        if self._dataset is not None:
            frames = self._dataset.frames([self._row])
            if self._dataset.is_aside(self._row):
                self._dataset.take_back(frames)
            else:
                self._dataset.set_aside(frames)
            self._show_title()

    def _open_in_designer(self) -> None:
        if self._dataset is not None:
            self.frame_asked.emit(self._dataset.frames([self._row])[0])


def _texts(item: InstanceRecord) -> tuple[str, ...]:
    def share(value: float | None) -> str:
        return "" if value is None else f"{value:.0%}"

    name = f"{item.class_name} ({item.verdict})" if item.verdict else item.class_name
    return name, str(item.visible_px or ""), share(item.occlusion_ratio), share(item.truncation_ratio)


def _values_at(channels: Mapping[str, Any], column: int, row: int, instances: tuple[InstanceRecord, ...]) -> list[str]:
    """Return what a pixel holds, in words."""
    words = []
    for name, title, unit in (
        ("instance_mask", "", ""),
        ("distance_to_image_plane", "depth", "m"),
        ("distance_to_camera", "distance", "m"),
        ("normals", "normal", ""),
        ("forward_flow", "flow", "px"),
    ):
        image = channels.get(name)
        if image is None or row >= image.shape[0] or column >= image.shape[1]:
            continue
        value = image[row, column]
        if name == "instance_mask":
            names = {item.instance_id: item.class_name for item in instances}
            words.append(f"{names[int(value)]} {int(value)}" if int(value) in names else "background")
        else:
            numbers = " ".join(f"{number:.3g}" for number in np.atleast_1d(value).tolist())
            words.append(f"{title} {numbers} {unit}".strip())
    return words
