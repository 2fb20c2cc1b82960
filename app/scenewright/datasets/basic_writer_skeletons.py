"""Skeletons as BasicWriter stores them: an object's keypoints are the joints.

The dataset records where joints are. How they are turned, and the rest pose, come from the assets and the plan: a joint
turns as the part of the rig that its keypoint follows, and is at rest turned as its object is. Like Replicator's,
translations and rotations are relative to the parent joint, those of a root to the object (before its scale), and
quaternions are w, x, y, z.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from scenewright.assets.loading import AssetLoader
from scenewright.assets.posing import carried, sample_of
from scenewright.datasets.basic_writer_arrays import prim_path
from scenewright.datasets.records import InstanceRecord, KeypointRecord, matrix
from scenewright.datasets.skeletons import Skeleton, Skeletons
from scenewright.errors import UserError
from scenewright.geometry.transforms import Matrix, quaternion, transform_points
from scenewright.sampling.plan import ObjectPlan

_SEEN, _HIDDEN, _OUTSIDE = "None", "Occluded", "OutOfView"
_SAME_M = 1e-4


@dataclass(frozen=True, eq=False)
class JointPose:
    """What an asset tells of K joints, in its own frame.

    Attributes:
        clip: The pose or clip that it is shown in; empty at rest.
        rest: (K, 3) where they are at rest.
        turns: (K, 3, 3) how they are turned from there.
    """

    clip: str
    rest: Matrix
    turns: Matrix


def joint_pose(item: InstanceRecord, planned: ObjectPlan | None, assets: AssetLoader) -> JointPose | None:
    """Return an object's rest pose and how its joints are turned.

    Nothing where that is not known: its asset is gone, or no longer has these points in these places.
    """
    if planned is None:
        return None
    try:
        model = assets.model(planned.asset)
        name, sample = sample_of(model, planned.pose, planned.phase)
    except UserError:
        return None
    points, turns = model.keypoints, np.broadcast_to(np.eye(3), (len(item.keypoints), 3, 3))
    if points is None or points.names != tuple(point.name for point in item.keypoints):
        return None
    now = points.positions
    if model.rig is not None and name:
        matrices = model.rig.clips[name].matrices[sample]
        now = carried(points, model.rig, matrices).positions
        turns = _rotations(matrices[[model.rig.joints.index(joint) for joint in points.joints], :3, :3])
    places = transform_points(matrix(item.world_from_object), now)
    if not np.allclose(places, [point.world for point in item.keypoints], rtol=0, atol=_SAME_M):
        return None
    return JointPose(name, points.positions, turns)


def skeleton_data(
    instances: Sequence[InstanceRecord], skeletons: Skeletons, poses: Mapping[int, JointPose | None]
) -> dict[str, Any]:
    """Return the file of skeletons: each object in view that has keypoints, which are its joints.

    Args:
        instances: The objects.
        skeletons: The dataset's.
        poses: What is known of an object's joints besides, by its id; lists of what is not known are empty.
    """
    return {
        f"skeleton_{number}": _skeleton(item, skeletons.by_name.get(item.skeleton), poses.get(item.instance_id))
        for number, item in enumerate(jointed(instances))
    }


def jointed(instances: Sequence[InstanceRecord]) -> list[InstanceRecord]:
    """Return the objects that have a skeleton in the file."""
    return [item for item in instances if item.keypoints and item.box_loose is not None]


def parents(skeleton: Skeleton) -> list[int]:
    """Return each point's parent in the tree that its edges span from the first point; -1 for a root."""
    places = {name: place for place, name in enumerate(skeleton.points)}
    neighbours: dict[int, list[int]] = {place: [] for place in places.values()}
    for one, other in skeleton.edges:
        neighbours[places[one]].append(places[other])
        neighbours[places[other]].append(places[one])
    found: dict[int, int] = {}
    for root in neighbours:
        if root in found:
            continue
        found[root] = -1
        waiting = deque([root])
        while waiting:
            place = waiting.popleft()
            new = [other for other in neighbours[place] if other not in found]
            found.update(dict.fromkeys(new, place))
            waiting.extend(new)
    return [found[place] for place in sorted(found)]


def _skeleton(item: InstanceRecord, skeleton: Skeleton | None, pose: JointPose | None) -> dict[str, Any]:
    points = item.keypoints
    tree = parents(skeleton or Skeleton(tuple(point.name for point in points)))
    rest = {} if pose is None else _at_rest(item, tree, pose)
    return {
        "skel_name": item.skeleton,
        "skel_path": f"{prim_path(item)}/skeleton",
        "asset_path": item.asset,
        "animation_variant": "" if pose is None else pose.clip,
        "skeleton_parents": tree,
        "rest_global_translations": rest.get("global_translations", []),
        "rest_local_translations": rest.get("local_translations", []),
        "rest_local_rotations": rest.get("local_rotations", []),
        "global_translations": [list(point.world) for point in points],
        "local_rotations": [] if pose is None else _relative(tree, pose.turns),
        "translations_2d": [None if point.x is None else [point.x, point.y] for point in points],
        "skeleton_joints": [point.name for point in points],
        "joint_occlusions": [point.visibility != 2 for point in points],
        "occlusion_types": [_occlusion_type(point) for point in points],
        "in_view": all(point.visibility > 0 for point in points),
    }


def _at_rest(item: InstanceRecord, tree: Sequence[int], pose: JointPose) -> dict[str, list[list[float]]]:
    from_parent = [pose.rest[k] - (pose.rest[parent] if parent >= 0 else 0.0) for k, parent in enumerate(tree)]
    return {
        "global_translations": transform_points(matrix(item.world_from_object), pose.rest).tolist(),
        "local_translations": np.array(from_parent).tolist(),
        "local_rotations": [[1.0, 0.0, 0.0, 0.0] for _ in tree],
    }


def _relative(tree: Sequence[int], turns: Matrix) -> list[list[float]]:
    """Return each joint's rotation in its parent's frame."""
    own = [turns[k] if parent < 0 else turns[parent].T @ turns[k] for k, parent in enumerate(tree)]
    return [list(quaternion(turn)) for turn in own]


def _rotations(linear: Matrix) -> Matrix:
    """Return the rotations (K, 3, 3) nearest to matrices that may scale as well."""
    left, _, right = np.linalg.svd(linear)
    left[..., 2] *= np.sign(np.linalg.det(left @ right))[:, None]  # what a mirror would need is no rotation
    rotations: Matrix = left @ right
    return rotations


def _occlusion_type(point: KeypointRecord) -> str:
    return (_OUTSIDE, _HIDDEN, _SEEN)[point.visibility]
