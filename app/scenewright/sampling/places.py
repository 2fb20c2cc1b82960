"""A place for an object, proposed once per try; whether it is free is looked at afterwards."""

import math

import numpy as np

from scenewright.assets.solid import Board
from scenewright.geometry.camera import ray_through
from scenewright.geometry.transforms import Matrix, Vector, pose_matrix, rotation_matrix, transform_points
from scenewright.sampling.arrangements import arranged
from scenewright.sampling.bodies import TOUCH_M, Body
from scenewright.sampling.named import Named
from scenewright.sampling.wanted import Scene, Wanted
from scenewright.spec.placement import (
    Area,
    Circle,
    FrustumPlacement,
    GridPlacement,
    InsidePlacement,
    NextToPlacement,
    OnPlacement,
    Polygon,
    Rectangle,
    RowPlacement,
    SinglePlacement,
    SpherePlacement,
    StackPlacement,
    SurfacePlacement,
    VolumePlacement,
)

_UPRIGHT_COSINE = 0.999
_SETTLE_GAP_M = 0.01


def place(frame: Named, placement: SinglePlacement, wanted: Wanted, scene: Scene) -> Vector | str:
    """Return where an object's origin goes, or in words why there is no such place."""
    match placement:
        case SpherePlacement():
            return _in_sphere(frame, placement, wanted)
        case VolumePlacement(low_m=low, high_m=high):
            shares = (frame.uniform(f"{wanted.name}/place", axis) for axis in range(3))
            x, y, z = (a + share * (b - a) for a, b, share in zip(low, high, shares, strict=True))
            return x, y, z
        case SurfacePlacement(area=area, height_m=height):
            x, y = _in_area(frame, f"{wanted.name}/place", area)
            return x, y, height - wanted.lowest_m + TOUCH_M
        case OnPlacement():
            return _on(frame, placement, wanted, scene)
        case InsidePlacement():
            return _inside(frame, placement, wanted, scene)
        case NextToPlacement():
            return _next_to(frame, placement, wanted, scene)
        case GridPlacement() | StackPlacement() | RowPlacement():
            return arranged(frame, placement, wanted, scene)
        case FrustumPlacement():
            return _in_frustum(frame, placement, wanted, scene)


def _in_sphere(frame: Named, placement: SpherePlacement, wanted: Wanted) -> Vector:
    around, height, share = (frame.uniform(f"{wanted.name}/place", axis) for axis in range(3))
    z = 2 * height - 1
    across = math.sqrt(max(0.0, 1 - z * z))
    inner, outer = placement.inner_radius_m**3, placement.radius_m**3
    radius = (inner + share * (outer - inner)) ** (1 / 3)
    center = frame.vector(f"{wanted.name}/center", placement.center_m, wanted.number)
    return (
        center[0] + radius * across * math.cos(2 * math.pi * around),
        center[1] + radius * across * math.sin(2 * math.pi * around),
        center[2] + radius * z,
    )


def _in_area(frame: Named, name: str, area: Area) -> tuple[float, float]:
    u, v = frame.uniform(name, 0), frame.uniform(name, 1)
    match area:
        case Rectangle(center_m=(x, y), size_m=(width, depth)):
            return x + (u - 0.5) * width, y + (v - 0.5) * depth
        case Circle(center_m=(x, y), radius_m=radius):
            distance = radius * math.sqrt(u)
            return x + distance * math.cos(2 * math.pi * v), y + distance * math.sin(2 * math.pi * v)
        case Polygon(points_m=points):
            return _in_polygon(frame, name, np.array(points))


def _in_polygon(frame: Named, name: str, corners: Matrix) -> tuple[float, float]:
    """Return a uniform point of any simple polygon: the first try inside it, of tries in the rectangle around it."""
    low, high = corners.min(axis=0), corners.max(axis=0)
    for attempt in range(1000):
        shares = [frame.uniform(name if attempt == 0 else f"{name}/polygon{attempt}", axis) for axis in range(2)]
        x, y = low + np.array(shares) * (high - low)
        if _is_inside(float(x), float(y), corners):
            return float(x), float(y)
    return float(corners[0, 0]), float(corners[0, 1])


def _is_inside(x: float, y: float, corners: Matrix) -> bool:
    inside = False
    for (x0, y0), (x1, y1) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0):
            inside = not inside
    return inside


def _chosen(frame: Named, wanted: Wanted, scene: Scene, group: str) -> Body | str:
    others = scene.of_group(group)
    if not others:
        return f"there is no '{group}' in this frame"
    return others[min(int(frame.uniform(f"{wanted.name}/carrier") * len(others)), len(others) - 1)]


def _on(frame: Named, placement: OnPlacement, wanted: Wanted, scene: Scene) -> Vector | str:
    carrier = _chosen(frame, wanted, scene, placement.of)
    if isinstance(carrier, str):
        return carrier
    usable = [board for board in carrier.solid.boards if board.filled > 0.3]
    if not usable or rotation_matrix(carrier.rotation)[2, 2] < _UPRIGHT_COSINE:
        return f"'{placement.of}' has no level face to stand on"
    levels = usable[:1] if placement.levels == "top" else usable
    board = levels[min(int(frame.uniform(f"{wanted.name}/board") * len(levels)), len(levels) - 1)]
    return _on_board(frame, wanted, carrier, board, placement.margin_m)


