"""Points and surfaces of triangles."""

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]


def distance_m(triangles: Points, point: Points) -> float:
    """Return the distance of a point (3,) from the nearest of some triangles (T, 3, 3), in their unit.

    By the regions of Ericson 2005, "Real-Time Collision Detection", 5.1.5.
    """
    a, b, c = triangles[:, 0], triangles[:, 1], triangles[:, 2]
    along_b, along_c = b - a, c - a
    normal = np.cross(along_b, along_c)
    doubled = np.maximum((normal**2).sum(axis=1), 1e-300)
    # Where the foot of the perpendicular lies, in shares of the two sides.
    beside = point - a
    v = (np.cross(beside, along_c) * normal).sum(axis=1) / doubled
    w = (np.cross(along_b, beside) * normal).sum(axis=1) / doubled
    inside = (v >= 0) & (w >= 0) & (v + w <= 1)
    away = np.abs((beside * normal).sum(axis=1)) / np.sqrt(doubled)
    sides = np.minimum(np.minimum(_from_side(point, a, b), _from_side(point, b, c)), _from_side(point, c, a))
    return float(np.where(inside, away, sides).min())


def winding_number(triangles: Points, point: Points) -> float:
    """Return how often some triangles (T, 3, 3) go round a point: near 1 inside a closed surface, near 0 outside.

    Nearly so also for surfaces with small holes (Jacobson et al. 2013). Surfaces that face inwards, as a room's, count
    the other way. The solid angles are those of Van Oosterom and Strackee 1983.
    """
    a, b, c = (triangles[:, k] - point for k in range(3))
    la, lb, lc = (np.linalg.norm(side, axis=1) for side in (a, b, c))
    below = la * lb * lc + (a * b).sum(1) * lc + (a * c).sum(1) * lb + (b * c).sum(1) * la
    above = (a * np.cross(b, c)).sum(axis=1)
    return float(np.arctan2(above, below).sum() / (2 * np.pi))


def _from_side(point: Points, start: Points, end: Points) -> Points:
    along = end - start
    share = ((point - start) * along).sum(axis=1) / np.maximum((along**2).sum(axis=1), 1e-300)
    nearest = start + np.clip(share, 0, 1)[:, None] * along
    away: Points = np.linalg.norm(nearest - point, axis=1)
    return away
