"""Which frame is shown, through which camera: steps, numbers, chance, and the clip that plays."""

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSpinBox, QToolButton, QWidget

from scenewright.sampling.rng import uniform01
from scenewright.spec.project import ProjectSpec
from scenewright.ui.document import ProjectDocument
from scenewright.ui.selection import Selection
from scenewright.ui.theme import tokens
from scenewright.ui.theme.icons import icon


def camera_names(spec: ProjectSpec) -> list[str]:
    """Return the names of the plan's cameras; a stereo camera has two eyes."""
    names = []
    for camera in spec.cameras:
        names += [camera.name] if camera.stereo_baseline_m is None else [camera.name, f"{camera.name}-right"]
    return names


class FrameBar(QWidget):
    """Chooses frame and camera, which all views of the canvas share."""

    played = Signal(bool)
    """A clip began to play, or stopped."""

    def __init__(self, document: ProjectDocument, selection: Selection) -> None:
        super().__init__()
        self._document, self._selection, self._rolls = document, selection, 0
        self._number = QSpinBox()
        self._number.lineEdit().setTextMargins(tokens.SPIN_MARGIN, 0, 0, 0)
        self._number.setObjectName("frame_number")
        self._number.setAccessibleName(self.tr("Frame"))
        self._number.setToolTip(self.tr("The number of the frame that is shown"))
        self._number.setKeyboardTracking(False)
        self._of = QLabel()
        self._of.setProperty("role", "muted")
        self._camera = QComboBox()
        self._camera.setObjectName("camera_choice")
        self._camera.setAccessibleName(self.tr("Camera"))
        self._camera.setToolTip(self.tr("The camera that is looked through"))
        self._play = _button("play_clip", "play", self.tr("Play the clip that the frame is in"))
        self._play.setCheckable(True)
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._advance)
        selection.destroyed.connect(self._clock.stop)  # a page that is closed goes part by part, this one last
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_XS)
        before = _button("frame_before", "chevron_left", self.tr("The frame before"))
        after = _button("frame_after", "chevron_right", self.tr("The next frame"))
        dice = _button("random_frame", "dice", self.tr("Any other frame"))
        for widget in (before, self._number, self._of, after, dice, self._play, self._camera):
            layout.addWidget(widget)
        before.clicked.connect(lambda: self.step(-1))
        after.clicked.connect(lambda: self.step(1))
        dice.clicked.connect(self.roll)
        self._number.valueChanged.connect(selection.show_frame)
        self._camera.activated.connect(selection.show_camera)
        self._play.toggled.connect(self._run)
        selection.frame_changed.connect(self._show)
        selection.camera_changed.connect(self._show)
        document.changed.connect(self._show)
        self._show()

    def step(self, by: int) -> None:
        """Go some frames on, round at the ends."""
        self._selection.show_frame((self._selection.frame + by) % self._document.spec.output.frames)

    def roll(self) -> None:
        """Show any other frame; each roll another one."""
        frames, now = self._document.spec.output.frames, self._selection.frame
        self._rolls += 1
        other = int(uniform01(now, self._rolls, "canvas/roll") * max(1, frames - 1))
        self._selection.show_frame(min(other + (other >= now), frames - 1))

    def stop(self) -> None:
        """Let the clip stand."""
        self._play.setChecked(False)

    def _run(self, on: bool) -> None:
        clip = self._document.spec.clip
        self._play.setIcon(icon("pause" if on else "play"))
        if on and clip is not None:
            self._clock.start(max(40, round(1000 / clip.rate_hz)))
        else:
            self._clock.stop()
        self.played.emit(on)

    def _advance(self) -> None:
        clip = self._document.spec.clip
        if clip is None:
            self.stop()
            return
        scene, step = divmod(self._selection.frame, clip.length)
        last = min((scene + 1) * clip.length, self._document.spec.output.frames)
        following = scene * clip.length + step + 1
        self._selection.show_frame(following if following < last else scene * clip.length)

    def _show(self, *_: object) -> None:
        spec = self._document.spec
        names = camera_names(spec)
        self._selection.show_frame(min(self._selection.frame, spec.output.frames - 1))
        self._selection.show_camera(min(self._selection.camera, len(names) - 1))
        self._number.blockSignals(True)
        self._number.setRange(0, spec.output.frames - 1)
        self._number.setValue(self._selection.frame)
        self._number.blockSignals(False)
        self._of.setText(self.tr("of {frames}").format(frames=spec.output.frames))
        if [self._camera.itemText(k) for k in range(self._camera.count())] != names:
            self._camera.clear()
            self._camera.addItems(names)
        self._camera.setCurrentIndex(self._selection.camera)
        self._camera.setVisible(len(names) > 1)
        self._play.setVisible(spec.clip is not None)
        if spec.clip is None:
            self.stop()


def _button(name: str, picture: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setIcon(icon(picture))
    button.setIconSize(QSize(tokens.ICON_SIZE, tokens.ICON_SIZE))
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    return button
