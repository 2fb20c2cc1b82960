"""What every engine takes and gives."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from scenewright.geometry.boxes import bit_counts
from scenewright.sampling.plan import CameraPlan, FramePlan


@dataclass(frozen=True, eq=False)
class Surface:
    """Which triangle each pixel shows.

    Attributes:
        owners: int16 (H, W), place in the plan's list of objects; -1 for floor, room and surroundings.
        triangles: int32 (H, W), number of the triangle in the object's model, counted through its parts.
    """

    owners: NDArray[np.int16]
    triangles: NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class View:
    """What one camera sees; conventions in `scenewright.geometry`.

    Attributes:
        camera: The camera's plan.
        rgb: uint8 (H, W, 3), sRGB.
        instance_ids: uint16 (H, W); 0 is background (floor and surroundings).
        depth: float32 (H, W), metres along the optical axis; +inf where nothing is hit.
        normals: float16 (H, W, 3), world frame; a half float is within 0.03 degrees.
        amodal_bits: uint32 (words, H, W); bit (id - 1) % 32 of word (id - 1) // 32 is set where the instance would be
            seen
            if nothing hid it.
        amodal_outside_px: int64 (N,), how many pixels each instance would cover outside the image, on a plane three
            times as wide and as high around it.
        sensor_depth: float32 (H, W), metres along the optical axis as the camera's depth sensor measures them; 0 where
            it measures nothing. None without such a sensor.
        surface: Which triangles are seen, from engines that were asked for it.
    """

    camera: CameraPlan
    rgb: NDArray[np.uint8]
    instance_ids: NDArray[np.uint16]
    depth: NDArray[np.float32]
    normals: NDArray[np.float16]
    amodal_bits: NDArray[np.uint32]
    amodal_outside_px: NDArray[np.int64]
    sensor_depth: NDArray[np.float32] | None = None
    surface: Surface | None = None

    @cached_property
    def amodal_px(self) -> NDArray[np.int64]:
        """How many pixels of the image each instance would cover if nothing hid it, (N,)."""
        return bit_counts(self.amodal_bits, len(self.amodal_outside_px))

    @cached_property
    def amodal_total_px(self) -> NDArray[np.int64]:
        """The same on the enlarged plane, (N,)."""
        return self.amodal_px + self.amodal_outside_px


@dataclass(frozen=True, eq=False)
class Moment:
    """What is known of a neighbouring frame of a clip: its plan, and each view's depth."""

    plan: FramePlan
    depths: tuple[NDArray[np.float32], ...]


@dataclass(frozen=True, eq=False)
class RenderedFrame:
    """One plan, drawn.

    Attributes:
        plan: The plan.
        views: One per camera, in the plan's order.
        seconds: What each stage took.
        before: The clip's frame before this one, where flow is asked for.
        after: The one after it.
    """

    plan: FramePlan
    views: tuple[View, ...]
    seconds: Mapping[str, float] = field(default_factory=dict)
    before: Moment | None = None
    after: Moment | None = None


class Renderer(Protocol):
    """Draws plans, one after another; leaving the loop early ends the work."""

    def render(self, plans: Iterable[FramePlan]) -> Iterator[RenderedFrame]:
        """Yield one rendered frame per plan, in order."""
        ...

    def describe(self) -> dict[str, str]:
        """Return what draws, for the run record: engine, version, adapter, driver."""
        ...
