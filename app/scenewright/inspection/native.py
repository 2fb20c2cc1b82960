"""Our own datasets as columns, from their tables, a row group at a time."""

from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from scenewright.datasets.tables import FRAMES, INSTANCES, table_batches
from scenewright.inspection.columns import (
    VERDICTS,
    Codes,
    Columns,
    Images,
    Objects,
    joined_images,
    joined_objects,
    no_objects,
)
from scenewright.inspection.poses import seen_from
from scenewright.spec.project import ProjectSpec

_IMAGE_COLUMNS = (
    "index", "camera", "split", "intrinsics.width", "intrinsics.height", "world_from_camera", "files.rgb",
    "files.instance_mask",
)  # fmt: skip
_OBJECT_COLUMNS = (
    "index", "camera", "instance_id", "class_id", "asset", "group", "verdict", "box_tight", "visible_px",
    "occlusion_ratio", "truncation_ratio", "extent_low", "extent_high", "world_from_object",
)  # fmt: skip


def native_columns(folder: Path, spec: ProjectSpec) -> Iterator[Columns]:
    """Yield the dataset's columns, more of the objects each time; the last ones are all.

    Frames that are set aside are among them, see `columns.without_frames`.

    Raises:
        UserError: A table cannot be read.
    """
    cameras, splits, assets, groups = Codes(), Codes(), Codes(), Codes()
    length = 1 if spec.clip is None else spec.clip.length
    class_names = tuple(item.name for item in spec.classes)

    def columns(images: Images, objects: Objects) -> Columns:
        names = (class_names, cameras.names, splits.names, assets.names, groups.names)
        return Columns(folder, "", *names, images, objects)

    parts: list[Images] = []
    positions: list[NDArray[np.float64]] = []
    for batch in table_batches(folder, FRAMES, _IMAGE_COLUMNS):
        parts.append(_images(batch, cameras, splits, length))
        positions.append(_rows(batch, "world_from_camera", 16).reshape(-1, 4, 4)[:, :3, 3])
        if len(parts) in (1, 4, 16):  # so that something is seen at once
            yield columns(joined_images(parts), no_objects())
    if not parts:
        return
    images, position = joined_images(parts), np.concatenate(positions)
    found: list[Objects] = []
    for batch in table_batches(folder, INSTANCES, _OBJECT_COLUMNS):
        row = _row_of(images, _numbers(batch, "index"), _coded(batch, "camera", cameras))
        found.append(_objects(batch, row, position[row], assets, groups))
        yield columns(images, joined_objects(found))


def _images(batch: pa.RecordBatch, cameras: Codes, splits: Codes, clip_length: int) -> Images:
    index = _numbers(batch, "index")
    size: Any = batch.column("intrinsics")
    files: Any = batch.column("files")
    width, height = size.field("width").to_numpy(zero_copy_only=False), size.field("height").to_numpy(False)
    path, mask = (
        files.field(name).fill_null("").to_numpy(zero_copy_only=False).astype(np.str_)
        for name in ("rgb", "instance_mask")
    )
    return Images(
        index=index,
        camera=_coded(batch, "camera", cameras),
        split=_coded(batch, "split", splits),
        scene=index // clip_length,
        size_px=np.stack([width, height], axis=1).astype(np.int64),
        path=path,
        mask=mask,
    )


def _objects(
    batch: pa.RecordBatch, row: NDArray[np.int64], camera: NDArray[np.float64], assets: Codes, groups: Codes
) -> Objects:
    middle = (_rows(batch, "extent_low", 3) + _rows(batch, "extent_high", 3)) / 2
    seen = seen_from(_rows(batch, "world_from_object", 16).reshape(-1, 4, 4), middle, camera)
    return Objects(
        image=row,
        instance_id=_numbers(batch, "instance_id"),
        class_id=_numbers(batch, "class_id"),
        asset=_coded(batch, "asset", assets),
        group=_coded(batch, "group", groups),
        verdict=_coded(batch, "verdict", Codes(VERDICTS)),
        box_px=_rows(batch, "box_tight", 4).astype(np.float32),
        visible_px=_numbers(batch, "visible_px").astype(np.float32),
        occlusion=_floats(batch, "occlusion_ratio"),
        truncation=_floats(batch, "truncation_ratio"),
        distance_m=seen.distance_m,
        azimuth_deg=seen.azimuth_deg,
        elevation_deg=seen.elevation_deg,
        yaw_deg=seen.yaw_deg,
    )


def _row_of(images: Images, index: NDArray[np.int64], camera: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the rows of the images that objects are in."""
    cameras = int(images.camera.max(initial=0)) + 1
    keys = images.index * cameras + images.camera
    order = np.argsort(keys, kind="stable")
    return order[np.searchsorted(keys, index * cameras + camera, sorter=order)]


def _numbers(batch: pa.RecordBatch, name: str) -> NDArray[np.int64]:
    return batch.column(name).to_numpy(zero_copy_only=False).astype(np.int64)


def _floats(batch: pa.RecordBatch, name: str) -> NDArray[np.float32]:
    return batch.column(name).cast(pa.float32()).to_numpy(zero_copy_only=False)  # null becomes NaN


def _rows(batch: pa.RecordBatch, name: str, width: int) -> NDArray[np.float64]:
    """Return a column of fixed-size lists as an array (rows, width); NaN where there is none."""
    column: Any = batch.column(name)
    rows = np.full((len(column), width), np.nan)
    there = column.is_valid().to_numpy(zero_copy_only=False)
    rows[there] = column.flatten().to_numpy(zero_copy_only=False).reshape(-1, width)
    return rows


def _coded(batch: pa.RecordBatch, name: str, codes: Codes) -> NDArray[np.int64]:
    encoded: Any = batch.column(name).fill_null("").dictionary_encode()
    numbers = np.array([codes[text] for text in encoded.dictionary.to_pylist()], np.int64)
    places = encoded.indices.to_numpy(zero_copy_only=False)
    return numbers[places] if len(numbers) else np.empty(0, np.int64)


def last(columns: Iterable[Columns]) -> Columns | None:
    """Return the whole of what is read in steps; nothing where there is none."""
    return next(iter(deque(columns, maxlen=1)), None)
