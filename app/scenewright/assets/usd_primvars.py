"""A USD mesh's faces, and values spread over them by any interpolation."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from pxr import UsdGeom

from scenewright.assets.triangulation import Indices
from scenewright.assets.usd_stage import value_of
from scenewright.errors import UserError
from scenewright.geometry.transforms import Matrix


@dataclass(frozen=True, eq=False)
class Faces:
    """The faces of a mesh.

    Attributes:
        counts: (F,) corners of each face.
        indices: (C,) the point at each corner.
        face_of_corner: (C,) the face of each corner.
        points: (N, 3) in the mesh's own frame and unit.
    """

    counts: Indices
    indices: Indices
    face_of_corner: Indices
    points: Matrix


def at_corners(prim: Any, what: str, values: Matrix, interpolation: str, faces: Faces) -> Matrix:
    """Return values (C, K), one for each corner of each face.

    Raises:
        UserError: There are not as many values as the interpolation asks for.
    """
    places: dict[str, tuple[int, Indices | slice]] = {
        "constant": (1, np.zeros(len(faces.indices), np.int64)),
        "uniform": (len(faces.counts), faces.face_of_corner),
        "vertex": (len(faces.points), faces.indices),
        "varying": (len(faces.points), faces.indices),
        "faceVarying": (len(faces.indices), slice(None)),
    }
    if interpolation not in places:
        raise UserError(f"<{prim.GetPath()}>: {what} has the unknown interpolation {interpolation!r}: export it again.")
    wanted, place = places[interpolation]
    if len(values) != wanted:
        raise UserError(
            f"<{prim.GetPath()}>: {what} has {len(values)} values, but its interpolation {interpolation!r} needs "
            f"{wanted}: export the mesh again, or remove {what}."
        )
    spread: Matrix = values[place]
    return spread


def primvar_values(prim: Any, primvar: Any) -> Matrix | None:
    """Return a primvar's values (N, K), its indices applied; None where it has none.

    Raises:
        UserError: An index is out of range.
    """
    values = value_of(primvar.GetAttr()) if primvar else None
    if values is None or np.size(values) == 0:
        return None
    array: Matrix = np.array(values, float)
    array = array.reshape(1, -1) if array.ndim < 2 and primvar.GetInterpolation() == "constant" else array
    array = array.reshape(len(array), -1)
    if not primvar.IsIndexed():
        return array
    indices: Indices = np.array(value_of(primvar.GetIndicesAttr()), np.int64)
    if indices.size and (indices.min() < 0 or indices.max() >= len(array)):
        raise UserError(
            f"<{prim.GetPath()}>: {primvar.GetName()} has indices outside 0..{len(array) - 1}: export the mesh again."
        )
    return array[indices]


def corner_primvar(prim: Any, name: str, faces: Faces) -> Matrix | None:
    """Return a primvar of the prim at each corner (C, K), None where it has none by that name."""
    primvar = UsdGeom.PrimvarsAPI(prim).GetPrimvar(name)
    values = primvar_values(prim, primvar)
    if values is None:
        return None
    return at_corners(prim, f"primvars:{name}", values, str(primvar.GetInterpolation()), faces)


def corner_uvs(prim: Any, preferred: str | None, faces: Faces) -> Matrix:
    """Return texture coordinates (C, 2): the primvar the material reads, else `st`, `UVMap`, any other; else zeros."""
    api = UsdGeom.PrimvarsAPI(prim)
    others = sorted(p.GetPrimvarName() for p in api.GetPrimvars() if p.GetTypeName().cppTypeName == "VtArray<GfVec2f>")
    for name in [preferred, "st", "UVMap", *others]:
        uvs = corner_primvar(prim, name, faces) if name else None
        if uvs is not None and uvs.shape[1] >= 2:
            return np.where(np.isfinite(uvs[:, :2]), uvs[:, :2], 0.0)
    return np.zeros((len(faces.indices), 2))
