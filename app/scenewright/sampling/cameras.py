"""The choices about cameras."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from scenewright.errors import UserError
from scenewright.geometry.camera import Intrinsics
from scenewright.geometry.transforms import (
    CAMERA_AXES_FLIP,
    Quaternion,
    Vector,
    from_euler,
    look_at,
    pose_matrix,
    quaternion,
    rotation_matrix,
)
from scenewright.sampling.camera_motion import ahead_of, orbit_moved, swayed, way
from scenewright.sampling.named import Named
from scenewright.sampling.numbers import radians, rounded, rounded_quaternion, rounded_vector
from scenewright.sampling.plan import CameraPlan
from scenewright.sampling.rotations import uniform_direction
from scenewright.sampling.sensor import plan_depth_sensor, plan_sensor
from scenewright.sampling.views import Seen, is_usable
from scenewright.spec.cameras import CameraSpec, LookAtObjects, MountSpec, waiting_cameras
from scenewright.spec.limits import Vector3
from scenewright.spec.motion import CameraDrift, CameraMotion, CameraPath, OrbitMotion

_EYES = 2
"""A stereo camera's eyes take two seeds of noise for each picture."""


def plan_cameras(
    frame: Named, cameras: Sequence[CameraSpec], start: Sequence[Seen], now: Sequence[Seen]
) -> tuple[tuple[CameraPlan, ...], tuple[str, ...]]:
    """Choose all cameras, once the objects stand.

    Args:
        frame: The choices.
        cameras: What is wanted.
        start: What there is to look at when the clip begins.
        now: The same at the frame's time.

    Returns:
        The cameras in the project's order, a stereo camera's right eye after the left one; and in words what could not
        be had.

    Raises:
        UserError: A camera is at the very point it looks at.
    """
    plans: list[CameraPlan] = []
    troubles: list[str] = []
    for camera in cameras:
        if camera.mount is not None:
            plans += both_eyes(camera, _mounted(frame, camera, camera.mount, {plan.name: plan for plan in plans}))
            continue
        attempt, trouble = _usable(frame, camera, start)
        plans += both_eyes(camera, _moved(frame, camera, start, now, attempt))
        if trouble is not None:
            troubles.append(trouble)
    return tuple(plans), tuple(troubles)


def plan_free_cameras(frame: Named, cameras: Sequence[CameraSpec]) -> Mapping[str, CameraPlan]:
    """Choose the cameras that ask for no object, as the clip begins, by name: objects may be placed by them."""
    waiting, plans = waiting_cameras(cameras), dict[str, CameraPlan]()
    for camera in cameras:
        if camera.name not in waiting and camera.mount is None:
            plans[camera.name] = plan_camera(frame, camera, ())
        elif camera.name not in waiting and camera.mount is not None:
            plans[camera.name] = _mounted(frame, camera, camera.mount, plans)
    return plans


def plan_camera(frame: Named, camera: CameraSpec, seen: Sequence[Seen], attempt: int = 0) -> CameraPlan:
    """Choose where a camera is and how it looks as the clip begins.

    Args:
        frame: The choices.
        camera: What is wanted.
        seen: What there is to look at.
        attempt: Which try; each has luck of its own.

    Raises:
        UserError: It is at the very point it looks at.
    """
    name = _name(camera, attempt)
    target = _target(frame, name, camera, seen)
    position = _position(frame, name, camera, target, None)
    return _plan(frame, name, camera, position, _rotation(frame, name, camera, position, target))


def _mounted(frame: Named, camera: CameraSpec, mount: MountSpec, plans: Mapping[str, CameraPlan]) -> CameraPlan:
    """Return a camera at its place on another one, which is planned already."""
    carrier, name = plans[mount.on], _name(camera, 0)
    optical = pose_matrix(carrier.position, carrier.rotation) @ CAMERA_AXES_FLIP
    x, y, z = map(math.radians, frame.vector(f"{name}/mount/turn", mount.turn_deg))
    placed = optical @ pose_matrix(frame.vector(f"{name}/mount/offset", mount.offset_m), from_euler(x, y, z))
    rotation = quaternion((placed @ CAMERA_AXES_FLIP)[:3, :3])
    position = float(placed[0, 3]), float(placed[1, 3]), float(placed[2, 3])
    return _reseeded(_plan(frame, name, camera, position, rotation), _EYES * frame.step)


