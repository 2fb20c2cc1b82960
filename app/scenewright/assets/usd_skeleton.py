"""UsdSkel: a skeleton, the meshes that hang on it, and its animations."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pxr import Usd, UsdGeom, UsdSkel

from scenewright.assets.model import Clip, Skin
from scenewright.assets.usd_stage import TIME, column_matrix
from scenewright.geometry.transforms import Matrix

_MOST_SAMPLES = 64
"""Of one clip: each is a shape of its own to the engine. Longer ones are thinned evenly."""


@dataclass(frozen=True, eq=False)
class Hung:
    """A mesh on a skeleton.

    Attributes:
        skin: What carries its points, (P, K).
        world_from_points: Where it rests: 4x4, for column vectors, into the stage's world.
    """

    skin: Skin
    world_from_points: Matrix


@dataclass(frozen=True, eq=False)
class Skeleton:
    """The first skeleton of a stage.

    Attributes:
        joints: Names: the last component of each joint's path, or the whole path where that is there twice.
        meshes: What hangs on it, by prim path.
        clips: Animations by prim name, in the stage's world; "bind" where there is none.
        default: The animation that the file binds.
    """

    joints: tuple[str, ...]
    meshes: Mapping[str, Hung]
    clips: Mapping[str, Clip]
    default: str


def read_skeleton(stage: Any, root: Any) -> Skeleton | None:
    """Return the first skeleton below `root` that carries a mesh, None where there is none."""
    cache = UsdSkel.Cache()
    for prim in Usd.PrimRange(root):
        if not prim.IsA(UsdSkel.Root):
            continue
        skel_root = UsdSkel.Root(prim)
        cache.Populate(skel_root, Usd.TraverseInstanceProxies())
        for binding in cache.ComputeSkelBindings(skel_root, Usd.TraverseInstanceProxies()):
            if binding.GetSkinningTargets():
                return _skeleton(stage, root, binding)
    return None


def _skeleton(stage: Any, root: Any, binding: Any) -> Skeleton:
    skeleton = binding.GetSkeleton()
    paths = [str(joint) for joint in _query(skeleton).GetJointOrder()]
    leaves = [path.rsplit("/", 1)[-1] for path in paths]
    names = tuple(leaves if len(set(leaves)) == len(leaves) else paths)
    world = column_matrix(UsdGeom.XformCache(TIME).GetLocalToWorldTransform(skeleton.GetPrim()))
    meshes = {}
    for target in binding.GetSkinningTargets():
        skin = _skin(target, paths)
        if skin is not None:
            at_bind = world @ column_matrix(target.GetGeomBindTransform(TIME))
            meshes[str(target.GetPrim().GetPath())] = Hung(skin, at_bind)
    bound = _query(skeleton).GetAnimQuery()
    default = bound.GetPrim().GetName() if bound else ""
    animations = [prim for prim in Usd.PrimRange(root) if prim.IsA(UsdSkel.Animation)]
    clips = {prim.GetName(): _clip(stage, skeleton, prim, world) for prim in animations}
    return Skeleton(names, meshes, clips, default if default in clips else "")


def _query(skeleton: Any) -> Any:
    """Return a fresh query: a cache does not see a changed animation source."""
    cache = UsdSkel.Cache()
    parent = UsdSkel.Root.Find(skeleton.GetPrim())
    cache.Populate(parent, Usd.TraverseInstanceProxies())
    return cache.GetSkelQuery(skeleton)


def _skin(target: Any, joints: list[str]) -> Skin | None:
    count = len(UsdGeom.PointBased(target.GetPrim()).GetPointsAttr().Get(TIME) or ())
    influences = target.ComputeVaryingJointInfluences(count, TIME)
    if not influences or not target.HasJointInfluences() or count == 0:
        return None
    indices, weights = (np.array(part) for part in influences)
    own = target.GetJointOrder()
    if own:
        places = {path: place for place, path in enumerate(joints)}
        indices = np.array([places.get(str(path), len(joints)) for path in own])[indices]
    weights = weights.reshape(count, -1).astype(np.float32)
    total = weights.sum(axis=1, keepdims=True)
    weights = np.where(total > 0, weights / np.where(total > 0, total, 1), 1 / weights.shape[1])
    within = np.clip(indices, 0, len(joints)).reshape(count, -1)
    return Skin(within.astype(np.int32), weights.astype(np.float32))


def _clip(stage: Any, skeleton: Any, animation: Any, world: Matrix) -> Clip:
    with Usd.EditContext(stage, stage.GetSessionLayer()):
        UsdSkel.BindingAPI.Apply(skeleton.GetPrim()).CreateAnimationSourceRel().SetTargets([animation.GetPath()])
    query = _query(skeleton)
    times = query.GetAnimQuery().GetJointTransformTimeSamples() or [0.0]
    kept = times if len(times) <= _MOST_SAMPLES else np.linspace(times[0], times[-1], _MOST_SAMPLES)
    samples = [_world_matrices(query, time, world) for time in kept]
    seconds = (times[-1] - times[0]) / stage.GetTimeCodesPerSecond()
    loops = len(samples) > 2 and np.allclose(samples[0], samples[-1], atol=1e-4)
    return Clip(float(seconds), np.array(samples[:-1] if loops else samples))


def _world_matrices(query: Any, time: float, world: Matrix) -> NDArray[np.float64]:
    rows = np.array(query.ComputeSkinningTransforms(Usd.TimeCode(time)), float)
    moved: NDArray[np.float64] = world @ rows.transpose(0, 2, 1) @ np.linalg.inv(world)
    return moved
