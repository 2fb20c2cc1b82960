"""A line of KITTI's label files, and an object in our terms.

Format: the readme of KITTI's object development kit. Columns: type, truncated, occluded, alpha, left, top, right,
bottom, height, width, length, x, y, z, rotation_y. The camera looks along +z, +y is down; x, y, z is the middle of the
box's lower face, and rotation_y turns the box about +y, 0 where its front is towards +x. There is no other rotation.
"""

import math
from dataclasses import dataclass

import numpy as np

from scenewright.datasets.records import InstanceRecord
from scenewright.geometry.boxes import Box2D
from scenewright.geometry.transforms import Matrix, Vector

DONT_CARE = "DontCare"
_LEAST_VISIBLE = ((0.95, 0), (0.5, 1), (0.0, 2))
"""Visible share down to which an object counts as occluded 0 (fully visible), 1 (partly), 2 (largely); those of
Replicator's KittiWriter."""
_UNKNOWN_3D = "-1 -1 -1 -1000 -1000 -1000 -10"
_COLUMNS = 15


@dataclass(frozen=True, slots=True)
class Upright:
    """A box that stands level in the camera's frame: all that KITTI can say about an object in space.

    Attributes:
        size: Height, width and length, metres.
        bottom: Middle of the lower face in the camera's frame, metres.
        yaw: Turn about the camera's +y, radians.
    """

    size: Vector
    bottom: Vector
    yaw: float


@dataclass(frozen=True, slots=True)
class KittiObject:
    """One line; `space` is nothing where the line says only what is in the image. -1 is not known."""

    type: str
    truncated: float
    occluded: int
    box: Box2D
    space: Upright | None


def tilt_deg(camera_from_object: Matrix) -> float:
    """Return how far an object's own up is from the camera's, in degrees: what KITTI cannot say."""
    up = camera_from_object[:3, 2] / np.linalg.norm(camera_from_object[:3, 2])
    return math.degrees(math.acos(float(np.clip(-up[1], -1.0, 1.0))))


def upright(item: InstanceRecord, camera_from_object: Matrix) -> Upright:
    """Return an object's box with its tilt left out; fronts are our objects' -Y, heights their Z."""
    low, high = np.array(item.extent_low), np.array(item.extent_high)
    scale = float(np.linalg.norm(camera_from_object[:3, 0]))
    width, length, height = ((high - low) * scale).tolist()
    middle = np.array([*((low + high)[:2] / 2), low[2], 1.0])
    x, y, z = (camera_from_object @ middle)[:3].tolist()
    front = -camera_from_object[:3, 1]
    return Upright((height, width, length), (x, y, z), math.atan2(-front[2], front[0]))


def camera_from_upright(box: Upright) -> tuple[Matrix, Vector, Vector]:
    """Return the pose 4x4 of an object with this box, and its extents: front -Y, Z up, origin in the lower face."""
    height, width, length = box.size
    sine, cosine = math.sin(box.yaw), math.cos(box.yaw)
    pose = np.eye(4)
    pose[:3, 0], pose[:3, 1], pose[:3, 2] = (sine, 0.0, cosine), (-cosine, 0.0, sine), (0.0, -1.0, 0.0)
    pose[:3, 3] = box.bottom
    return pose, (-width / 2, -length / 2, 0.0), (width / 2, length / 2, height)


def label_line(item: KittiObject) -> str:
    """Return a label file's line, without its end."""
    image = " ".join(f"{value:.2f}" for value in item.box)
    if item.space is None:
        return f"{item.type} {item.truncated:.4g} {item.occluded} -10 {image} {_UNKNOWN_3D}"
    x, _, z = item.space.bottom
    space = " ".join(f"{value:.5f}" for value in (*item.space.size, *item.space.bottom, item.space.yaw))
    return f"{item.type} {item.truncated:.4g} {item.occluded} {_alpha(item.space.yaw, x, z):.5f} {image} {space}"


def read_label_line(line: str) -> KittiObject:
    """Return what `label_line` wrote; a score in the 16th column is passed over.

    Raises:
        ValueError: It is no such line.
    """
    words = line.split()
    if len(words) not in (_COLUMNS, _COLUMNS + 1):
        raise ValueError(f"it has {len(words)} columns, not {_COLUMNS}")
    numbers = [float(word) for word in words[1:_COLUMNS]]
    left, top, right, bottom, height, width, length, x, y, z, yaw = numbers[3:]
    space = Upright((height, width, length), (x, y, z), yaw) if height > 0 and z > -1000 else None
    return KittiObject(words[0], numbers[0], int(numbers[1]), (left, top, right, bottom), space)


def occluded(occlusion_ratio: float | None) -> int:
    """Return KITTI's 0 (fully visible), 1 (partly occluded), 2 (largely occluded) or 3 (unknown)."""
    if occlusion_ratio is None:
        return 3
    return next(level for least, level in _LEAST_VISIBLE if 1 - occlusion_ratio >= least - 1e-9)


def _alpha(yaw: float, x: float, z: float) -> float:
    """Return the angle at which the camera sees the object's front, within [-pi, pi]."""
    return math.remainder(yaw - math.atan2(x, z), math.tau)
