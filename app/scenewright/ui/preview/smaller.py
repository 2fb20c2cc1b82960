"""Plans of smaller pictures, and of free cameras."""

import math
from dataclasses import replace

from scenewright.geometry.camera import Intrinsics
from scenewright.geometry.transforms import look_at
from scenewright.sampling.plan import CameraPlan, FramePlan
from scenewright.spec.visibility import VisibilityRule
from scenewright.ui.preview.wishes import Eye, PictureWish

_LEAST_PX = 16


def camera_of(plan: FramePlan, wish: PictureWish) -> tuple[CameraPlan, float]:
    """Return the camera that draws a picture, and the picture's size relative to the camera's own."""
    own = plan.cameras[min(wish.camera, len(plan.cameras) - 1)]
    if wish.eye is not None:
        own = _free(wish.eye, own)
    scale = 1.0 if wish.width_px is None else min(1.0, wish.width_px / own.intrinsics.width)
    return own if scale == 1.0 else _scaled(own, scale), scale


def scaled_rules(rules: tuple[VisibilityRule, ...], scale: float) -> tuple[VisibilityRule, ...]:
    """Return rules that make of a smaller picture what they would make of the whole one, as far as it can tell."""
    return tuple(rule.replace(least_px=round(rule.least_px * scale * scale)) for rule in rules)


def _scaled(camera: CameraPlan, scale: float) -> CameraPlan:
    i = camera.intrinsics
    width, height = max(_LEAST_PX, round(i.width * scale)), max(_LEAST_PX, round(i.height * scale))
    across, down = width / i.width, height / i.height
    smaller = Intrinsics(width, height, i.fx * across, i.fy * down, i.cx * across, i.cy * down, i.lens)
    sensor = camera.sensor
    if sensor is not None:
        sensor = replace(
            sensor,
            blur_px=sensor.blur_px * scale,
            motion_px=(sensor.motion_px[0] * scale, sensor.motion_px[1] * scale),
            aberration_px=sensor.aberration_px * scale,
        )
    return replace(camera, intrinsics=smaller, sensor=sensor)


def _free(eye: Eye, like: CameraPlan) -> CameraPlan:
    """Return a perfect camera that sees what the user wants to see, exposed as the project's camera is."""
    focal = eye.height_px / 2 / math.tan(math.radians(eye.view_deg) / 2)
    return CameraPlan(
        name="free view",
        position=eye.position,
        rotation=look_at(eye.position, eye.target, 0.0),
        intrinsics=Intrinsics(eye.width_px, eye.height_px, focal, focal, eye.width_px / 2, eye.height_px / 2),
        near_m=0.02,
        far_m=max(like.far_m, 100.0),
        exposure_stops=like.exposure_stops,
    )
