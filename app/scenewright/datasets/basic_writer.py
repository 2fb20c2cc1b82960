"""The layout of Replicator's BasicWriter 0.0.2, for pipelines that read Isaac Sim's output.

File names, types and label files are those of its documentation (omni.replicator.core). Where its output is
known to differ from the documentation the output is followed; `conventions.json` in the export says where.
"""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenewright.datasets import basic_writer_arrays as arrays
from scenewright.datasets.files import CHANNELS
from scenewright.datasets.images import encode_png
from scenewright.datasets.reading import Dataset
from scenewright.datasets.records import FrameRecord, InstanceRecord, ViewRecord
from scenewright.datasets.staging import export_folder
from scenewright.spec.project import ProjectSpec

Outputs = dict[str, tuple[str, bytes]]
"""File name stem, as "bounding_box_2d_tight_labels", to the annotator it belongs to and the file's content."""

_FRAMES_AT_A_TIME = 64
"""Bounds what waits for the threads."""

_CONVENTIONS = {
    "box_2d": "x_min and y_min are the first pixel, x_max and y_max the one after the last: width = x_max - x_min",
    "box_3d": "extents in the object's frame; transform is local to world and acts on row vectors, so that the "
    "translation is in the last row, as in Replicator's output (its documentation says the opposite)",
    "camera": "cameraViewTransform is world to camera, row-major, for row vectors; +X right, +Y up, -Z forward",
    "distance": "float32 metres; +inf where nothing is hit, as in Replicator's output (its documentation says 0)",
    "normals": "world frame, (n * 0.5 + 0.5) * 255 cut to whole numbers; alpha is 255",
    "segmentation": "everything that is no labelled object is BACKGROUND, the floor too; nothing is UNLABELLED",
    "ids": "semanticId is the class's place in the project, from 0, the same in all frames (other than in Replicator); "
    "instanceId is the dataset's instance id; a colour belongs to one id",
    "prim_paths": "/World/<group>_<instance id>",
    "frames": "file numbers are the dataset's frame numbers, at least four digits",
}


def write_basic_writer(dataset: Dataset, out: Path) -> None:
    """Write a dataset in BasicWriter's layout; all of it or nothing.

    One camera's files lie in the folder itself, those of several in <camera>/<annotator>/. Labels that the dataset does
    not hold are left out, which `conventions.json` states.

    Args:
        dataset: What to export.
        out: A folder that is new or empty.

    Raises:
        UserError: The export cannot be written, or an image of the dataset is damaged.
    """
    with export_folder(dataset, out) as folder:
        frames = dataset.frames()
        with ThreadPoolExecutor() as pool:
            while batch := list(islice(frames, _FRAMES_AT_A_TIME)):
                list(pool.map(lambda frame: _write_frame(dataset, frame, folder), batch))
        # The colon in the last key is Replicator's.
        seed = dataset.spec.output.seed
        metadata = {"name": "BasicWriter", "version": "0.0.2", "replicator_global_seed:": seed}
        (folder / "metadata.txt").write_bytes(_json(metadata))
        (folder / "conventions.json").write_bytes(_json(_statement(dataset.spec)))


def _statement(spec: ProjectSpec) -> dict[str, Any]:
    held = {"rgb", *spec.labels}
    boxes = ("bounding_box_2d_tight", "bounding_box_2d_loose", "bounding_box_3d")
    return {
        "format": "layout of Replicator's BasicWriter 0.0.2, written by Scenewright",
        "conventions": _CONVENTIONS,
        "left_out_because_the_dataset_does_not_hold_it": [name for name in (*boxes, *CHANNELS) if name not in held],
    }


def _write_frame(dataset: Dataset, frame: FrameRecord, folder: Path) -> None:
    for view in frame.views:
        _write_view(dataset, view, frame.index, folder, flat=len(frame.views) == 1)


def _write_view(dataset: Dataset, view: ViewRecord, index: int, folder: Path, *, flat: bool) -> None:
    cameras = {name: item for item in dataset.spec.cameras for name in (item.name, f"{item.name}-right")}
    sensor_width_mm = cameras[view.camera].sensor_width_mm
    outputs = {
        **_boxes(view, dataset.spec),
        **_images(dataset, view),
        "camera_params.json": ("camera_params", _json(arrays.camera_params(view, sensor_width_mm))),
    }
    for name, (annotator, content) in outputs.items():
        place = folder if flat else folder / view.camera / annotator
        place.mkdir(parents=True, exist_ok=True)
        stem, suffix = name.split(".")
        (place / f"{stem}_{index:04d}.{suffix}").write_bytes(content)


def _boxes(view: ViewRecord, spec: ProjectSpec) -> Outputs:
    """Return the files of what is listed by object: boxes where the project asks for them, and occlusion."""
    tight = [(item, item.box_tight) for item in view.instances if item.box_tight is not None]
    loose = [(item, item.box_loose) for item in view.instances if item.box_loose is not None]
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
    outputs: Outputs = {}
    for channel in view.files:
        outputs |= _MAKERS[channel](dataset.load(view, channel), view)
    return outputs


def _rgb(pixels: NDArray[Any], view: ViewRecord) -> Outputs:  # noqa: ARG001
    opaque = np.full(pixels.shape[:2], 255, np.uint8)
    return {"rgb.png": ("rgb", encode_png(np.dstack([pixels, opaque])))}


def _semantic(mask: NDArray[Any], view: ViewRecord) -> Outputs:
    present = set(np.flatnonzero(np.bincount(mask.ravel())).tolist())
    names = {item.class_id: {"class": item.class_name} for item in view.instances if item.class_id in present}
    labels = arrays.by_color(names, {"class": "BACKGROUND"}, {"class": "UNLABELLED"})
    return {
        "semantic_segmentation.png": ("semantic_segmentation", encode_png(arrays.colorized(mask))),
        "semantic_segmentation_labels.json": ("semantic_segmentation", _json(labels)),
    }


def _instances(mask: NDArray[Any], view: ViewRecord) -> Outputs:
    seen = [item for item in view.instances if item.visible_px > 0]
    paths = {item.instance_id: arrays.prim_path(item) for item in seen}
    classes = {item.instance_id: {"class": item.class_name} for item in seen}
    semantics = arrays.by_color(classes, {"class": "BACKGROUND"}, {"class": "UNLABELLED"})
    name = "instance_segmentation"
    return {
        f"{name}.png": (name, encode_png(arrays.colorized(mask))),
        f"{name}_mapping.json": (name, _json(arrays.by_color(paths, "BACKGROUND", "UNLABELLED"))),
        f"{name}_semantics_mapping.json": (name, _json(semantics)),
    }


def _distance(name: str) -> Callable[[NDArray[Any], ViewRecord], Outputs]:
    return lambda depth, _: {f"{name}.npy": (name, _npy(depth))}


_MAKERS: dict[str, Callable[[NDArray[Any], ViewRecord], Outputs]] = {
    "rgb": _rgb,
    "semantic_mask": _semantic,
    "instance_mask": _instances,
    "distance_to_camera": _distance("distance_to_camera"),
    "distance_to_image_plane": _distance("distance_to_image_plane"),
    "sensor_depth": _distance("sensor_depth"),  # not of Replicator's, written alike
    "normals": lambda normals, _: {"normals.png": ("normals", encode_png(arrays.normal_colors(normals)))},
}


def _npy(array: NDArray[Any]) -> bytes:
    buffer = BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, allow_nan=False).encode()
