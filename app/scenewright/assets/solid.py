"""What placing needs to know about a model: its extremes, its convex pieces, its boards, how it can lie."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import ConvexHull as HullOf
from scipy.spatial import QhullError

from scenewright.assets.model import Model
from scenewright.geometry.transforms import Matrix, Quaternion, quaternion

_LEVEL_DEG = 5.0
"""Faces tilted less count as a board."""

_LEAST_SHARE = 0.005
"""Faces on which something lies still less often are left out."""

_BOARD_STEP_M = 0.004
"""Faces whose heights differ by less belong to one board."""


@dataclass(frozen=True, eq=False)
class Piece:
    """A convex piece: vertices (V, 3) in the asset's frame, metres, and triangles (T, 3), outside counter-clockwise."""

    vertices: NDArray[np.float64]
    triangles: NDArray[np.int32]


@dataclass(frozen=True)
class Board:
    """A level face that things can stand on.

    Attributes:
        height_m: Its z in the asset's frame.
        low: Lowest x and y of the upright rectangle around it.
        high: Highest x and y.
        filled: Its area by the rectangle's; well below 1 for rings and crosses.
    """

    height_m: float
    low: tuple[float, float]
    high: tuple[float, float]
    filled: float


@dataclass(frozen=True)
class Rest:
    """A way to lie: the rotation that brings it there, and how likely it is after a fall (its solid angle's share)."""

    rotation: Quaternion
    share: float


@dataclass(frozen=True, eq=False)
class Solid:
    """A model as a body.

    Attributes:
        points: float64 (N, 3), the corners of its convex hull, asset's frame, metres.
        pieces: Convex pieces that together fill it.
        model: What it was made from.
    """

    points: NDArray[np.float64]
    pieces: tuple[Piece, ...]
    model: Model

    @cached_property
    def boards(self) -> tuple[Board, ...]:
        """Its level faces of some size, the highest first."""
        return boards(self.model)

    @cached_property
    def rests(self) -> tuple[Rest, ...]:
        """The ways it can lie on a plane, the likeliest first."""
        return rests(self.points)


def extremes(model: Model) -> NDArray[np.float64]:
    """Return the corners of a model's convex hull (N, 3), in order; those of a flat model are all its points."""
    points = np.unique(np.concatenate([p.positions[np.unique(p.triangles)] for p in model.parts]).astype(float), axis=0)
    try:
        corners: NDArray[np.float64] = points[np.sort(np.asarray(HullOf(points).vertices))]
    except (QhullError, ValueError):
        return points
    return corners


def boards(model: Model) -> tuple[Board, ...]:
    """Return the level faces of a model that look up, the highest first; none smaller than 4 % of its footprint."""
    triangles = np.concatenate([part.positions[part.triangles] for part in model.parts]).astype(float)
    across = np.cross(triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0])
    doubled = np.linalg.norm(across, axis=1)
    level = across[:, 2] > np.cos(np.radians(_LEVEL_DEG)) * np.maximum(doubled, 1e-15)
    triangles, areas = triangles[level], across[level, 2] / 2
    if not len(triangles):
        return ()
    heights = triangles[:, :, 2].mean(axis=1)
    order = np.argsort(heights, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(heights[order]) > _BOARD_STEP_M) + 1)
    low, high = model.bounds
    footprint = max((high[0] - low[0]) * (high[1] - low[1]), 1e-9)
    found = [_board(triangles[group], areas[group]) for group in groups if areas[group].sum() > 0.04 * footprint]
    return tuple(sorted(found, key=lambda board: -board.height_m))


def rests(points: NDArray[np.float64]) -> tuple[Rest, ...]:
    """Return the faces of a convex hull that it can lie on: those its centre of mass is above.

    A face's likelihood is the solid angle that it fills seen from the centre of mass, a fair guess for what a tumbling
    body ends up on (Goldberg et al. 1999 discuss better ones). The mass is spread evenly over the hull.
    """
    try:
        hull = HullOf(points)
    except (QhullError, ValueError):
        return (Rest((1.0, 0.0, 0.0, 0.0), 1.0),)
    center = _center_of_mass(hull)
    normals, face = np.unique(np.round(hull.equations[:, :3], 3), axis=0, return_inverse=True)
    found = []
    for number, normal in enumerate(normals):
        simplices = hull.points[hull.simplices[face.ravel() == number]]
        if _is_above(center, simplices, normal):
            found.append((_solid_angle(simplices - center), normal))
    total = sum(angle for angle, _ in found)
    if total <= 0:
        return (Rest((1.0, 0.0, 0.0, 0.0), 1.0),)
    ways = [Rest(_turn_down(normal), angle / total) for angle, normal in found]
    likely = [way for way in ways if way.share > _LEAST_SHARE] or ways  # a ball has only faces that are unlikely
    return tuple(sorted(likely, key=lambda way: -way.share))


