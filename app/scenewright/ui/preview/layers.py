"""Label images made ready to be shown: numbers become indices into a colour map, vectors become colours."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenewright.annotate.colors import coordinate_colors, flow_colors, motion_colors, normal_colors
from scenewright.ui.preview.wishes import Layer


def shown(name: str, channel: NDArray[Any]) -> Layer:
    """Return a label image as it is shown.

    Args:
        name: The label's name in the project.
        channel: The label image as a dataset holds it.
    """
    return _MAKERS.get(name, _indices)(channel)


def _ranged(metres: NDArray[np.floating]) -> Layer:
    """Return distances as indices from 1 (near) to 255 (far); 0 where nothing is hit."""
    hit = np.isfinite(metres) & (metres > 0)
    if not hit.any():
        return Layer(np.zeros(metres.shape, np.uint8))
    low, high = (float(value) for value in np.percentile(metres[hit], [0.5, 99.5]))
    share = (np.where(hit, metres, low) - low) / max(high - low, 1e-6)
    return Layer(np.where(hit, 1 + np.clip(share, 0, 1) * 254, 0).astype(np.uint8), low, high)


def _vectors(normals: NDArray[np.floating]) -> Layer:
    colors = normal_colors(normals)
    colors[~normals.any(axis=-1)] = 0
    return Layer(colors)


def _flow(pixels: NDArray[np.floating]) -> Layer:
    known = np.isfinite(pixels).all(axis=-1)
    length = np.linalg.norm(pixels[known], axis=-1)
    strongest = float(np.percentile(length, 99)) if length.size else 0.0
    return Layer(flow_colors(pixels), 0.0, strongest)


def _amodal(words: NDArray[np.uint32]) -> Layer:
    """Return how many objects lie over each other at each pixel, as if all were glass."""
    depth = np.unpackbits(np.ascontiguousarray(words).view(np.uint8).reshape(*words.shape[:2], -1), axis=-1)
    return Layer(np.minimum(depth.sum(axis=-1), 255).astype(np.uint8))


def _indices(channel: NDArray[Any]) -> Layer:
    """Return ids, which go round once they are used up; 0 stays nothing."""
    ids = channel.astype(np.int64)
    return Layer(np.where(ids > 0, (ids - 1) % 255 + 1, 0).astype(np.uint8))


_MAKERS: Mapping[str, Callable[[NDArray[Any]], Layer]] = {
    "distance_to_image_plane": _ranged,
    "distance_to_camera": _ranged,
    "sensor_depth": _ranged,
    "normals": _vectors,
    "camera_normals": _vectors,
    "object_coordinates": lambda channel: Layer(coordinate_colors(channel)),
    "forward_flow": _flow,
    "backward_flow": _flow,
    "scene_flow": lambda channel: Layer(motion_colors(channel)),
    "amodal_mask": _amodal,
}
