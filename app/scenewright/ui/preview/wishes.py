"""What the window asks of the preview process, and what it answers: plain data that crosses a pipe."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scenewright.annotate.colors import ChosenColors
from scenewright.datasets.records import InstanceRecord
from scenewright.datasets.skeletons import Skeleton
from scenewright.geometry.transforms import Vector
from scenewright.sampling.plan import CameraPlan, FramePlan
from scenewright.sampling.trace import Trace
from scenewright.spec.places import Place


@dataclass(frozen=True, slots=True)
class Eye:
    """A free camera: where it is, what it looks at, and its upright field of view in degrees."""

    position: Vector
    target: Vector
    view_deg: float = 45.0
    width_px: int = 640
    height_px: int = 480


@dataclass(frozen=True, slots=True)
class PictureWish:
    """One camera's picture of a frame.

    Attributes:
        frame: The frame's index.
        camera: Place of the camera among the plan's, where a stereo camera has two.
        width_px: Of the picture; None for the camera's own.
        layers: Label images that are shown, by the project's names.
        eye: A free camera in the place of the project's.
    """

    frame: int
    camera: int = 0
    width_px: int | None = None
    layers: tuple[str, ...] = ()
    eye: Eye | None = None


@dataclass(frozen=True, slots=True)
class TraceWish:
    """How a frame comes about: its plan and every drawn value."""

    frame: int


@dataclass(frozen=True, slots=True)
class MeasureWish:
    """What a whole frame costs: all cameras, all labels, encoded as a dataset holds them."""

    frame: int


Wish = PictureWish | TraceWish | MeasureWish


@dataclass(frozen=True, slots=True)
class Wishes:
    """All that the window wants now, the most urgent first; what was wished before and is not here is forgotten.

    Attributes:
        serial: Counts the states of the project.
        project: The project as JSON.
        folder: Where its relative sources start from.
        wishes: What to make of it.
    """

    serial: int
    project: str
    folder: Path
    wishes: tuple[Wish, ...]


@dataclass(frozen=True, eq=False)
class Layer:
    """A label image, ready to be shown.

    Attributes:
        pixels: uint8 (H, W), an index into a colour map with 0 for nothing, or (H, W, 3), colours.
        low: What index 1 stands for.
        high: What index 255 stands for.
        edges: uint8 (H, W), the index where something else begins beside it, of label images that hold ids.
    """

    pixels: NDArray[np.uint8]
    low: float = 0.0
    high: float = 0.0
    edges: NDArray[np.uint8] | None = None


@dataclass(frozen=True, eq=False)
class PreviewFrame:
    """A picture of the project with what is known of its pixels.

    Attributes:
        wish: What was asked for.
        serial: Which state of the project it shows.
        trace: The frame's plan and draws.
        camera: The camera as drawn; smaller than the plan's where a smaller picture was asked for.
        scale: The picture's size relative to the camera's own.
        rgb: uint8 (H, W, 3).
        ids: uint16 (H, W), instance ids.
        owners: int16 (H, W), places in the plan's list of objects; -1 for none.
        depth: float32 (H, W), metres along the optical axis.
        layers: The label images asked for, by name; those that the frame has.
        instances: What the camera sees of each labelled object, with the verdicts of the visibility rules.
        skeletons: The keypoint sets of what is seen.
        chosen: The colours that the project gives its classes, by class id.
        seconds: What each stage took.
    """

    wish: PictureWish
    serial: int
    trace: Trace
    camera: CameraPlan
    scale: float
    rgb: NDArray[np.uint8]
    ids: NDArray[np.uint16]
    owners: NDArray[np.int16]
    depth: NDArray[np.float32]
    layers: Mapping[str, Layer]
    instances: tuple[InstanceRecord, ...]
    skeletons: Mapping[str, Skeleton]
    chosen: ChosenColors
    seconds: Mapping[str, float]

    @property
    def plan(self) -> FramePlan:
        """The frame's plan."""
        return self.trace.plan

    @property
    def is_full(self) -> bool:
        """Whether it has the camera's own size."""
        return self.scale == 1.0


@dataclass(frozen=True, slots=True)
class Traced:
    """An answer to a `TraceWish`."""

    wish: TraceWish
    serial: int
    trace: Trace


@dataclass(frozen=True, slots=True)
class Measured:
    """What a frame costs, all cameras and labels.

    Attributes:
        wish: What was asked for.
        serial: Which state of the project it is of.
        seconds: By stage: sample, draw, derive, encode.
        bytes: On disk.
        engine: What drew it.
    """

    wish: MeasureWish
    serial: int
    seconds: Mapping[str, float]
    bytes: int
    engine: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refused:
    """A wish that cannot be fulfilled, and why: one sentence for the user."""

    wish: Wish
    serial: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with the project, in a sentence, and its place; empty where that is not known."""

    sentence: str
    place: Place = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """A state of the project is worked on; sources it names that are not there are its problems."""

    serial: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Ready:
    """The engine is up; `trouble` says why it is not the one that was asked for."""

    engine: Mapping[str, str]
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Begun:
    """A wish is being worked on."""

    wish: Wish
    serial: int


Answer = PreviewFrame | Traced | Measured | Refused | Opened | Ready | Begun
