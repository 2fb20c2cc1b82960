"""A free look at the scene: fly around it, and give what is seen to a camera."""

import math

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from scenewright.spec.cameras import CameraSpec
from scenewright.spec.distributions import Fixed
from scenewright.spec.limits import Vector3
from scenewright.spec.project import ProjectSpec
from scenewright.ui.canvas.marked import marked_owners, place_of_owner
from scenewright.ui.canvas.picture_view import PictureView
from scenewright.ui.canvas.reading import reading
from scenewright.ui.canvas.shown import Shown
from scenewright.ui.fields.elided import ElidedLabel
from scenewright.ui.layouts import add_layout
from scenewright.ui.orbit import Orbit
from scenewright.ui.preview.wishes import Eye, PictureWish, PreviewFrame, TraceWish
from scenewright.ui.session import Session
from scenewright.ui.theme import tokens

_CLIENT = "orbit"
_TURN_RAD_PX = 0.008
_KEY_RAD = math.radians(5)
_SIZE_STEP_PX = 32


def with_camera_at(spec: ProjectSpec, number: int, orbit: Orbit) -> ProjectSpec:
    """Return the project with a camera where the free one is, looking at the same point; its lens stays."""

    def point(values: tuple[float, ...]) -> Vector3:
        x, y, z = (Fixed(value=round(value, 3)) for value in values)
        return Vector3(x=x, y=y, z=z)

    camera = spec.cameras[number]
    data = camera.model_dump() | {
        "position_m": point(orbit.position).model_dump(),
        "look_at_m": point(tuple(orbit.target.tolist())).model_dump(),
        "orbit": None,
        "look_at": None,
        "mount": None,
        "motion": None if camera.motion is not None and camera.motion.kind == "orbit" else camera.motion,
    }
    placed = CameraSpec.model_validate(data)
    return spec.replace(cameras=(*spec.cameras[:number], placed, *spec.cameras[number + 1 :]))


