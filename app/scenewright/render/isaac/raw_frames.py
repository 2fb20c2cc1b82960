"""What the worker wrote, as views."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenewright.arrays import load_arrays
from scenewright.geometry.camera import pixel_rays
from scenewright.geometry.transforms import rotation_matrix
from scenewright.render.isaac.backend_profile import BackendProfile
from scenewright.render.renderer import View
from scenewright.sampling.plan import CameraPlan

BACKGROUND, UNLABELLED = 0, 1
"""Ids of Replicator's segmentation that are no object's."""


class BadFrameError(Exception):
    """A frame is not what was asked for; the message says in words what is wrong."""


@dataclass(frozen=True, eq=False)
class RawView:
    """A camera's arrays by annotator, and what came beside them."""

    arrays: Mapping[str, NDArray[Any]]
    info: Mapping[str, Any]


def read_raw(path: Path) -> list[RawView]:
    """Return a frame's raw views, one for each camera.

    Raises:
        BadFrameError: The file is not whole.
    """
    try:
        with path.open("rb") as opened:
            arrays = load_arrays(opened)
        information = json.loads(arrays.pop("information").tobytes())
    except (OSError, ValueError, KeyError) as error:
        raise BadFrameError("its file is damaged") from error
    return [
        RawView({name.split("/", 1)[1]: a for name, a in arrays.items() if name.startswith(f"{k}/")}, info)
        for k, info in enumerate(information)
    ]


def view_of(raw: RawView, camera: CameraPlan, objects: Mapping[str, int], count: int, profile: BackendProfile) -> View:
    """Return a raw view by our conventions; amodal masks and surfaces are not Isaac's to give and are left empty.

    Args:
        raw: What Isaac's annotators gave.
        camera: What it is of.
        objects: Instance ids by the path of the labelled prim.
        count: How many instances the plan has.
        profile: How to read it.

    Raises:
        BadFrameError: Something is missing, of the wrong size, or labelled as what is not there.
    """
    size = (camera.intrinsics.height, camera.intrinsics.width)
    depth = _depth(_array(raw, "distance_to_image_plane", size), camera)
    return View(
        camera=camera,
        rgb=np.ascontiguousarray(_array(raw, "rgb", size)[..., :3].astype(np.uint8)),
        instance_ids=instance_ids(raw, objects, size),
        depth=depth,
        normals=_normals(raw, depth, camera, profile),
        amodal_bits=np.zeros(((count + 31) // 32, *size), np.uint32),
        amodal_outside_px=np.zeros(count, np.int64),
    )


def instance_ids(raw: RawView, objects: Mapping[str, int], size: tuple[int, int]) -> NDArray[np.uint16]:
    """Return the plan's instance ids (H, W) for Isaac's, which differ from frame to frame.

    Raises:
        BadFrameError: A pixel's id is explained nowhere, or by a prim that the plan does not show.
    """
    ids = _array(raw, "instance_segmentation", size)
    names = {int(key): value for key, value in raw.info.get("instance_segmentation", {}).get("idToLabels", {}).items()}
    found = np.zeros(size, np.uint16)
    for value in np.unique(ids).tolist():
        if value in (BACKGROUND, UNLABELLED):
            continue
        if value not in names:
            raise BadFrameError(f"its instance mask has the id {value}, which it does not explain")
        found[ids == value] = _instance(str(names[value]), objects)
    return found


def _instance(path: str, objects: Mapping[str, int]) -> int:
    if path in ("BACKGROUND", "UNLABELLED"):
        return 0
    parts = path.split("/")
    for length in range(len(parts), 1, -1):
        known = objects.get("/".join(parts[:length]))
        if known is not None:
            return known
    raise BadFrameError(f"its instance mask shows {path}, which this frame does not have")


def _array(raw: RawView, name: str, size: tuple[int, int]) -> NDArray[Any]:
    array = raw.arrays.get(name)
    if array is None:
        raise BadFrameError(f"its {name} is missing")
    if array.shape[:2] != size:
        shape = " x ".join(map(str, array.shape)) or "nothing"
        raise BadFrameError(f"its {name} is {shape}, not {size[0]} x {size[1]}")
    return array.reshape(size) if array.ndim == 3 and array.shape[2] == 1 else array


def _depth(depth: NDArray[Any], camera: CameraPlan) -> NDArray[np.float32]:
    """Return depth with +inf where nothing is hit, whichever way Isaac said so."""
    metres = depth.astype(np.float32)
    none = ~np.isfinite(metres) | (metres <= 0) | (metres > camera.far_m)
    return np.where(none, np.float32(np.inf), metres).astype(np.float32)


def _normals(
    raw: RawView, depth: NDArray[np.float32], camera: CameraPlan, profile: BackendProfile
) -> NDArray[np.float16]:
    """Return unit normals in the world's frame that face the camera; zeros where there are none."""
    if profile.normals is None or "normals" not in raw.arrays:
        return np.zeros((*depth.shape, 3), np.float16)
    normals = _array(raw, "normals", depth.shape)[..., :3].astype(np.float64) * profile.normals_sign
    if profile.normals == "camera":
        # Isaac's camera looks along -Z with +Y up.
        normals = (normals * (1.0, -1.0, -1.0)) @ rotation_matrix(camera.rotation).T
    lengths = np.linalg.norm(normals, axis=-1, keepdims=True)
    unit = normals / np.where(lengths > 1e-6, lengths, 1.0)
    rays = pixel_rays(camera.intrinsics) @ rotation_matrix(camera.rotation).T
    facing = np.where(np.einsum("hwi,hwi->hw", unit, rays)[..., None] > 0, -unit, unit)
    known = np.isfinite(depth)[..., None] & (lengths > 1e-6)
    return np.where(known, facing, 0.0).astype(np.float16)


def matrix_of(values: Sequence[Any] | NDArray[Any], convention: str) -> NDArray[np.float64]:
    """Return 16 numbers as a matrix for column vectors."""
    matrix = np.asarray(values, np.float64).reshape(4, 4)
    return matrix.T if convention == "rows" else matrix
