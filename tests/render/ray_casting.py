"""Ground truth without rasterising: embree says which triangle a ray meets first, float64 says where.

Embree counts in float32, and hardware places edges to 1/256 px and crossing surfaces to about 1e-5 m: depth and normals
are compared where five rays close together agree; see `Truth.is_sure`.
"""

from dataclasses import dataclass

import numpy as np
from embreex.mesh_construction import TriangleMesh
from embreex.rtcore_scene import EmbreeScene
from scipy.ndimage import maximum_filter, minimum_filter
from scipy.spatial.transform import Rotation

from scenewright.geometry.lens import undistorted

_BESIDE_PX = 1 / 16
_OFFSETS_PX = ((0, 0), (-1, -1), (1, -1), (-1, 1), (1, 1))
_DEPTH_STEP = 1e-3
_CREASE_DEG = 1.0


@dataclass(frozen=True, eq=False)
class Truth:
    """What a camera should see, float64.

    `is_sure` leaves out the pixels whose centre is within 1/16 px of where the surface ends, has a crease, or
    goes through another one.
    """

    instance_ids: np.ndarray
    depth: np.ndarray
    normals: np.ndarray
    is_sure: np.ndarray


@dataclass(frozen=True)
class Errors:
    """How far a view is from the truth.

    Ids are counted apart within one pixel of where ids change; depth (relative) and normals (degrees) are compared
    where the truth is sure and the ids do not change.
    """

    pixels: int
    compared: int
    wrong_ids: int
    wrong_ids_at_edges: int
    wrong_misses: int
    depth: float
    normal_deg: float


def cast(plan, view_camera, assets):
    """Return the truth about one camera's view."""
    corners, normals, ids = _triangles(plan, view_camera, assets)
    scene = EmbreeScene(robust=True)
    TriangleMesh(scene, corners.astype(np.float32))
    found = [_first_hits(scene, corners, normals, ids, _rays(view_camera.intrinsics, x, y)) for x, y in _OFFSETS_PX]
    hit, depth, normal, instance = found[0]
    sure = np.ones(len(hit), bool)
    for (x, y), (hit_beside, depth_beside, normal_beside, instance_beside) in zip(_OFFSETS_PX, found, strict=True):
        rays = _rays(view_camera.intrinsics, x, y)
        with np.errstate(divide="ignore", invalid="ignore"):
            expected = _plane_depth(corners, hit, rays)
            continuous = np.abs(depth_beside / expected - 1) < _DEPTH_STEP
        smooth = np.einsum("ij,ij->i", normal, normal_beside) > np.cos(np.radians(_CREASE_DEG))
        both_miss = (hit < 0) & (hit_beside < 0)
        sure &= both_miss | ((hit >= 0) & (hit_beside >= 0) & (instance == instance_beside) & continuous & smooth)
    size = (view_camera.intrinsics.height, view_camera.intrinsics.width)
    in_world = normal @ _rotation(view_camera.rotation).T
    return Truth(instance.reshape(size), depth.reshape(size), in_world.reshape(*size, 3), sure.reshape(size))


def errors(view, truth):
    """Return how far a view is from the truth."""
    edge = maximum_filter(truth.instance_ids, 3) != minimum_filter(truth.instance_ids, 3)
    wrong = view.instance_ids != truth.instance_ids
    compared = truth.is_sure & ~edge
    hit = compared & np.isfinite(truth.depth)
    miss = compared & ~np.isfinite(truth.depth)
    wrong_misses = (miss & ~(np.isposinf(view.depth) & (view.normals == 0).all(axis=-1))).sum()
    wrong_misses += (hit & ~np.isfinite(view.depth)).sum()
    depth = np.abs(view.depth[hit].astype(np.float64) / truth.depth[hit] - 1)
    return Errors(
        pixels=wrong.size,
        compared=int(compared.sum()),
        wrong_ids=int((wrong & ~edge).sum()),
        wrong_ids_at_edges=int((wrong & edge).sum()),
        wrong_misses=int(wrong_misses),
        depth=float(depth.max(initial=0.0)),
        normal_deg=float(degrees_between(view.normals[hit], truth.normals[hit]).max(initial=0.0)),
    )


