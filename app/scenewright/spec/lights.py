"""Lights."""

from typing import Annotated, Literal

from pydantic import Field

from scenewright.spec.base import SpecModel
from scenewright.spec.choices import Color
from scenewright.spec.distributions import Distribution, Fixed
from scenewright.spec.limits import ElevationDistribution, NonNegativeDistribution, TemperatureDistribution, Vector3


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
    temperature_k: TemperatureDistribution | None = Field(
        default=None,
        title="Colour temperature",
        description="Also tints the light: 2700 is a warm lamp, 6500 daylight.",
    )
    cast_shadow: bool = Field(default=True, title="Casts shadows")


class PointLight(SpecModel):
    """A small lamp that shines to all sides; intensity falls with the square of the distance."""

    kind: Literal["point"] = "point"
    name: str = Field(min_length=1, title="Name")
    position_m: Vector3 = Field(default=Vector3(z=Fixed(value=2.0)), title="Position")
    intensity: NonNegativeDistribution = Field(default=Fixed(value=1.0), title="Intensity")
    color: Color = Field(default="#ffffff", title="Colour")
    temperature_k: TemperatureDistribution | None = Field(
        default=None,
        title="Colour temperature",
        description="Also tints the light: 2700 is a warm lamp, 6500 daylight.",
    )
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
