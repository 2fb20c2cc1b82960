"""The least engine: true labels and plain colour with nothing but numpy, for machines without a graphics adapter."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from scenewright.assets.loading import AssetLoader
from scenewright.assets.model import Part
from scenewright.geometry.boxes import bit_counts
from scenewright.geometry.camera import Intrinsics
from scenewright.geometry.raster import Hits, hits, nearest
from scenewright.geometry.transforms import Matrix, inverse, pose_matrix, transform_points
from scenewright.render.looks import worn
from scenewright.render.renderer import RenderedFrame, Surface, View
from scenewright.render.room import floor_side, sides_of, unit_rectangle
from scenewright.sampling.plan import CameraPlan, FramePlan, LightPlan

_AMBIENT = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class _Scene:
    """All triangles of a frame, in the world; the floor's come last.

    Attributes:
        corners: (T, 3, 3) positions.
        normals: (T, 3, 3) vertex normals of any length.
        ids: (T,) instance ids, 0 for the floor.
        colors: (T, 3) linear base colours.
        owners: (T,) places in the plan's list of objects, -1 for the floor.
        numbers: (T,) numbers of the triangles in their models.
    """

    corners: Matrix
    normals: Matrix
    ids: NDArray[np.int64]
    colors: Matrix
    owners: NDArray[np.int64]
    numbers: NDArray[np.int64]


class FlatRenderer:
    """Draws plans one after another: one colour per surface, lit by the first light, without textures or shadows."""

    def __init__(self, assets: AssetLoader) -> None:
        """Draw with these assets."""
        self._assets = assets

    def describe(self) -> dict[str, str]:
        """Return the engine's name."""
        return {"engine": "flat"}

    def render(self, plans: Iterable[FramePlan]) -> Iterator[RenderedFrame]:
        """Yield one rendered frame per plan, in order."""
        for plan in plans:
            begun = perf_counter()
            scene = self._scene(plan)
            views = tuple(_view(plan, camera, scene) for camera in plan.cameras)
            yield RenderedFrame(plan, views, {"draw": perf_counter() - begun})

    def _scene(self, plan: FramePlan) -> _Scene:
        none = np.zeros((0, 3, 3))
        nothing = np.zeros(0, np.int64)
        pieces = [_Scene(none, none, nothing, np.zeros((0, 3)), nothing, nothing)]
        for owner, item in enumerate(plan.objects):
            pose = pose_matrix(item.position, item.rotation, item.scale)
            model, first = self._assets.posed(item.asset, item.pose, item.phase), 0
            for part in model.parts:
                color = part.material.base_color
                if item.look is not None:
                    surface = None if item.look.texture is None else self._assets.texture(item.look.texture)
                    color = worn(part.material, item.look, surface).base_color
                pieces.append(_placed(part, pose, item.instance_id, color, owner, first))
                first += len(part.triangles)
        if plan.floor is not None:
            color = self._assets.floor(plan.floor.texture).material.base_color
            pieces.append(_placed(unit_rectangle(1), floor_side(plan.floor).world_from_unit, 0, color))
        if plan.room is not None:
            wall = self._assets.wall(plan.room.wall).material.base_color
            for side in sides_of(plan.room):
                color = (plan.room.ceiling or wall) if side.name == "ceiling" else wall
                pieces.append(_placed(unit_rectangle(1), side.world_from_unit, 0, color))
        return _Scene(
            np.concatenate([piece.corners for piece in pieces]),
            np.concatenate([piece.normals for piece in pieces]),
            np.concatenate([piece.ids for piece in pieces]),
            np.concatenate([piece.colors for piece in pieces]),
            np.concatenate([piece.owners for piece in pieces]),
            np.concatenate([piece.numbers for piece in pieces]),
        )


def _placed(
    part: Part,
    pose: Matrix,
    instance_id: int,
    color: tuple[float, float, float],
    owner: int = -1,
    first: int = 0,
) -> _Scene:
    count = len(part.triangles)
    return _Scene(
        transform_points(pose, part.positions.astype(np.float64))[part.triangles],
        (part.normals @ np.linalg.inv(pose[:3, :3]))[part.triangles],  # rows: the inverse transpose
        np.full(count, instance_id),
        np.tile(np.asarray(color, np.float64), (count, 1)),
        np.full(count, owner),
        first + np.arange(count),
    )


