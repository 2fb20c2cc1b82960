"""The choices about a camera's sensor."""

import math

from scenewright.sampling.named import Named
from scenewright.sampling.numbers import rounded, rounded_vector
from scenewright.sampling.plan import DepthSensorPlan, Rgb, SensorPlan
from scenewright.sampling.temperature import blackbody_rgb
from scenewright.spec.depth_sensor import DepthSensorSpec
from scenewright.spec.sensor import SensorSpec

_SEEDS = 2**48


def plan_sensor(frame: Named, name: str, sensor: SensorSpec, focal_length_m: float) -> SensorPlan:
    """Choose what a sensor does to this frame's picture; `name` begins the names of its choices."""
    angle = 2 * math.pi * frame.uniform(f"{name}/motion_direction")
    length = frame.number(f"{name}/motion_blur", sensor.motion_blur_px)
    rolled = frame.number(f"{name}/rolling_shutter", sensor.rolling_shutter_px)
    quality = sensor.jpeg_quality
    return SensorPlan(
        gains=_gains(frame.number(f"{name}/white_balance", sensor.white_balance_k)),
        vignetting=frame.number(f"{name}/vignetting", sensor.vignetting),
        blur_px=frame.number(f"{name}/blur", sensor.blur_px),
        motion_px=(rounded(length * math.cos(angle)), rounded(length * math.sin(angle))),
        aberration_px=frame.number(f"{name}/aberration", sensor.chromatic_aberration_px),
        shot_noise=frame.number(f"{name}/shot_noise", sensor.shot_noise),
        read_noise=frame.number(f"{name}/read_noise", sensor.read_noise),
        contrast=frame.number(f"{name}/contrast", sensor.contrast),
        saturation=frame.number(f"{name}/saturation", sensor.saturation),
        jpeg_quality=None if quality is None else frame.whole(f"{name}/jpeg", quality),
        seed=int(frame.uniform(f"{name}/noise") * _SEEDS),
        aperture_m=0.0
        if sensor.f_number is None
        else rounded(focal_length_m / frame.number(f"{name}/f_number", sensor.f_number)),
        focus_m=frame.number(f"{name}/focus", sensor.focus_m),
        rolling_px=(rounded(rolled * math.cos(angle)), rounded(rolled * math.sin(angle))),
    )


def plan_depth_sensor(frame: Named, name: str, sensor: DepthSensorSpec) -> DepthSensorPlan:
    """Choose what a depth sensor measures in this frame; `name` begins the names of its choices."""
    return DepthSensorPlan(
        baseline_m=sensor.baseline_m,
        noise_px=frame.number(f"{name}/noise", sensor.noise_px),
        noise_size_px=sensor.noise_size_px,
        step_px=sensor.step_px,
        nearest_m=sensor.nearest_m,
        farthest_m=sensor.farthest_m,
        steepest_deg=sensor.steepest_deg,
        lost=frame.number(f"{name}/lost", sensor.lost),
        seed=int(frame.uniform(f"{name}/seed") * _SEEDS),
    )


def _gains(kelvin: float) -> Rgb:
    """Return what makes light of a temperature white, against 6500 K; a grey keeps its luminance."""
    red, green, blue = (
        neutral / part for neutral, part in zip(blackbody_rgb(6500.0), blackbody_rgb(kelvin), strict=True)
    )
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return rounded_vector((red / luminance, green / luminance, blue / luminance))
