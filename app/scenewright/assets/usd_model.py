"""A USD file to a model."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pxr import UsdGeom

from scenewright.assets.keypoints import keypoints_beside, with_keypoints
from scenewright.assets.model import Material, Model, Part, Skin
from scenewright.assets.usd_material import SurfaceReader, bound_material_path
from scenewright.assets.usd_mesh import read_mesh
from scenewright.assets.usd_placement import Placed, placed_shapes
from scenewright.assets.usd_rig import RigReading, read_rig
from scenewright.assets.usd_stage import metres_from_stage, opened_stage, value_of
from scenewright.errors import Problem, UserError
from scenewright.geometry.transforms import Matrix

_MOST_TRIANGLES = 20_000_000


def read_model(path: Path) -> Model:
    """Read a .usd, .usda, .usdc or .usdz file.

    The default prim is the asset, its own transform included; without one the whole stage is. Meshes, native instances
    and point instances are read; what is invisible, a guide or a proxy is not. Positions are in metres, Z up. A
    skeleton, or the joints between links, become the model's rig, and `keypoints.yaml` beside the file its keypoints.

    Raises:
        UserError: The file cannot be used; all that is wrong with it is listed, each with its prim.
    """
    model, troubles = read_plainly(path)
    if troubles:
        raise _unusable(path, troubles)
    return model


def read_plainly(path: Path) -> tuple[Model, tuple[str, ...]]:
    """Return a file's model as `read_model` does, and what is wrong with its textures, which are then left out.

    Raises:
        UserError: The file cannot be used for other reasons.
    """
    with opened_stage(path) as stage:
        reading = _Reading(path)
        try:
            parts = reading.parts(stage)
        except UserError as error:
            reading.problems[str(error)] = None
        if reading.problems:
            raise _unusable(path, (*reading.problems, *reading.surfaces.problems))
        if not parts:
            raise UserError(f"{path} has nothing to show: {_what_is_missing(stage)}")
    model = Model(str(path.resolve()), parts, None if reading.rig is None else reading.rig.rig)
    return with_keypoints(model, keypoints_beside(path)), tuple(reading.surfaces.problems)


def _unusable(path: Path, problems: tuple[str, ...]) -> UserError:
    return UserError(f"{path} cannot be used:", [Problem(problem) for problem in problems])


class _Reading:
    """One file being read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.rig: RigReading | None = None
        self.problems: dict[str, None] = {}
        self.surfaces = SurfaceReader()
        self._shapes: dict[str, list[Part]] = {}
        self._meshes: dict[tuple[str, str], list[Part]] = {}

    def parts(self, stage: Any) -> tuple[Part, ...]:
        """Return all meshes where they stand, one part for each material."""
        to_metres = metres_from_stage(stage)
        self.rig = read_rig(self._path, stage, to_metres)
        by_material: dict[Material, list[tuple[Part, Matrix]]] = {}
        triangles = 0
        for placed in placed_shapes(stage):
            for part in self._shape(placed.prim):
                triangles += len(part.triangles)
                _refuse_too_many(triangles)
                by_material.setdefault(part.material, []).append((part, to_metres @ self._place(placed)))
        joined = [_joined([_moved(part, matrix) for part, matrix in parts]) for parts in by_material.values()]
        for part in joined:
            if not np.isfinite(part.positions).all():
                raise UserError("a transform puts points at infinity: repair the transforms of the model")
        return tuple(joined)

    def _place(self, placed: Placed) -> Matrix:
        rest = None if self.rig is None else self.rig.rest_of(str(placed.prim.GetPath()))
        return placed.matrix if rest is None else rest

    def _shape(self, prim: Any) -> list[Part]:
        """Return a shape in its own frame; point instances ask for the same prim many times."""
        path = str(prim.GetPath())
        if path not in self._shapes:
            try:
                self._shapes[path] = self._mesh(prim)
            except UserError as error:
                self.problems[str(error)] = None
                self._shapes[path] = []
        return self._shapes[path]

    def _mesh(self, prim: Any) -> list[Part]:
        """Return a mesh in its own frame; instances of one prototype share it unless they wear something else."""
        if not prim.IsA(UsdGeom.Mesh):
            kind = prim.GetTypeName()
            raise UserError(f"<{prim.GetPath()}> is a {kind}, not a mesh: convert it to a mesh, or make it invisible.")
        # On a rig each instance hangs where it is.
        shared = prim.GetPrimInPrototype() if prim.IsInstanceProxy() and self.rig is None else prim
        key = (str(shared.GetPath()), bound_material_path(prim))
        if key not in self._meshes:
            corners = value_of(UsdGeom.Mesh(prim).GetFaceVertexIndicesAttr())
            _refuse_too_many(0 if corners is None else len(corners) // 4)
            self._meshes[key] = read_mesh(prim, self.surfaces.surface_of, self._skin(prim))
        return self._meshes[key]

    def _skin(self, prim: Any) -> Skin | None:
        if self.rig is None:
            return None
        points = value_of(UsdGeom.Mesh(prim).GetPointsAttr())
        return self.rig.skin_of(str(prim.GetPath()), 0 if points is None else len(points))


def _refuse_too_many(triangles: int) -> None:
    if triangles > _MOST_TRIANGLES:
        raise UserError(
            f"it has more than {_MOST_TRIANGLES // 1_000_000} million triangles: simplify the model, or place fewer "
            "instances."
        )


def _moved(part: Part, matrix: Matrix) -> Part:
    linear = matrix[:3, :3]
    is_mirrored = np.linalg.det(linear) < 0
    # Normals move by the inverse transpose; the cofactors are its multiple and exist for flattening matrices too.
    x, y, z = linear
    cofactors = np.stack([np.cross(y, z), np.cross(z, x), np.cross(x, y)])
    normals = part.normals @ (-cofactors if is_mirrored else cofactors).T
    lengths = np.linalg.norm(normals, axis=1, keepdims=True)
    return Part(
        positions=(part.positions @ linear.T + matrix[:3, 3]).astype(np.float32),
        normals=np.where(lengths > 0, normals / np.where(lengths > 0, lengths, 1), [0, 0, 1]).astype(np.float32),
        uvs=part.uvs,
        triangles=part.triangles[:, ::-1] if is_mirrored else part.triangles,
        material=part.material,
        skin=part.skin,
    )


def _joined(parts: list[Part]) -> Part:
    firsts = np.cumsum([0, *(len(part.positions) for part in parts[:-1])])
    shifted = [part.triangles + np.uint32(first) for part, first in zip(parts, firsts, strict=True)]
    return Part(
        positions=_stacked([part.positions for part in parts]),
        normals=_stacked([part.normals for part in parts]),
        uvs=_stacked([part.uvs for part in parts]),
        triangles=np.ascontiguousarray(np.concatenate(shifted), np.uint32),
        material=parts[0].material,
        skin=_joined_skin([part.skin for part in parts if part.skin is not None]),
    )


def _joined_skin(skins: list[Skin]) -> Skin | None:
    if not skins:
        return None
    most = max(skin.joints.shape[1] for skin in skins)
    widths = [((0, 0), (0, most - skin.joints.shape[1])) for skin in skins]
    joints = [np.pad(skin.joints, width) for skin, width in zip(skins, widths, strict=True)]
    weights = [np.pad(skin.weights, width) for skin, width in zip(skins, widths, strict=True)]
    return Skin(np.concatenate(joints), np.concatenate(weights))


def _stacked(arrays: list[NDArray[np.float32]]) -> NDArray[np.float32]:
    return np.ascontiguousarray(np.concatenate(arrays), np.float32)


def _what_is_missing(stage: Any) -> str:
    root = stage.GetDefaultPrim()
    where = f"the default prim <{root.GetPath()}>" if root else "the file"
    empty = [str(placed.prim.GetPath()) for placed in placed_shapes(stage)]
    if empty:
        return f"the mesh <{empty[0]}> has no faces with an area; export it again with its geometry."
    return f"{where} has no visible mesh; export the model as meshes, and as the default prim."
