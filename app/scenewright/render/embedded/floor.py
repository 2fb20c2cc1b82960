"""The floor as a mesh: one rectangle whose texture coordinates carry tiling, rotation and shift."""

import math

import numpy as np

from scenewright.assets.model import FloorMaterial, Part
from scenewright.sampling.plan import FloorPlan


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
