"""Points in space as BasicWriter stores them: point clouds and skeletons."""

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenewright.datasets.basic_writer_arrays import prim_path, semantic_id
from scenewright.datasets.records import InstanceRecord, KeypointRecord, ViewRecord, matrix
from scenewright.datasets.skeletons import Skeleton, Skeletons
from scenewright.geometry.camera import pixel_rays
from scenewright.geometry.transforms import transform_points

_SEEN, _HIDDEN, _OUTSIDE = "None", "Occluded", "OutOfView"


def point_cloud(
    view: ViewRecord, depth: NDArray[np.float32], channels: Mapping[str, NDArray[Any]]
) -> dict[str, NDArray[Any]]:
    """Return the labelled surface points of a view, pixel by pixel, by the names of BasicWriter's files.

    Args:
        view: The camera and its objects.
        depth: (H, W) metres along the optical axis.
        channels: The view's images; the instance mask must be among them, normals and the picture may be.

    Returns:
        pointcloud float32 (N, 3), world; pointcloud_rgb uint8 (N, 4); pointcloud_normals float32 (N, 4);
        pointcloud_semantic and pointcloud_instance uint32 (N,).
    """
    ids = channels["instance_mask"]
    shown = (ids > 0) & np.isfinite(depth)
    in_camera = pixel_rays(view.intrinsics)[shown] * depth[shown, None]
    semantic = np.zeros(int(ids.max(initial=0)) + 1, np.uint32)
    for item in view.instances:
        if item.instance_id < len(semantic):
            semantic[item.instance_id] = semantic_id(item)
    clouds: dict[str, NDArray[Any]] = {
        "pointcloud": transform_points(matrix(view.world_from_camera), in_camera).astype(np.float32),
        "pointcloud_semantic": semantic[ids[shown]],
        "pointcloud_instance": ids[shown].astype(np.uint32),
    }
    if "rgb" in channels:
        opaque = np.full((len(in_camera), 1), 255, np.uint8)
        clouds["pointcloud_rgb"] = np.hstack([channels["rgb"][shown], opaque])
    if "normals" in channels:
        nothing = np.zeros((len(in_camera), 1), np.float32)
        clouds["pointcloud_normals"] = np.hstack([channels["normals"][shown].astype(np.float32), nothing])
    return clouds


def skeleton_data(instances: Sequence[InstanceRecord], skeletons: Skeletons) -> dict[str, Any]:
    """Return the file of skeletons: each object in view that has keypoints, which are its joints."""
    with_points = [item for item in instances if item.keypoints and item.box_loose is not None]
    return {
        f"skeleton_{number}": _skeleton(item, skeletons.by_name.get(item.skeleton))
        for number, item in enumerate(with_points)
    }


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


def _skeleton(item: InstanceRecord, skeleton: Skeleton | None) -> dict[str, Any]:
    points = item.keypoints
    known = skeleton or Skeleton(tuple(point.name for point in points))
    return {
        "skel_name": item.skeleton,
        "skel_path": f"{prim_path(item)}/skeleton",
        "asset_path": item.asset,
        "animation_variant": "",
        "skeleton_parents": parents(known),
        "rest_global_translations": [],
        "rest_local_translations": [],
        "rest_local_rotations": [],
        "global_translations": [list(point.world) for point in points],
        "local_rotations": [],
        "translations_2d": [None if point.x is None else [point.x, point.y] for point in points],
        "skeleton_joints": [point.name for point in points],
        "joint_occlusions": [point.visibility != 2 for point in points],
        "occlusion_types": [_occlusion_type(point) for point in points],
        "in_view": any(point.visibility > 0 for point in points),
    }


def _occlusion_type(point: KeypointRecord) -> str:
    return (_OUTSIDE, _HIDDEN, _SEEN)[point.visibility]
