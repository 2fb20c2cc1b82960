"""The layout of Replicator's BasicWriter 0.0.2, for pipelines that read Isaac Sim's output.

File names, types and label files are those of its documentation (omni.replicator.core). Where its output is
known to differ from the documentation the output is followed; `conventions.json` in the export says where.

Replicator knows no objects to be ignored. So what a visibility rule drops or ignores is what Replicator calls
unlabelled: it has no row in any list, and its pixels are UNLABELLED. What a rule flags is as ever. Pictures are no
links to the dataset's, since Replicator's have an alpha channel.
"""

import json
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenewright.assets.loading import AssetLoader
from scenewright.datasets import basic_writer_arrays as arrays
from scenewright.datasets.basic_writer_points import point_cloud
from scenewright.datasets.basic_writer_skeletons import JointPose, joint_pose, jointed, skeleton_data
from scenewright.datasets.files import CHANNELS
from scenewright.datasets.images import encode_png
from scenewright.datasets.needs import axial_depth
from scenewright.datasets.original_assets import dataset_assets
from scenewright.datasets.reading import Dataset, read_skeletons
from scenewright.datasets.records import FrameRecord, InstanceRecord, ViewRecord
from scenewright.datasets.skeletons import Skeletons
from scenewright.datasets.staging import export_folder
from scenewright.datasets.threads import in_threads
from scenewright.sampling.plan import plan_from_json
from scenewright.spec.project import ProjectSpec

Outputs = dict[str, tuple[str, bytes]]
"""File name stem, as "bounding_box_2d_tight_labels", to the annotator it belongs to and the file's content."""

Maker = Callable[[NDArray[Any], ViewRecord, NDArray[np.bool_] | None], Outputs]
"""Makes the files of an image, from its pixels, its view, and where (H, W) it shows what is unlabelled."""

_ID_IMAGES = ("instance_mask", "semantic_mask")

_NEEDED = {
    "bounding_box_2d_tight": {"bounding_box_2d_tight"},
    "bounding_box_2d_loose": {"bounding_box_2d_loose"},
    "bounding_box_3d": {"bounding_box_3d"},
    "semantic_segmentation": {"semantic_mask"},
    "instance_segmentation": {"instance_mask"},
    "instance_id_segmentation": {"instance_mask"},
    "distance_to_camera": {"distance_to_camera"},
    "distance_to_image_plane": {"distance_to_image_plane"},
    "normals": {"normals"},
    "motion_vectors": {"backward_flow"},
    "skeleton_data": {"keypoints"},
}
"""The labels that each of BasicWriter's annotators is made from."""

_CONVENTIONS = {
    "box_2d": "x_min and y_min are the first pixel, x_max and y_max the one after the last: width = x_max - x_min",
    "box_3d": "extents in the object's frame; transform is local to world and acts on row vectors, so that the "
    "translation is in the last row, as in Replicator's output (its documentation says the opposite)",
    "camera": "cameraViewTransform is world to camera, row-major, for row vectors; +X right, +Y up, -Z forward",
    "distance": "float32 metres; +inf where nothing is hit, as in Replicator's output (its documentation says 0)",
    "normals": "world frame, (n * 0.5 + 0.5) * 255 cut to whole numbers; alpha is 255",
    "segmentation": "everything that is no labelled object is BACKGROUND, the floor too; UNLABELLED is what a "
    "visibility rule drops or ignores (in semantic_segmentation where the dataset holds instance masks)",
    "ids": "semanticId is the class's place in the project, from 0, the same in all frames (other than in Replicator); "
    "instanceId is the dataset's instance id; a colour belongs to one id",
    "prim_paths": "/World/<group>_<instance id>; in instance_id_segmentation, where Replicator names the mesh below "
    "it, the same with /mesh",
    "motion_vectors": "pixels, previous position minus present one: x is positive where the point moved left, y where "
    "it moved up; that is our backward flow. 0 where the previous frame is not known; the last two numbers are 0",
    "pointcloud": "labelled pixels only, world frame, metres; semantic and instance are uint32 numbers as in the boxes",
    "skeleton_data": "joints are the dataset's keypoints; skeleton_parents is the tree that their edges span. A joint "
    "turns as the part of the rig that its keypoint follows; at rest it is turned as its object. Translations and "
    "rotations (w, x, y, z) are relative to the parent, a root's to the object before its scale; animation_variant is "
    "the pose or clip. These and the rest pose are empty where the asset is gone or has changed. translations_2d is "
    "null behind the camera; occlusion_types are None, Occluded and OutOfView; in_view: every joint is in the image",
    "lens": "cameraModel is opencvPinhole or opencvFisheye where a lens bends the image, with OpenCV's coefficients in "
    "openCVDistortion, a key that Replicator does not have; all labels are of the bent image",
    "frames": "file numbers are the dataset's frame numbers, at least four digits",
}


