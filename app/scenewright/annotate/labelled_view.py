"""One view with its labels, fresh from the engine or read back from a dataset."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenewright.datasets.records import ViewRecord
from scenewright.geometry.transforms import Matrix, Vector
from scenewright.sampling.plan import FramePlan


@dataclass(frozen=True, eq=False)
class LabelledView:
    """A view with its labels.

    Attributes:
        plan: Its frame's plan.
        record: Its camera and objects.
        channels: Its picture and label images by name.
        points: Where the assets have their named points in the world: by instance, names to places. Nothing where
            nobody looked the assets up.
    """

    plan: FramePlan
    record: ViewRecord
    channels: Mapping[str, NDArray[Any]]
    points: Mapping[int, Mapping[str, Vector]] | None = None

    def has(self, *names: str) -> bool:
        """Tell whether all of these channels are there."""
        return all(name in self.channels for name in names)

    @property
    def world_from_camera(self) -> Matrix:
        """The camera's pose, 4x4."""
        return matrix4(self.record.world_from_camera)


def matrix4(values: tuple[float, ...]) -> Matrix:
    """Return a matrix that is stored row by row."""
    return np.array(values, np.float64).reshape(4, 4)
