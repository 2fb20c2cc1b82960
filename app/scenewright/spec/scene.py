"""What stands around the objects: floor, environment, lights."""

import re
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import AfterValidator, Field, model_validator

from scenewright.spec.base import SpecModel
from scenewright.spec.distributions import Distribution, Fixed
from scenewright.spec.limits import ElevationDistribution, NonNegativeDistribution, PositiveDistribution, Vector3


def _is_hex_color(value: str) -> str:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise ValueError(f"{value!r} is not a colour: write it as '#rrggbb', in quotes")
    return value.lower()


Split = Literal["any", "train", "validation"]
"""Which frames may show something."""

Color = Annotated[str, AfterValidator(_is_hex_color)]
"""An sRGB colour as '#rrggbb'."""


class Weighted(SpecModel):
    """One of several things, chosen as often as its weight says. Bare text in the file is the source."""

    source: str = Field(
        min_length=1, title="Name or file", description="A name in the library, or a path from the project file."
    )
    weight: float = Field(
        default=1.0, ge=0, title="Weight", description="How often it is chosen, relative to the others."
    )

    @model_validator(mode="before")
    @classmethod
    def _text_is_source(cls, value: Any) -> Any:
        return {"source": value} if isinstance(value, str) else value


class WeightedAsset(Weighted):
    """One of several models."""

    split: Split = Field(
        default="any",
        title="Shown in",
        description="Which frames may show it: one that only validation frames show tells how well training carries "
        "over to things it never saw.",
    )


class WeightedPose(SpecModel):
    """One of several poses or movements, chosen as often as its weight says. Bare text in the file is the name."""

    name: str = Field(min_length=1, title="Pose", description="A pose or clip of the asset, such as 'walk'.")
    weight: float = Field(
        default=1.0, ge=0, title="Weight", description="How often it is chosen, relative to the others."
    )

    @model_validator(mode="before")
    @classmethod
    def _text_is_name(cls, value: Any) -> Any:
        return {"name": value} if isinstance(value, str) else value


Choices = TypeVar("Choices", bound=tuple[Weighted, ...] | tuple[WeightedPose, ...])


def weights_are_usable(items: Choices) -> Choices:
    """Raise ValueError where nothing could ever be chosen."""
    if items and sum(item.weight for item in items) <= 0:
        raise ValueError("the weights sum to zero: give at least one entry a weight above 0")
    return items


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


class DirectionalLight(SpecModel):
    """Light from far away, as the sun's."""

    kind: Literal["directional"] = "directional"
    name: str = Field(min_length=1, title="Name")
    azimuth_deg: Distribution = Field(
        default=Fixed(value=0.0), title="Azimuth", description="Where it comes from: 0 is +x, 90 is +y."
    )
    elevation_deg: ElevationDistribution = Field(
        default=Fixed(value=45.0), title="Elevation", description="Height above the horizon."
    )
    intensity: NonNegativeDistribution = Field(default=Fixed(value=1.0), title="Intensity")
    color: Color = Field(default="#ffffff", title="Colour")
    cast_shadow: bool = Field(default=True, title="Casts shadows")


class PointLight(SpecModel):
    """A small lamp that shines to all sides; intensity falls with the square of the distance."""

    kind: Literal["point"] = "point"
    name: str = Field(min_length=1, title="Name")
    position_m: Vector3 = Field(default=Vector3(z=Fixed(value=2.0)), title="Position")
    intensity: NonNegativeDistribution = Field(default=Fixed(value=1.0), title="Intensity")
    color: Color = Field(default="#ffffff", title="Colour")
    cast_shadow: bool = Field(default=False, title="Casts shadows")


class SunLight(SpecModel):
    """The strongest light of the surrounding picture, sun, window or lamp, so that shadows fall where it says.

    The picture itself lights the scene without sharp shadows; this adds the light that casts them. Where the
    surroundings are a plain colour it stays dark.
    """

    kind: Literal["sun"] = "sun"
    name: str = Field(min_length=1, title="Name")
    intensity: NonNegativeDistribution = Field(
        default=Fixed(value=1.0), title="Intensity", description="1 is as strong as the picture says."
    )
    cast_shadow: bool = Field(default=True, title="Casts shadows")


LightSpec = Annotated[DirectionalLight | PointLight | SunLight, Field(discriminator="kind")]


class CameraSpec(SpecModel):
    """A pinhole camera that looks at a point."""

    name: str = Field(default="camera", pattern=r"^[A-Za-z0-9-]+$", max_length=40, title="Name")
    position_m: Vector3 = Field(title="Position")
    look_at_m: Vector3 = Field(title="Looks at")
    roll_deg: Distribution = Field(default=Fixed(value=0.0), title="Roll", description="Turn about the line of sight.")
    focal_length_mm: PositiveDistribution = Field(default=Fixed(value=24.0), title="Focal length")
    sensor_width_mm: float = Field(default=20.955, gt=0, title="Sensor width", description="Horizontal aperture.")
    width_px: int = Field(default=640, ge=16, le=8192, title="Image width")
    height_px: int = Field(default=480, ge=16, le=8192, title="Image height")
    near_m: float = Field(default=0.05, gt=0, title="Near plane", description="Nothing nearer is seen.")
    far_m: float = Field(default=200.0, gt=0, title="Far plane", description="Nothing farther is seen.")
    exposure_stops: Distribution = Field(
        default=Fixed(value=0.0), title="Exposure", description="Brightness of the picture; +1 is twice as bright."
    )

    @model_validator(mode="after")
    def _can_see(self) -> Self:
        if self.near_m >= self.far_m:
            raise ValueError("the near plane must be closer than the far plane")
        here, there = self.position_m, self.look_at_m
        if here == there and all(isinstance(axis, Fixed) for axis in (here.x, here.y, here.z)):
            raise ValueError("the camera looks at its own position: move position_m or look_at_m")
        return self
