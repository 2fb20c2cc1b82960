"""The page *Camera*: where each camera is, what it looks at, and through which lens and sensor."""

import math
from functools import partial
from pathlib import Path

from pydantic import ValidationError
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import QLabel, QWidget
from typing_extensions import override

from scenewright.errors import UserError
from scenewright.spec.calibration import Calibration, read_calibration
from scenewright.spec.camera_models import CAMERA_MODELS
from scenewright.spec.cameras import CameraSpec, OrbitSpec
from scenewright.spec.distributions import Uniform
from scenewright.spec.places import Place, with_value
from scenewright.spec.project import ProjectSpec
from scenewright.ui.binding import sentence_of
from scenewright.ui.choosing import choose_file
from scenewright.ui.fields.buttons import word_button
from scenewright.ui.fields.choices import blended
from scenewright.ui.fields.disclosure import Disclosure
from scenewright.ui.fields.distribution.conversion import bulk_of
from scenewright.ui.fields.form import Form, Stacked
from scenewright.ui.language import translate
from scenewright.ui.pages.details import Details
from scenewright.ui.pages.page import Page, Section
from scenewright.ui.pages.part_list import Line, PartList, Start
from scenewright.ui.session import Session

_CALIBRATIONS = (".yaml", ".yml")


def make_page(session: Session) -> QWidget:
    """Return the page."""
    return CameraPage(session)


class CameraPage(Page):
    """The list of cameras and the settings of the chosen one; calibration files can be dropped on it."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.setAcceptDrops(True)
        starts = [Start(tr("Camera"), lambda parts: parts.add(first_camera(None)))]
        starts += [
            Start(model.title, lambda parts, name=name: parts.add(first_camera(name)))  # type: ignore[misc]
            for name, model in CAMERA_MODELS.items()
        ]
        self.parts = PartList(session, "cameras", _line, starts)
        self._details = Details(session.growth, "cameras", self._settings)
        self.parts.chosen.connect(self._details.show_part)
        self.parts.chosen.connect(lambda number: session.selection.show_camera(max(number, 0)))
        self.add(self.parts)
        self.add(self._details)
        self._details.show_part(self.parts.number)

    def read_file(self, path: Path) -> None:
        """Give the chosen camera the lens of a calibration file; a file of several adds the others as cameras."""
        try:
            found = read_calibration(path)
        except UserError as error:
            self.parts.show_problem(str(error))
            return
        number = max(self.parts.number, 0)
        document = self.session.document
        try:
            spec = with_calibrations(document.spec, number, found)
        except ValidationError as error:
            self.parts.show_problem(f"{path.name}: {sentence_of(error)}")
            return
        self.parts.show_problem("")
        document.edit(spec, tr("Import calibration {0}").format(path.name))
        self._details.show_part(number)

    def _settings(self, number: int) -> QWidget:
        session, place = self.session, ("cameras", number)

        def form(*names: str) -> Form:
            return Form(session, place, CameraSpec, only=names)

        def folded(title: str, *names: str) -> Disclosure:
            part = Disclosure(title, lambda: form(*names), tuple((*place, name) for name in names))
            part.button.setProperty("role", "heading")
            return part

        calibrate = word_button(
            tr("Calibration file\u2026"),
            tr("Takes lens, distortion and image size from ROS camera_info, OpenCV or Kalibr YAML; drop works too"),
            self._ask_for_file,
            "import",
        )
        lens = Stacked(
            [form("model", "focal_length_mm"), FieldOfView(session, place), form("width_px", "height_px"), calibrate]
        )
        where = folded(tr("Finer points of the place"), "roll_deg", "shake_m", "rules")
        return Stacked(
            [
                Section(tr("The camera"), "", form("name", "note")),
                Section(tr("Where it is"), "", form("orbit", "look_at"), where),
                Section(tr("Lens and image"), "", lens),
                folded(
                    tr("Calibration and distortion"),
                    "intrinsics",
                    "lens",
                    "sensor_width_mm",
                    "cx_shift_px",
                    "cy_shift_px",
                    "near_m",
                    "far_m",
                ),
                folded(tr("Exposure and sensor"), "exposure_stops", "sensor"),
                folded(tr("Depth sensor and stereo"), "depth_sensor", "stereo_baseline_m"),
                *([folded(tr("Mounted on another camera"), "mount")] if number > 0 else []),
                folded(tr("Motion in clips"), "motion", "hand_held"),
            ],
            spacing=20,
        )

    def _ask_for_file(self) -> None:
        folder = self.session.document.folder
        choose_file(self, tr("Calibration file"), folder, self.read_file, kinds="YAML (*.yaml *.yml)")

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _calibrations(event):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self.read_file(_calibrations(event)[0])
        event.acceptProposedAction()


class FieldOfView(QLabel):
    """How wide the camera sees, as its lens says."""

    def __init__(self, session: Session, place: Place) -> None:
        super().__init__()
        self.setProperty("role", "muted")
        self.setObjectName("field_of_view")
        self._place = place
        session.document.changed.connect(self._changed)
        self._tell(session.document.spec)

    def _changed(self, before: ProjectSpec, after: ProjectSpec) -> None:
        if before.cameras != after.cameras:
            self._tell(after)

    def _tell(self, spec: ProjectSpec) -> None:
        number = int(self._place[1])
        if number < len(spec.cameras):
            wide, tall = field_of_view_deg(spec.cameras[number])
            self.setText(tr("Sees {0}\u00b0 across and {1}\u00b0 up and down.").format(f"{wide:.3g}", f"{tall:.3g}"))


def field_of_view_deg(camera: CameraSpec) -> tuple[float, float]:
    """Return how wide and how high a camera sees in the middle of what its focal length may be, without distortion."""
    if camera.intrinsics is not None:
        fx, fy = camera.intrinsics.fx_px, camera.intrinsics.fy_px
    else:
        low, high = bulk_of(camera.focal_length_mm)
        fx = fy = (low + high) / 2 * camera.width_px / camera.sensor_width_mm
    return tuple(  # type: ignore[return-value]  # two of them
        2 * math.degrees(math.atan(size / 2 / focal)) for size, focal in ((camera.width_px, fx), (camera.height_px, fy))
    )


def first_camera(model: str | None) -> CameraSpec:
    """Return a new camera: on a shell around the objects, looking at their middle."""
    orbit = OrbitSpec(
        distance_m=Uniform(low=0.8, high=1.5),
        azimuth_deg=Uniform(low=0, high=360),
        elevation_deg=Uniform(low=20, high=60),
    )
    name = (model or "camera").replace("_", "-")
    return CameraSpec.model_validate({"name": name, "orbit": orbit} | ({"model": model} if model else {}))


def with_calibrations(spec: ProjectSpec, number: int, found: list[Calibration]) -> ProjectSpec:
    """Return a project whose camera has the first of some calibrations; each other one adds a camera like it.

    Where the file says how a rig's cameras stand to each other, each is mounted on the one before it.

    Raises:
        pydantic.ValidationError: A calibration does not fit.
    """
    first = spec.cameras[number]
    cameras = [calibrated(first, item) for item in found]
    names = [camera.name for camera in spec.cameras]
    more: list[CameraSpec] = []
    for extra, item in zip(cameras[1:], found[1:], strict=True):
        name = "".join(letter if letter.isalnum() else "-" for letter in item.name).strip("-") or "camera"
        while name in names:
            name += "-2"
        names.append(name)
        rig = (more or cameras)[-1 if more else 0].name
        mount = None if item.mount is None else {"on": rig, **item.mount}
        own = {} if mount is None else {"motion": None, "hand_held": None, "rules": None}
        more.append(CameraSpec.model_validate({**dict(extra), **own, "name": name[:40], "mount": mount}))
    changed = (*spec.cameras[:number], cameras[0], *spec.cameras[number + 1 :], *more)
    result: ProjectSpec = with_value(spec, ("cameras",), changed)
    return result


def calibrated(camera: CameraSpec, calibration: Calibration) -> CameraSpec:
    """Return a camera with a calibration's lens and image size."""
    return CameraSpec.model_validate({**dict(camera), "model": None, "lens": None, **calibration.camera()})


