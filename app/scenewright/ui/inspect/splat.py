"""Points drawn into a picture without a GPU: some ten milliseconds for two hundred thousand on one core.

OpenGL would be faster, and is not there on every machine: over remote desktops, in containers, with old drivers. Each
point is a square as wide as its distance to its neighbours, the nearest in front.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenewright.geometry.transforms import Matrix

_NEAR_M = 0.01
_WIDEST_PX = 6
_STEPS = 65_535
"""Depths are sorted as 16-bit numbers: NumPy's radix sort, eight times as fast as sorting floats."""


@dataclass(frozen=True, eq=False)
class Eye:
    """From where points are seen.

    Attributes:
        position: (3,), metres in the world.
        axes: (3, 3), rows: right, down and forward as the eye has them, in the world.
        focal_px: Focal length.
        width: Of the picture, pixels.
        height: Of the same.
    """

    position: NDArray[np.float64]
    axes: Matrix
    focal_px: float
    width: int
    height: int


def eye_at(position: NDArray[np.float64], target: NDArray[np.float64], focal_px: float, size: tuple[int, int]) -> Eye:
    """Return an eye that looks at a point, with the world's z axis upwards; never straight up or down.

    Args:
        position: (3,), metres.
        target: (3,), metres.
        focal_px: Focal length.
        size: Width and height of the picture, pixels.
    """
    forward = target - position
    forward = forward / np.linalg.norm(forward)
    right = np.cross(forward, (0.0, 0.0, 1.0))
    right = right / np.linalg.norm(right)
    return Eye(position, np.stack([right, np.cross(forward, right), forward]), focal_px, *size)


def seen(eye: Eye, points: NDArray[np.floating]) -> NDArray[np.float32]:
    """Return where points (3, N) are in the picture and how far before the eye: x, y in pixels, metres, (3, N).

    Those that are not before it have no place: NaN.
    """
    shift = (eye.axes @ eye.position).astype(np.float32)[:, None]
    moved: NDArray[np.float32] = eye.axes.astype(np.float32) @ points.astype(np.float32, copy=False) - shift
    depth = moved[2]
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.float32(eye.focal_px) / depth
    scale[depth <= _NEAR_M] = np.nan
    moved[:2] *= scale
    moved[0] += eye.width / 2
    moved[1] += eye.height / 2
    return moved


def splat(eye: Eye, points: NDArray[np.float32], spacing: float) -> NDArray[np.int32]:
    """Return which point (H, W) each pixel of the picture shows; -1 where none.

    Args:
        eye: From where.
        points: (3, N), metres in the world.
        spacing: How far neighbours are apart, metres.
    """
    x, y, depth = seen(eye, points)
    rim = _WIDEST_PX  # around the picture, for the squares that reach beyond it
    with np.errstate(invalid="ignore"):
        inside = (x > 0) & (x < eye.width) & (y > 0) & (y < eye.height)
    chosen = np.flatnonzero(inside).astype(np.int32)
    stride = eye.width + 2 * rim
    shown = np.full((eye.height + 2 * rim) * stride, -1, np.int32)
    if len(chosen):
        near = depth[chosen]
        # What is assigned last stays: the farthest come first. Inverse depth, so that near ones are told apart finely.
        order = np.argsort((_STEPS * (near.min() / near)).astype(np.uint16), kind="stable")
        chosen = chosen[order]
        wide = int(np.clip(np.ceil(eye.focal_px * spacing / np.median(near[::16])), 1, _WIDEST_PX))
        back = (wide - 1) // 2
        corner = (y[chosen].astype(np.int32) + (rim - back)) * stride + x[chosen].astype(np.int32) + (rim - back)
        square = (np.arange(wide, dtype=np.int32)[:, None] * stride + np.arange(wide, dtype=np.int32)).ravel()
        shown[corner[:, None] + square] = chosen[:, None]
    return shown.reshape(-1, stride)[rim : rim + eye.height, rim : rim + eye.width]