def _on_board(frame: Named, wanted: Wanted, carrier: Body, board: Board, margin_m: float) -> Vector | str:
    """Return a place where all of the object's footprint is over the board."""
    turn = rotation_matrix(carrier.rotation)[:2, :2]
    # How far the footprint reaches along the carrier's own axes.
    footprint = wanted.footprint @ turn
    room_low = np.array(board.low) * carrier.scale + margin_m - footprint.min(axis=0)
    room_high = np.array(board.high) * carrier.scale - margin_m - footprint.max(axis=0)
    if (room_low > room_high).any():
        return f"'{wanted.group}' is larger than the place on '{carrier.group}'"
    shares = np.array([frame.uniform(f"{wanted.name}/place", axis) for axis in range(2)])
    x, y = turn @ (room_low + shares * (room_high - room_low))
    height = board.height_m * carrier.scale - wanted.lowest_m + TOUCH_M
    return carrier.position[0] + float(x), carrier.position[1] + float(y), carrier.position[2] + height


def _inside(frame: Named, placement: InsidePlacement, wanted: Wanted, scene: Scene) -> Vector | str:
    carrier = _chosen(frame, wanted, scene, placement.of)
    if isinstance(carrier, str):
        return carrier
    top = float(carrier.solid.points[:, 2].max())
    floors = [board for board in carrier.solid.boards if board.height_m < 0.7 * top and board.filled > 0.3]
    if not floors or rotation_matrix(carrier.rotation)[2, 2] < _UPRIGHT_COSINE:
        return f"'{placement.of}' has no inside to lie in"
    found = _on_board(frame, wanted, carrier, floors[0], placement.margin_m)
    if isinstance(found, str) or not wanted.settles:
        return found
    # Let down just above what is below, so that none starts inside another and none falls far.
    footprint = wanted.footprint + found[:2]
    low, high = footprint.min(axis=0), footprint.max(axis=0)
    ground = carrier.position[2] + floors[0].height_m * carrier.scale
    below = [body.bounds[1][2] for body in _lying_in(carrier, scene) if _is_over(body, low, high)]
    return found[0], found[1], float(max([ground, *below])) + _SETTLE_GAP_M - wanted.lowest_m


def _lying_in(carrier: Body, scene: Scene) -> list[Body]:
    """Return what is over a container and reaches over none of its walls."""
    low, high = carrier.bounds
    return [
        body
        for body in scene.bodies
        if body is not carrier and (body.bounds[0][:2] > low[:2]).all() and (body.bounds[1][:2] < high[:2]).all()
    ]


def _is_over(body: Body, low: Matrix, high: Matrix) -> bool:
    """Tell whether a body's box meets a rectangle, both seen from above."""
    return bool((body.bounds[0][:2] < high).all() and (low < body.bounds[1][:2]).all())


def _next_to(frame: Named, placement: NextToPlacement, wanted: Wanted, scene: Scene) -> Vector | str:
    neighbour = _chosen(frame, wanted, scene, placement.of)
    if isinstance(neighbour, str):
        return neighbour
    if placement.azimuth_deg is None:
        azimuth = 2 * math.pi * frame.uniform(f"{wanted.name}/azimuth")
    else:
        azimuth = math.radians(frame.number(f"{wanted.name}/azimuth", placement.azimuth_deg, wanted.number))
    toward = np.array([math.cos(azimuth), math.sin(azimuth)])
    own = wanted.footprint @ toward
    gap = frame.number(f"{wanted.name}/gap", placement.gap_m, wanted.number)
    middle = (neighbour.points[:, :2].min(axis=0) + neighbour.points[:, :2].max(axis=0)) / 2
    reach = float((neighbour.points[:, :2] @ toward).max() - middle @ toward)
    x, y = middle + toward * (reach + gap - float(own.min()))
    return float(x), float(y), float(neighbour.points[:, 2].min()) - wanted.lowest_m


def _in_frustum(frame: Named, placement: FrustumPlacement, wanted: Wanted, scene: Scene) -> Vector | str:
    camera = scene.cameras[placement.camera or next(iter(scene.cameras))]
    lens = camera.intrinsics
    distance = frame.number(f"{wanted.name}/distance", placement.distance_m, wanted.number)
    across = frame.number(f"{wanted.name}/across", placement.horizontal, wanted.number)
    up = frame.number(f"{wanted.name}/up", placement.vertical, wanted.number)
    pixel = (lens.width / 2 * (1 + across), lens.height / 2 * (1 - up))
    in_camera = np.array([*ray_through(lens, pixel), 1.0]) * distance
    if not np.isfinite(in_camera).all():
        return "the lens shows nothing there"
    x, y, z = transform_points(pose_matrix(camera.position, camera.rotation), in_camera[None])[0]
    if placement.ground:
        return float(x), float(y), -wanted.lowest_m + TOUCH_M
    return float(x), float(y), float(z)
