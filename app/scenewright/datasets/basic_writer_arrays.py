"""What Replicator's BasicWriter stores of a view, as arrays and JSON-able values. Matrices here act on row vectors."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenewright.datasets.records import InstanceRecord, ViewRecord, matrix
from scenewright.geometry.boxes import Box2D
from scenewright.geometry.transforms import CAMERA_AXES_FLIP

BOX_2D = np.dtype(
    [
        ("semanticId", "<u4"),
        ("x_min", "<i4"),
        ("y_min", "<i4"),
        ("x_max", "<i4"),
        ("y_max", "<i4"),
        ("occlusionRatio", "<f4"),
    ]
)
BOX_3D = np.dtype(
    [
        ("semanticId", "<u4"),
        *((f"{axis}_{end}", "<f4") for end in ("min", "max") for axis in "xyz"),
        ("transform", "<f4", (4, 4)),
        ("occlusionRatio", "<f4"),
    ]
)
OCCLUSION = np.dtype([("instanceId", "<u4"), ("semanticId", "<u4"), ("occlusionRatio", "<f4")])

BACKGROUND_COLOR = (0, 0, 0, 0)
UNLABELLED_COLOR = (0, 0, 0, 255)
_COLOR_STEP = 0x9E3779
"""Odd, so that its multiples modulo 2^24 all differ: no two ids share a colour."""


def semantic_id(item: InstanceRecord) -> int:
    """Return the id of an object's class in the label files, from 0; other than Replicator's it is stable."""
    return item.class_id - 1


def boxes_2d(items: Iterable[tuple[InstanceRecord, Box2D]]) -> NDArray[Any]:
    """Return 2D boxes as (N,) of `BOX_2D`."""
    rows = [(semantic_id(item), *map(int, box), _occlusion(item)) for item, box in items]
    return np.array(rows, BOX_2D)


def boxes_3d(items: Iterable[InstanceRecord]) -> NDArray[Any]:
    """Return 3D boxes as (N,) of `BOX_3D`: extents in the object's frame, and the transform to the world."""
    rows = [
        (semantic_id(item), *item.extent_low, *item.extent_high, matrix(item.world_from_object).T, _occlusion(item))
        for item in items
    ]
    return np.array(rows, BOX_3D)


def occlusions(items: Iterable[InstanceRecord]) -> NDArray[Any]:
    """Return occlusion as (N,) of `OCCLUSION`."""
    return np.array([(item.instance_id, semantic_id(item), _occlusion(item)) for item in items], OCCLUSION)


def class_labels(items: Iterable[InstanceRecord]) -> dict[str, dict[str, str]]:
    """Return the classes of some objects by semantic id."""
    names = {semantic_id(item): item.class_name for item in items}
    return {str(key): {"class": names[key]} for key in sorted(names)}


def prim_path(item: InstanceRecord) -> str:
    """Return where the object would lie in a USD stage; an identifier of USD has letters, digits and underscores."""
    name = re.sub(r"[^A-Za-z0-9_]", "_", item.group)
    return f"/World/{'_' if name[0].isdigit() else ''}{name}_{item.instance_id:04d}"


def color(number: int) -> tuple[int, int, int, int]:
    """Return the opaque colour of an id, or that of the background for 0."""
    red, green, blue, alpha = _colors(np.array([number]))[0].tolist()
    return red, green, blue, alpha


def colorized(ids: NDArray[Any], unlabelled: NDArray[np.bool_] | None = None) -> NDArray[np.uint8]:
    """Return an id image (H, W) as colours (H, W, 4), where given (H, W) in the colour of what is unlabelled."""
    picture: NDArray[np.uint8] = _colors(np.arange(int(ids.max()) + 1))[ids]
    if unlabelled is not None:
        picture[unlabelled] = UNLABELLED_COLOR
    return picture


def by_color(names: Mapping[int, Any], background: Any, unlabelled: Any) -> dict[str, Any]:
    """Return a label file of a colour image: what each colour, written as "(r, g, b, a)", stands for."""
    return {
        str(BACKGROUND_COLOR): background,
        str(UNLABELLED_COLOR): unlabelled,
        **{str(color(number)): name for number, name in sorted(names.items())},
    }


