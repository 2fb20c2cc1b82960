"""How an object turns."""

import math

from scenewright.assets.solid import Solid
from scenewright.geometry.transforms import Quaternion, Vector, about_axis, multiply
from scenewright.sampling.draw import choose
from scenewright.sampling.named import Named
from scenewright.spec.placement import (
    AnyRotation,
    FaceCameraRotation,
    RestingRotation,
    Rotation,
    TiltRotation,
    UprightRotation,
)


def turned(frame: Named, name: str, wanted: Rotation, number: int, solid: Solid) -> Quaternion:
    """Return a drawn rotation; one that faces the camera looks along +y until `facing` turns it.

    Args:
        frame: The choices.
        name: The object's name among them.
        wanted: The kind of rotation.
        number: The object's number in its group.
        solid: Its shape.
    """
    match wanted:
        case UprightRotation(yaw_deg=yaw) | FaceCameraRotation(yaw_deg=yaw):
            return about_axis(2, math.radians(frame.number(f"{name}/yaw", yaw, number)))
        case TiltRotation(most_deg=most):
            return _tilted(frame, name, most)
        case AnyRotation():
            return uniform_rotation(*(frame.uniform(f"{name}/rotation", axis) for axis in range(3)))
        case RestingRotation():
            way = solid.rests[choose([rest.share for rest in solid.rests], frame.uniform(f"{name}/rest"))]
            return multiply(about_axis(2, 2 * math.pi * frame.uniform(f"{name}/yaw")), way.rotation)


def facing(rotation: Quaternion, x: float, y: float, eye_x: float, eye_y: float) -> Quaternion:
    """Return an upright rotation turned further so that the front (-y) of an object at (x, y) faces an eye."""
    return multiply(about_axis(2, math.atan2(eye_y - y, eye_x - x) + math.pi / 2), rotation)


def uniform_rotation(u: float, v: float, w: float) -> Quaternion:
    """Return a rotation that is uniform over SO(3) for uniform numbers (Shoemake 1992)."""
    inner, outer = math.sqrt(1 - u), math.sqrt(u)
    return (
        outer * math.cos(2 * math.pi * w),
        inner * math.sin(2 * math.pi * v),
        inner * math.cos(2 * math.pi * v),
        outer * math.sin(2 * math.pi * w),
    )


def uniform_direction(u: float, v: float) -> Vector:
    """Return a unit vector, every direction as likely."""
    z = 2 * u - 1
    across = math.sqrt(max(0.0, 1 - z * z))
    return across * math.cos(2 * math.pi * v), across * math.sin(2 * math.pi * v), z


def _tilted(frame: Named, name: str, most_deg: float) -> Quaternion:
    """Return a turn about the vertical, then a tilt to any side, every direction within the cone as likely."""
    yaw, side, share = (frame.uniform(f"{name}/tilt", axis) for axis in range(3))
    cosine = 1 - share * (1 - math.cos(math.radians(most_deg)))
    half = math.acos(min(1.0, cosine)) / 2
    angle = 2 * math.pi * side
    tilt = (math.cos(half), math.sin(half) * math.cos(angle), math.sin(half) * math.sin(angle), 0.0)
    return multiply(tilt, about_axis(2, 2 * math.pi * yaw))
