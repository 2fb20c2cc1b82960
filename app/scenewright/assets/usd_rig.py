"""What moves the meshes of a USD file: its skeleton, or the joints between its links with the poses beside the file."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from scenewright.assets.model import Clip, Rig, Skin
from scenewright.assets.posing import held
from scenewright.assets.usd_articulation import Articulation, link_motion, read_articulation
from scenewright.assets.usd_skeleton import Skeleton, read_skeleton
from scenewright.errors import UserError, os_error_sentence
from scenewright.geometry.transforms import Matrix
from scenewright.spec.yaml_text import parse_yaml

POSES_FILE = "poses.yaml"
"""Beside a machine's USD file: ``poses: {ready: {joint_1: 30.0}}``, in degrees, or metres for joints that shift."""


@dataclass(frozen=True, eq=False)
class RigReading:
    """A rig, and how meshes hang on it.

    Attributes:
        rig: The rig; its matrices are in the asset's frame.
        skeleton: Where it comes from,
        machine: or where else.
    """

    rig: Rig
    skeleton: Skeleton | None = None
    machine: Articulation | None = None

    def skin_of(self, path: str, points: int) -> Skin:
        """Return what carries the points of the mesh at a prim path."""
        if self.skeleton is not None and path in self.skeleton.meshes:
            return self.skeleton.meshes[path].skin
        carrier = len(self.rig.joints) - 1
        if self.machine is not None:
            carriers = [link for link in self.machine.links if path == link or path.startswith(f"{link}/")]
            if carriers:
                carrier = list(self.machine.links).index(max(carriers, key=len))
        return Skin(np.full((points, 1), carrier, np.int32), np.ones((points, 1), np.float32))

    def rest_of(self, path: str) -> Matrix | None:
        """Return where a mesh rests (4x4, world of the stage) if that is not where its prim is."""
        hung = None if self.skeleton is None else self.skeleton.meshes.get(path)
        return None if hung is None else hung.world_from_points


def read_rig(path: Path, stage: Any, to_metres: Matrix) -> RigReading | None:
    """Return what moves the asset's meshes, None where nothing does.

    Args:
        path: The USD file.
        stage: The same, opened.
        to_metres: 4x4, from the stage's world to the asset's frame.

    Raises:
        UserError: A pose beside the file asks for what the joints cannot do.
    """
    root = stage.GetDefaultPrim() or stage.GetPseudoRoot()
    skeleton = read_skeleton(stage, root)
    if skeleton is not None and skeleton.clips:
        clips = {name: Clip(clip.seconds, _in_asset(clip.matrices, to_metres)) for name, clip in skeleton.clips.items()}
        return RigReading(Rig((*skeleton.joints, ""), clips, skeleton.default), skeleton=skeleton)
    machine = read_articulation(root)
    if machine is None:
        return None
    names = [link.rsplit("/", 1)[-1] for link in machine.links]
    unit = float(np.cbrt(np.linalg.det(to_metres[:3, :3])))
    poses = _poses(path.parent / POSES_FILE, machine, unit)
    clips = {name: held(_in_asset(matrices, to_metres)) for name, matrices in poses.items()}
    return RigReading(Rig((*names, ""), clips), machine=machine)


def _in_asset(matrices: NDArray[np.float64], to_metres: Matrix) -> NDArray[np.float64]:
    """Return matrices (..., J, 4, 4) in the asset's frame, with one that never moves after them."""
    moved = to_metres @ matrices @ np.linalg.inv(to_metres)
    still = np.broadcast_to(np.eye(4), (*moved.shape[:-3], 1, 4, 4))
    return np.concatenate([moved, still], axis=-3)


def _poses(file: Path, machine: Articulation, unit: float) -> dict[str, NDArray[np.float64]]:
    rest = np.array([np.eye(4) for _ in machine.links])
    found = {"rest": rest}
    shifting = {joint.name for joint in machine.joints if joint.kind == "prismatic"}
    for name, values in _read_poses(file).items():
        try:
            numbers = {
                str(joint): float(value) / unit if joint in shifting else float(value)
                for joint, value in values.items()
            }
            motion = link_motion(machine, numbers)
        except UserError as error:
            raise UserError(f"{file}, pose '{name}': {error}") from error
        except (TypeError, ValueError, AttributeError) as error:
            raise UserError(f"{file}, pose '{name}': write each joint's value as a number.") from error
        found[name] = np.array([motion[link] for link in machine.links])
    return found


def _read_poses(file: Path) -> Mapping[str, Any]:
    try:
        data = parse_yaml(file.read_text(encoding="utf-8"))
        return dict(data["poses"])
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UserError(os_error_sentence("read the poses", file, error)) from error
    except (yaml.YAMLError, UnicodeDecodeError, KeyError, TypeError, ValueError) as error:
        raise UserError(f"{file} holds no poses: write 'poses:' with a name and joint values for each.") from error
