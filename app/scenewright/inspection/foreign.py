"""Other programs' datasets as columns, image by image through their formats' readers."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scenewright.datasets.read_view import ReadView
from scenewright.datasets.readers import READERS
from scenewright.datasets.records import InstanceRecord
from scenewright.inspection.columns import VERDICTS, Codes, Columns, Images, Objects
from scenewright.inspection.poses import seen_from

_FIRST, _THEN = (4, 16, 64, 256), 1000
"""Images after which columns are yielded, and how many more each time after those: readers are slow."""


@dataclass(eq=False)
class _Growing:
    """What is read so far."""

    cameras: Codes = field(default_factory=Codes)
    assets: Codes = field(default_factory=Codes)
    classes: dict[int, str] = field(default_factory=dict)
    images: list[tuple[int, int, int, int]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    owners: list[tuple[int, int, int]] = field(default_factory=list)
    values: list[tuple[float, ...]] = field(default_factory=list)
    poses: list[tuple[float, ...]] = field(default_factory=list)
    middles: list[tuple[float, ...]] = field(default_factory=list)
    positions: list[tuple[float, ...]] = field(default_factory=list)


def foreign_columns(folder: Path, format_name: str) -> Iterator[Columns]:
    """Yield the dataset's columns, more each time; the last ones are all.

    Raises:
        UserError: The folder cannot be read in this format.
    """
    growing = _Growing()
    done = 0
    for row, view in zip(count(), READERS[format_name](folder), strict=False):
        _add(growing, row, view, folder)
        done = row + 1
        if done in _FIRST or done % _THEN == 0:
            yield _columns(growing, folder, format_name)
    if done:
        yield _columns(growing, folder, format_name)


def foreign_view(columns: Columns, row: int) -> ReadView | None:
    """Return an image with all that its format holds of it, without reading others; nothing without a reader.

    Classes are numbered as in the columns.

    Raises:
        UserError: It cannot be read.
    """
    reader = READERS.get(columns.format_name)
    view = None if reader is None else next(reader(columns.folder, first=row), None)
    return None if view is None else _renumbered(view, columns.class_names)


def _renumbered(view: ReadView, class_names: tuple[str, ...]) -> ReadView:
    """Return an image whose classes have the numbers of the whole dataset."""
    numbers = {item.class_id: _number(item.class_name, class_names) for item in view.record.instances}
    items = tuple(replace(item, class_id=numbers[item.class_id]) for item in view.record.instances)
    channels = dict(view.channels)
    if "semantic_mask" in channels and numbers:
        largest = max(int(channels["semantic_mask"].max(initial=0)), *numbers)
        table = np.arange(largest + 1, dtype=np.uint16)
        table[list(numbers)] = list(numbers.values())
        channels["semantic_mask"] = table[channels["semantic_mask"]]
    return replace(view, record=replace(view.record, instances=items), channels=channels)


def _number(class_name: str, class_names: tuple[str, ...]) -> int:
    return class_names.index(class_name) + 1 if class_name in class_names else len(class_names) + 1


def _add(growing: _Growing, row: int, view: ReadView, folder: Path) -> None:
    record = view.record
    growing.images.append(
        (view.index, growing.cameras[record.camera], record.intrinsics.width, record.intrinsics.height)
    )
    growing.paths.append("" if view.picture is None else os.path.relpath(view.picture, folder))
    position = record.world_from_camera[3:12:4]
    for item in record.instances:
        growing.classes[item.class_id] = item.class_name
        growing.owners.append((row, item.class_id, growing.assets[item.asset] if item.asset else -1))
        growing.values.append(_values(item, view.holds))
        placed = {"world_from_object", "extent_low", "extent_high"} <= view.holds
        growing.poses.append(item.world_from_object if placed else (np.nan,) * 16)
        growing.middles.append(tuple((a + b) / 2 for a, b in zip(item.extent_low, item.extent_high, strict=True)))
        growing.positions.append(position)


def _values(item: InstanceRecord, holds: frozenset[str]) -> tuple[float, ...]:
    box = item.box_tight or (np.nan,) * 4
    told = (
        float(value) if name in holds and value is not None else np.nan
        for name, value in (
            ("visible_px", item.visible_px),
            ("occlusion_ratio", item.occlusion_ratio),
            ("truncation_ratio", item.truncation_ratio),
        )
    )
    return (*box, *told)


def _columns(growing: _Growing, folder: Path, format_name: str) -> Columns:
    images = np.array(growing.images, np.int64).reshape(-1, 4)
    largest = max(growing.classes, default=0)
    return Columns(
        folder=folder,
        format_name=format_name,
        class_names=tuple(growing.classes.get(number, f"class {number}") for number in range(1, largest + 1)),
        cameras=growing.cameras.names,
        splits=("",),
        assets=growing.assets.names,
        groups=(),
        images=Images(
            index=images[:, 0],
            camera=images[:, 1],
            split=np.zeros(len(images), np.int64),
            scene=np.arange(len(images)),
            size_px=images[:, 2:],
            path=np.array(growing.paths, np.str_),
            mask=np.full(len(images), ""),
        ),
        objects=_objects(growing),
    )


def _objects(growing: _Growing) -> Objects:
    owners = np.array(growing.owners, np.int64).reshape(-1, 3)
    values = np.array(growing.values, np.float32).reshape(-1, 7)
    nothing: NDArray[np.int64] = np.zeros(len(owners), np.int64)
    seen = seen_from(
        np.array(growing.poses, np.float64).reshape(-1, 4, 4),
        np.array(growing.middles, np.float64).reshape(-1, 3),
        np.array(growing.positions, np.float64).reshape(-1, 3),
    )
    return Objects(
        image=owners[:, 0],
        instance_id=nothing,
        class_id=owners[:, 1],
        asset=owners[:, 2],
        group=nothing - 1,
        verdict=nothing + VERDICTS.index(""),
        box_px=values[:, :4],
        visible_px=values[:, 4],
        occlusion=values[:, 5],
        truncation=values[:, 6],
        distance_m=seen.distance_m,
        azimuth_deg=seen.azimuth_deg,
        elevation_deg=seen.elevation_deg,
        yaw_deg=seen.yaw_deg,
    )
