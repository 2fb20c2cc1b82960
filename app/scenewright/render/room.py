"""Floor, walls and ceiling as rectangles: one unit rectangle, put up where each stands.

For labels a rectangle has many cells: hardware interpolates depth in float32 across a whole triangle, and one that
reaches from under the camera to the horizon costs up to 1e-4 of the depth at its far end.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from scenewright.assets.model import Material, Part
from scenewright.geometry.transforms import Matrix, Vector
from scenewright.sampling.plan import FloorPlan, RoomPlan

_CELLS = 16


@dataclass(frozen=True, eq=False)
class Side:
    """A wall or the ceiling.

    Attributes:
        name: "left", "right", "front", "back" or "ceiling".
        world_from_unit: 4x4, from the unit rectangle: x and y from -0.5 to 0.5, looking along +z.
        size_m: Its extent along the unit rectangle's x and y.
    """

    name: str
    world_from_unit: Matrix
    size_m: tuple[float, float]


def sides_of(room: RoomPlan) -> list[Side]:
    """Return the walls, which look inwards, and the ceiling, which looks down."""
    width, depth, height = room.size_m
    middle = height / 2
    # Each: where its middle is, and where its own x and y point, as long as it is.
    placed: list[tuple[str, Vector, Vector, Vector]] = [
        ("back", (0, depth / 2, middle), (width, 0, 0), (0, 0, height)),
        ("front", (0, -depth / 2, middle), (-width, 0, 0), (0, 0, height)),
        ("right", (width / 2, 0, middle), (0, -depth, 0), (0, 0, height)),
        ("left", (-width / 2, 0, middle), (0, depth, 0), (0, 0, height)),
    ]
    if room.ceiling is not None:
        placed.append(("ceiling", (0, 0, height), (width, 0, 0), (0, -depth, 0)))
    return [_side(name, np.array(at, float), np.array(u, float), np.array(v, float)) for name, at, u, v in placed]


def floor_side(floor: FloorPlan) -> Side:
    """Return the floor, which looks up."""
    width, depth = floor.size_m
    return _side("floor", np.zeros(3), np.array([width, 0.0, 0.0]), np.array([0.0, depth, 0.0]))


@cache
def unit_rectangle(cells: int = _CELLS) -> Part:
    """Return the unit rectangle in so many cells a side."""
    across, along = np.meshgrid(*[np.linspace(-0.5, 0.5, cells + 1)] * 2)
    positions = np.stack([across, along, np.zeros_like(across)], axis=-1).reshape(-1, 3)
    index = np.arange(len(positions), dtype=np.uint32).reshape(cells + 1, cells + 1)
    a, b, c, d = (corner.ravel() for corner in (index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]))
    return Part(
        positions=positions.astype(np.float32),
        normals=np.tile(np.array([0, 0, 1], np.float32), (len(positions), 1)),
        uvs=(positions[:, :2] + 0.5).astype(np.float32),
        triangles=np.concatenate([np.stack([a, b, c], axis=1), np.stack([a, c, d], axis=1)]),
        material=Material(),
    )


def side_part(side: Side, material: Material, tile_m: float) -> Part:
    """Return a side in the world, its pattern standing on its lower edge."""
    unit = unit_rectangle(1)
    positions = unit.positions.astype(float) @ side.world_from_unit[:3, :3].T + side.world_from_unit[:3, 3]
    normal = side.world_from_unit[:3, 2] / np.linalg.norm(side.world_from_unit[:3, 2])
    return Part(
        positions=positions.astype(np.float32),
        normals=np.tile(normal.astype(np.float32), (len(positions), 1)),
        uvs=(unit.uvs * (np.array(side.size_m) / tile_m)).astype(np.float32),
        triangles=unit.triangles,
        material=material,
    )


def _side(name: str, at: Matrix, u: Matrix, v: Matrix) -> Side:
    matrix = np.eye(4)
    size = float(np.linalg.norm(u)), float(np.linalg.norm(v))
    matrix[:3, :3] = np.stack([u, v, np.cross(u / size[0], v / size[1])], axis=1)
    matrix[:3, 3] = at
    return Side(name, matrix, size)
