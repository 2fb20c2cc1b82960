"""One image large: its labels over it, side by side or in space, its objects, any pixel, and the way to its plan."""

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from scenewright.inspection.cloud import has_distances
from scenewright.ui.background import in_background
from scenewright.ui.canvas.segments import SegmentBar
from scenewright.ui.inspect.cloud_panel import CloudPanel
from scenewright.ui.inspect.frame_loading import LoadedFrame, load_frame
from scenewright.ui.inspect.frame_side import FrameSide
from scenewright.ui.inspect.image_view import ImageView
from scenewright.ui.inspect.opened import OpenedDataset
from scenewright.ui.inspect.panes import PanesView
from scenewright.ui.inspect.pixel_values import pixel_words
from scenewright.ui.layouts import add_layout
from scenewright.ui.theme import tokens
from scenewright.ui.theme.dressing import InParts
from scenewright.ui.theme.icons import icon
from scenewright.ui.theme.theme import Theme

_MODES = ("blended", "side_by_side", "points")


class FrameView(InParts, QWidget):
    """Shows the image of a row."""

    back_asked = Signal()
    frame_asked = Signal(int)
    """A frame that is to be opened in the designer."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("inspect_frame")
        self._dataset: OpenedDataset | None = None
        self._frame: LoadedFrame | None = None
        self._row = -1
        self._mode = _MODES[0]
        self.image, self.panes, self.cloud = ImageView(theme), PanesView(theme), CloudPanel(theme)
        self._side = FrameSide(theme)
        self._title, self._pixel, self._trouble = QLabel(), QLabel(" "), QLabel()
        self._modes = SegmentBar(
            (
                ("blended", self.tr("Blended"), "labels", self.tr("Labels over the picture")),
                ("side_by_side", self.tr("Side by side"), "panes", self.tr("Two to four labels beside each other")),
                ("points", self.tr("3D"), "orbit", self.tr("Depth as points in space; drag to go around")),
            )
        )
        self._views = QStackedWidget()
        self._aside = QPushButton(self.tr("Set aside"))
        self._design = QPushButton(self.tr("Open in the designer"))
        self._lay_out()
        for view in (self.image, self.panes, self.cloud):
            view.pointed.connect(self._read_pixel)
        self._modes.chosen.connect(self.show_mode)
        self._side.changed.connect(self._draw)
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

    def show_mode(self, mode: str) -> None:
        """Show labels over the picture ("blended"), "side_by_side", or "points" in space."""
        self._mode = mode
        self._modes.choose(mode)
        self._views.setCurrentIndex(_MODES.index(mode))
        self._side.show_layers(on=mode != "points")
        self._draw()

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
        modes = {Qt.Key.Key_1: 0, Qt.Key.Key_2: 1, Qt.Key.Key_3: 2}
        key = Qt.Key(event.key())
        if key in steps:
            self.step(steps[key])
        elif key in modes:
            self.show_mode(_MODES[modes[key]])
        elif key == Qt.Key.Key_Escape:
            self.back_asked.emit()
        else:
            super().keyPressEvent(event)

    @override
    def own_parts(self) -> Iterable[QWidget | None]:
        return (self._bar, self._trouble, self.image, self.panes, self.cloud, self._pixel, self._side)

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
        self._modes.choose(self._mode)
        self._bar = QWidget()
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(0, 0, 0, 0)
        for widget in (back, before, after, self._title):
            bar.addWidget(widget)
        bar.addStretch(1)
        bar.addWidget(self._modes)
        bar.addStretch(1)
        bar.addWidget(self._aside)
        bar.addWidget(self._design)
        left = QVBoxLayout()
        left.setSpacing(tokens.SPACE_S)
        self._trouble.setProperty("role", "error")
        self._trouble.setWordWrap(True)
        self._trouble.hide()
        self._pixel.setObjectName("inspect_pixel")
        self._pixel.setProperty("role", "muted")
        self._pixel.setWordWrap(True)
        self._pixel.setAlignment(Qt.AlignmentFlag.AlignTop)
        # Two lines, whatever is said: the view above must not jump while the pointer moves.
        self._pixel.setFixedHeight(2 * self._pixel.fontMetrics().lineSpacing() + tokens.SPACE_XS)
        self._pixel.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for view in (self.image, self.panes, self.cloud):
            self._views.addWidget(view)
        left.addWidget(self._trouble)
        left.addWidget(self._views, 1)
        left.addWidget(self._pixel)
        body = QHBoxLayout()
        add_layout(body, left, 1)
        body.addWidget(self._side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_M, tokens.SPACE_S, tokens.SPACE_M, tokens.SPACE_S)
        layout.addWidget(self._bar)
        add_layout(layout, body, 1)

    def _take(self, frame: LoadedFrame) -> None:
        if frame.row != self._row:
            return  # another was asked for meanwhile
        self._frame = frame
        self._trouble.setText(frame.trouble)
        self._trouble.setVisible(bool(frame.trouble))
        self._side.show_frame(frame)
        self._design.setVisible(bool(frame.plan))
        has_points = has_distances(frame.channels)
        reason = "" if has_points else self.tr("This dataset holds no depth: add a depth label and generate again")
        self._modes.allow("points", reason)
        if self._mode == "points" and not has_points:
            self.show_mode(_MODES[0])
        else:
            self._draw()

    def _draw(self) -> None:
        frame, blend = self._frame, self._side.blend
        if frame is None:
            return
        match self._mode:
            case "side_by_side":
                self.panes.show_frame(frame, blend)
            case "points":
                self.cloud.show_frame(frame, blend.only)
            case _:
                self.image.show_pixels(frame.drawn(blend.layers, blend.opacity, blend.only))

    def _read_pixel(self, column: int, row: int) -> None:
        frame = self._frame
        if frame is not None and row < frame.picture.shape[0] and column < frame.picture.shape[1]:
            self._pixel.setText("   ".join(pixel_words(frame.picture, frame.record, frame.channels, column, row)))

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