def write_basic_writer(dataset: Dataset, out: Path) -> str:
    """Write a dataset in BasicWriter's layout; all of it or nothing.

    One camera's files lie in the folder itself, those of several in <camera>/<annotator>/. Labels that the dataset does
    not hold are left out, which `conventions.json` states.

    Args:
        dataset: What to export.
        out: A folder that is new or empty.

    Returns:
        What is to be told.

    Raises:
        UserError: The export cannot be written, or an image of the dataset is damaged.
    """
    with export_folder(dataset, out) as folder:
        skeletons, assets = read_skeletons(dataset), dataset_assets(dataset)
        with in_threads(
            lambda frame: _write_frame(dataset, skeletons, assets, frame, folder), dataset.frames()
        ) as told:
            unknown = sum(told)
        # The colon in the last key is Replicator's.
        seed = dataset.spec.output.seed
        metadata = {"name": "BasicWriter", "version": "0.0.2", "replicator_global_seed:": seed}
        (folder / "metadata.txt").write_bytes(_json(metadata))
        (folder / "conventions.json").write_bytes(_json(_statement(dataset.spec)))
    return (
        f"{unknown} skeletons have no rest pose and no rotations, since their assets are gone or have changed."
        if unknown
        else ""
    )


def _statement(spec: ProjectSpec) -> dict[str, Any]:
    held = set(spec.labels)
    lacking = [name for name, labels in _NEEDED.items() if not labels <= held]
    if "instance_mask" not in held or not held & {"distance_to_camera", "distance_to_image_plane"}:
        lacking.append("pointcloud")
    return {
        "format": "layout of Replicator's BasicWriter 0.0.2, written by Scenewright",
        "conventions": _CONVENTIONS,
        "left_out_because_the_dataset_does_not_hold_it": lacking,
        "left_out_because_basicwriter_has_no_file_for_it": sorted(held & {*CHANNELS} - {*_MAKERS}),
    }


def _write_frame(dataset: Dataset, skeletons: Skeletons, assets: AssetLoader, frame: FrameRecord, folder: Path) -> int:
    """Write a frame's files and return of how many skeletons the rest pose is not known."""
    unknown = 0
    for view in frame.views:
        params = arrays.camera_params(view, _sensor_width_mm(dataset.spec, view.camera))
        outputs = {
            **_boxes(view, dataset.spec),
            **_images(dataset, view),
            "camera_params.json": ("camera_params", _json(params)),
        }
        if "keypoints" in dataset.spec.labels:
            poses = _poses(frame, view, assets)
            unknown += sum(pose is None for pose in poses.values())
            outputs["skeleton.json"] = "skeleton_data", _json(skeleton_data(view.targets, skeletons, poses))
        _write_view(outputs, view, frame.index, folder, flat=len(frame.views) == 1)
    return unknown


def _poses(frame: FrameRecord, view: ViewRecord, assets: AssetLoader) -> dict[int, JointPose | None]:
    items = jointed(view.targets)
    planned = {item.instance_id: item for item in plan_from_json(frame.plan).labelled} if items else {}
    return {item.instance_id: joint_pose(item, planned.get(item.instance_id), assets) for item in items}


def _sensor_width_mm(spec: ProjectSpec, camera: str) -> float:
    cameras = {name: item for item in spec.cameras for name in (item.name, f"{item.name}-right")}
    return cameras[camera].sensor_width_mm


def _write_view(outputs: Outputs, view: ViewRecord, index: int, folder: Path, *, flat: bool) -> None:
    for name, (annotator, content) in outputs.items():
        place = folder if flat else folder / view.camera / annotator
        place.mkdir(parents=True, exist_ok=True)
        stem, suffix = name.split(".")
        (place / f"{stem}_{index:04d}.{suffix}").write_bytes(content)


def _boxes(view: ViewRecord, spec: ProjectSpec) -> Outputs:
    """Return the files of what is listed by object: boxes where the project asks for them, and occlusion."""
    tight = [(item, item.box_tight) for item in view.targets if item.box_tight is not None]
    loose = [(item, item.box_loose) for item in view.targets if item.box_loose is not None]
    in_view = [item for item, _ in loose]
    outputs: Outputs = {"occlusion.npy": ("occlusion", _npy(arrays.occlusions(in_view)))}
    if "bounding_box_2d_tight" in spec.labels:
        outputs |= _listed("bounding_box_2d_tight", [item for item, _ in tight], arrays.boxes_2d(tight))
    if "bounding_box_2d_loose" in spec.labels:
        outputs |= _listed("bounding_box_2d_loose", in_view, arrays.boxes_2d(loose))
    if "bounding_box_3d" in spec.labels:
        outputs |= _listed("bounding_box_3d", in_view, arrays.boxes_3d(in_view))
    return outputs


