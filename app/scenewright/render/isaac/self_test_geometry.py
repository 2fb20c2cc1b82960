"""What the self-test's frames say about masks, depth, normals, matrices and motion vectors."""

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from scenewright.geometry.camera import project
from scenewright.geometry.transforms import CAMERA_AXES_FLIP, inverse, pose_matrix, rotation_matrix, transform_points
from scenewright.render.isaac.raw_frames import BadFrameError, RawView, instance_ids, matrix_of
from scenewright.render.renderer import View
from scenewright.sampling.plan import FramePlan

_LEAST_IOU = 0.97
_NORMAL_COSINE = 0.995
_MATRIX = 1e-3
Convention = Literal["rows", "columns"]


def mask_trouble(ids: NDArray[np.uint16], ours: View) -> str:
    """Return in words what is wrong with the block's mask; empty where it is right."""
    found, wanted = ids == 1, ours.instance_ids == 1
    if not found.any():
        return "the labelled block is not in the instance mask"
    iou = (found & wanted).sum() / (found | wanted).sum()
    if iou >= _LEAST_IOU:
        return ""
    for name, other in (("upside down", found[::-1]), ("mirrored", found[:, ::-1])):
        if (other & wanted).sum() / (other | wanted).sum() >= _LEAST_IOU:
            return f"the image is {name}"
    moved = [a - b for a, b in zip(ndimage.center_of_mass(found), ndimage.center_of_mass(wanted), strict=True)]
    return f"the block's mask has an IoU of {iou:.2f} only (off by {moved[1]:.1f}, {moved[0]:.1f} pixels)"


def off_centre_is_right(raw: RawView, ours: View, objects: dict[str, int]) -> bool:
    """Tell whether a camera whose middle is not in the image's shows the block where it should be."""
    try:
        return not mask_trouble(instance_ids(raw, objects, ours.instance_ids.shape), ours)
    except BadFrameError:
        return False


def measured_depth(raw: RawView, ours: View) -> tuple[Literal["infinite", "zero"], str]:
    """Return what stands where nothing is hit, and in words what is wrong with depth."""
    depth = np.asarray(raw.arrays.get("distance_to_image_plane", np.zeros(0)), np.float64)
    if depth.shape[:2] != ours.depth.shape:
        return "infinite", "there is no depth"
    depth = depth.reshape(ours.depth.shape)
    inside = ndimage.binary_erosion(ours.instance_ids == 1)
    ratio = float(np.median(depth[inside] / ours.depth[inside]))
    outside = depth[~ndimage.binary_dilation(ours.instance_ids == 1) & ~np.isfinite(ours.depth)]
    background: Literal["infinite", "zero"] = "zero" if np.isfinite(outside).any() else "infinite"
    if background == "zero" and float(np.abs(outside[np.isfinite(outside)]).max()) > 0:
        return background, "depth has numbers where nothing is hit"
    if abs(ratio - 1) > 2e-3:
        return background, f"depth is {ratio:.4g} times what it should be, in metres"
    return background, ""


def measured_normals(raw: RawView, ours: View) -> tuple[Literal["world", "camera"], int] | None:
    """Return the frame of normals and their sign; none where they fit neither."""
    normals = raw.arrays.get("normals")
    if normals is None or normals.shape[:2] != ours.depth.shape or normals.shape[-1] < 3:
        return None
    inside = ndimage.binary_erosion(ours.instance_ids == 1)
    found, wanted = normals[inside][:, :3].astype(np.float64), ours.normals[inside].astype(np.float64)
    turned = (found * (1.0, -1.0, -1.0)) @ rotation_matrix(ours.camera.rotation).T
    frames: tuple[tuple[Literal["world", "camera"], NDArray[Any]], ...] = (("world", found), ("camera", turned))
    for frame, candidate in frames:
        cosine = float(np.median(np.einsum("ki,ki->k", candidate, wanted)))
        if abs(cosine) > _NORMAL_COSINE:
            return frame, 1 if cosine > 0 else -1
    return None


def measured_transforms(
    raw: RawView, ours: View, plan: FramePlan, objects: dict[str, int]
) -> tuple[Convention | None, Convention | None]:
    """Return how the matrices of 3D boxes and of cameras are to be read; none where they fit no way."""
    block = plan.objects[0]
    boxes, paths = raw.arrays.get("bounding_box_3d"), raw.info.get("bounding_box_3d", {}).get("primPaths", [])
    row = next((k for k, path in enumerate(paths) if path in objects), None)
    pose = pose_matrix(block.position, block.rotation, block.scale)
    box = None if boxes is None or row is None or row >= len(boxes) else boxes[row]["transform"]
    camera = ours.camera
    view = inverse(pose_matrix(camera.position, camera.rotation) @ CAMERA_AXES_FLIP)
    return (
        _convention(box, pose),
        _convention(raw.info.get("camera_params", {}).get("cameraViewTransform"), view),
    )


def measured_motion(
    raw: RawView, ours: View, before: FramePlan, after: FramePlan
) -> tuple[Literal["pixels", "shares"], tuple[int, int]] | None:
    """Return the unit of motion vectors and their signs against previous minus current position, x right, y down."""
    vectors = raw.arrays.get("motion_vectors")
    if vectors is None or vectors.shape[:2] != ours.depth.shape:
        return None
    camera = ours.camera
    world = inverse(pose_matrix(camera.position, camera.rotation))
    middles = [np.array([plan.objects[0].position]) for plan in (before, after)]
    old, new = (project(camera.intrinsics, transform_points(world, middle))[0] for middle in middles)
    wanted = old - new
    row, column = round(float(new[1])), round(float(new[0]))
    half = max(1, camera.intrinsics.height // 100)
    patch = vectors[row - half : row + half + 1, column - half : column + half + 1, :2].reshape(-1, 2).astype(float)
    found = np.median(patch, axis=0)
    size = np.array([camera.intrinsics.width, camera.intrinsics.height])
    units: tuple[tuple[Literal["pixels", "shares"], NDArray[Any]], ...] = (("pixels", found), ("shares", found * size))
    for unit, pixels in units:
        # The block is thick and turned: its middle and its surface do not move alike to the pixel.
        if np.all(np.abs(np.abs(pixels) - np.abs(wanted)) < 0.25 * np.abs(wanted).max()):
            signs = np.sign(pixels * wanted)
            return unit, (int(signs[0]) or 1, int(signs[1]) or 1)
    return None


def _convention(values: Any, wanted: NDArray[np.float64]) -> Convention | None:
    if values is None or np.size(values) != wanted.size:
        return None
    conventions: tuple[Convention, ...] = ("rows", "columns")
    for convention in conventions:
        if float(np.abs(matrix_of(values, convention) - wanted).max()) < _MATRIX:
            return convention
    return None
