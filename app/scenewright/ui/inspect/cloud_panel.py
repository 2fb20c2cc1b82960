"""The points of one image, with what they are coloured by and what is drawn over them."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from scenewright.annotate.colors import class_color, depth_colors, object_color
from scenewright.datasets.records import InstanceRecord, matrix
from scenewright.geometry.boxes import corners
from scenewright.geometry.transforms import Matrix, transform_points
from scenewright.inspection.cloud import Cloud, cloud_of
from scenewright.ui.background import in_background
from scenewright.ui.inspect.cloud_view import CloudView, Solid
from scenewright.ui.inspect.frame_loading import LoadedFrame
from scenewright.ui.layouts import add_layout
from scenewright.ui.theme import tokens
from scenewright.ui.theme.theme import Theme

_GREY = 0.55
"""How bright what belongs to no object is, beside colours of classes and instances."""
_FRUSTUM_SHARE = 0.12
_FRUSTUM_EDGES = ((0, 1), (0, 2), (0, 3), (0, 4), (1, 2), (2, 3), (3, 4), (4, 1))


class CloudPanel(QWidget):
    """A `CloudView` and its choices."""

    pointed = Signal(int, int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.view = CloudView(theme)
        self.view.pointed.connect(self.pointed)
        self._frame: LoadedFrame | None = None
        self._cloud: Cloud | None = None
        self._only: frozenset[int] | None = None
        self._by = QComboBox()
        self._by.setObjectName("cloud_colors")
        self._by.setAccessibleName(self.tr("Colour of the points"))
        for title, key in (
            (self.tr("Picture"), "picture"),
            (self.tr("Class"), "class"),
            (self.tr("Instance"), "instance"),
            (self.tr("Distance"), "distance"),
        ):
            self._by.addItem(title, key)
        self._boxes, self._camera = QCheckBox(self.tr("3D boxes")), QCheckBox(self.tr("Camera"))
        self._boxes.setObjectName("cloud_boxes")
        self._camera.setObjectName("cloud_camera")
        for box in (self._boxes, self._camera):
            box.setChecked(True)
            box.toggled.connect(self._show)
        back = QPushButton(self.tr("Look through the camera"))
        back.setObjectName("cloud_reset")
        back.clicked.connect(self.view.reset)
        self._by.currentIndexChanged.connect(self._show)
        row = QHBoxLayout()
        row.setSpacing(tokens.SPACE_M)
        row.addWidget(QLabel(self.tr("Colour")))
        for widget in (self._by, self._boxes, self._camera):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_S)
        add_layout(layout, row)
        layout.addWidget(self.view, 1)

    def show_frame(self, frame: LoadedFrame, only: frozenset[int] | None) -> None:
        """Show an image's points; with some instances chosen, the others are dimmed."""
        self._only = only
        if frame is self._frame:
            self._show()
            return
        self._frame = frame
        in_background(lambda: cloud_of(frame.record, frame.channels), lambda it: self._take(frame, it), self)

    def _take(self, frame: LoadedFrame, cloud: Cloud | None) -> None:
        if frame is self._frame and cloud is not None:
            self._cloud = cloud
            self._show()

    def _show(self) -> None:
        frame, cloud = self._frame, self._cloud
        if frame is None or cloud is None:
            return
        colors = cloud_colors(frame, cloud, self._by.currentData(), self._only)
        solids = [*(_boxes(frame, self._only) if self._boxes.isChecked() else ())]
        if self._camera.isChecked():
            solids.append(_frustum(frame, cloud))
        size = frame.record.intrinsics
        self.view.show_cloud(cloud, colors, solids, min(size.width / size.fx, size.height / size.fy))


def cloud_colors(frame: LoadedFrame, cloud: Cloud, by: str, only: frozenset[int] | None) -> NDArray[np.uint8]:
    """Return the points' colours (N, 3).

    Args:
        frame: The image.
        cloud: Its points.
        by: "picture", "class", "instance" or "distance".
        only: Instances beside which all else is dimmed; nothing: none is.
    """
    rows, columns = cloud.pixels.T
    colors = frame.picture[rows, columns]
    if by == "distance":
        away = np.linalg.norm(cloud.points - cloud.camera, axis=1)
        colors = depth_colors(away[None])[0]
    elif by in ("class", "instance"):
        grey = colors.mean(axis=1, keepdims=True).repeat(3, axis=1) * _GREY
        table = np.zeros((max((item.instance_id for item in frame.record.instances), default=0) + 1, 3))
        known = np.zeros(len(table), bool)
        for item in frame.record.instances:
            by_class, by_object = class_color(item.class_id, frame.chosen), object_color(*_ids(item), frame.chosen)
            table[item.instance_id] = by_class if by == "class" else by_object
            known[item.instance_id] = True
        ids = np.where(cloud.ids < len(table), cloud.ids, 0)
        colors = np.where(known[ids][:, None], table[ids], grey).astype(np.uint8)
    if only is not None:
        colors = np.where(np.isin(cloud.ids, sorted(only))[:, None], colors, colors // 4)
    return np.asarray(colors, np.uint8)


def _boxes(frame: LoadedFrame, only: frozenset[int] | None) -> list[Solid]:
    return [
        Solid(_corners(item), color=object_color(*_ids(item), frame.chosen))
        for item in frame.record.instances
        if item.extent_low != item.extent_high and item.box_tight is not None
        if only is None or item.instance_id in only
    ]


def _ids(item: InstanceRecord) -> tuple[int, int]:
    return item.instance_id, item.class_id


def _corners(item: InstanceRecord) -> Matrix:
    return transform_points(matrix(item.world_from_object), corners(item.extent_low, item.extent_high))


def _frustum(frame: LoadedFrame, cloud: Cloud) -> Solid:
    """Return the camera as a small pyramid that opens towards what it sees."""
    size = frame.record.intrinsics
    x0, x1 = -size.cx / size.fx, (size.width - size.cx) / size.fx
    y0, y1 = -size.cy / size.fy, (size.height - size.cy) / size.fy
    long = _FRUSTUM_SHARE * float(np.median(np.linalg.norm(cloud.points[::97] - cloud.camera, axis=1)))
    shape = long * np.array([(0, 0, 0), (x0, y0, 1), (x1, y0, 1), (x1, y1, 1), (x0, y1, 1)], np.float64)
    return Solid(transform_points(matrix(frame.record.world_from_camera), shape), _FRUSTUM_EDGES)
