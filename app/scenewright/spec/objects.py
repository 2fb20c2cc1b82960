"""Objects: what is shown, how many, and where."""

from typing import Annotated

from pydantic import AfterValidator, Field

from scenewright.spec.base import SpecModel
from scenewright.spec.choices import WeightedAsset, WeightedPose, weights_are_usable
from scenewright.spec.distributions import Fixed
from scenewright.spec.limits import CountDistribution, PositiveDistribution, Vector3


class ObjectGroupSpec(SpecModel):
    """Objects of one class that share their random placement."""

    name: str = Field(min_length=1, title="Name")
    class_name: str = Field(min_length=1, title="Class", description="What the labels call these objects.")
    assets: Annotated[tuple[WeightedAsset, ...], AfterValidator(weights_are_usable)] = Field(
        min_length=1, title="Assets", description="Models; one is chosen for each object."
    )
    poses: Annotated[tuple[WeightedPose, ...], AfterValidator(weights_are_usable)] = Field(
        default=(),
        title="Poses",
        description="Poses and clips that all of the assets have; one is chosen for each object, a clip at any moment. "
        "None: as the asset stands by itself.",
    )
    count: CountDistribution = Field(default=Fixed(value=1.0), title="Count", description="Objects in a frame.")
    position_m: Vector3 = Field(default=Vector3(), title="Position", description="Of the object's origin.")
    rotation_deg: Vector3 = Field(
        default=Vector3(), title="Rotation", description="About the world's x, then y, then z axis."
    )
    scale: PositiveDistribution = Field(default=Fixed(value=1.0), title="Scale", description="1 is true size.")
