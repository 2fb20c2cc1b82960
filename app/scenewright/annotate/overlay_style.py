"""How labels are drawn, and at which size."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from scenewright.annotate.colors import ChosenColors, Color, class_color, object_color
from scenewright.datasets.records import InstanceRecord, ViewRecord
from scenewright.datasets.skeletons import NO_SKELETONS, Skeletons

LEFT_OUT: Color = (150, 150, 150)
"""What a visibility rule dropped or ignores."""


@dataclass(frozen=True, slots=True)
class Style:
    """How labels are drawn.

    Attributes:
        width_px: Of the result, by which its height follows; nothing: the picture's own.
        color_by: Whether objects have the colour of their instance or of their class.
        mask_opacity: How much of a mask's colour covers the picture, 0 to 1.
        field_opacity: The same of depth, normals, flow and the like.
        line_px: How thick lines are.
        names: Whether class names are written where there is room.
        only: The ids of the objects to draw; nothing: all.
        skeletons: Which points of which classes are joined by lines.
        chosen: The colours that the project gives its classes; their objects have them in every layer.
    """

    width_px: int | None = None
    color_by: Literal["instance", "class"] = "instance"
    mask_opacity: float = 0.35
    field_opacity: float = 1.0
    line_px: float = 2.0
    names: bool = True
    only: frozenset[int] | None = None
    skeletons: Skeletons = NO_SKELETONS
    chosen: ChosenColors = field(default_factory=dict)


PLAIN = Style()


@dataclass(frozen=True, eq=False)
class Drawn:
    """A view that is being drawn at some size.

    Attributes:
        record: Camera and objects.
        channels: Label images of the camera's size, or any other.
        style: How.
        width: Of the result, pixels.
        height: Of the same.
    """

    record: ViewRecord
    channels: Mapping[str, NDArray[Any]]
    style: Style
    width: int
    height: int

    @property
    def scale(self) -> float:
        """Pixels of the result for each of the camera's."""
        return self.width / self.record.intrinsics.width

    def finer(self, times: int) -> "Drawn":
        """Return the same so many times larger, lines included."""
        style = replace(self.style, line_px=self.style.line_px * times)
        return replace(self, style=style, width=self.width * times, height=self.height * times)

    def sampled(self, name: str) -> NDArray[Any] | None:
        """Return a label image at the size of the result, by its nearest pixels; nothing where it is not there."""
        image = self.channels.get(name)
        if image is None or image.shape[:2] == (self.height, self.width):
            return image
        rows = ((np.arange(self.height) + 0.5) * image.shape[0] / self.height).astype(np.int64)
        columns = ((np.arange(self.width) + 0.5) * image.shape[1] / self.width).astype(np.int64)
        smaller: NDArray[Any] = image[rows][:, columns]
        return smaller

    def shown(self) -> Iterator[InstanceRecord]:
        """Yield the objects that are to be drawn, seen or not."""
        only = self.style.only
        return (item for item in self.record.instances if only is None or item.instance_id in only)

    def color(self, item: InstanceRecord) -> Color:
        """Return an object's colour."""
        if item.verdict in ("drop", "ignore"):
            return LEFT_OUT
        chosen = self.style.chosen
        if self.style.color_by == "class":
            return class_color(item.class_id, chosen)
        return object_color(item.instance_id, item.class_id, chosen)