def degrees_between(a, b):
    """Return the angles (K,) between vectors (K, 3), exact for small ones too."""
    a, b = a.astype(np.float64), b.astype(np.float64)
    across = np.linalg.norm(np.cross(a, b), axis=-1)
    return np.degrees(np.arctan2(across, np.einsum("...i,...i->...", a, b)))


def _rotation(quaternion):
    return Rotation.from_quat(quaternion, scalar_first=True).as_matrix()


def _triangles(plan, view_camera, assets):
    """Return corners and vertex normals (T, 3, 3) in the camera's frame, and instance ids (T,)."""
    to_camera = _rotation(view_camera.rotation).T
    corners, normals, ids = [], [], []
    for item in plan.objects:
        turn = _rotation(item.rotation)
        for part in assets.model(item.asset).parts:
            world = part.positions.astype(np.float64) @ (turn * item.scale).T + item.position
            corners.append((world - view_camera.position)[part.triangles] @ to_camera.T)
            normals.append((part.normals.astype(np.float64) @ turn.T)[part.triangles] @ to_camera.T)
            ids.append(np.full(len(part.triangles), item.instance_id))
    if plan.floor is not None:
        x, y = np.divide(plan.floor.size_m, 2)
        world = np.array([[[-x, -y, 0], [x, -y, 0], [x, y, 0]], [[-x, -y, 0], [x, y, 0], [-x, y, 0]]])
        corners.append((world - view_camera.position) @ to_camera.T)
        normals.append(np.broadcast_to(to_camera[:, 2], (2, 3, 3)))
        ids.append(np.zeros(2, int))
    return np.concatenate(corners), np.concatenate(normals), np.concatenate(ids)


def _rays(i, x, y):
    columns, rows = np.meshgrid(np.arange(i.width) + 0.5 + x * _BESIDE_PX, np.arange(i.height) + 0.5 + y * _BESIDE_PX)
    flat = np.stack([(columns - i.cx) / i.fx, (rows - i.cy) / i.fy], axis=-1).reshape(-1, 2)
    if i.lens is not None:
        flat = undistorted(i.lens, flat)  # proved against OpenCV in tests/geometry
    return np.concatenate([flat, np.ones((len(flat), 1))], axis=1)


def _first_hits(scene, corners, normals, ids, rays):
    """Return triangle (-1: none), depth, normal turned to the camera, and instance id of each ray."""
    hit = scene.run(np.zeros_like(rays, np.float32), rays.astype(np.float32), query="INTERSECT").astype(np.int64)
    a, b, c = (corners[hit, k] for k in range(3))
    # Moeller and Trumbore, 1997, for rays from the origin whose z is 1.
    e1, e2 = b - a, c - a
    p, q = np.cross(rays, e2), np.cross(-a, e1)
    det = np.einsum("ij,ij->i", e1, p)
    with np.errstate(divide="ignore", invalid="ignore"):
        u, v = np.einsum("ij,ij->i", -a, p) / det, np.einsum("ij,ij->i", rays, q) / det
        depth = np.einsum("ij,ij->i", e2, q) / det
        normal = np.einsum("ki,kij->kj", np.stack([1 - u - v, u, v], 1), normals[hit])
        normal *= (-np.sign(np.einsum("ij,ij->i", np.cross(e1, e2), rays)) / np.linalg.norm(normal, axis=1))[:, None]
    missed = hit < 0
    depth[missed], normal[missed] = np.inf, 0.0
    return hit, depth, normal, np.where(missed, 0, ids[hit])


def _plane_depth(corners, triangles, rays):
    a, b, c = (corners[triangles, k] for k in range(3))
    across = np.cross(b - a, c - a)
    return np.einsum("ij,ij->i", across, a) / np.einsum("ij,ij->i", across, rays)