def _line(camera: CameraSpec) -> Line:
    wide, _ = field_of_view_deg(camera)
    model = CAMERA_MODELS[camera.model].title if camera.model in CAMERA_MODELS else tr("own lens")
    about = f"{camera.width_px} \u00d7 {camera.height_px} \u00b7 {wide:.0f}\u00b0 \u00b7 {model}"
    return Line(camera.name, about, partial(_paint, wide))


def _paint(wide_deg: float, painter: QPainter, frame: QRectF, palette: QPalette) -> None:
    """Paint the wedge that the camera sees, from above."""
    ground = palette.color(QPalette.ColorRole.Window)
    accent = palette.color(QPalette.ColorRole.Highlight)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(blended(ground, palette.color(QPalette.ColorRole.WindowText), 0.08))
    painter.drawRoundedRect(frame, 6, 6)
    eye = QPointF(frame.center().x(), frame.bottom() - frame.height() * 0.2)
    reach, half = frame.height() * 0.62, math.radians(min(wide_deg, 160)) / 2
    fill = QColor(accent)
    fill.setAlpha(70)
    painter.setBrush(fill)
    painter.setPen(QPen(accent, 1.2))
    box = QRectF(eye.x() - reach, eye.y() - reach, 2 * reach, 2 * reach)
    start, span = 90 - math.degrees(half), 2 * math.degrees(half)
    painter.drawPie(box, round(start * 16), round(span * 16))
    painter.setBrush(accent)
    painter.drawEllipse(eye, 3, 3)


def _calibrations(event: QDropEvent) -> list[Path]:
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in _CALIBRATIONS]


def tr(text: str) -> str:
    """Return a text in the user's language."""
    return translate("camera", text)
