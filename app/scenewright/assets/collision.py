"""Convex pieces that together fill a model, for placing and settling; made once and kept beside the asset.

Decomposition is CoACD's (Wei et al. 2022), in a process of its own: it is C++ that can crash on broken meshes, and
takes seconds.
"""

import itertools
import json
import os
import subprocess
import sys
import tempfile
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

import numpy as np
import platformdirs
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from scenewright.arrays import load_arrays
from scenewright.assets.decimation import simplified
from scenewright.assets.model import Model
from scenewright.assets.solid import Piece, hull_of, hull_piece, hull_volume

FILE_NAME = "collision.npz"
_METHOD = "coacd 1, 24 hulls of 32 corners, threshold 0.06"
_METHOD_OF_SEVERAL = f"each convex body by itself, the others by {_METHOD}"
_MOST_BODIES = 64
_SMALL = 0.002
"""Of the box around another body: what is smaller and lies in it is no obstacle of its own."""
_SUNK_M = 0.003
"""How far a body may stand out of one that it is taken to lie in."""

_MOST_TRIANGLES = 2500
_CONVEX_FROM = 0.96
"""A closed model that fills so much of its hull counts as convex."""

_LONGEST_S = 300


def collision_pieces(model: Model, folder: Path | None) -> tuple[Piece, ...]:
    """Return the convex pieces of a model at rest.

    They are read from `collision.npz` in the asset's folder if they belong to this very shape; else they are made and
    kept there, or in the user's cache where that folder is read-only. What cannot be taken apart is its convex hull.

    Args:
        model: The model.
        folder: The asset's folder; None to keep nothing beside it.
    """
    points, triangles = _merged(model)
    bodies = _bodies(points, triangles)
    method = _METHOD if len(bodies) == 1 else _METHOD_OF_SEVERAL
    key = blake2b(method.encode() + points.tobytes() + triangles.tobytes(), digest_size=16).hexdigest()
    cached = platformdirs.user_cache_path("Scenewright", appauthor=False) / "collision" / f"{key}.npz"
    for path in ([folder / FILE_NAME] if folder else []) + [cached]:
        clouds = _read(path, key)
        if clouds is not None:
            return _pieces(clouds, model)
    clouds = [cloud for body in _joined(points, bodies) for cloud in _taken_apart(points, body)]
    for path in ([folder / FILE_NAME] if folder else []) + [cached]:
        if _write(path, key, clouds):
            break
    return _pieces(clouds, model)


def _merged(model: Model) -> tuple[NDArray[np.float32], NDArray[np.uint32]]:
    """Return all triangles over welded points: seams of textures and normals are no gaps."""
    corners = np.concatenate([part.positions[part.triangles].reshape(-1, 3) for part in model.parts])
    points, place = np.unique(corners, axis=0, return_inverse=True)
    triangles = place.reshape(-1, 3)
    whole = (triangles != np.roll(triangles, 1, axis=1)).all(axis=1)
    return points.astype(np.float32), triangles[whole].astype(np.uint32)


def _bodies(points: NDArray[np.float32], triangles: NDArray[np.uint32]) -> list[NDArray[np.uint32]]:
    """Return the triangles of each connected body; furniture is many boards, each convex by itself."""
    edges = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]]])
    graph = coo_matrix((np.ones(len(edges), bool), (edges[:, 0], edges[:, 1])), shape=(len(points), len(points)))
    count, label = connected_components(graph, directed=False)
    of_triangle = label[triangles[:, 0]]
    order = np.argsort(of_triangle, kind="stable")
    ends = np.searchsorted(of_triangle[order], np.arange(count + 1))
    return [triangles[order[a:b]] for a, b in itertools.pairwise(ends) if b > a]


