"""Beside an image: which labels are over it, how much they cover, and the list of its objects."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSlider,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from scenewright.annotate.overlay import LAYERS
from scenewright.datasets.records import InstanceRecord
from scenewright.ui.inspect.frame_loading import LoadedFrame
from scenewright.ui.inspect.panes import Blend
from scenewright.ui.inspect.words import layer_title
from scenewright.ui.theme import tokens
from scenewright.ui.theme.theme import Theme

_NAME = Qt.ItemDataRole.UserRole
_FIRST = frozenset({"bounding_box_2d_tight"})


class FrameSide(QWidget):
    """Chooses labels and objects."""

    changed = Signal()
    """Something else is to be drawn."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFixedWidth(theme.px(280))
        self._chosen, self._layers_there = _FIRST, frozenset[str]()
        self._layers, self._objects = QListWidget(), QTableWidget(0, 4)
        self._opacity = QSlider(Qt.Orientation.Horizontal)
        self._over_picture: list[QWidget] = []
        self._lay_out()
        self._layers.itemChanged.connect(self._choose)
        self._opacity.valueChanged.connect(self.changed)
        self._objects.itemSelectionChanged.connect(self.changed)

    @property
    def blend(self) -> Blend:
        """What is to be drawn over the picture."""
        only = frozenset(cell.data(_NAME) for cell in self._objects.selectedItems()) or None
        return Blend(self._chosen & self._layers_there, self._opacity.value() / 100, only)

    def show_frame(self, frame: LoadedFrame) -> None:
        """Offer the labels of an image, and list its objects."""
        self._layers_there = frozenset(frame.layers)
        self._fill_layers(frame)
        self._fill_objects(frame)

    def show_layers(self, *, on: bool) -> None:
        """Offer labels to lay over the picture, or not where no picture is shown."""
        for widget in self._over_picture:
            widget.setVisible(on)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_M, 0, 0, 0)
        self._layers.setObjectName("inspect_layers")
        self._layers.setAccessibleName(self.tr("Labels over the picture"))
        self._layers.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._layers.setTextElideMode(Qt.TextElideMode.ElideRight)
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
        header = self._objects.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for words, widget, stretch in (
            (self.tr("Labels"), self._layers, 3),
            (self.tr("Blend"), self._opacity, 0),
            (self.tr("Objects: select to see them alone"), self._objects, 4),
        ):
            heading = QLabel(words)
            heading.setProperty("role", "muted")
            layout.addWidget(heading)
            layout.addWidget(widget, stretch)
            if widget is not self._objects:
                self._over_picture += [heading, widget]

    def _fill_layers(self, frame: LoadedFrame) -> None:
        self._layers.blockSignals(True)
        self._layers.clear()
        for name in frame.layers:
            item = QListWidgetItem(layer_title(LAYERS[name].title))
            item.setData(_NAME, name)
            item.setToolTip(item.text())
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
        self.changed.emit()


def _texts(item: InstanceRecord) -> tuple[str, ...]:
    def share(value: float | None) -> str:
        return "" if value is None else f"{value:.0%}"

    name = f"{item.class_name} ({item.verdict})" if item.verdict else item.class_name
    return name, str(item.visible_px or ""), share(item.occlusion_ratio), share(item.truncation_ratio)
