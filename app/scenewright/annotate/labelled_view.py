"""One view with its labels, fresh from the engine or read back from a dataset."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenewright.assets.model import Model
from scenewright.datasets.records import InstanceRecord, ViewRecord
from scenewright.geometry.transforms import Matrix
from scenewright.sampling.plan import FramePlan
from scenewright.spec.visibility import VisibilityRule


@dataclass(frozen=True, eq=False)
class LabelledView:
    """A view with its labels.

    Attributes:
        plan: Its frame's plan.
        record: Its camera and objects.
        channels: Its picture and label images by name.
        models: The model of each object of the plan in its pose, nothing for those whose asset is not there as it was;
            empty where nobody looked the assets up.
        rules: The project's visibility rules; None where nobody knows them.
    """

    plan: FramePlan
    record: ViewRecord
    channels: Mapping[str, NDArray[Any]]
    models: tuple[Model | None, ...] = ()
    rules: tuple[VisibilityRule, ...] | None = None

    def has(self, *names: str) -> bool:
        """Tell whether all of these channels are there."""
        return all(name in self.channels for name in names)

    def recorded_models(self) -> Iterator[tuple[InstanceRecord, Model]]:
        """Yield each object's record with its model, where that is known."""
        if self.models:
            models = {item.instance_id: model for item, model in zip(self.plan.objects, self.models, strict=True)}
            for record in self.record.instances:
                model = models.get(record.instance_id)
                if model is not None:
                    yield record, model

    @property
    def world_from_camera(self) -> Matrix:
        """The camera's pose, 4x4."""
        return matrix4(self.record.world_from_camera)


def matrix4(values: tuple[float, ...]) -> Matrix:
    """Return a matrix that is stored row by row."""
    return np.array(values, np.float64).reshape(4, 4)
