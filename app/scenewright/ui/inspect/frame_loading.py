"""One image of a dataset with all its labels, read beside the window."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from scenewright.annotate.colors import ChosenColors, chosen_colors
from scenewright.annotate.overlay import LAYERS, drawable, overlay
from scenewright.annotate.overlay_style import Style
from scenewright.datasets.reading import Dataset, read_skeletons
from scenewright.datasets.records import InstanceRecord, ViewRecord
from scenewright.datasets.skeletons import NO_SKELETONS, Skeletons
from scenewright.errors import UserError
from scenewright.geometry.camera import Intrinsics
from scenewright.inspection.columns import Columns
from scenewright.inspection.foreign import foreign_view
from scenewright.inspection.foreign_masks import instance_mask
from scenewright.spec.project import ProjectSpec

_NO_POSE = tuple(np.eye(4).ravel().tolist())


@dataclass(frozen=True, eq=False)
class LoadedFrame:
    """One image.

    Attributes:
        row: Its row in the dataset.
        picture: uint8 (H, W, 3).
        record: Its camera and objects; of other programs' datasets, boxes only.
        channels: Its label images.
        skeletons: Which points are joined.
        chosen: The colours that the project gives its classes.
        plan: The frame's plan as JSON; empty where there is none.
        trouble: What could not be read, in words.
    """

    row: int
    picture: NDArray[np.uint8]
    record: ViewRecord
    channels: Mapping[str, NDArray[Any]]
    skeletons: Skeletons = NO_SKELETONS
    chosen: ChosenColors = field(default_factory=dict)
    plan: str = ""
    trouble: str = ""

    @property
    def layers(self) -> tuple[str, ...]:
        """The labels that can be drawn."""
        return drawable(self.record, self.channels)

    def drawn(self, layers: frozenset[str], opacity: float, only: frozenset[int] | None) -> NDArray[np.uint8]:
        """Return the picture with labels over it."""
        style = Style(
            field_opacity=opacity,
            mask_opacity=0.35 * opacity,
            only=only,
            skeletons=self.skeletons,
            chosen=self.chosen,
        )
        return overlay(self.picture, self.record, self.channels, layers, style)

    def alone(self, layer: str, only: frozenset[int] | None) -> NDArray[np.uint8]:
        """Return a label by itself; what is only drawn with lines is over the picture."""
        style = Style(mask_opacity=1.0, only=only, skeletons=self.skeletons, chosen=self.chosen)
        ground = self.picture if LAYERS[layer].field is None else np.zeros_like(self.picture)
        return overlay(ground, self.record, self.channels, (layer,), style)


def load_frame(columns: Columns, row: int, spec: ProjectSpec | None) -> LoadedFrame:
    """Return an image with all that the dataset holds of it; what is unreadable is told in it, not raised."""
    if spec is None:
        return _foreign(columns, row)
    index = int(columns.images.index[row])
    camera = columns.cameras[int(columns.images.camera[row])]
    dataset = Dataset(columns.folder, spec, (index,))
    try:
        record = dataset.frame(index)
        view = next(view for view in record.views if view.camera == camera)
        channels = {name: dataset.load(view, name) for name in view.files if name != "rgb"}
        skeletons, chosen = read_skeletons(dataset), chosen_colors(spec.classes)
        return LoadedFrame(row, dataset.load(view, "rgb"), view, channels, skeletons, chosen, record.plan)
    except (UserError, StopIteration) as error:
        return _picture_only(columns, row, str(error))


def _foreign(columns: Columns, row: int) -> LoadedFrame:
    """Return an image of another program's dataset, with all that its format's reader gives."""
    try:
        view = foreign_view(columns, row)
    except (UserError, OSError, ValueError, KeyError) as error:
        return _picture_only(columns, row, str(error))
    if view is not None and "rgb" in view.channels:
        channels = {name: image for name, image in view.channels.items() if name != "rgb"}
        return LoadedFrame(row, np.asarray(view.channels["rgb"][..., :3], np.uint8), view.record, channels)
    return _picture_only(columns, row, "")


def _picture_only(columns: Columns, row: int, trouble: str) -> LoadedFrame:
    """Return the picture, with the boxes that the columns hold."""
    width, height = (max(1, value) for value in columns.images.size_px[row].tolist())
    path = str(columns.images.path[row])
    try:
        with Image.open(columns.folder / path) as image:
            picture = np.asarray(image.convert("RGB"))
        height, width = picture.shape[:2]
    except (OSError, ValueError, SyntaxError):
        picture = np.zeros((height, width, 3), np.uint8)
        trouble = trouble or f"{columns.folder / Path(path)} cannot be read."
    found = np.flatnonzero(columns.objects.image == row).tolist()
    mask = instance_mask(columns, row)
    mask = mask if mask is not None and mask.shape == picture.shape[:2] else None
    pixels = np.zeros(len(found) + 1, np.int64) if mask is None else np.bincount(mask.ravel(), minlength=len(found) + 1)
    items = tuple(_boxed(columns, number, place, int(pixels[number])) for number, place in enumerate(found, start=1))
    intrinsics = Intrinsics(width, height, 1.0, 1.0, width / 2, height / 2)
    record = ViewRecord("", intrinsics, _NO_POSE, 0.0, 0.0, {"rgb": path}, items)
    channels = {} if mask is None else {"instance_mask": mask}
    return LoadedFrame(row, picture, record, channels, trouble=trouble)


def _boxed(columns: Columns, number: int, place: int, in_mask: int) -> InstanceRecord:
    objects = columns.objects
    x0, y0, x1, y1 = objects.box_px[place].tolist()
    box = (x0, y0, x1, y1) if x0 == x0 else None
    class_id = int(objects.class_id[place])
    name = columns.class_names[class_id - 1] if 0 < class_id <= len(columns.class_names) else str(class_id)
    nowhere = (0.0, 0.0, 0.0)
    visible = objects.visible_px[place]
    pixels = int(visible) if np.isfinite(visible) else in_mask
    return InstanceRecord(
        number, class_id, name, "", "", box, None, pixels, pixels, pixels, None, None, nowhere, nowhere, _NO_POSE
    )
