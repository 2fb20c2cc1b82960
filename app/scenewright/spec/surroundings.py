"""What stands around the objects: floor and environment."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from scenewright.spec.base import SpecModel
from scenewright.spec.choices import Color, Weighted, weights_are_usable
from scenewright.spec.distributions import Distribution, Fixed
from scenewright.spec.limits import NonNegativeDistribution, PositiveDistribution, Within

RoomDistribution = Annotated[Distribution, AfterValidator(Within(0.2, 500))]


class FloorSpec(SpecModel):
    """A flat floor at z = 0, centred on the origin."""

    size_m: tuple[Annotated[float, Field(gt=0, le=1000)], Annotated[float, Field(gt=0, le=1000)]] = Field(
        default=(12.0, 12.0), title="Size", description="Extent along x and y, in metres."
    )
    textures: Annotated[tuple[Weighted, ...], AfterValidator(weights_are_usable)] = Field(
        min_length=1, title="Textures", description="Floor materials; one is chosen for each frame."
    )
    tile_scale: PositiveDistribution = Field(
        default=Fixed(value=1.0), title="Tiling", description="Size of the pattern; 1 is the material's true size."
    )
    rotation_deg: Distribution = Field(
        default=Fixed(value=0.0), title="Pattern rotation", description="Turns the pattern about the vertical."
    )
    shift: Literal["random", "none"] = Field(
        default="random", title="Pattern shift", description="Whether the pattern starts elsewhere in each frame."
    )


class RoomSpec(SpecModel):
    """Four walls around the origin, and a ceiling; the floor ends at the walls. Lights shine through both."""

    width_m: RoomDistribution = Field(default=Fixed(value=6.0), title="Width", description="Along x.")
    depth_m: RoomDistribution = Field(default=Fixed(value=6.0), title="Depth", description="Along y.")
    height_m: RoomDistribution = Field(default=Fixed(value=2.8), title="Height")
    walls: Annotated[tuple[Weighted, ...], AfterValidator(weights_are_usable)] = Field(
        min_length=1, title="Walls", description="Wall materials; one is chosen for each frame."
    )
    tile_scale: PositiveDistribution = Field(
        default=Fixed(value=1.0), title="Tiling", description="Size of the pattern; 1 is the material's true size."
    )
    ceiling: Color | None = Field(default="#e8e6e0", title="Ceiling", description="Its colour; none if left empty.")


class ImageEnvironment(SpecModel):
    """A surrounding picture that lights the scene and shows in reflections."""

    kind: Literal["image"] = "image"
    images: Annotated[tuple[Weighted, ...], AfterValidator(weights_are_usable)] = Field(min_length=1, title="Images")
    rotation_deg: Distribution = Field(default=Fixed(value=0.0), title="Rotation")
    brightness: NonNegativeDistribution = Field(default=Fixed(value=1.0), title="Brightness")


class ColorEnvironment(SpecModel):
    """The same light from everywhere."""

    kind: Literal["color"] = "color"
    color: Color = Field(default="#ffffff", title="Colour")
    brightness: NonNegativeDistribution = Field(default=Fixed(value=1.0), title="Brightness")


EnvironmentSpec = Annotated[ImageEnvironment | ColorEnvironment, Field(discriminator="kind")]