class OrbitView(QWidget):
    """The selected frame from anywhere: drag to turn, Shift-drag to shift, wheel to come nearer."""

    told = Signal(str)

    def __init__(self, session: Session, shown: Shown) -> None:
        super().__init__()
        self._session = session
        self._orbit: Orbit | None = None
        self.picture = _Turnable(shown, session, self)
        self.picture.setObjectName("orbit_picture")
        self.picture.setAccessibleName(self.tr("Free view of the scene"))
        set_camera, reset = (
            QPushButton(self.tr("Set camera from view")),
            QPushButton(self.tr("Look through the camera")),
        )
        set_camera.setObjectName("set_camera_from_view")
        set_camera.setToolTip(self.tr("Puts the selected camera here, looking where this view looks; its lens stays"))
        reset.setObjectName("reset_orbit")
        reset.setToolTip(self.tr("Goes back to where the camera of this frame is"))
        reset.setProperty("role", "quiet")
        hint = ElidedLabel(self.tr("Drag to turn, Shift-drag to shift, wheel to come nearer"))
        hint.setProperty("role", "muted")
        row = QHBoxLayout()
        row.setContentsMargins(tokens.SPACE_M, 0, tokens.SPACE_M, tokens.SPACE_S)
        row.addWidget(set_camera)
        row.addWidget(reset)
        row.addSpacing(tokens.SPACE_S)
        row.addWidget(hint, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        add_layout(layout, row)
        layout.addWidget(self.picture, 1)
        set_camera.clicked.connect(self.set_camera)
        reset.clicked.connect(self.reset)
        self.picture.pointed.connect(self._read)
        self.picture.clicked.connect(self._select)
        session.selection.frame_changed.connect(self._ask)
        session.selection.place_changed.connect(self._mark)
        session.preview.frame_ready.connect(self._take)
        session.preview.draws_changed.connect(self._ask)

    @property
    def orbit(self) -> Orbit | None:
        """Where the free camera is, once it is known."""
        return self._orbit

    def reset(self) -> None:
        """Begin where the selected camera is in the selected frame."""
        self._orbit = None
        self._ask()

    def set_camera(self) -> None:
        """Put the selected camera where this view is."""
        if self._orbit is not None:
            spec = self._session.document.spec
            number = min(self._session.selection.camera, len(spec.cameras) - 1)
            self._session.document.edit(with_camera_at(spec, number, self._orbit), self.tr("Set camera from view"))
            self._session.selection.reveal(("cameras", number))

    def turn(self, around: float, up: float) -> None:
        """Go around what is looked at, radians."""
        if self._orbit is not None:
            self._orbit.turn(around, up)
            self._ask()

    def zoom(self, factor: float) -> None:
        """Come nearer or go away."""
        if self._orbit is not None:
            self._orbit.zoom(factor)
            self._ask()

    def shift(self, right: float, up: float) -> None:
        """Move sideways and up."""
        if self._orbit is not None:
            self._orbit.shift(right, up)
            self._ask()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: D102, N802 (Qt's name)
        super().showEvent(event)
        self._ask()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: D102, N802 (Qt's name)
        super().hideEvent(event)
        self._session.preview.want(_CLIENT, ())

    def _ask(self) -> None:
        if not self.isVisible():
            return
        preview, selection = self._session.preview, self._session.selection
        if self._orbit is None:
            trace = preview.trace(selection.frame)
            if trace is None:
                preview.want(_CLIENT, [TraceWish(selection.frame)], urgency=0)
                return
            cameras = trace.plan.cameras
            self._orbit = Orbit.of_camera(cameras[min(selection.camera, len(cameras) - 1)])
        target = self._orbit.target.tolist()
        # In steps, since the engine keeps targets for each size.
        width, height = (max(_SIZE_STEP_PX * 4, px // _SIZE_STEP_PX * _SIZE_STEP_PX) for px in self._size())
        eye = Eye(self._orbit.position, (target[0], target[1], target[2]), width_px=width, height_px=height)
        preview.want(_CLIENT, [PictureWish(selection.frame, selection.camera, eye=eye)], urgency=0)

    def _size(self) -> tuple[int, int]:
        return self.picture.width(), self.picture.height()

    def _take(self, frame: PreviewFrame) -> None:
        if frame.wish.eye is not None and self.isVisible() and frame.wish.frame == self._session.selection.frame:
            self.picture.show_frame(frame)
            self._mark()

    def _mark(self, *_: object) -> None:
        if self.picture.frame is not None:
            spec, plan = self._session.document.spec, self.picture.frame.plan
            self.picture.mark(marked_owners(spec, plan, self._session.selection.place))

    def _read(self, pixel: tuple[int, int] | None) -> None:
        frame = self.picture.frame
        self.told.emit("" if frame is None or pixel is None else reading(frame, *pixel))

    def _select(self, owner: int) -> None:
        if self.picture.frame is not None:
            plan = self.picture.frame.plan
            self._session.selection.select(place_of_owner(self._session.document.spec, plan, owner))


class _Turnable(PictureView):
    """A picture that turns the scene when it is dragged, instead of moving itself."""

    def __init__(self, shown: Shown, session: Session, view: OrbitView) -> None:
        super().__init__(shown, session.theme)
        self._view = view

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        self._view.zoom(1.15 ** (-event.angleDelta().y() / 120))
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        turns = {
            Qt.Key.Key_Left: (-_KEY_RAD, 0.0),
            Qt.Key.Key_Right: (_KEY_RAD, 0.0),
            Qt.Key.Key_Up: (0.0, _KEY_RAD),
            Qt.Key.Key_Down: (0.0, -_KEY_RAD),
        }
        key = Qt.Key(event.key())
        if key in turns:
            self._view.turn(*turns[key])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self._view.zoom(1.15 if key == Qt.Key.Key_Minus else 1 / 1.15)
        elif key == Qt.Key.Key_0:
            self._view.reset()
        else:
            QWidget.keyPressEvent(self, event)

    def _drag(self, way: QPointF, *, shift: bool) -> None:
        if shift:
            self._view.shift(-way.x() / self.height(), way.y() / self.height())
        else:
            self._view.turn(-way.x() * _TURN_RAD_PX, way.y() * _TURN_RAD_PX)
