"""What of a picture is shown: which labels lie over it, and what lies under them."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from scenewright.spec.project import ProjectSpec
from scenewright.ui.language import translate

PICTURE = "rgb"


@dataclass(frozen=True, slots=True)
class LabelChoice:
    """A label that can be shown: its name in the project, what people call it, and what it tells."""

    name: str
    title: str
    tip: str


def overlay_choices() -> tuple[LabelChoice, ...]:
    """Return the labels that are drawn over a picture, in the user's language."""
    return (
        LabelChoice(
            "bounding_box_2d_tight",
            translate("labels", "Boxes"),
            translate("labels", "2D boxes of what can be seen of each object"),
        ),
        LabelChoice(
            "bounding_box_2d_loose",
            translate("labels", "Whole boxes"),
            translate("labels", "2D boxes of the whole object, as if nothing hid it"),
        ),
        LabelChoice(
            "bounding_box_3d", translate("labels", "3D boxes"), translate("labels", "3D boxes with their pose")
        ),
        LabelChoice("instance_mask", translate("labels", "Masks"), translate("labels", "The pixels of each object")),
        LabelChoice("semantic_mask", translate("labels", "Classes"), translate("labels", "The class of each pixel")),
        LabelChoice(
            "amodal_mask",
            translate("labels", "Hidden parts"),
            translate("labels", "What other objects hide of an object, in stripes of its colour"),
        ),
        LabelChoice(
            "keypoints",
            translate("labels", "Keypoints"),
            translate("labels", "Named points: filled where seen, hollow where hidden"),
        ),
    )


def ground_choices() -> tuple[LabelChoice, ...]:
    """Return what can lie under the overlays, in the user's language."""
    rows = (
        (PICTURE, translate("labels", "Picture"), translate("labels", "What the camera sees")),
        (
            "distance_to_image_plane",
            translate("labels", "Depth"),
            translate("labels", "Metres along the line of sight"),
        ),
        ("distance_to_camera", translate("labels", "Distance"), translate("labels", "Metres from the camera")),
        (
            "sensor_depth",
            translate("labels", "Sensor depth"),
            translate("labels", "Depth as a real sensor measures it"),
        ),
        ("normals", translate("labels", "Normals"), translate("labels", "Which way surfaces face, in the world")),
        (
            "camera_normals",
            translate("labels", "Camera normals"),
            translate("labels", "The same, seen from the camera"),
        ),
        ("forward_flow", translate("labels", "Flow"), translate("labels", "Where things go until the next frame")),
        ("backward_flow", translate("labels", "Flow back"), translate("labels", "Where things were a frame before")),
        ("scene_flow", translate("labels", "Scene flow"), translate("labels", "Motion in space until the next frame")),
        (
            "object_coordinates",
            translate("labels", "Object coordinates"),
            translate("labels", "Which place of its object each pixel shows"),
        ),
        ("part_mask", translate("labels", "Parts"), translate("labels", "Which part of its object each pixel shows")),
    )
    return tuple(LabelChoice(*row) for row in rows)


def offered_overlays(spec: ProjectSpec) -> tuple[LabelChoice, ...]:
    """Return the overlays that make sense: those of the project's labels, and boxes and masks always."""
    always = {"bounding_box_2d_tight", "instance_mask"}
    return tuple(item for item in overlay_choices() if item.name in always or item.name in spec.labels)


def offered_grounds(spec: ProjectSpec) -> tuple[LabelChoice, ...]:
    """Return the grounds that make sense: those of the project's labels, and picture, depth and normals always."""
    always = {PICTURE, "distance_to_image_plane", "normals"}
    return tuple(item for item in ground_choices() if item.name in always or item.name in spec.labels)


class Shown(QObject):
    """Which labels are shown, in all views of the canvas alike."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.overlays: frozenset[str] = frozenset({"bounding_box_2d_tight"})
        self.ground = PICTURE
        self.by_rules = False

    @property
    def layers(self) -> tuple[str, ...]:
        """The label images that must be derived for it, always in the same order."""
        images = {"instance_mask", "semantic_mask", "amodal_mask", "keypoints"} & self.overlays
        if self.by_rules:
            images |= {"instance_mask"}
        return tuple(sorted(images | ({self.ground} - {PICTURE})))

    def toggle(self, name: str, *, on: bool) -> None:
        """Show an overlay, or hide it."""
        self._set(self.overlays | {name} if on else self.overlays - {name}, self.ground, self.by_rules)

    def show_ground(self, name: str) -> None:
        """Put a label image under the overlays, or the picture."""
        self._set(self.overlays, name, self.by_rules)

    def color_by_rules(self, *, on: bool) -> None:
        """Colour objects by what the visibility rules make of them."""
        self._set(self.overlays, self.ground, on)

    def keep_to(self, names: Iterable[str]) -> None:
        """Show no more than what there is in the project."""
        known = set(names) | {PICTURE}
        self._set(self.overlays & known, self.ground if self.ground in known else PICTURE, self.by_rules)

    def _set(self, overlays: frozenset[str], ground: str, by_rules: bool) -> None:
        if (overlays, ground, by_rules) != (self.overlays, self.ground, self.by_rules):
            self.overlays, self.ground, self.by_rules = overlays, ground, by_rules
            self.changed.emit()
