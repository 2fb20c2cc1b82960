"""USD files of other people: read only once it is known that nothing outside their folder is drawn in."""

import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from pxr import Sdf, Tf, Usd, UsdGeom, UsdSemantics, UsdUtils, Vt

from scenewright.assets.doctor.shape import moved
from scenewright.assets.importing.guard import Guard, OutsideError
from scenewright.assets.library import USD_SUFFIXES
from scenewright.assets.model import Model
from scenewright.assets.source_facts import SourceFacts
from scenewright.assets.usd_facts import facts_of_usd
from scenewright.assets.usd_model import read_plainly
from scenewright.errors import UserError

_MOST_LAYERS = 2000
_TURNS = {"y": np.array([[1, 0, 0], [0, 0, -1], [0, 1, 0]], float), "z": np.eye(3)}
_ARCHIVED = (".usdc", ".usda", ".usd")


@dataclass(frozen=True, eq=False)
class Scene:
    """A USD file that may be read.

    Attributes:
        path: The root layer, outside any archive.
        files: It and all files that it draws in.
        model: What is seen, in the file's own unit and axes.
        poses: Names of its poses and clips; None where it has neither skeleton nor joints.
        facts: For the doctor.
    """

    path: Path
    files: tuple[Path, ...]
    model: Model
    poses: tuple[str, ...] | None
    facts: SourceFacts


@contextmanager
def opened_scene(path: Path, guard: Guard) -> Iterator[Scene]:
    """Read a file; an archive is unpacked for as long as the scene is open.

    Raises:
        UserError: It cannot be read, or draws in what it may not.
    """
    silence = UsdUtils.CoalescingDiagnosticDelegate()
    try:
        if path.suffix.lower() != ".usdz":
            yield _scene(path, path, guard)
            return
        with TemporaryDirectory() as folder:
            root = _unpacked(path, Path(folder))
            yield _scene(path, root, Guard(root.parent, Path(folder)))
    except Tf.ErrorException as error:
        raise UserError(f"{path} cannot be read as USD: it is damaged; export or copy it again.") from error
    finally:
        del silence


def _scene(path: Path, root: Path, guard: Guard) -> Scene:
    files = _files(root, guard)
    model, troubles = read_plainly(root)
    facts = facts_of_usd(root)
    known = tuple(trouble for trouble in troubles if not any(name in trouble for name in facts.missing_textures))
    back = np.eye(4)
    back[:3, :3] = np.linalg.inv(_TURNS[facts.up_axis or "z"]) / (facts.metres_per_unit or 1.0)
    own = moved(replace(model, rig=None, keypoints=None), back)
    poses = None if model.rig is None else tuple(model.rig.clips)
    return Scene(root, files, own, poses, replace(facts, path=path, notes=(*facts.notes, *known)))


def write_rigged(scene: Scene, target: Path, class_name: str, unit: float | None, up_axis: str | None) -> None:
    """Copy a scene with its skeleton or joints and all it draws in, its unit and up axis put right.

    Raises:
        UserError: It cannot be copied.
        OSError: The target cannot be written.
    """
    if up_axis == "x":
        raise UserError(f"{scene.facts.path}: USD knows no X-up files: turn the model before you export it.")
    if not UsdUtils.LocalizeAsset(str(scene.path), str(target.parent)):
        raise UserError(f"{scene.facts.path} cannot be copied with its textures: export it as one .usdz file.")
    copied = target.parent / scene.path.name
    if copied != target:
        Sdf.Layer.FindOrOpen(str(copied)).Export(str(target))
        copied.unlink()
    for name in ("poses.yaml", "keypoints.yaml"):
        with suppress(FileNotFoundError):
            shutil.copyfile(scene.facts.path.parent / name, target.parent / name)
    stage = Usd.Stage.Open(str(target))
    if unit is not None:
        UsdGeom.SetStageMetersPerUnit(stage, unit)
    if up_axis is not None:
        UsdGeom.SetStageUpAxis(stage, up_axis.upper())
    root = stage.GetDefaultPrim()
    if class_name and root:
        UsdSemantics.LabelsAPI.Apply(root, "class").CreateLabelsAttr(Vt.TokenArray([class_name]))
    stage.GetRootLayer().Save()


def _files(root: Path, guard: Guard) -> tuple[Path, ...]:
    """Return all files that a layer draws in, found without opening any that it may not.

    Raises:
        OutsideError: One lies outside.
    """
    found: dict[Path, None] = {}
    waiting = [root]
    while waiting:
        layer = waiting.pop()
        if layer in found or len(found) > _MOST_LAYERS:
            continue
        found[layer] = None
        if layer.suffix.lower() not in USD_SUFFIXES:
            continue
        for name in _named(layer):
            with suppress(_MissingError):
                waiting.append(_allowed(name, layer, guard))
    return tuple(found)


class _MissingError(UserError):
    """A file is not there: composition tells, or the doctor."""


def _named(layer: Path) -> list[str]:
    try:
        opened = Sdf.Layer.FindOrOpen(str(layer))
        if opened is None:
            return []
        sublayers, references, payloads = UsdUtils.ExtractExternalReferences(str(layer))
    except Tf.ErrorException as error:
        raise UserError(f"{layer} cannot be read as USD: it is damaged; export or copy it again.") from error
    return [*sublayers, *references, *payloads]


def _allowed(name: str, layer: Path, guard: Guard) -> Path:
    plain = name.split(":SDF_FORMAT_ARGS:")[0].split("[")[0]
    beside = guard.beside(layer)
    try:
        return beside.path(plain)
    except OutsideError as error:
        raise OutsideError(f"{layer.name}: {error}") from error
    except UserError as error:
        raise _MissingError(str(error)) from error


def _unpacked(path: Path, folder: Path) -> Path:
    """Return the root layer of an archive, whose checked contents now lie in `folder`."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [item.filename for item in archive.infolist() if not item.is_dir()]
            archive.extractall(folder)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise UserError(f"{path} is no whole USDZ archive: copy or export it again.") from error
    root = next((folder / name for name in names if Path(name).suffix.lower() in _ARCHIVED), None)
    if root is None:
        raise UserError(f"{path} holds no USD layer: export it again.")
    return root
