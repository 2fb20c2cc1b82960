"""The one way to draw labels over a picture, for previews, sheets, certificates and the views of the window.

    overlay(view.channels["rgb"], view.record, view.channels, ("instance_mask", "bounding_box_2d_tight"))

Layers are called as the project calls its labels; a few more are drawn from others (`panoptic`, `pose`). What a view
lacks is left out. Colours belong to ids, so an object has the same one in every layer and every frame of a clip. Lines
are as thick in a thumbnail as in a large picture: labels are drawn at the size that is asked for.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from scenewright.annotate import overlay_fields as fields
from scenewright.annotate import overlay_lines as lines
from scenewright.annotate.colors import Picture
from scenewright.annotate.overlay_style import PLAIN, Drawn, Style
from scenewright.datasets.records import ViewRecord

_FINER = 2
"""Lines are drawn so many times larger and made smaller again, which smooths them."""


@dataclass(frozen=True, slots=True)
class Layer:
    """How a label is drawn.

    Attributes:
        title: What people call it.
        field: Gives a colour and a share of it for each pixel.
        lines: Draws with a pencil.
    """

    title: str
    field: Callable[[Drawn], fields.Field | None] | None = None
    lines: Callable[[Drawn, ImageDraw.ImageDraw], None] | None = None


LAYERS: Mapping[str, Layer] = {
    "distance_to_image_plane": Layer("depth", fields.depth("distance_to_image_plane")),
    "distance_to_camera": Layer("distance to the camera", fields.depth("distance_to_camera")),
    "sensor_depth": Layer("depth as a sensor measures it", fields.depth("sensor_depth")),
    "normals": Layer("normals", fields.normals("normals")),
    "camera_normals": Layer("normals in the camera's frame", fields.normals("camera_normals")),
    "object_coordinates": Layer("object coordinates", fields.coordinates),
    "scene_flow": Layer("motion in space", fields.scene_flow),
    "forward_flow": Layer("flow to the next frame", fields.flow("forward_flow"), lines.arrows("forward_flow")),
    "backward_flow": Layer("flow to the frame before", fields.flow("backward_flow"), lines.arrows("backward_flow")),
    "semantic_mask": Layer("classes", fields.semantic),
    "part_mask": Layer("parts", fields.parts),
    "panoptic": Layer("panoptic: classes, shaded by instance", fields.panoptic),
    "instance_mask": Layer("instances", fields.instances),
    "amodal_mask": Layer("whole objects, hidden parts hatched", fields.amodal),
    "forward_occlusion": Layer("hidden in the next frame", fields.occlusion("forward_occlusion")),
    "backward_occlusion": Layer("hidden in the frame before", fields.occlusion("backward_occlusion")),
    "bounding_box_3d": Layer("3D boxes", lines=lines.boxes_3d),
    "bounding_box_2d_loose": Layer("2D boxes of whole objects", lines=lines.boxes_loose),
    "bounding_box_2d_oriented": Layer("oriented 2D boxes", lines=lines.boxes_oriented),
    "bounding_box_2d_tight": Layer("2D boxes", lines=lines.boxes_tight),
    "pose": Layer("poses", lines=lines.poses),
    "keypoints": Layer("keypoints", lines=lines.keypoints),
}
"""Every layer, in the order in which they are drawn, whatever the order they are asked for in."""

_NAMED = {"bounding_box_2d_tight", "bounding_box_2d_loose", "bounding_box_2d_oriented", "bounding_box_3d", "pose"}


def overlay(
    picture: Picture,
    record: ViewRecord,
    channels: Mapping[str, NDArray[Any]],
    layers: Collection[str],
    style: Style = PLAIN,
) -> Picture:
    """Return a picture (h, w, 3) with labels drawn over it.

    Args:
        picture: uint8 (H, W, 3), such as the view's colour, or anything else of its size.
        record: The view's camera and objects.
        channels: Its label images, by name; those that no layer asks for are not looked at.
        layers: Names of `LAYERS`; what is not there is left out.
        style: Size, colours, and what to draw of whom.

    Raises:
        KeyError: There is no such layer.
    """
    chosen = [LAYERS[name] for name in sorted(set(layers), key=list(LAYERS).index)]
    drawn = Drawn(record, channels, style, *_size(picture, style))
    image = Image.fromarray(picture)
    if image.size != (drawn.width, drawn.height):
        smaller = drawn.width < image.width
        image = image.resize(
            (drawn.width, drawn.height), Image.Resampling.BOX if smaller else Image.Resampling.NEAREST, reducing_gap=2.0
        )
    mixed = _with_fields(np.asarray(image), drawn, chosen)
    image = _with_lines(Image.fromarray(mixed), drawn, chosen)
    if style.names and _NAMED & set(layers):
        lines.names(drawn, ImageDraw.Draw(image))
    return np.asarray(image)


def drawable(record: ViewRecord, channels: Mapping[str, NDArray[Any]]) -> tuple[str, ...]:
    """Return the layers that a view has something for."""
    found = [name for name in LAYERS if name in channels]
    if "instance_mask" in channels:
        found += ["panoptic", "bounding_box_2d_oriented"]
    items = record.instances
    if any(item.box_oriented for item in items):
        found.append("bounding_box_2d_oriented")
    if any(item.box_tight for item in items):
        found.append("bounding_box_2d_tight")
    if any(item.box_loose for item in items):
        found.append("bounding_box_2d_loose")
    if any(item.extent_low != item.extent_high for item in items):
        found += ["bounding_box_3d", "pose"]
    if any(item.keypoints for item in items):
        found.append("keypoints")
    return tuple(name for name in LAYERS if name in found)


def _size(picture: Picture, style: Style) -> tuple[int, int]:
    height, width = picture.shape[:2]
    wanted = style.width_px or width
    return wanted, max(1, round(height * wanted / width))


def _with_fields(picture: Picture, drawn: Drawn, layers: list[Layer]) -> Picture:
    mixed = picture
    for layer in layers:
        found = None if layer.field is None else layer.field(drawn)
        if found is not None:
            colors, shares = found
            weight = shares[..., None]
            mixed = (mixed * (1 - weight) + colors * weight + 0.5).astype(np.uint8)
    return mixed


def _with_lines(image: Image.Image, drawn: Drawn, layers: list[Layer]) -> Image.Image:
    drawers = [layer.lines for layer in layers if layer.lines is not None]
    if not drawers:
        return image
    sheet = Image.new("RGBA", (image.width * _FINER, image.height * _FINER))
    pencil = ImageDraw.Draw(sheet)
    for draw in drawers:
        draw(drawn.finer(_FINER), pencil)
    smooth = sheet.reduce(_FINER)
    image.paste(smooth.convert("RGB"), mask=smooth.getchannel("A"))
    return image