def _plan(frame: Named, name: str, camera: CameraSpec, position: Vector, rotation: Quaternion) -> CameraPlan:
    lens, sensor, depth = _intrinsics(frame, name, camera), camera.sensor, camera.depth_sensor
    focal_length_m = lens.fx * camera.sensor_width_mm / lens.width / 1000
    return CameraPlan(
        name=camera.name,
        position=rounded_vector(position),
        rotation=rounded_quaternion(rotation),
        intrinsics=lens,
        near_m=camera.near_m,
        far_m=camera.far_m,
        exposure_stops=frame.number(f"{name}/exposure", camera.exposure_stops),
        sensor=None if sensor is None else plan_sensor(frame, f"cameras/{camera.name}/sensor", sensor, focal_length_m),
        depth_sensor=None if depth is None else plan_depth_sensor(frame, f"cameras/{camera.name}/depth_sensor", depth),
    )


def _moved(frame: Named, camera: CameraSpec, start: Sequence[Seen], now: Sequence[Seen], attempt: int) -> CameraPlan:
    """Return a camera as it is at the frame's time."""
    begun = plan_camera(frame, camera, start, attempt)
    if camera.motion is None and camera.hand_held is None and frame.time_s == 0:
        return begun
    name = _name(camera, attempt)
    target = _target(frame, name, camera, now)
    position = _position(frame, name, camera, target, camera.motion)
    gone, heading = way(frame, name, camera.motion)
    if isinstance(camera.motion, CameraDrift | CameraPath):
        position = _sum(begun.position, gone)
    gaze = "target" if camera.motion is None or isinstance(camera.motion, OrbitMotion) else camera.motion.gaze
    if gaze == "same_way":
        target = _sum(position, ahead_of(begun.rotation))
    elif gaze == "along":
        target = _sum(position, heading or ahead_of(begun.rotation))
    rotation = begun.rotation if gaze == "same_way" else _rotation(frame, name, camera, position, target)
    if camera.hand_held is not None:
        position, rotation = swayed(frame, name, camera.hand_held, position, rotation)
    moved = replace(begun, position=rounded_vector(position), rotation=rounded_quaternion(rotation))
    return _reseeded(moved, _EYES * frame.step)


def _name(camera: CameraSpec, attempt: int) -> str:
    return f"cameras/{camera.name}" + (f"/try{attempt}" if attempt else "")


def _sum(one: Vector, other: Vector) -> Vector:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def _rotation(frame: Named, name: str, camera: CameraSpec, position: Vector, target: Vector) -> Quaternion:
    try:
        return look_at(position, target, radians(frame.number(f"{name}/roll", camera.roll_deg)))
    except ValueError as error:
        raise UserError(
            f"In frame {frame.picture} camera '{camera.name}' is at the very point it looks at: "
            "move its position_m and look_at_m apart."
        ) from error


def both_eyes(camera: CameraSpec, left: CameraPlan) -> list[CameraPlan]:
    """Return a camera's plan and, for a stereo camera, its right eye's: shifted along the image's x axis."""
    if camera.stereo_baseline_m is None:
        return [left]
    shift = rotation_matrix(left.rotation)[:, 0] * camera.stereo_baseline_m
    x, y, z = (float(a + b) for a, b in zip(left.position, shift, strict=True))
    right = replace(left, name=f"{camera.name}-right", position=rounded_vector((x, y, z)))
    return [left, _reseeded(right, 1)]