def normal_colors(normals: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return normals (H, W, 3) as colours (H, W, 4), truncated as Replicator does: no hit becomes 127."""
    picture = np.full((*normals.shape[:2], 4), 255, np.uint8)
    picture[..., :3] = np.clip((normals * 0.5 + 0.5) * 255, 0, 255)
    return picture


def motion_vectors(backward_flow: NDArray[np.floating]) -> NDArray[np.float32]:
    """Return Replicator's motion vectors (H, W, 4) for a backward flow (H, W, 2), both in pixels.

    Replicator's are positive where a point moved left and up: where it was minus where it is, with +x right and +y
    down. That is what our backward flow says. Where there is none (NaN), or before the first frame, it is 0.
    """
    vectors = np.zeros((*backward_flow.shape[:2], 4), np.float32)
    vectors[..., :2] = np.nan_to_num(backward_flow, nan=0.0, posinf=0.0, neginf=0.0)
    return vectors


def camera_params(view: ViewRecord, sensor_width_mm: float) -> dict[str, Any]:
    """Return the camera: row-vector matrices, -Z forward and +Y up, reversed depth without a far plane.

    Args:
        view: The view.
        sensor_width_mm: Horizontal aperture; with the focal length it only states the intrinsics in millimetres.
    """
    i = view.intrinsics
    mm_per_px = sensor_width_mm / i.width
    focal_length = i.fx * mm_per_px
    vertical_mm_per_px = focal_length / i.fy
    projection = np.zeros((4, 4))
    projection[0, 0], projection[1, 1] = 2 * i.fx / i.width, 2 * i.fy / i.height
    projection[2, :2] = 1 - 2 * i.cx / i.width, 2 * i.cy / i.height - 1
    projection[2, 3], projection[3, 2] = -1.0, view.near_m
    world_to_camera = CAMERA_AXES_FLIP @ np.linalg.inv(matrix(view.world_from_camera))
    lens = i.lens
    model = "pinhole" if lens is None else {"opencv": "opencvPinhole", "fisheye": "opencvFisheye"}[lens.model]
    return {
        **({} if lens is None else {"openCVDistortion": list(lens.coefficients)}),
        "cameraAperture": [sensor_width_mm, i.height * vertical_mm_per_px],
        "cameraApertureOffset": [(i.width / 2 - i.cx) * mm_per_px, (i.cy - i.height / 2) * vertical_mm_per_px],
        "cameraFisheyeLensP": [],
        "cameraFisheyeLensS": [],
        "cameraFisheyeMaxFOV": 0.0,
        "cameraFisheyeNominalHeight": 0,
        "cameraFisheyeNominalWidth": 0,
        "cameraFisheyeOpticalCentre": [0.0, 0.0],
        "cameraFisheyePolynomial": [0.0] * 5,
        "cameraFocalLength": focal_length,
        "cameraFocusDistance": 0.0,
        "cameraFStop": 0.0,
        "cameraModel": model,
        "cameraNearFar": [view.near_m, view.far_m],
        "cameraProjection": projection.ravel().tolist(),
        "cameraViewTransform": world_to_camera.T.ravel().tolist(),
        "metersPerSceneUnit": 1.0,
        "openCVFx": i.fx,
        "openCVFy": i.fy,
        "renderProductResolution": [i.width, i.height],
    }


def _colors(numbers: NDArray[np.int64]) -> NDArray[np.uint8]:
    mixed = numbers * _COLOR_STEP % (1 << 24)
    alpha = np.where(numbers == 0, BACKGROUND_COLOR[3], 255)
    return np.stack([mixed >> 16, mixed >> 8 & 255, mixed & 255, alpha], axis=-1).astype(np.uint8)


def _occlusion(item: InstanceRecord) -> float:
    return 0.0 if item.occlusion_ratio is None else item.occlusion_ratio
