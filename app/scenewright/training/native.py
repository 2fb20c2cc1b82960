"""A dataset of ours as samples: read from its tables, so that a million frames open in seconds."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from scenewright.datasets import files
from scenewright.datasets.curation import read_curation
from scenewright.datasets.layout import RECORDS_FOLDER
from scenewright.datasets.point_sets import PointSet, point_set
from scenewright.datasets.skeletons import skeletons_from_json
from scenewright.errors import UserError
from scenewright.spec.yaml_io import load_project
from scenewright.training.samples import SampleTable

_OBJECT_COLUMNS = ["index", "camera", "instance_id", "class_id", "box_tight", "visible_px", "skeleton", "verdict"]


def is_native(folder: Path) -> bool:
    """Return whether a folder is a dataset of ours."""
    return (folder / files.PROJECT_FILE).is_file() and (folder / RECORDS_FOLDER).is_dir()


def read_native(folder: Path) -> tuple[SampleTable, NDArray[np.str_]]:
    """Return a dataset's images with their labels, and the split of each ("train" or "validation").

    Frames that people set aside, objects of which nothing is seen, and those that a visibility rule dropped, are left
    out; objects to be ignored are marked.

    Raises:
        UserError: The folder is no finished dataset.
    """
    if not is_native(folder):
        raise UserError(f"{folder} is no dataset of Scenewright: check the path.")
    spec = load_project(folder / files.PROJECT_FILE).spec
    frames = _table(folder / files.FRAMES_TABLE, ["index", "camera", "split", "intrinsics", "files"])
    frames = frames.take(_kept(frames, folder))
    if len(frames) == 0:
        raise UserError(f"{folder} holds no finished frame: generate it first.")
    points = _points(folder)
    columns = _OBJECT_COLUMNS + (["keypoints"] if points else [])
    objects = _table(folder / files.INSTANCES_TABLE, columns)
    objects = objects.take(_kept(objects, folder))
    objects = objects.take(_labelled(objects))
    order, starts = _grouped(_keys(frames), _keys(objects))
    objects = objects.take(order)
    named: Any = frames.column("files").combine_chunks()
    size: Any = frames.column("intrinsics").combine_chunks()
    width, height = (size.field(name).to_numpy(zero_copy_only=False) for name in ("width", "height"))
    table = SampleTable(
        source=folder,
        classes=tuple(item.name for item in spec.classes),
        pictures=_paths(folder, named, "rgb") or (),
        sizes=np.stack([width, height], axis=1).astype(np.int32),
        frames=frames.column("index").to_numpy(),
        cameras=tuple(str(name) for name in frames.column("camera").to_pylist()),
        starts=starts,
        boxes=np.array(objects.column("box_tight").to_pylist(), np.float32).reshape(-1, 4),
        areas=objects.column("visible_px").to_numpy().astype(np.float32),
        labels=objects.column("class_id").to_numpy().astype(np.int64),
        ignored=np.array([verdict == "ignore" for verdict in objects.column("verdict").to_pylist()], bool),
        instance_ids=objects.column("instance_id").to_numpy().astype(np.int64),
        keypoints=_keypoints(objects, points) if points else None,
        points=points,
        instance_masks=_paths(folder, named, "instance_mask"),
        class_masks=_paths(folder, named, "semantic_mask"),
    )
    return table, np.array(frames.column("split").to_pylist())


def scenes_of(folder: Path) -> NDArray[np.int64]:
    """Return the scene of each image, in the order of `read_native`: frames of a clip share one."""
    frames = _table(folder / files.FRAMES_TABLE, ["index", "plan"])
    frames = frames.take(_kept(frames, folder))
    clips = (json.loads(str(plan)).get("clip") for plan in frames.column("plan").to_pylist())
    pairs = zip(frames.column("index").to_numpy(), clips, strict=True)
    return np.array([index if clip is None else int(clip["scene"]) for index, clip in pairs], np.int64)


def _table(path: Path, columns: list[str]) -> pa.Table:
    try:
        return pq.read_table(path, columns=columns)
    except FileNotFoundError as error:
        raise UserError(
            f"{path.parent} is not finished: it has no {path.name}. Generate it again; what is there is kept."
        ) from error
    except (OSError, pa.ArrowInvalid, KeyError) as error:
        raise UserError(f"{path} is damaged: generate the dataset again, which writes it anew.") from error


def _kept(rows: pa.Table, folder: Path) -> NDArray[np.int64]:
    aside = np.array(list(read_curation(folder).set_aside), np.int64)
    return np.flatnonzero(~np.isin(rows.column("index").to_numpy(), aside))


def _labelled(objects: pa.Table) -> NDArray[np.int64]:
    has_box = [box is not None for box in objects.column("box_tight").to_pylist()]
    seen = objects.column("visible_px").to_numpy() > 0
    kept = np.array([verdict != "drop" for verdict in objects.column("verdict").to_pylist()], bool)
    return np.flatnonzero(np.array(has_box, bool) & seen & kept)


def _keys(table: pa.Table) -> list[tuple[int, str]]:
    indices, cameras = table.column("index").to_numpy(), table.column("camera").to_pylist()
    return [(int(index), str(camera)) for index, camera in zip(indices, cameras, strict=True)]


def _grouped(
    images: list[tuple[int, str]], objects: list[tuple[int, str]]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return an order of the objects by image, and where each image's begin."""
    place = {key: k for k, key in enumerate(images)}
    image_of = np.array([place[key] for key in objects], np.int64)
    counts = np.bincount(image_of, minlength=len(images))
    return np.argsort(image_of, kind="stable"), np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def _paths(folder: Path, named: Any, channel: str) -> tuple[Path, ...] | None:
    if channel not in {field.name for field in named.type}:
        return None
    names = named.field(channel).to_pylist()
    return tuple(folder / name for name in names) if all(names) and names else None


def _points(folder: Path) -> PointSet | None:
    path = folder / files.SKELETONS_FILE
    if not path.exists():
        return None
    try:
        skeletons = skeletons_from_json(path.read_bytes())
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UserError(f"{path} is damaged: generate any frame again to have it written anew.") from error
    return point_set(skeletons) if skeletons.by_name else None


def _keypoints(objects: pa.Table, points: PointSet) -> NDArray[np.float32]:
    found = np.zeros((len(objects), len(points.points), 3), np.float32)
    rows = zip(objects.column("skeleton").to_pylist(), objects.column("keypoints").to_pylist(), strict=True)
    for row, (skeleton, items) in enumerate(rows):
        start = points.starts.get(skeleton or "", 0)
        for k, item in enumerate(items or ()):
            found[row, start + k] = _triple(item)
    return found


def _triple(item: Mapping[str, Any]) -> tuple[float, float, int]:
    is_labelled = item["visibility"] > 0 and item["x"] is not None and item["y"] is not None
    return (item["x"], item["y"], item["visibility"]) if is_labelled else (0.0, 0.0, 0)