def _view(plan: FramePlan, camera: CameraPlan, scene: _Scene) -> View:
    pose = pose_matrix(camera.position, camera.rotation)
    corners = transform_points(inverse(pose), scene.corners.reshape(-1, 3)).reshape(-1, 3, 3)
    around = _amodal_bits(camera, corners, scene.ids, len(plan.labelled))
    i = camera.intrinsics
    seen = nearest(i.width, i.height, hits(i, corners, camera.near_m, camera.far_m))
    ids = np.zeros((i.height, i.width), np.uint16)
    depth = np.full((i.height, i.width), np.inf, np.float32)
    normals = np.zeros((i.height, i.width, 3), np.float16)
    pixels = (seen.row, seen.column)
    ids[pixels] = scene.ids[seen.triangle]
    depth[pixels] = seen.depth
    facing = _facing_normals(scene, corners, seen)
    normals[pixels] = facing
    owners, triangles = np.full(depth.shape, -1, np.int16), np.zeros(depth.shape, np.int32)
    owners[pixels], triangles[pixels] = scene.owners[seen.triangle], scene.numbers[seen.triangle]
    points = np.einsum("ki,kij->kj", seen.weights, scene.corners[seen.triangle])
    light = np.tile(np.asarray(plan.environment.radiance), (i.height, i.width, 1))
    light[pixels] = scene.colors[seen.triangle] * _light(plan.lights, points, facing)
    inside = around[:, i.height : 2 * i.height, i.width : 2 * i.width].copy()
    return View(
        camera=camera,
        rgb=_srgb(light * 2.0**camera.exposure_stops),
        instance_ids=ids,
        depth=depth,
        normals=normals,
        amodal_bits=inside,
        amodal_outside_px=bit_counts(around, len(plan.labelled)) - bit_counts(inside, len(plan.labelled)),
        surface=Surface(owners, triangles),
    )


def _amodal_bits(camera: CameraPlan, corners: Matrix, ids: NDArray[np.int64], count: int) -> NDArray[np.uint32]:
    """Return amodal bits (words, 3H, 3W) on a plane with one more image on every side."""
    i = camera.intrinsics
    wide = Intrinsics(3 * i.width, 3 * i.height, i.fx, i.fy, i.cx + i.width, i.cy + i.height)
    bits = np.zeros(((count + 31) // 32, wide.height, wide.width), np.uint32)
    is_object = ids > 0
    places = ids[is_object] - 1
    for found in hits(wide, corners[is_object], camera.near_m, camera.far_m):
        place = places[found.triangle]
        bit = np.uint32(1) << (place % 32).astype(np.uint32)
        np.bitwise_or.at(bits, (place // 32, found.row, found.column), bit)
    return bits


def _facing_normals(scene: _Scene, corners: Matrix, seen: Hits) -> Matrix:
    """Return unit normals (K, 3), turned to the side of its triangle that the camera is on."""
    normals = np.einsum("ki,kij->kj", seen.weights, scene.normals[seen.triangle])
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    is_back = np.linalg.det(corners) > 0
    turned: Matrix = np.where(is_back[seen.triangle, None], -normals, normals)
    return turned


def _light(lights: tuple[LightPlan, ...], points: Matrix, normals: Matrix) -> Matrix:
    """Return the light (K, 3) that matt white surfaces send back: a little from everywhere, and the first light's."""
    if not lights:
        return np.ones_like(points)
    first = lights[0]
    near = first.kind != "directional"
    towards = np.asarray(first.vector) - (points if near else 0.0)
    distance = np.linalg.norm(towards, axis=-1, keepdims=True)
    towards = towards / distance
    strength = np.maximum(np.sum(normals * towards, axis=1, keepdims=True), 0.0) / (distance**2 if near else 1.0)
    if first.target is not None:
        ahead = np.subtract(first.target, first.vector)
        along = -towards @ (ahead / np.linalg.norm(ahead))
        is_lit = along > (np.cos(first.beam_rad) if first.kind == "spot" else 0.0)
        strength = strength * is_lit[:, None]
    lit: Matrix = _AMBIENT + strength * np.asarray(first.radiance)
    return lit


def _srgb(light: Matrix) -> NDArray[np.uint8]:
    """Return linear light as 8-bit sRGB (IEC 61966-2-1)."""
    clipped = np.clip(light, 0.0, 1.0)
    encoded = np.where(clipped <= 0.0031308, 12.92 * clipped, 1.055 * clipped ** (1 / 2.4) - 0.055)
    return np.round(encoded * 255).astype(np.uint8)
