"""What an image's labels say about one of its pixels, in words."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenewright.datasets.records import ViewRecord
from scenewright.inspection.cloud import world_point

_UNITS: Mapping[str, tuple[str, str]] = {
    "distance_to_image_plane": ("depth", "m"),
    "distance_to_camera": ("distance", "m"),
    "sensor_depth": ("sensor", "m"),
    "normals": ("normal", ""),
    "camera_normals": ("normal to the camera", ""),
    "object_coordinates": ("on the object", ""),
    "forward_flow": ("flow", "px"),
    "backward_flow": ("flow back", "px"),
    "scene_flow": ("motion", "m"),
}


def pixel_words(
    picture: NDArray[np.uint8], record: ViewRecord, channels: Mapping[str, NDArray[Any]], column: int, row: int
) -> list[str]:
    """Return what a pixel holds: its place, its colour, whose it is, every value, and where in the world it is."""
    red, green, blue = picture[row, column].tolist()
    words = [f"{column}, {row}", f"RGB {red} {green} {blue}"]
    for name in ("instance_mask", *_UNITS):
        text = value_words(name, record, channels, column, row)
        if text:
            title = _UNITS[name][0] if name in _UNITS else ""
            words.append(f"{title} {text}".strip())
    point = world_point(record, channels, column, row)
    if point is not None:
        words.append("world {:.3f} {:.3f} {:.3f} m".format(*point))
    return words


def value_words(name: str, record: ViewRecord, channels: Mapping[str, NDArray[Any]], column: int, row: int) -> str:
    """Return what a label image holds at a pixel; nothing where it has no such image or pixel."""
    image = channels.get(name)
    if image is None or row >= image.shape[0] or column >= image.shape[1]:
        return ""
    value = image[row, column]
    if name == "instance_mask":
        names = {item.instance_id: item.class_name for item in record.instances}
        return f"{names[int(value)]} {int(value)}" if int(value) in names else "background"
    if name == "semantic_mask":
        classes = {item.class_id: item.class_name for item in record.instances}
        return classes.get(int(value), "background" if int(value) == 0 else str(int(value)))
    numbers = " ".join(f"{number:.3g}" for number in np.atleast_1d(value).tolist())
    return f"{numbers} {_UNITS[name][1]}".strip() if name in _UNITS else numbers
