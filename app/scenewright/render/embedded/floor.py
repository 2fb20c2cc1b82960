"""The floor as a mesh: one rectangle whose texture coordinates carry tiling, rotation and shift."""

import math
from dataclasses import replace

import numpy as np

from scenewright.assets.model import FloorMaterial, Part
from scenewright.sampling.plan import FloorPlan

_CELLS = 16


def floor_part(plan: FloorPlan, surface: FloorMaterial) -> Part:
    """Return the floor of one frame; its pattern turns about the origin."""
    x, y = plan.size_m[0] / 2, plan.size_m[1] / 2
    corners = np.array([[-x, -y, 0], [x, -y, 0], [x, y, 0], [-x, y, 0]], np.float32)
    tile_m = surface.size_m * plan.tile_scale
    cos, sin = math.cos(plan.rotation_rad), math.sin(plan.rotation_rad)
    turn = np.array([[cos, -sin], [sin, cos]])
    return Part(
        positions=corners,
        normals=np.tile(np.array([0, 0, 1], np.float32), (4, 1)),
        uvs=(corners[:, :2] @ turn / tile_m + plan.shift).astype(np.float32),
        triangles=np.array([[0, 1, 2], [0, 2, 3]], np.uint32),
        material=surface.material,
    )


def label_floor_part(plan: FloorPlan, surface: FloorMaterial) -> Part:
    """Return the same rectangle in many cells, for labels.

    Hardware interpolates depth in float32 across a whole triangle; one that reaches from under the camera to the
    horizon costs up to 1e-4 of the depth at its far end.
    """
    x, y = plan.size_m[0] / 2, plan.size_m[1] / 2
    lines = np.linspace(-1, 1, _CELLS + 1)
    across, along = np.meshgrid(lines * x, lines * y)
    positions = np.stack([across, along, np.zeros_like(across)], axis=-1).reshape(-1, 3)
    index = np.arange(len(positions), dtype=np.uint32).reshape(_CELLS + 1, _CELLS + 1)
    a, b, c, d = (corner.ravel() for corner in (index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]))
    return replace(
        floor_part(plan, surface),
        positions=positions.astype(np.float32),
        normals=np.tile(np.array([0, 0, 1], np.float32), (len(positions), 1)),
        uvs=np.zeros((len(positions), 2), np.float32),
        triangles=np.concatenate([np.stack([a, b, c], axis=1), np.stack([a, c, d], axis=1)]),
    )
