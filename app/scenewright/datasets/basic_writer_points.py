"""Point clouds as BasicWriter stores them."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenewright.datasets.basic_writer_arrays import semantic_id
from scenewright.datasets.records import ViewRecord, matrix
from scenewright.geometry.camera import pixel_rays
from scenewright.geometry.transforms import transform_points


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
