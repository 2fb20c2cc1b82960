"""A frame's lights as pygfx lights.

Lights are made once per kind and reused: pygfx compiles their number into every shader.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pygfx as gfx

from scenewright.geometry.transforms import Matrix
from scenewright.sampling.plan import LightPlan

_MAP_EDGE_PX = 1024
"""Of pygfx's shadow maps."""
_GAUSS = 0.5 / math.sqrt(3)
_WIDEST_RAD = math.radians(80.0)
_COSINE = (-0.1, 1.15, 0.9603)
"""pygfx's beams fade by a smooth step between two cosines; this one follows the cosine itself within 0.06."""
_SOLID_BIAS_PX, _SHEET_BIAS_PX = 0.3, 5.0
"""How far off a shadow may begin, in texels of the map. Of solids the map holds the far side, which needs little."""


class Lights:
    """The lights of a scene, changed from frame to frame."""

    def __init__(self, scene: Any) -> None:
        self._scene = scene
        self._pool: dict[str, list[Any]] = {"directional": [], "point": [], "spot": []}

    def show(self, plans: Sequence[LightPlan], spheres: Matrix, *, solid: bool) -> None:
        """Show these lights.

        Args:
            plans: The lights; there may be fewer of a kind than before, the others go dark.
            spheres: (N, 4) centre and radius around each object that casts a shadow.
            solid: Whether all of those objects are solids; one side of them is then shadow enough.
        """
        lamps = [part for plan in plans for part in (area_samples(plan) if plan.kind == "area" else [plan])]
        for kind, lights in self._pool.items():
            wanted = [plan for plan in lamps if _kind(plan) == kind]
            while len(lights) < len(wanted):
                lights.append(_made(kind))
                self._scene.add(lights[-1])
            for light, plan in zip(lights, wanted, strict=False):
                _set(light, plan, spheres, _SOLID_BIAS_PX if solid else _SHEET_BIAS_PX)
                light.shadow.cull_mode = "front" if solid else "none"
            for light in lights[len(wanted) :]:
                light.intensity, light.cast_shadow = 0.0, False


def area_samples(plan: LightPlan) -> list[LightPlan]:
    """Return an area light as four lamps at the points of Gauss's quadrature, each with a fourth of its strength.

    They shine as a matt surface does, to one side, with the cosine of the angle.
    """
    middle, target = np.array(plan.vector), np.array(plan.target or (0.0, 0.0, 0.0))
    ahead = target - middle
    ahead = ahead / max(float(np.linalg.norm(ahead)), 1e-9)
    up = np.array([0.0, 1.0, 0.0]) if abs(ahead[2]) > 0.999 else np.array([0.0, 0.0, 1.0])
    right = np.cross(ahead, up)
    right = right / np.linalg.norm(right)
    above = np.cross(right, ahead)
    red, green, blue = (part / 4 for part in plan.radiance)
    found = []
    for across, along in ((-1, -1), (1, -1), (-1, 1), (1, 1)):
        x, y, z = middle + _GAUSS * (across * plan.size_m[0] * right + along * plan.size_m[1] * above)
        tx, ty, tz = np.array([x, y, z]) + ahead
        at, toward = (float(x), float(y), float(z)), (float(tx), float(ty), float(tz))
        found.append(replace(plan, vector=at, target=toward, radiance=(red, green, blue)))
    return found


def _kind(plan: LightPlan) -> str:
    return "spot" if plan.kind == "area" else plan.kind


def _made(kind: str) -> Any:
    if kind == "directional":
        return gfx.DirectionalLight()
    return gfx.PointLight(decay=2) if kind == "point" else gfx.SpotLight(decay=2)


def _set(light: Any, plan: LightPlan, spheres: Matrix, bias_px: float) -> None:
    brightest = max(plan.radiance)
    light.color = gfx.Color.from_physical(*(part / brightest for part in plan.radiance)) if brightest > 0 else "#000"
    light.intensity = math.pi * brightest  # pygfx's matt surfaces send back irradiance / pi
    light.cast_shadow = plan.cast_shadow and len(spheres) > 0
    if plan.kind == "point":
        light.local.position = plan.vector
        return
    center, radius = _bounding_sphere(spheres) if len(spheres) else (np.zeros(3), 1.0)
    if plan.kind == "directional":
        _aim_directional(light, plan, center, radius, bias_px)
    else:
        _aim_spot(light, plan, center, radius, bias_px)


def _aim_directional(light: Any, plan: LightPlan, center: Matrix, radius: float, bias_px: float) -> None:
    light.local.position = center + np.multiply(plan.vector, 2 * radius)
    light.target.local.position = center
    camera = light.shadow.camera
    # The map covers the casters; where it ends, and below them, pygfx reads "lit" and "as the farthest" respectively.
    camera.width = camera.height = 2.02 * radius
    camera.depth_range = (0.5 * radius, 3.5 * radius)
    light.shadow.bias = bias_px * (camera.width / _MAP_EDGE_PX) / (3 * radius)


def _aim_spot(light: Any, plan: LightPlan, center: Matrix, radius: float, bias_px: float) -> None:
    light.local.position = plan.vector
    light.target.local.position = plan.target
    light.angle = plan.beam_rad if plan.kind == "spot" else _WIDEST_RAD
    light.penumbra = plan.softness
    if plan.kind == "area":
        cone, inner, peak = _COSINE
        light.uniform_buffer.data["cone_cos"], light.uniform_buffer.data["penumbra_cos"] = cone, inner
        light.uniform_buffer.update_full()
        light.intensity /= peak
    # The map covers the beam, or as much of it as reaches the casters.
    ahead = np.subtract(light.target.local.position, plan.vector)
    to_center = center - plan.vector
    distance = float(np.linalg.norm(to_center))
    cosine = float(ahead @ to_center) / max(float(np.linalg.norm(ahead)) * distance, 1e-9)
    beside = math.acos(min(1.0, max(-1.0, cosine)))
    reach = math.pi if distance <= radius else beside + math.asin(radius / distance)
    half = min(max(reach, 0.05), light.angle, _WIDEST_RAD)
    far, near = distance + 2 * radius, max(distance - 1.05 * radius, 0.02 * (distance + radius))
    camera, light.shadow._focus = light.shadow.camera, half / light.angle
    # To the last bit what pygfx works out for itself: else it puts its own depth range in place of this one.
    camera.fov, camera.aspect = 180 / math.pi * 2 * light.angle * light.shadow._focus, 1
    camera.depth_range = (near, far)
    texel_m = 2 * distance * math.tan(half) / _MAP_EDGE_PX
    light.shadow.bias = bias_px * texel_m * near * far / ((far - near) * max(distance, near) ** 2)


def _bounding_sphere(spheres: Matrix) -> tuple[Matrix, float]:
    low = (spheres[:, :3] - spheres[:, 3:]).min(axis=0)
    high = (spheres[:, :3] + spheres[:, 3:]).max(axis=0)
    center = (low + high) / 2
    return center, float((np.linalg.norm(spheres[:, :3] - center, axis=1) + spheres[:, 3]).max())