def boxes_of_joints(model: Model, matrices: NDArray[np.float64]) -> tuple[Piece, ...]:
    """Return a rigged model's pieces in a pose: the box around what each joint carries most, moved with the joint."""
    gathered: dict[int, list[NDArray[np.float32]]] = {}
    for part in model.parts:
        if part.skin is None:
            continue
        main = part.skin.joints[np.arange(len(part.positions)), part.skin.weights.argmax(axis=1)]
        for joint in np.unique(main):
            gathered.setdefault(int(joint), []).append(part.positions[main == joint])
    pieces = []
    for joint, clouds in sorted(gathered.items()):
        cloud = np.concatenate(clouds)
        piece = box_piece(cloud.min(axis=0), cloud.max(axis=0))
        moved = piece.vertices @ matrices[joint][:3, :3].T + matrices[joint][:3, 3]
        pieces.append(Piece(moved, piece.triangles))
    return tuple(pieces)


def hull_piece(model: Model) -> Piece:
    """Return a model's convex hull; of a flat model, the box around it."""
    return hull_of(extremes(model)) or box_piece(*model.bounds)


def hull_volume(points: NDArray[np.floating]) -> float:
    """Return the volume of points' convex hull; 0 if they are flat."""
    try:
        return float(HullOf(points.astype(float)).volume)
    except (QhullError, ValueError):
        return 0.0


def hull_of(cloud: NDArray[np.float64]) -> Piece | None:
    """Return the convex hull of points (N, 3), None if they are flat."""
    try:
        points = cloud[np.sort(HullOf(cloud).vertices)]
        hull = HullOf(points)
    except (QhullError, ValueError):
        return None
    corners = points[hull.simplices]
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    inwards = np.einsum("ti,ti->t", across, hull.equations[:, :3]) < 0
    triangles = np.where(inwards[:, None], hull.simplices[:, ::-1], hull.simplices)
    return Piece(points, triangles.astype(np.int32))


def box_piece(low: Sequence[float], high: Sequence[float]) -> Piece:
    """Return an upright box; sides thinner than 1 mm are made so thick."""
    floor, roof = np.asarray(low, float), np.asarray(high, float)
    thin = np.maximum(0.0005 - (roof - floor) / 2, 0)
    floor, roof = floor - thin, roof + thin
    vertices = np.array([[(floor, roof)[k >> axis & 1][axis] for axis in range(3)] for k in range(8)])
    quads = ((0, 2, 3, 1), (4, 5, 7, 6), (0, 1, 5, 4), (2, 6, 7, 3), (0, 4, 6, 2), (1, 3, 7, 5))
    triangles = [corners for a, b, c, d in quads for corners in ((a, b, c), (a, c, d))]
    return Piece(vertices, np.array(triangles, np.int32))


def _board(triangles: NDArray[np.float64], areas: NDArray[np.float64]) -> Board:
    corners = triangles.reshape(-1, 3)
    (x0, y0), (x1, y1) = corners[:, :2].min(axis=0), corners[:, :2].max(axis=0)
    height = float(np.average(triangles[:, :, 2].mean(axis=1), weights=areas))
    share = float(areas.sum() / max((x1 - x0) * (y1 - y0), 1e-12))
    return Board(height, (float(x0), float(y0)), (float(x1), float(y1)), min(share, 1.0))


def _center_of_mass(hull: HullOf) -> Matrix:
    inner = hull.points[hull.vertices].mean(axis=0)
    corners = hull.points[hull.simplices]
    volumes = np.abs(
        np.einsum("ti,ti->t", corners[:, 0] - inner, np.cross(corners[:, 1] - inner, corners[:, 2] - inner))
    )
    middle: Matrix = np.average((corners.sum(axis=1) + inner) / 4, axis=0, weights=np.maximum(volumes, 1e-18))
    return middle


def _is_above(center: Matrix, simplices: NDArray[np.float64], normal: NDArray[np.float64]) -> bool:
    """Tell whether a point lies over a face, seen along its normal, by a little more than its border."""
    one = np.cross(normal, (1.0, 0.0, 0.0) if abs(normal[0]) < 0.9 else (0.0, 1.0, 0.0))
    one /= np.linalg.norm(one)
    plane = np.stack([one, np.cross(normal, one)], axis=1)
    flat = simplices.reshape(-1, 3) @ plane
    try:
        border = HullOf(flat)
    except (QhullError, ValueError):
        return False
    return bool((border.equations[:, :2] @ (center @ plane) + border.equations[:, 2]).max() < -1e-6)


def _solid_angle(triangles: NDArray[np.float64]) -> float:
    """Return the solid angle of triangles (T, 3, 3) seen from the origin (Van Oosterom and Strackee 1983)."""
    a, b, c = triangles[:, 0], triangles[:, 1], triangles[:, 2]
    la, lb, lc = (np.linalg.norm(side, axis=1) for side in (a, b, c))
    below = la * lb * lc + (a * b).sum(1) * lc + (a * c).sum(1) * lb + (b * c).sum(1) * la
    above = np.abs(np.einsum("ti,ti->t", a, np.cross(b, c)))
    return float(2 * np.arctan2(above, below).sum())


def _turn_down(normal: NDArray[np.float64]) -> Quaternion:
    """Return the shortest turn that brings a direction to -z."""
    down = np.array([0.0, 0.0, -1.0])
    axis = np.cross(normal, down)
    sine, cosine = float(np.linalg.norm(axis)), float(normal @ down)
    if sine < 1e-9:
        return (1.0, 0.0, 0.0, 0.0) if cosine > 0 else (0.0, 1.0, 0.0, 0.0)
    x, y, z = axis / sine
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return quaternion(np.eye(3) + sine * cross + (1 - cosine) * cross @ cross)
