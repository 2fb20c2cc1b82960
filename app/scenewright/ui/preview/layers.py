"""Label images made ready to be shown: numbers become indices into a colour map, vectors become colours."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenewright.annotate.colors import coordinate_colors, flow_colors, motion_colors, normal_colors
from scenewright.ui.preview.wishes import Layer

_STRIPES_PX = 4


def shown(name: str, channel: NDArray[Any], ids: NDArray[np.uint16]) -> Layer:
    """Return a label image as it is shown.

    Args:
        name: The label's name in the project.
        channel: The label image as a dataset holds it.
        ids: The instance seen at each pixel (H, W).
    """
    if name == "amodal_mask":
        return _hidden(channel, ids)
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


def _hidden(words: NDArray[np.uint32], ids: NDArray[np.uint16]) -> Layer:
    """Return, in stripes, which object would be seen if what hides it were glass; the one of the lowest id."""
    found = np.zeros(ids.shape, np.int64)
    seen = ids.astype(np.int64) - 1
    for word in range(words.shape[2] - 1, -1, -1):
        bits = words[..., word].copy()
        mine = (seen >= 0) & (seen // 32 == word)
        bits[mine] &= ~(np.uint32(1) << (seen[mine] % 32).astype(np.uint32))
        lowest = bits & (~bits + np.uint32(1))
        found = np.where(bits > 0, 1 + 32 * word + np.log2(np.maximum(lowest, 1)).astype(np.int64), found)
    rows, columns = np.mgrid[0 : ids.shape[0], 0 : ids.shape[1]]
    stripe = (rows + columns + 2 * found) // _STRIPES_PX % 2 == 0
    return Layer(np.where((found > 0) & stripe, _cyclic(found), 0).astype(np.uint8), edges=_edges(_cyclic(found)))


def _indices(channel: NDArray[Any]) -> Layer:
    indices = _cyclic(channel.astype(np.int64))
    return Layer(indices, edges=_edges(indices))


def _cyclic(ids: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return ids, which go round once they are used up; 0 stays nothing."""
    return np.where(ids > 0, (ids - 1) % 255 + 1, 0).astype(np.uint8)


def _edges(indices: NDArray[np.uint8]) -> NDArray[np.uint8]:
    edge = np.zeros(indices.shape, bool)
    across, down = indices[:, 1:] != indices[:, :-1], indices[1:] != indices[:-1]
    edge[:, 1:] |= across
    edge[:, :-1] |= across
    edge[1:] |= down
    edge[:-1] |= down
    return np.where(edge, indices, 0).astype(np.uint8)


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
}
