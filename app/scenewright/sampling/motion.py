"""Where objects are as time goes on."""

import math
from dataclasses import replace

from scenewright.geometry.transforms import Quaternion, Vector, about_axis, multiply, rotation_matrix
from scenewright.sampling.facts import AssetFacts
from scenewright.sampling.named import Named
from scenewright.sampling.numbers import rounded, rounded_quaternion, rounded_vector
from scenewright.sampling.plan import ObjectPlan
from scenewright.spec.motion import DriftMotion, Motion, PhysicsMotion, WalkMotion


def moved(
    frame: Named, name: str, number: int, motion: Motion | None, start: ObjectPlan, assets: AssetFacts
) -> ObjectPlan:
    """Return an object as it is at the frame's time; a clip of movement goes on with time, whatever the motion.

    Args:
        frame: The choices, and the time.
        name: The object's name among them.
        number: The object's number in its group.
        motion: How it moves; physics is not this function's matter.
        start: The object at the clip's first picture.
        assets: Where clips come from.
    """
    if frame.time_s == 0:
        return start
    seconds = assets.clip_seconds(start.asset, start.pose) if start.pose else 0.0
    pace = 1.0
    match motion:
        case WalkMotion() if seconds > 0:
            start, pace = _walked(frame, name, number, motion, start, assets)
        case DriftMotion():
            start = _drifted(frame, name, number, motion, start)
        case WalkMotion() | PhysicsMotion() | None:
            pass
    if seconds > 0:
        start = replace(start, phase=rounded((start.phase + pace * frame.time_s / seconds) % 1.0) % 1.0)
    return start


def spun(rotation: Quaternion, spin_deg_s: Vector, time_s: float) -> Quaternion:
    """Return a rotation after turning evenly about an axis fixed in the world."""
    speed = math.sqrt(sum(part * part for part in spin_deg_s))
    if speed == 0:
        return rotation
    half = math.radians(speed * time_s) / 2
    x, y, z = (math.sin(half) * part / speed for part in spin_deg_s)
    return multiply((math.cos(half), x, y, z), rotation)


def start_velocity(frame: Named, name: str, number: int, motion: PhysicsMotion) -> tuple[Vector, Vector]:
    """Return the velocity (m/s) and the spin (degrees/s) with which an object begins."""
    velocity = frame.vector(f"{name}/velocity", motion.velocity_m_s, number)
    return velocity, frame.vector(f"{name}/spin", motion.spin_deg_s, number)


def _drifted(frame: Named, name: str, number: int, motion: DriftMotion, start: ObjectPlan) -> ObjectPlan:
    velocity = frame.vector(f"{name}/velocity", motion.velocity_m_s, number)
    if motion.axes == "own":
        velocity = tuple(rotation_matrix(start.rotation) @ velocity)
    spin = frame.vector(f"{name}/spin", motion.spin_deg_s, number)
    x, y, z = (at + speed * frame.time_s for at, speed in zip(start.position, velocity, strict=True))
    rotation = rounded_quaternion(spun(start.rotation, spin, frame.time_s))
    return replace(start, position=rounded_vector((x, y, z)), rotation=rotation)


def _walked(
    frame: Named, name: str, number: int, motion: WalkMotion, start: ObjectPlan, assets: AssetFacts
) -> tuple[ObjectPlan, float]:
    """Return where the way leads, and how much faster than it was made the clip plays."""
    x, y, z = (part * start.scale for part in assets.ground_velocity(start.asset, start.pose))
    natural = math.hypot(x, y)
    wanted = None if motion.speed_m_s is None else frame.number(f"{name}/speed", motion.speed_m_s, number)
    turn = math.radians(frame.number(f"{name}/turn", motion.turn_deg_s, number))
    if natural == 0:
        x, y, natural = 0.0, -1.0, 0.0 if wanted is None else wanted  # it rolls ahead: its front is -y
    pace = 1.0 if wanted is None or natural == 0 else wanted / natural
    ahead = rotation_matrix(start.rotation) @ (x, y, z)
    heading, speed = math.atan2(ahead[1], ahead[0]), natural * pace
    east, north = _along_an_arc(heading, turn, speed, frame.time_s)
    position = (start.position[0] + east, start.position[1] + north, start.position[2])
    rotation = multiply(about_axis(2, turn * frame.time_s), start.rotation)
    return replace(start, position=rounded_vector(position), rotation=rounded_quaternion(rotation)), pace


def _along_an_arc(heading: float, turn: float, speed: float, time_s: float) -> tuple[float, float]:
    """Return the way gone at constant speed while the heading turns evenly; radians and radians/s."""
    angle = turn * time_s
    if abs(angle) < 1e-6:
        return speed * time_s * math.cos(heading), speed * time_s * math.sin(heading)
    radius = speed / turn
    return radius * (math.sin(heading + angle) - math.sin(heading)), radius * (
        math.cos(heading) - math.cos(heading + angle)
    )
