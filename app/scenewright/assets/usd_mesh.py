"""One USD mesh as indexed triangles in its own frame."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pxr import UsdGeom, UsdShade

from scenewright.assets.model import Material, Part, Skin
from scenewright.assets.normals import creased_normals
from scenewright.assets.triangulation import Indices, triangulate
from scenewright.assets.usd_primvars import Faces, at_corners, corner_primvar, corner_uvs
from scenewright.assets.usd_stage import value_of
from scenewright.assets.welding import weld
from scenewright.errors import UserError
from scenewright.geometry.transforms import Matrix


@dataclass(frozen=True, eq=False)
class Surface:
    """A material, and how a mesh that wears it finds its texture coordinates.

    Attributes:
        material: The material.
        uv_name: The primvar its textures read, None where it has no texture.
        uv_transform: (2, 3): rows give u and v of (u, v, 1); None where coordinates are used as they are.
    """

    material: Material
    uv_name: str | None = None
    uv_transform: Matrix | None = None


def read_mesh(prim: Any, surface_of: Callable[[Any], Surface], skin: Skin | None = None) -> list[Part]:
    """Read one mesh, one part for each material on it; an empty mesh gives none.

    A subdivision surface is taken as its control cage.

    Args:
        prim: A prim of type Mesh.
        surface_of: Returns the surface of a prim: the mesh, or one of its subsets.
        skin: What carries its points, where it hangs on a rig.

    Raises:
        UserError: Its arrays contradict each other or hold no numbers; the sentence names the prim.
    """
    faces = _faces(prim)
    if not len(faces.counts):
        return []
    corners, face = triangulate(faces.points, faces.counts, faces.indices)
    keep = _have_area(faces.points[faces.indices[corners]]) & ~np.isin(face, _holes(prim))
    corners, face = corners[keep], face[keep]
    is_left_handed = value_of(UsdGeom.Mesh(prim).GetOrientationAttr()) == "leftHanded"
    normals = _normals(prim, faces, -1.0 if is_left_handed else 1.0)
    if is_left_handed:
        corners = corners[:, ::-1]
    parts = []
    for wearer, chosen in _split(prim, face, len(faces.counts)):
        surface = surface_of(wearer)
        uvs = _transformed(corner_uvs(prim, surface.uv_name, faces), surface.uv_transform)
        parts.append(_part(faces, normals, uvs, corners[chosen], surface.material, skin))
    return parts


def _faces(prim: Any) -> Faces:
    mesh = UsdGeom.Mesh(prim)
    points = np.array(_list(mesh.GetPointsAttr()), float).reshape(-1, 3)
    counts = np.array(_list(mesh.GetFaceVertexCountsAttr()), np.int64)
    indices = np.array(_list(mesh.GetFaceVertexIndicesAttr()), np.int64)
    _check(prim, points, counts, indices)
    return Faces(counts, indices, np.repeat(np.arange(len(counts)), counts), points)


def _list(attribute: Any) -> Any:
    value = value_of(attribute)
    return () if value is None else value


def _check(prim: Any, points: Matrix, counts: Indices, indices: Indices) -> None:
    trouble = None
    if counts.size and counts.min() < 0:
        trouble = "has a face with a negative number of corners"
    elif counts.sum() != len(indices):
        trouble = f"has {len(indices)} face indices where its face counts add up to {counts.sum()}"
    elif indices.size and (indices.min() < 0 or indices.max() >= len(points)):
        worst = indices.min() if indices.min() < 0 else indices.max()
        trouble = f"has the face index {worst}, but only {len(points)} points"
    elif not np.isfinite(points).all():
        trouble = f"has {int((~np.isfinite(points).all(axis=1)).sum())} points that are not finite numbers"
    if trouble:
        raise UserError(f"<{prim.GetPath()}> {trouble}: the mesh is damaged; repair it and export it again.")


def _have_area(triangles: Matrix) -> NDArray[np.bool_]:
    """Return for each triangle (T, 3, 3) whether it is more than a line or a point."""
    one, other = triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0]
    longest = np.maximum((one**2).sum(axis=1), (other**2).sum(axis=1))
    areas = np.linalg.norm(np.cross(one, other), axis=1)
    enough: NDArray[np.bool_] = areas > 1e-10 * longest
    return enough


def _holes(prim: Any) -> Indices:
    return np.array(_list(UsdGeom.Mesh(prim).GetHoleIndicesAttr()), np.int64)


def _normals(prim: Any, faces: Faces, handedness: float) -> Matrix:
    """Return unit normals (C, 3): the authored ones, and computed ones where there are none or they are no vectors."""
    authored = _authored_normals(prim, faces)
    if authored is None:
        authored = np.zeros((len(faces.indices), 3))
    lengths = np.linalg.norm(authored, axis=1, keepdims=True)
    is_vector = np.isfinite(lengths) & (lengths > 1e-12)
    units: Matrix = authored / np.where(is_vector, lengths, 1.0)
    if is_vector.all():
        return units
    computed = handedness * creased_normals(faces.points, faces.indices, faces.face_of_corner, len(faces.counts))
    return np.where(is_vector, units, computed)


def _authored_normals(prim: Any, faces: Faces) -> Matrix | None:
    # primvars:normals goes before normals (UsdGeomPointBased).
    normals = corner_primvar(prim, "normals", faces)
    if normals is not None:
        return normals
    mesh = UsdGeom.Mesh(prim)
    values = np.array(_list(mesh.GetNormalsAttr()), float).reshape(-1, 3)
    return at_corners(prim, "normals", values, str(mesh.GetNormalsInterpolation()), faces) if len(values) else None


def _split(prim: Any, face: Indices, face_count: int) -> list[tuple[Any, NDArray[np.bool_]]]:
    """Return who wears which triangles: material subsets, then the mesh itself for all faces left over."""
    owner = np.zeros(face_count, np.int64)
    subsets = UsdShade.MaterialBindingAPI(prim).GetMaterialBindSubsets()
    for number, subset in enumerate(subsets, start=1):
        members = np.array(_list(subset.GetIndicesAttr()), np.int64)
        if members.size and (members.min() < 0 or members.max() >= face_count):
            raise UserError(
                f"<{subset.GetPath()}> names faces outside 0..{face_count - 1}: export the mesh again, or remove the "
                "subset."
            )
        owner[members[owner[members] == 0]] = number
    wearers = [prim, *(subset.GetPrim() for subset in subsets)]
    split = ((wearer, owner[face] == number) for number, wearer in enumerate(wearers))
    return [(wearer, chosen) for wearer, chosen in split if chosen.any()]


def _transformed(uvs: Matrix, transform: Matrix | None) -> Matrix:
    if transform is None:
        return uvs
    moved: Matrix = uvs @ transform[:, :2].T + transform[:, 2]
    return moved


def _part(faces: Faces, normals: Matrix, uvs: Matrix, corners: Indices, material: Material, skin: Skin | None) -> Part:
    flat = corners.ravel()
    points = faces.indices[flat]
    # What hangs on a rig keeps points apart that lie in one place: they may move apart.
    own = [] if skin is None else [points[:, None]] * 2  # rows of whole 64-bit words, as `weld` wants them
    columns = [faces.points[points], normals[flat], uvs[flat], *own]
    vertices, place = weld(np.concatenate(columns, axis=1).astype(np.float32))
    carried = None if skin is None else vertices[:, 8].astype(int)
    return Part(
        positions=vertices[:, :3],
        normals=vertices[:, 3:6],
        uvs=vertices[:, 6:8],
        triangles=place.reshape(-1, 3).astype(np.uint32),
        material=material,
        skin=None if skin is None else Skin(skin.joints[carried], skin.weights[carried]),
    )
