"""Depth of field: what is nearer or farther than the focus is spread over a disk."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from scenewright.sampling.plan import SensorPlan

Light = NDArray[np.float32]

_LAYERS_PX = (-64, -40, -25, -16, -10, -6.3, -4, -2.5, -1.3, -0.5, 0.5, 1.3, 2.5, 4, 6.3, 10, 16, 25, 40, 64)
"""Borders between layers of like blur, far ones above 0; within one the diameter varies by its fifth."""
_SHARP_PX = 0.5
_DISK_TO_GAUSS = 0.25
"""A disk of diameter 1 has this standard deviation along each axis."""


def blur_diameters(depth: NDArray[np.float32], sensor: SensorPlan, focal_px: float) -> Light:
    """Return the diameter (H, W), pixels, of the disk that each point is spread over; negative before the focus.

    A thin lens: f A |1 / focus - 1 / depth|, with the focal length f in pixels and the opening A in metres.
    """
    with np.errstate(divide="ignore"):
        nearness = 1.0 / depth.astype(np.float64)
    return np.asarray(focal_px * sensor.aperture_m * (1.0 / sensor.focus_m - nearness), np.float32)


def defocused(light: Light, diameters: Light) -> Light:
    """Return linear light (H, W, 3) out of focus: layers of like blur, far ones first, each over the last."""
    clipped = np.clip(diameters, _LAYERS_PX[0], _LAYERS_PX[-1])
    layer_of = np.digitize(clipped, _LAYERS_PX[1:-1])
    total: NDArray[Any] = np.zeros((*light.shape[:2], 4), np.float32)
    for layer in sorted(np.unique(layer_of).tolist(), reverse=True):
        inside = layer_of == layer
        spread = float(np.abs(clipped[inside]).mean())
        opaque = np.ones((*light.shape[:2], 1), np.float32)
        veil: NDArray[Any] = np.concatenate([light, opaque], axis=2) * inside[..., None].astype(np.float32)
        if spread > _SHARP_PX:
            deviation = spread * _DISK_TO_GAUSS
            veil = ndimage.gaussian_filter(veil, (deviation, deviation, 0), mode="nearest")
        total = veil + total * (1 - veil[..., 3:])
    result: Light = total[..., :3] / np.maximum(total[..., 3:], 1e-6)
    return result
