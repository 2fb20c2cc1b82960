"""Does what Isaac drew show what the plan says? Compared, frame by frame, with our own drawing of the same plan."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from scenewright.geometry.transforms import CAMERA_AXES_FLIP, inverse, pose_matrix
from scenewright.render.isaac.backend_profile import BackendProfile
from scenewright.render.isaac.raw_frames import BadFrameError, RawView, matrix_of
from scenewright.render.renderer import View
from scenewright.sampling.plan import FramePlan

LEAST_PX = 100
"""Smaller objects are mostly border, which is drawn a little differently by every engine."""
_MOST_APART = 0.02
_DEPTH = 3e-3
_POSE_M = 2e-3
_AROUND = np.ones((3, 3), bool)


def check_masks(ours: View, theirs: View, plan: FramePlan) -> None:
    """Compare the masks of all objects that are large enough, but for a border one pixel wide.

    Raises:
        BadFrameError: An object is missing, elsewhere, or of another shape.
    """
    for item in plan.labelled:
        expected, found = ours.instance_ids == item.instance_id, theirs.instance_ids == item.instance_id
        pixels = int(expected.sum())
        if max(pixels, int(found.sum())) < LEAST_PX:
            continue
        wrong = int((expected & ~_grown(found)).sum() + (found & ~_grown(expected)).sum())
        if wrong > _MOST_APART * max(pixels, LEAST_PX):
            raise BadFrameError(
                f"camera '{ours.camera.name}' shows {item.class_name} {item.instance_id} in {int(found.sum())} pixels "
                f"where the plan has it in {pixels}, {wrong} of them elsewhere"
            )


def check_depth(ours: View, theirs: View) -> None:
    """Compare depth inside the objects that both show.

    Raises:
        BadFrameError: It is off by more than 0.3 %.
    """
    same = (ours.instance_ids == theirs.instance_ids) & (ours.instance_ids > 0)
    same &= ndimage.binary_erosion(same, _AROUND)
    same &= np.isfinite(ours.depth)
    if int(same.sum()) < LEAST_PX:
        return
    with np.errstate(invalid="ignore"):
        off = np.abs(theirs.depth[same] / ours.depth[same] - 1)
    middle = float(np.median(np.where(np.isfinite(off), off, np.inf)))
    if middle > _DEPTH:
        raise BadFrameError(
            f"camera '{ours.camera.name}' has depths that are off by {100 * middle:.2f} % of the plan's"
        )


def check_poses(raw: RawView, ours: View, plan: FramePlan, paths: Sequence[str], profile: BackendProfile) -> None:
    """Compare the poses that Isaac says its camera and its objects have.

    Args:
        raw: What Isaac gave.
        ours: The same camera's view.
        plan: The frame's plan.
        paths: The prim of each of its objects.
        profile: How matrices are to be read.

    Raises:
        BadFrameError: One is not the plan's.
    """
    camera = ours.camera
    view = raw.info.get("camera_params", {}).get("cameraViewTransform")
    if view is not None and profile.view_transforms is not None:
        wanted = inverse(pose_matrix(camera.position, camera.rotation) @ CAMERA_AXES_FLIP)
        off = float(np.abs(matrix_of(view, profile.view_transforms) - wanted).max())
        if off > _POSE_M:
            raise BadFrameError(f"camera '{camera.name}' stands {off:.3f} m from where the plan has it")
    boxes = raw.arrays.get("bounding_box_3d")
    if boxes is None or profile.transforms is None or len(boxes) == 0:
        return
    expected = {path: item for path, item in zip(paths, plan.objects, strict=True) if item.instance_id}
    for row, path in zip(boxes, raw.info.get("bounding_box_3d", {}).get("primPaths", ()), strict=False):
        item = expected.get(path)
        if item is None:
            continue
        pose = pose_matrix(item.position, item.rotation, item.scale)
        off = float(np.abs(matrix_of(row["transform"], profile.transforms) - pose).max())
        if off > _POSE_M:
            raise BadFrameError(f"{item.class_name} {item.instance_id} is {off:.3f} m from where the plan has it")


def objects_by_path(plan: FramePlan, paths: Sequence[str]) -> Mapping[str, int]:
    """Return instance ids by the path of each object's prim."""
    return {path: item.instance_id for path, item in zip(paths, plan.objects, strict=True)}


def _grown(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    grown: NDArray[np.bool_] = ndimage.binary_dilation(mask, _AROUND)
    return grown
