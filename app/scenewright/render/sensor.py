"""What lens, sensor and compression do to a picture, the same after any engine. Labels are never touched."""

import io

import numpy as np
import PIL.Image
from numpy.typing import NDArray
from scipy import ndimage

from scenewright.render.defocus import blur_diameters, defocused
from scenewright.sampling.plan import SensorPlan

Pixels = NDArray[np.uint8]
Light = NDArray[np.float32]

_LUMINANCE = np.array([0.2126, 0.7152, 0.0722], np.float32)
_LINEAR = np.where(
    np.arange(256) <= 10, np.arange(256) / 255 / 12.92, ((np.arange(256) / 255 + 0.055) / 1.055) ** 2.4
).astype(np.float32)


def through_sensor(
    picture: Pixels, sensor: SensorPlan, depth: NDArray[np.float32] | None = None, focal_px: float = 0.0
) -> Pixels:
    """Return what a sensor makes of a perfect picture (H, W, 3), sRGB.

    Light is lost, bent, smeared and counted in linear light; contrast, saturation and compression are of the coded
    picture, as in cameras. The noise is that of `sensor.seed` alone.

    Args:
        picture: What a perfect camera sees.
        sensor: What is done to it.
        depth: (H, W), metres along the optical axis, for what is out of focus.
        focal_px: Focal length, for the same.
    """
    light = _LINEAR[picture] * np.asarray(sensor.gains, np.float32)
    if depth is not None and sensor.aperture_m > 0:
        light = defocused(light, blur_diameters(depth, sensor, focal_px))
    light = _aberrated(light, sensor.aberration_px)
    light = _rolled(_smeared(_blurred(light, sensor.blur_px), sensor.motion_px), sensor.rolling_px)
    light = _vignetted(light, sensor.vignetting)
    light = _noisy(light, sensor)
    coded = _graded(_coded(light), sensor)
    return _compressed((np.clip(coded, 0, 1) * 255 + 0.5).astype(np.uint8), sensor.jpeg_quality)


def beside_labels_px(sensor: SensorPlan) -> dict[str, float]:
    """Return by how many pixels at most each effect puts colour beside the labels, which stay where they are.

    Effects that spread light alike to all sides (blur, depth of field) and those that move none are left out.
    """
    most = {
        "rolling_shutter": float(np.hypot(*sensor.rolling_px)) / 2,
        "motion_blur": float(np.hypot(*sensor.motion_px)) / 2,
        "chromatic_aberration": sensor.aberration_px / 2,
    }
    return {name: round(distance, 3) for name, distance in most.items() if distance > 0}


def _vignetted(light: Light, share: float) -> Light:
    """Darken by the fourth power of the cosine of the angle to a corner that keeps 1 - share (natural vignetting)."""
    if share == 0:
        return light
    height, width = light.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    away = np.hypot(x + 0.5 - width / 2, y + 0.5 - height / 2) / np.hypot(width / 2, height / 2)
    tangent = np.float32(np.sqrt(1 / np.sqrt(max(1 - share, 1e-6)) - 1))
    result: Light = light * (1 / (1 + (away * tangent) ** 2) ** 2)[..., None]
    return result


def _blurred(light: Light, deviation_px: float) -> Light:
    if deviation_px == 0:
        return light
    result: Light = ndimage.gaussian_filter(light, (deviation_px, deviation_px, 0), mode="nearest")
    return result


def _smeared(light: Light, motion_px: tuple[float, float]) -> Light:
    """Average the picture along a way, a step a pixel."""
    length = float(np.hypot(*motion_px))
    steps = round(length) + 1
    if steps < 2:
        return light
    total = np.zeros_like(light)
    for share in np.linspace(-0.5, 0.5, steps):
        shift = (share * motion_px[1], share * motion_px[0], 0)
        total += ndimage.shift(light, shift, order=1, mode="nearest")
    return total / np.float32(steps)


def _rolled(light: Light, rolling_px: tuple[float, float]) -> Light:
    """Move each row by its own moment: the first by half of the way back, the middle one not, the last one ahead."""
    if rolling_px == (0.0, 0.0):
        return light
    height, width = light.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    # Where a row shows something is where it was at the middle row's moment, moved on by its own.
    moment = (y + np.float32(0.5)) / height - np.float32(0.5)
    places = (y - moment * np.float32(rolling_px[1]), x - moment * np.float32(rolling_px[0]))
    channels = [ndimage.map_coordinates(light[..., k], places, order=1, mode="nearest") for k in range(3)]
    return np.stack(channels, axis=-1)


def _aberrated(light: Light, distance_px: float) -> Light:
    """Enlarge red and shrink blue about the middle, so that they part by `distance_px` in the corners."""
    if distance_px == 0:
        return light
    height, width = light.shape[:2]
    radius = np.hypot(width, height) / 2
    result = light.copy()
    for channel, sign in ((0, -0.5), (2, 0.5)):
        factor = 1 + sign * distance_px / radius
        offset = [(height - 1) / 2 * (1 - factor), (width - 1) / 2 * (1 - factor)]
        result[..., channel] = ndimage.affine_transform(
            light[..., channel], [factor, factor], offset, order=1, mode="nearest"
        )
    return result


def _noisy(light: Light, sensor: SensorPlan) -> Light:
    """Add noise whose variance is shot^2 light + read^2 (Foi et al. 2008, without clipping's correction)."""
    if sensor.shot_noise == 0 and sensor.read_noise == 0:
        return light
    luck = np.random.Generator(np.random.PCG64(sensor.seed))
    variance = np.float32(sensor.shot_noise**2) * np.maximum(light, 0) + np.float32(sensor.read_noise**2)
    result: Light = light + np.sqrt(variance) * luck.standard_normal(light.shape, np.float32)
    return result


def _coded(light: Light) -> Light:
    light = np.clip(light, 0, 1)
    coded: Light = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055).astype(np.float32)
    return coded


def _graded(coded: Light, sensor: SensorPlan) -> Light:
    if sensor.saturation != 1:
        grey = (coded @ _LUMINANCE)[..., None]
        coded = (grey + (coded - grey) * sensor.saturation).astype(np.float32)
    if sensor.contrast != 1:
        coded = ((coded - 0.5) * sensor.contrast + 0.5).astype(np.float32)
    return coded


def _compressed(picture: Pixels, quality: int | None) -> Pixels:
    if quality is None:
        return picture
    file = io.BytesIO()
    PIL.Image.fromarray(picture).save(file, "JPEG", quality=quality)
    with PIL.Image.open(file) as read:
        return np.asarray(read.convert("RGB"), np.uint8)
