"""The depth that a stereo depth camera would measure, from the true one."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from scenewright.geometry.camera import pixel_rays
from scenewright.geometry.transforms import rotation_matrix
from scenewright.render.renderer import View
from scenewright.sampling.plan import DepthSensorPlan

_SPOT_PX = 1.5
Depth = NDArray[np.float32]


def measured_depth(view: View, sensor: DepthSensorPlan) -> Depth:
    """Return float32 (H, W), metres along the optical axis; 0 where the sensor measures nothing.

    Disparity d = f b / z gets noise that is alike over `noise_size_px`, and is rounded to steps. Lost are: what is out
    of range, what the second eye (at +x) cannot see, surfaces seen too flatly, and spots at random. The noise is that
    of `sensor.seed` alone.
    """
    luck = np.random.Generator(np.random.PCG64(sensor.seed))
    shape = view.depth.shape
    noise = _smooth(luck.standard_normal(shape), sensor.noise_size_px) * sensor.noise_px
    spots = _smooth(luck.standard_normal(shape), _SPOT_PX)
    scale = view.camera.intrinsics.fx * sensor.baseline_m
    true = np.where(np.isfinite(view.depth), scale / np.maximum(view.depth, 1e-6), 0.0)
    disparity = true + noise
    if sensor.step_px > 0:
        disparity = np.round(disparity / sensor.step_px) * sensor.step_px
    depth = np.divide(scale, disparity, out=np.zeros(shape), where=disparity > 0)
    kept = (depth >= sensor.nearest_m) & (depth <= sensor.farthest_m) & (true > 0)
    kept &= ~_hidden(true) & ~_flat(view, sensor.steepest_deg)
    if sensor.lost > 0:
        kept &= spots > np.quantile(spots, sensor.lost)
    return np.where(kept, depth, 0.0).astype(np.float32)


def _smooth(noise: NDArray[np.float64], size_px: float) -> NDArray[np.float64]:
    """Return noise of deviation 1 that is alike over some pixels."""
    if size_px == 0:
        return noise
    smooth = ndimage.gaussian_filter(noise, size_px / 2, mode="wrap")
    result: NDArray[np.float64] = smooth / max(float(smooth.std()), 1e-12)
    return result


def _hidden(disparity: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which pixels the second eye cannot see: something nearer is in their place there, or its image ends."""
    height, width = disparity.shape
    column = np.round(np.arange(width)[None, :] - disparity).astype(np.int64)
    inside = column >= 0
    row = np.broadcast_to(np.arange(height)[:, None], column.shape)
    nearest = np.zeros((height, width))
    np.maximum.at(nearest, (row[inside], column[inside]), disparity[inside])
    found = nearest[row, np.clip(column, 0, width - 1)]
    return np.asarray(~inside | (disparity < found - 1.0), np.bool_)


def _flat(view: View, steepest_deg: float) -> NDArray[np.bool_]:
    rays = np.nan_to_num(pixel_rays(view.camera.intrinsics))
    rays = rays / np.linalg.norm(rays, axis=-1, keepdims=True)
    in_camera = view.normals.astype(np.float64) @ rotation_matrix(view.camera.rotation)
    cosine = -np.einsum("hwi,hwi->hw", in_camera, rays)
    return np.asarray(cosine < np.cos(np.radians(steepest_deg)), np.bool_)
