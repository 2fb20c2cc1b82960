"""Making a frame of a dataset again from its stored plan, and comparing: labels exactly, colour within a tolerance."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenewright import __version__
from scenewright.annotate.labelled_view import LabelledView
from scenewright.assets.loading import AssetLoader
from scenewright.datasets.files import RUN_FILE
from scenewright.datasets.images import array_from, encode_image, in_full, stored
from scenewright.datasets.reading import recorded_frames
from scenewright.datasets.records import ViewRecord
from scenewright.datasets.store import Dataset, read_dataset
from scenewright.errors import UserError
from scenewright.jobs.drawing import ENGINES, start_drawing
from scenewright.jobs.run_history import MadeBy, differences, maker_of, read_history
from scenewright.sampling.plan import FramePlan, plan_from_json, plan_json
from scenewright.sampling.sampler import sample_frame
from scenewright.spec.project import ProjectSpec

COLOR_LEVELS = 4
"""So many of 255 levels a colour may differ where another adapter or driver drew it: cards round differently."""
COLOR_SHARE = 0.01
"""So many of the values may differ by more, at edges where a card decides otherwise which surface a sample hits."""


@dataclass(frozen=True, slots=True)
class Reproduction:
    """A frame made again.

    Attributes:
        frame: Its number.
        label_differences: What differs in labels and records, in sentences; none where they are equal, value by value.
        color_mean: Mean difference of the colours, in levels of 255.
        color_most: Largest difference.
        color_share: Share of the values that differ by more than COLOR_LEVELS.
        engine_differences: In what engine, adapter, driver or version differ from those that made it, in words.
        is_sampled_alike: Whether this version would also make the same plan of the project; the stored one was drawn.
    """

    frame: int
    label_differences: tuple[str, ...]
    color_mean: float
    color_most: int
    color_share: float
    engine_differences: tuple[str, ...]
    is_sampled_alike: bool

    @property
    def is_same(self) -> bool:
        """Whether labels are equal and colours within the tolerance."""
        return not self.label_differences and self.color_share <= COLOR_SHARE


def reproduce(folder: Path, frame: int, engine: str = "", base: Path | None = None) -> Reproduction:
    """Make a frame of a dataset again from its stored plan, and compare it with what is on disk.

    Args:
        folder: The dataset.
        frame: Which frame.
        engine: What draws; what drew it if left out.
        base: Where the project's relative sources begin; the folder of its project file if left out.

    Raises:
        UserError: There is no such frame, or it cannot be drawn here.
    """
    dataset = read_dataset(folder)
    if frame not in recorded_frames(folder):
        raise UserError(f"{folder} holds no frame {frame}: choose one of its {len(dataset.indices)} frames.")
    record = dataset.frame(frame)
    maker = maker_of(read_history(folder), frame) or _only_maker(folder)
    place = base or _base(folder)
    if engine not in ("", *ENGINES):
        raise UserError(f"There is no engine {engine!r}: choose {' or '.join(ENGINES)}.")
    wanted = engine or maker.engine.get("engine", "")
    drawing = start_drawing(dataset.spec, place, wanted if wanted in ENGINES else "embedded")
    drawing = replace(drawing, planned=_stored_plans(dataset))
    drawn = next(drawing.frames([frame]))
    views = drawing.labelled(drawn)
    labels: list[str] = []
    colors: list[NDArray[np.int16]] = []
    for then, now in zip(record.views, views, strict=True):
        labels += _label_differences(dataset, then, now)
        colors.append(_color_difference(dataset, then, now).ravel())
    apart = np.concatenate(colors)
    sampled = plan_json(sample_frame(dataset.spec, frame, AssetLoader(place)))
    return Reproduction(
        frame=frame,
        label_differences=tuple(labels),
        color_mean=float(apart.mean()),
        color_most=int(apart.max()),
        color_share=float((apart > COLOR_LEVELS).mean()),
        engine_differences=tuple(_engine_differences(maker, drawing.renderer.describe())),
        is_sampled_alike=sampled == record.plan,
    )


def in_words(found: Reproduction) -> list[str]:
    """Return how a reproduction went, in sentences."""
    told = []
    if found.label_differences:
        told.append(f"Frame {found.frame}: labels DIFFER: {'; '.join(found.label_differences[:10])}.")
    else:
        told.append(f"Frame {found.frame}: every label and every number of its record is the same.")
    if found.color_most == 0:
        told.append("Its colours are the same, value by value.")
    else:
        within = "within" if found.color_share <= COLOR_SHARE else "BEYOND"
        told.append(
            f"Its colours differ by {found.color_mean:.3f} of 255 levels on average, {found.color_most} at most; "
            f"{found.color_share:.2%} of the values by more than {COLOR_LEVELS}: {within} the tolerance of "
            f"{COLOR_SHARE:.0%}."
        )
    if found.engine_differences:
        told.append(f"It was drawn otherwise then ({'; '.join(found.engine_differences)}).")
    if not found.is_sampled_alike:
        told.append("This version would choose another plan from the project; the stored one was drawn.")
    return told


def _stored_plans(dataset: Dataset) -> Any:
    def planned(spec: ProjectSpec, index: int, assets: AssetLoader) -> FramePlan:
        try:
            return plan_from_json(dataset.frame(index).plan)
        except UserError:  # a neighbour in its clip that was not made
            return sample_frame(spec, index, assets)

    return planned


def _label_differences(dataset: Dataset, then: ViewRecord, now: LabelledView) -> list[str]:
    found = []
    if replace(then, files={}, file_bytes={}) != replace(now.record, files={}, file_bytes={}):
        found.append(f"the record of {then.camera}")
    for channel in sorted(set(then.files) | set(now.channels)):
        if channel == "rgb":
            continue
        if channel not in then.files or channel not in now.channels:
            found.append(f"{channel} is only in one of them")
            continue
        old, new = dataset.load(then, channel), in_full(stored(channel, now.channels[channel]))
        if old.shape != new.shape or not np.array_equal(old, new, equal_nan=old.dtype.kind == "f"):
            count = int((old != new).sum()) if old.shape == new.shape else max(old.size, new.size)
            found.append(f"{channel} of {then.camera} in {count} values")
    return found


def _color_difference(dataset: Dataset, then: ViewRecord, now: LabelledView) -> NDArray[np.int16]:
    # Through the file format, so that what a lossy one loses does not count.
    suffix, content = encode_image("rgb", now.channels["rgb"], dataset.spec.output)
    old, new = dataset.load(then, "rgb").astype(np.int16), array_from(content, suffix).astype(np.int16)
    if old.shape != new.shape:
        return np.full(1, 255, np.int16)
    apart: NDArray[np.int16] = np.abs(old - new)
    return apart


def _engine_differences(maker: MadeBy, engine: Mapping[str, str]) -> list[str]:
    program = [f"program: {maker.version}, now {__version__}"] if maker.version != __version__ else []
    return program + (differences(maker.engine, engine) if maker.engine else ["what drew it is not known"])


def _only_maker(folder: Path) -> MadeBy:
    """Return who made a dataset of a version that kept no history."""
    data = _run_record(folder)
    return MadeBy(str(data.get("started", "")), version=str(data.get("version", "")), engine=data.get("engine", {}))


def _base(folder: Path) -> Path:
    """Return the folder of the project file that a dataset was made from, or of the dataset's own copy."""
    place = Path(str(_run_record(folder).get("project_file", ""))).parent
    return place if place.is_absolute() and place.is_dir() else folder


def _run_record(folder: Path) -> dict[str, Any]:
    try:
        data = json.loads((folder / RUN_FILE).read_bytes())
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}