def _joined(points: NDArray[np.float32], bodies: list[NDArray[np.uint32]]) -> list[NDArray[np.uint32]]:
    """Return what is taken apart by itself: each convex body, and all that is not convex as one.

    Bodies whose box lies in a convex one's are left out, and small ones, as screws and slots, in any other's.
    """
    if len(bodies) == 1:
        return bodies
    lows = np.array([points[body].min(axis=(0, 1)) for body in bodies])
    highs = np.array([points[body].max(axis=(0, 1)) for body in bodies])
    sizes = np.prod(highs - lows, axis=1)
    is_convex = np.array([_is_convex(points, body) for body in bodies])
    kept: list[NDArray[np.uint32]] = []
    for number, body in enumerate(bodies):
        around = (lows <= lows[number] + _SUNK_M).all(axis=1) & (highs >= highs[number] - _SUNK_M).all(axis=1)
        around &= np.where(is_convex, sizes > sizes[number], _SMALL * sizes > sizes[number])
        if not around.any():
            kept.append(body)
    convex = [body for body in kept if _is_convex(points, body)]
    others = [body for body in kept if not _is_convex(points, body)]
    if len(convex) > _MOST_BODIES:
        return [np.concatenate(kept)]
    return convex + ([np.concatenate(others)] if others else [])


def _is_convex(points: NDArray[np.float32], triangles: NDArray[np.uint32]) -> bool:
    corners = points[triangles].astype(float)
    volume = float(np.einsum("ti,ti->t", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])).sum() / 6)
    return volume > _CONVEX_FROM * hull_volume(points[np.unique(triangles)]) > 0


def _taken_apart(points: NDArray[np.float32], triangles: NDArray[np.uint32]) -> list[NDArray[np.float32]]:
    """Return the corners of each piece; those of the whole if it is convex, or cannot be taken apart."""
    if len(triangles) > _MOST_TRIANGLES:
        triangles = simplified(points, triangles, _MOST_TRIANGLES)
    whole = [points[np.unique(triangles)]]
    if _is_convex(points, triangles):
        return whole
    points, triangles = whole[0], np.unique(triangles, return_inverse=True)[1].reshape(-1, 3).astype(np.uint32)
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "mesh.npz", Path(folder) / "pieces.npz"
        np.savez(source, points=points, triangles=triangles)
        command = [sys.executable, "-m", "scenewright.assets.collision", str(source), str(target)]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_LONGEST_S, stdin=subprocess.DEVNULL)
            with np.load(target) as found:
                return [found[name] for name in found.files]
        except (subprocess.SubprocessError, OSError, ValueError):
            return whole


def _pieces(clouds: list[NDArray[np.float32]], model: Model) -> tuple[Piece, ...]:
    found = tuple(piece for cloud in clouds if (piece := hull_of(cloud.astype(float))) is not None)
    return found or (hull_piece(model),)


def _read(path: Path, key: str) -> list[NDArray[np.float32]] | None:
    try:
        with path.open("rb") as file:
            stored = load_arrays(file)
        about = json.loads(str(stored["about"]))
        if about["key"] != key:
            return None
        ends = np.cumsum(about["corners"])
        return np.split(stored["points"], ends[:-1]) if about["corners"] else []
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(path: Path, key: str, clouds: list[NDArray[np.float32]]) -> bool:
    about = json.dumps({"key": key, "method": _METHOD, "corners": [len(cloud) for cloud in clouds]})
    points = np.concatenate(clouds) if clouds else np.zeros((0, 3), np.float32)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            np.savez_compressed(file, about=np.array(about), points=points)
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        return False
    return True


def _decompose(source: Path, target: Path) -> None:
    import coacd  # noqa: PLC0415  in the child only

    coacd.set_log_level("error")
    with np.load(source) as mesh:
        given = coacd.Mesh(mesh["points"].astype(float), mesh["triangles"].astype(np.int32))
    found = coacd.run_coacd(
        given,
        threshold=0.06,
        max_convex_hull=24,
        decimate=True,
        max_ch_vertex=32,
        mcts_iterations=60,
        mcts_nodes=12,
        resolution=1000,
        seed=1,
    )
    np.savez(target, *(np.asarray(points, np.float32) for points, _ in found))


if __name__ == "__main__":
    _decompose(Path(sys.argv[1]), Path(sys.argv[2]))
