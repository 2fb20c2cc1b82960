"""What a camera sees of the floor, and where shells of cameras lie: outlines for the plan."""

import math
from collections.abc import Sequence

import numpy as np
from scipy.spatial import ConvexHull, QhullError

from scenewright.geometry.camera import ray_through
from scenewright.geometry.transforms import Matrix, rotation_matrix
from scenewright.sampling.plan import CameraPlan
from scenewright.spec.cameras import CameraSpec
from scenewright.spec.limits import support
from scenewright.ui.canvas.regions import Axes

_PER_EDGE = 6
_PER_ARC = 48
_BORDER_PX = 0.5


def footprint(camera: CameraPlan, reach_m: float) -> Matrix:
    """Return the outline (N, 3) of what a camera sees of the floor; rays that miss it end at a distance.

    Args:
        camera: The camera; its lens is taken into account.
        reach_m: How far rays are followed.
    """
    i = camera.intrinsics
    shares = np.linspace(0, 1, _PER_EDGE, endpoint=False)
    w, h = i.width - 2 * _BORDER_PX, i.height - 2 * _BORDER_PX
    border = [
        *((s * w, 0.0) for s in shares),
        *((w, s * h) for s in shares),
        *(((1 - s) * w, h) for s in shares),
        *((0.0, (1 - s) * h) for s in shares),
    ]
    rays = np.array([[*ray_through(i, (x + _BORDER_PX, y + _BORDER_PX)), 1.0] for x, y in border])
    rays = rays[np.isfinite(rays).all(axis=1)]
    ahead = rays @ rotation_matrix(camera.rotation).T
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    eye = np.array(camera.position)
    down = np.where(ahead[:, 2] < -1e-6, -eye[2] / np.minimum(ahead[:, 2], -1e-6), np.inf)
    down = np.where(down > 0, down, np.inf)
    outline: Matrix = eye + ahead * np.minimum(down, reach_m)[:, None]
    return outline


def wedge(camera: CameraPlan, outline: Matrix, axes: Axes) -> Matrix:
    """Return the outline (N, 2) of all that a camera sees on its way to the floor, from above or from the side."""
    points = np.vstack([np.array(camera.position)[None], outline])[:, list(axes)]
    try:
        hull = points[ConvexHull(points).vertices]
    except (QhullError, ValueError):
        return points  # flat, as of a camera that looks along the plane
    closed: Matrix = np.vstack([hull, hull[:1]])
    return closed


def shell(camera: CameraSpec, target: Sequence[float], axes: Axes) -> list[Matrix]:
    """Return the outlines (N, 2) of where an orbiting camera can be: its nearest and its farthest shell."""
    if camera.orbit is None or camera.mount is not None:
        return []
    near, far = support(camera.orbit.distance_m)
    low, high = (math.radians(value) for value in support(camera.orbit.elevation_deg))
    first, last = (math.radians(value) for value in support(camera.orbit.azimuth_deg))
    if not math.isfinite(last - first) or last - first > 2 * math.pi:
        first, last = 0.0, 2 * math.pi
    middle = np.array(target)
    around = np.linspace(first, last, _PER_ARC)
    lines = []
    for distance in dict.fromkeys((near, min(far, 1e4))):
        if axes == (0, 1):
            for elevation in dict.fromkeys((low, high)):
                across = distance * math.cos(elevation)
                lines.append(middle[:2] + across * np.column_stack([np.cos(around), np.sin(around)]))
        else:
            heights = np.linspace(low, high, _PER_ARC)
            # All the way round, both sides of the outline are seen.
            whole = last - first >= 2 * math.pi - 1e-9
            for azimuth in (0.0, math.pi) if whole else dict.fromkeys((first, last)):
                across = math.cos(azimuth if axes[0] == 0 or whole else azimuth - math.pi / 2)
                side = distance * np.cos(heights) * across
                lines.append(middle[list(axes)] + np.column_stack([side, distance * np.sin(heights)]))
    return lines