def _reseeded(camera: CameraPlan, further: int) -> CameraPlan:
    """Return a camera whose picture has noise of its own."""
    return replace(
        camera,
        sensor=camera.sensor and replace(camera.sensor, seed=camera.sensor.seed + further),
        depth_sensor=camera.depth_sensor and replace(camera.depth_sensor, seed=camera.depth_sensor.seed + further),
    )


def _usable(frame: Named, camera: CameraSpec, seen: Sequence[Seen]) -> tuple[int, str | None]:
    """Return the first try that makes a usable view, else the last one and a sentence."""
    rules = camera.rules
    if rules is None:
        return 0, None
    for attempt in range(rules.tries):
        if is_usable(plan_camera(frame, camera, seen, attempt), rules, seen):
            return attempt, None
    return rules.tries - 1, f"camera '{camera.name}' found no usable view in {rules.tries} tries"


def _target(frame: Named, name: str, camera: CameraSpec, seen: Sequence[Seen]) -> Vector:
    if camera.look_at is None:
        return frame.vector(f"{name}/look_at", camera.look_at_m or Vector3())
    x, y, z = _middle(frame, name, camera.look_at, seen)
    dx, dy, dz = frame.vector(f"{name}/look_at", camera.look_at.offset_m)
    return x + dx, y + dy, z + dz


def _middle(frame: Named, name: str, wanted: LookAtObjects, seen: Sequence[Seen]) -> Vector:
    """Return the middle of the objects that count, or of one of them; the origin where there are none."""
    middles = [item.middle for item in seen if not wanted.groups or item.group in wanted.groups]
    if not middles:
        return 0.0, 0.0, 0.0
    if wanted.which == "one":
        middle = middles[min(int(frame.uniform(f"{name}/target") * len(middles)), len(middles) - 1)]
        frame.note(f"{name}/target", wanted, rounded_vector(middle))
        return middle
    x, y, z = (float(value) for value in np.mean(middles, axis=0))
    return x, y, z


def _position(frame: Named, name: str, camera: CameraSpec, target: Vector, motion: CameraMotion | None) -> Vector:
    if camera.orbit is not None:
        distance, azimuth_deg, elevation_deg = orbit_moved(
            frame,
            name,
            motion,
            frame.number(f"{name}/distance", camera.orbit.distance_m),
            frame.number(f"{name}/azimuth", camera.orbit.azimuth_deg),
            frame.number(f"{name}/elevation", camera.orbit.elevation_deg),
        )
        azimuth, elevation = math.radians(azimuth_deg), math.radians(elevation_deg)
        across = distance * math.cos(elevation)
        x, y = target[0] + across * math.cos(azimuth), target[1] + across * math.sin(azimuth)
        position: Vector = (x, y, target[2] + distance * math.sin(elevation))
    else:
        position = frame.vector(f"{name}/position", camera.position_m or Vector3())
    far = frame.number(f"{name}/shake", camera.shake_m)
    if far == 0:
        return position
    dx, dy, dz = uniform_direction(frame.uniform(f"{name}/shake/side", 0), frame.uniform(f"{name}/shake/side", 1))
    return position[0] + far * dx, position[1] + far * dy, position[2] + far * dz


def _intrinsics(frame: Named, name: str, camera: CameraSpec) -> Intrinsics:
    width, height, given = camera.width_px, camera.height_px, camera.intrinsics
    lens = None if camera.lens is None else camera.lens.lens
    right, down = (frame.number(f"{name}/{n}", w) for n, w in (("cx", camera.cx_shift_px), ("cy", camera.cy_shift_px)))
    if given is not None:
        cx, cy = rounded(given.cx_px + right), rounded(given.cy_px + down)
        return Intrinsics(width, height, given.fx_px, given.fy_px, cx, cy, lens)
    focal_px = rounded(frame.number(f"{name}/focal_length", camera.focal_length_mm) * width / camera.sensor_width_mm)
    return Intrinsics(width, height, focal_px, focal_px, width / 2 + right, height / 2 + down, lens)
