"""Which labels are written: each with a switch and a line that explains it."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from scenewright.spec.project import LabelName
from scenewright.ui.fields.choices import Switch
from scenewright.ui.fields.field import Field
from scenewright.ui.language import translate
from scenewright.ui.layouts import add_layout


@dataclass(frozen=True)
class LabelWords:
    """What a label is called and what it is.

    Attributes:
        name: As the project file has it.
        title: As people call it.
        about: What it says of the picture, in a line.
    """

    name: LabelName
    title: str
    about: str


def label_groups() -> tuple[tuple[str, tuple[LabelWords, ...]], ...]:
    """Return every label, in groups with a title."""
    return (
        (
            tr("Boxes and points"),
            (
                LabelWords("bounding_box_2d_tight", tr("Bounding boxes"), tr("Around what is seen of each object.")),
                LabelWords(
                    "bounding_box_2d_loose", tr("Whole boxes"), tr("Around the whole object, as if nothing hid it.")
                ),
                LabelWords(
                    "bounding_box_2d_oriented",
                    tr("Oriented boxes"),
                    tr("The smallest box at any angle around what is seen."),
                ),
                LabelWords("bounding_box_3d", tr("3D boxes and poses"), tr("Size, place and turn of each object.")),
                LabelWords("keypoints", tr("Keypoints"), tr("Named points on objects, seen, hidden or out of sight.")),
            ),
        ),
        (
            tr("Masks"),
            (
                LabelWords("instance_mask", tr("Instance masks"), tr("Which object each pixel shows.")),
                LabelWords("semantic_mask", tr("Class masks"), tr("Which class each pixel shows.")),
                LabelWords("amodal_mask", tr("Whole masks"), tr("Where each object would be seen if nothing hid it.")),
                LabelWords("part_mask", tr("Part masks"), tr("Which part of its object each pixel shows.")),
            ),
        ),
        (
            tr("Distance and shape"),
            (
                LabelWords(
                    "distance_to_image_plane", tr("Depth"), tr("Along the line of sight, as depth cameras say.")
                ),
                LabelWords("distance_to_camera", tr("Distance"), tr("From the camera's centre to each pixel's point.")),
                LabelWords("sensor_depth", tr("Measured depth"), tr("What the camera's depth sensor would measure.")),
                LabelWords("normals", tr("Normals"), tr("Which way surfaces face, in the world.")),
                LabelWords("camera_normals", tr("Normals of the camera"), tr("The same, as the camera sees it.")),
                LabelWords(
                    "object_coordinates", tr("Object coordinates"), tr("Where on its object each pixel is (NOCS).")
                ),
            ),
        ),
        (
            tr("Motion, in clips"),
            (
                LabelWords("forward_flow", tr("Flow to the next picture"), tr("How far each pixel's point moves on.")),
                LabelWords("backward_flow", tr("Flow to the last picture"), tr("Where each pixel's point came from.")),
                LabelWords("scene_flow", tr("Motion in space"), tr("How each pixel's point moves, in metres.")),
            ),
        ),
    )


class LabelsField(Field):
    """A switch for every label; what cannot be written is told below its switch."""

    keeps_refused = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.switches: dict[LabelName, Switch] = {}
        self._order = [words.name for _, group in label_groups() for words in group]
        self.body.setSpacing(16)
        for title, group in label_groups():
            column = QVBoxLayout()
            column.setSpacing(8)
            heading = QLabel(title)
            heading.setProperty("role", "section")
            column.addWidget(heading)
            for words in group:
                add_layout(column, self._line(words))
            add_layout(self.body, column)
        self.setFocusProxy(next(iter(self.switches.values())))

    @override
    def _show(self, value: tuple[LabelName, ...]) -> None:
        for name, switch in self.switches.items():
            switch.setChecked(name in value)

    def _line(self, words: LabelWords) -> QHBoxLayout:
        switch = Switch()
        switch.setObjectName(f"label:{words.name}")
        switch.setAccessibleName(words.title)
        switch.setAccessibleDescription(words.about)
        switch.setToolTip(words.about)
        switch.toggled.connect(lambda on: self._turn(words.name, on))
        self.switches[words.name] = switch
        title, about = QLabel(words.title), QLabel(words.about)
        title.setBuddy(switch)
        about.setProperty("role", "caption")
        about.setWordWrap(True)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(title)
        texts.addWidget(about)
        row = QHBoxLayout()
        row.setSpacing(10)
        add_layout(row, texts, 1)
        row.addWidget(switch, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _turn(self, name: LabelName, is_on: bool) -> None:
        if self._is_showing:
            return
        kept = tuple(label for label in self._value if label != name)
        if is_on:
            kept = tuple(sorted((*kept, name), key=self._order.index))
        self._take(kept)


def tr(text: str) -> str:
    """Return a text in the user's language."""
    return translate("labels", text)