def _listed(annotator: str, items: list[InstanceRecord], rows: NDArray[Any]) -> Outputs:
    return {
        f"{annotator}.npy": (annotator, _npy(rows)),
        f"{annotator}_labels.json": (annotator, _json(arrays.class_labels(items))),
        f"{annotator}_prim_paths.json": (annotator, _json([arrays.prim_path(item) for item in items])),
    }


def _images(dataset: Dataset, view: ViewRecord) -> Outputs:
    """Return the files of every image that the view has."""
    images = {channel: dataset.load(view, channel) for channel in view.files if channel in _MAKERS}
    unlabelled = _unlabelled(view, images)
    if unlabelled is not None:
        images |= {name: np.where(unlabelled, 0, images[name]) for name in _ID_IMAGES if name in images}
    outputs: Outputs = {}
    for channel, image in images.items():
        outputs |= _MAKERS[channel](image, view, unlabelled)
    depth = axial_depth(dataset, view)
    if depth is not None and "instance_mask" in images:
        clouds = point_cloud(view, depth, images)
        outputs |= {f"{name}.npy": ("pointcloud", _npy(cloud)) for name, cloud in clouds.items()}
    return outputs


def _unlabelled(view: ViewRecord, images: Mapping[str, NDArray[Any]]) -> NDArray[np.bool_] | None:
    """Return where (H, W) that is seen which no list holds; nothing where that cannot be told."""
    left_out = {item.instance_id for item in view.instances} - {item.instance_id for item in view.targets}
    return np.isin(images["instance_mask"], [*left_out]) if left_out and "instance_mask" in images else None


def _rgb(pixels: NDArray[Any], *_: Any) -> Outputs:
    opaque = np.full(pixels.shape[:2], 255, np.uint8)
    return {"rgb.png": ("rgb", encode_png(np.dstack([pixels, opaque])))}


def _semantic(mask: NDArray[Any], view: ViewRecord, unlabelled: NDArray[np.bool_] | None) -> Outputs:
    present = set(np.flatnonzero(np.bincount(mask.ravel())).tolist())
    names = {item.class_id: {"class": item.class_name} for item in view.instances if item.class_id in present}
    labels = arrays.by_color(names, {"class": "BACKGROUND"}, {"class": "UNLABELLED"})
    return {
        "semantic_segmentation.png": ("semantic_segmentation", encode_png(arrays.colorized(mask, unlabelled))),
        "semantic_segmentation_labels.json": ("semantic_segmentation", _json(labels)),
    }


def _instances(mask: NDArray[Any], view: ViewRecord, unlabelled: NDArray[np.bool_] | None) -> Outputs:
    seen = [item for item in view.targets if item.visible_px > 0]
    paths = {item.instance_id: arrays.prim_path(item) for item in seen}
    classes = {item.instance_id: {"class": item.class_name} for item in seen}
    meshes = {number: f"{path}/mesh" for number, path in paths.items()}
    semantics = arrays.by_color(classes, {"class": "BACKGROUND"}, {"class": "UNLABELLED"})
    name, by_mesh = "instance_segmentation", "instance_id_segmentation"
    picture = encode_png(arrays.colorized(mask, unlabelled))
    return {
        f"{by_mesh}.png": (by_mesh, picture),
        f"{by_mesh}_mapping.json": (by_mesh, _json(arrays.by_color(meshes, "BACKGROUND", "UNLABELLED"))),
        f"{name}.png": (name, picture),
        f"{name}_mapping.json": (name, _json(arrays.by_color(paths, "BACKGROUND", "UNLABELLED"))),
        f"{name}_semantics_mapping.json": (name, _json(semantics)),
    }


def _distance(name: str) -> Maker:
    return lambda depth, *_: {f"{name}.npy": (name, _npy(depth))}


_MAKERS: dict[str, Maker] = {
    "rgb": _rgb,
    "semantic_mask": _semantic,
    "instance_mask": _instances,
    "distance_to_camera": _distance("distance_to_camera"),
    "distance_to_image_plane": _distance("distance_to_image_plane"),
    "sensor_depth": _distance("sensor_depth"),  # not of Replicator's, written alike
    "normals": lambda normals, *_: {"normals.png": ("normals", encode_png(arrays.normal_colors(normals)))},
    "backward_flow": lambda flow, *_: {"motion_vectors.npy": ("motion_vectors", _npy(arrays.motion_vectors(flow)))},
}


def _npy(array: NDArray[Any]) -> bytes:
    buffer = BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, allow_nan=False).encode()
