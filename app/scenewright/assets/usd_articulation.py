"""UsdPhysics: the links of a machine, and the joints between them.

Joint frames are those of UsdPhysicsJoint: `body0` and `body1` each hold the joint at a local pose, and the joint turns
or shifts body 1 against body 0 about the axis that both share. Lengths of local poses are in the stage's units.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from pxr import Gf, Usd, UsdGeom, UsdPhysics

from scenewright.assets.usd_stage import TIME, column_matrix
from scenewright.errors import UserError
from scenewright.geometry.transforms import Matrix

_AXES = {"X": 0, "Y": 1, "Z": 2}


@dataclass(frozen=True, eq=False)
class Joint:
    """What joins two links.

    Attributes:
        name: Its prim's name.
        parent: The link it sits on, by prim path; None for the world.
        child: The link it moves.
        kind: "revolute" (degrees), "prismatic" (stage units) or "fixed".
        axis: 0, 1 or 2: x, y or z of the joint's frame.
        limits: Lowest and highest value; infinite where there is none.
        parent_from_joint: 4x4, the joint's frame in the parent.
        child_from_joint: 4x4, the joint's frame in the child.
    """

    name: str
    parent: str | None
    child: str
    kind: str
    axis: int
    limits: tuple[float, float]
    parent_from_joint: Matrix
    child_from_joint: Matrix


@dataclass(frozen=True, eq=False)
class Articulation:
    """The links by prim path with their poses at rest (4x4, world of the stage), and the joints."""

    links: Mapping[str, Matrix]
    joints: tuple[Joint, ...]


def read_articulation(root: Any) -> Articulation | None:
    """Return the machine below `root`, None where no joint moves anything."""
    joints = [_joint(prim) for prim in Usd.PrimRange(root, Usd.TraverseInstanceProxies()) if prim.IsA(UsdPhysics.Joint)]
    usable = tuple(joint for joint in joints if joint is not None)
    if all(joint.kind == "fixed" for joint in usable):
        return None
    cache = UsdGeom.XformCache(TIME)
    paths = {path for joint in usable for path in (joint.parent, joint.child) if path is not None}
    stage = root.GetStage()
    links = {
        path: _without_scale(column_matrix(cache.GetLocalToWorldTransform(stage.GetPrimAtPath(path))))
        for path in sorted(paths)
    }
    return Articulation(links, usable)


def link_motion(machine: Articulation, values: Mapping[str, float]) -> dict[str, Matrix]:
    """Return for each link the 4x4 matrix from where it rests to where the joints' values put it, in the stage's world.

    Args:
        machine: The machine.
        values: By joint name, degrees or stage units; a joint that is not named stays at rest.

    Raises:
        UserError: A name is no joint, a value is outside the joint's limits, or the joints form a loop.
    """
    known = {joint.name: joint for joint in machine.joints if joint.kind != "fixed"}
    for name, value in values.items():
        if name not in known:
            raise UserError(f"there is no joint '{name}': the joints are {', '.join(known)}.")
        low, high = known[name].limits
        if not low - 1e-6 <= value <= high + 1e-6:
            raise UserError(f"joint '{name}' cannot go to {value:g}: its limits are {low:g} to {high:g}.")
    by_child = {joint.child: joint for joint in machine.joints}
    now: dict[str, Matrix] = {}
    for path in machine.links:
        _place(path, machine, by_child, values, now, ())
    return {path: now[path] @ np.linalg.inv(rest) for path, rest in machine.links.items()}


def _place(
    path: str,
    machine: Articulation,
    by_child: Mapping[str, Joint],
    values: Mapping[str, float],
    now: dict[str, Matrix],
    below: tuple[str, ...],
) -> Matrix:
    """Return a link's pose, its parents' first."""
    if path in now:
        return now[path]
    if path in below:
        raise UserError(f"the joints around <{path}> form a loop: only trees of links can be posed.")
    joint = by_child.get(path)
    rest = machine.links[path]
    if joint is None or joint.parent is None or joint.name not in values:
        # At rest a link keeps its place against its parent, whatever its joint's frames say.
        parent = None if joint is None or joint.parent is None else joint.parent
        if parent is None:
            now[path] = rest
        else:
            moved = _place(parent, machine, by_child, values, now, (*below, path))
            now[path] = moved @ np.linalg.inv(machine.links[parent]) @ rest
    else:
        moved = _place(joint.parent, machine, by_child, values, now, (*below, path))
        motion = _motion(joint.kind, joint.axis, values[joint.name])
        now[path] = moved @ joint.parent_from_joint @ motion @ np.linalg.inv(joint.child_from_joint)
    return now[path]


def _motion(kind: str, axis: int, value: float) -> Matrix:
    matrix = np.eye(4)
    if kind == "prismatic":
        matrix[axis, 3] = value
        return matrix
    one, other = (axis + 1) % 3, (axis + 2) % 3
    turn = math.radians(value)
    matrix[one, one] = matrix[other, other] = math.cos(turn)
    matrix[other, one], matrix[one, other] = math.sin(turn), -math.sin(turn)
    return matrix


def _joint(prim: Any) -> Joint | None:
    joint = UsdPhysics.Joint(prim)
    children = joint.GetBody1Rel().GetForwardedTargets()
    parents = joint.GetBody0Rel().GetForwardedTargets()
    stage = prim.GetStage()
    if not children or not stage.GetPrimAtPath(children[0]):
        return None
    kind, axis, limits = "fixed", 0, (-math.inf, math.inf)
    typed: Any = None
    if prim.IsA(UsdPhysics.RevoluteJoint):
        kind, typed = "revolute", UsdPhysics.RevoluteJoint(prim)
    elif prim.IsA(UsdPhysics.PrismaticJoint):
        kind, typed = "prismatic", UsdPhysics.PrismaticJoint(prim)
    if typed is not None:
        axis = _AXES[str(typed.GetAxisAttr().Get())]
        limits = (float(typed.GetLowerLimitAttr().Get()), float(typed.GetUpperLimitAttr().Get()))
    return Joint(
        name=prim.GetName(),
        parent=str(parents[0]) if parents and stage.GetPrimAtPath(parents[0]) else None,
        child=str(children[0]),
        kind=kind,
        axis=axis,
        limits=limits,
        parent_from_joint=_frame(joint.GetLocalPos0Attr().Get(), joint.GetLocalRot0Attr().Get()),
        child_from_joint=_frame(joint.GetLocalPos1Attr().Get(), joint.GetLocalRot1Attr().Get()),
    )


def _frame(position: Any, rotation: Any) -> Matrix:
    rows = Gf.Matrix4d().SetRotate(Gf.Quatd(rotation))
    return column_matrix(rows.SetTranslateOnly(Gf.Vec3d(position)))


def _without_scale(matrix: Matrix) -> Matrix:
    lengths = np.linalg.norm(matrix[:3, :3], axis=0)
    rigid = matrix.copy()
    rigid[:3, :3] /= np.where(lengths > 0, lengths, 1)
    return rigid
