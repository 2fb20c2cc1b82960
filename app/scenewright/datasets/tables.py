"""The two Parquet tables of a dataset: one row per image, and one per image and object."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from scenewright.datasets import files
from scenewright.datasets.layout import table_path
from scenewright.datasets.reading import blocks_there, finished_in_block, records
from scenewright.datasets.records import FrameRecord
from scenewright.errors import UserError

_FRAMES_AT_A_TIME = 500
"""One row group; bounds the memory."""

_MATRIX = pa.list_(pa.float64(), 16)
_VECTOR = pa.list_(pa.float64(), 3)
_BOX = pa.list_(pa.float64(), 4)
_LENS = pa.struct([("model", pa.string()), ("coefficients", pa.list_(pa.float64()))])
_INTRINSICS = pa.struct(
    [
        ("width", pa.int32()),
        ("height", pa.int32()),
        *((name, pa.float64()) for name in ("fx", "fy", "cx", "cy")),
        ("lens", _LENS),
    ]
)
_KEYPOINT = pa.struct(
    [
        ("name", pa.string()),
        ("x", pa.float64()),
        ("y", pa.float64()),
        ("visibility", pa.int8()),
        ("world", _VECTOR),
        ("below_surface_m", pa.float64()),
    ]
)

_FRAME_COLUMNS: list[tuple[str, pa.DataType]] = [
    ("index", pa.int64()),
    ("split", pa.string()),
    ("camera", pa.string()),
    ("intrinsics", _INTRINSICS),
    ("world_from_camera", _MATRIX),
    ("near_m", pa.float64()),
    ("far_m", pa.float64()),
    ("files", pa.struct([(name, pa.string()) for name in files.CHANNELS])),
    ("file_bytes", pa.struct([(name, pa.int64()) for name in files.CHANNELS])),
    ("file_hashes", pa.struct([(name, pa.string()) for name in files.CHANNELS])),
    ("plan", pa.string()),
]
FRAMES_SCHEMA = pa.schema(_FRAME_COLUMNS)
"""Columns are named as the fields of `FrameRecord` and `ViewRecord`."""

_INSTANCE_COLUMNS: list[tuple[str, pa.DataType]] = [
    ("index", pa.int64()),
    ("camera", pa.string()),
    ("instance_id", pa.int32()),
    ("class_id", pa.int32()),
    ("class_name", pa.string()),
    ("group", pa.string()),
    ("asset", pa.string()),
    ("box_tight", _BOX),
    ("box_loose", _BOX),
    ("visible_px", pa.int64()),
    ("amodal_px", pa.int64()),
    ("amodal_total_px", pa.int64()),
    ("occlusion_ratio", pa.float64()),
    ("truncation_ratio", pa.float64()),
    ("extent_low", _VECTOR),
    ("extent_high", _VECTOR),
    ("world_from_object", _MATRIX),
    ("skeleton", pa.string()),
    ("keypoints", pa.list_(_KEYPOINT)),
    ("box_oriented", pa.list_(pa.float64(), 8)),
    ("verdict", pa.string()),
    ("reason", pa.string()),
]
INSTANCES_SCHEMA = pa.schema(_INSTANCE_COLUMNS)
"""Columns are named as the fields of `InstanceRecord`, after the frame and camera they belong to."""


def write_tables(folder: Path, records: Iterable[FrameRecord], block: int = 0) -> None:
    """Write the part of both tables that holds a block of frames, all or nothing.

    Args:
        folder: The dataset.
        records: The frames.
        block: Which part.

    Raises:
        OSError: They could not be written; the earlier ones, if any, are as they were.
    """
    places = [table_path(folder, name, block) for name in ("frames", "instances")]
    parts = [files.part_path(place) for place in places]
    try:
        for place in places:
            place.parent.mkdir(exist_ok=True)
        with ExitStack() as stack:
            frames = stack.enter_context(pq.ParquetWriter(parts[0], FRAMES_SCHEMA, compression="zstd"))
            instances = stack.enter_context(pq.ParquetWriter(parts[1], INSTANCES_SCHEMA, compression="zstd"))
            for batch in _batches(records):
                frames.write_table(pa.Table.from_pylist(_frame_rows(batch), FRAMES_SCHEMA))
                instances.write_table(pa.Table.from_pylist(_instance_rows(batch), INSTANCES_SCHEMA))
        for part, place in zip(parts, places, strict=True):
            part.replace(place)
    except BaseException:
        for part in parts:
            part.unlink(missing_ok=True)
        raise


FRAMES, INSTANCES = "frames", "instances"


def table_batches(folder: Path, table: str, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """Yield a dataset's table in parts, some of its columns only; made from the records where it is not there yet.

    Args:
        folder: The dataset.
        table: FRAMES or INSTANCES.
        columns: Which columns; a part of one as "files.rgb".

    Raises:
        UserError: It cannot be read.
    """
    for block in blocks_there(folder):
        path = table_path(folder, table, block)
        if not path.is_file():
            rows, schema = (_frame_rows, FRAMES_SCHEMA) if table == FRAMES else (_instance_rows, INSTANCES_SCHEMA)
            for batch in _batches(records(folder, sorted(finished_in_block(folder, block)))):
                outer = list(dict.fromkeys(name.split(".")[0] for name in columns))
                yield from pa.Table.from_pylist(rows(batch), schema).select(outer).combine_chunks().to_batches()
            continue
        try:
            with pq.ParquetFile(path) as file:
                yield from file.iter_batches(batch_size=20_000, columns=list(columns))
        except (pa.ArrowInvalid, OSError) as error:
            raise UserError(f"{path} is damaged: remove it, it is made again from the records.") from error


def _batches(records: Iterable[FrameRecord]) -> Iterator[list[FrameRecord]]:
    remaining = iter(records)
    while batch := list(islice(remaining, _FRAMES_AT_A_TIME)):
        yield batch


def _frame_rows(records: Iterable[FrameRecord]) -> list[dict[str, Any]]:
    return [
        {
            "index": record.index,
            "split": json.loads(record.plan).get("split", "train"),
            "plan": record.plan,
            **{k: v for k, v in asdict(view).items() if k != "instances"},
        }
        for record in records
        for view in record.views
    ]


def _instance_rows(records: Iterable[FrameRecord]) -> list[dict[str, Any]]:
    return [
        {"index": record.index, "camera": view.camera, **asdict(item)}
        for record in records
        for view in record.views
        for item in view.instances
    ]
