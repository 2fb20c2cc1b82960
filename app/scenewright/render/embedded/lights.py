"""A frame's lights as pygfx lights.

Lights are made once per kind and reused: pygfx compiles their number into every shader.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pygfx as gfx

from scenewright.geometry.transforms import Matrix
from scenewright.sampling.plan import LightPlan

_MAP_EDGE_PX = 1024
"""Of pygfx's shadow maps."""
_SOLID_BIAS_PX, _SHEET_BIAS_PX = 0.3, 5.0
"""How far off a shadow may begin, in texels of the map. Of solids the map holds the far side, which needs little."""


class Lights:
    """The lights of a scene, changed from frame to frame."""

    def __init__(self, scene: Any) -> None:
        self._scene = scene
        self._pool: dict[str, list[Any]] = {"directional": [], "point": []}

    def show(self, plans: Sequence[LightPlan], spheres: Matrix, *, solid: bool) -> None:
        """Show these lights.

        Args:
            plans: The lights; there may be fewer of a kind than before, the others go dark.
            spheres: (N, 4) centre and radius around each object that casts a shadow.
            solid: Whether all of those objects are solids; one side of them is then shadow enough.
        """
        for kind, lights in self._pool.items():
            wanted = [plan for plan in plans if plan.kind == kind]
            while len(lights) < len(wanted):
                lights.append(_made(kind))
                self._scene.add(lights[-1])
            for light, plan in zip(lights, wanted, strict=False):
                _set(light, plan, spheres, _SOLID_BIAS_PX if solid else _SHEET_BIAS_PX)
                light.shadow.cull_mode = "front" if solid else "none"
            for light in lights[len(wanted) :]:
                light.intensity, light.cast_shadow = 0.0, False


def _made(kind: str) -> Any:
    return gfx.DirectionalLight() if kind == "directional" else gfx.PointLight(decay=2)


def _set(light: Any, plan: LightPlan, spheres: Matrix, bias_px: float) -> None:
    brightest = max(plan.radiance)
    light.color = gfx.Color.from_physical(*(part / brightest for part in plan.radiance)) if brightest > 0 else "#000"
    light.intensity = math.pi * brightest  # pygfx's matt surfaces send back irradiance / pi
    light.cast_shadow = plan.cast_shadow and len(spheres) > 0
    if plan.kind == "point":
        light.local.position = plan.vector
        return
    center, radius = _bounding_sphere(spheres) if len(spheres) else (np.zeros(3), 1.0)
    light.local.position = center + np.multiply(plan.vector, 2 * radius)
    light.target.local.position = center
    camera = light.shadow.camera
    # The map covers the casters; where it ends, and below them, pygfx reads "lit" and "as the farthest" respectively.
    camera.width = camera.height = 2.02 * radius
    camera.depth_range = (0.5 * radius, 3.5 * radius)
    light.shadow.bias = bias_px * (camera.width / _MAP_EDGE_PX) / (3 * radius)


def _bounding_sphere(spheres: Matrix) -> tuple[Matrix, float]:
    low = (spheres[:, :3] - spheres[:, 3:]).min(axis=0)
    high = (spheres[:, :3] + spheres[:, 3:]).max(axis=0)
    center = (low + high) / 2
    return center, float((np.linalg.norm(spheres[:, :3] - center, axis=1) + spheres[:, 3]).max())
