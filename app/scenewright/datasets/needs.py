"""What a format asks of a dataset, and the sentences for those that cannot give it."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenewright.datasets.reading import Dataset
from scenewright.datasets.records import ViewRecord
from scenewright.errors import UserError
from scenewright.geometry.camera import ray_lengths


def need_label(dataset: Dataset, label: str, format_name: str) -> None:
    """Refuse a dataset without a label.

    Raises:
        UserError: The dataset was made without it.
    """
    if label not in dataset.spec.labels:
        raise UserError(
            f"{format_name} needs {label}, which {dataset.folder} does not hold: add {label} to the project's labels "
            "and generate again."
        )


def need_pinhole(view: ViewRecord, format_name: str) -> None:
    """Refuse a view through a lens that bends the image.

    Raises:
        UserError: Its camera has such a lens, which the format has no words for.
    """
    if view.intrinsics.lens is not None:
        raise UserError(
            f"{format_name} knows pinhole cameras only, but camera '{view.camera}' has a lens that bends the image: "
            "take the lens out of the project and generate again, or choose hdf5 or webdataset, which state it."
        )


def axial_depth(dataset: Dataset, view: ViewRecord) -> NDArray[np.float32] | None:
    """Return float32 (H, W) metres along the optical axis, from whichever distance the view has; +inf for no hit."""
    if "distance_to_image_plane" in view.files:
        depth: NDArray[Any] = dataset.load(view, "distance_to_image_plane")
    elif "distance_to_camera" in view.files:
        depth = dataset.load(view, "distance_to_camera") / ray_lengths(view.intrinsics)
    else:
        return None
    return depth.astype(np.float32, copy=False)


def whole_depth(depth: NDArray[np.float32], units_per_m: float) -> NDArray[np.uint16]:
    """Return distances as whole numbers (H, W) of 16 bits; 0 where nothing is hit, or beyond what they can say."""
    units = np.round(np.where(np.isfinite(depth), depth, 0.0).astype(np.float64) * units_per_m)
    return np.where(units <= np.iinfo(np.uint16).max, units, 0).astype(np.uint16)
