"""Lights."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from scenewright.spec.base import Note, SpecModel
from scenewright.spec.choices import Color
from scenewright.spec.distributions import Distribution, Fixed
from scenewright.spec.limits import (
    ElevationDistribution,
    NonNegativeDistribution,
    PositiveDistribution,
    ShareDistribution,
    TemperatureDistribution,
    Vector3,
    Within,
)
from scenewright.spec.looks import ColorChoice

LightCount = Annotated[Distribution, AfterValidator(Within(low=0, high=16, whole=True))]
BeamDistribution = Annotated[Distribution, AfterValidator(Within(low=1, high=85))]


class FlickerSpec(SpecModel):
    """Light that changes from picture to picture; on average it is as strong as without."""

    depth: ShareDistribution = Field(
        default=Fixed(value=0.2), title="Depth", description="How far it rises and falls, as a share of its strength."
    )
    kind: Literal["mains", "random"] = Field(
        default="random",
        title="Kind",
        description="Mains: a wave of 100 or 120 Hz, of which each picture shows a moment. Random: each by luck.",
    )
    rate_hz: PositiveDistribution = Field(default=Fixed(value=100.0), title="Rate", description="Of the mains' wave.")


class _Lamp(SpecModel):
    """What all lights of a project's own have."""

    name: str = Field(min_length=1, title="Name", description="As the history and the preview call it.")
    count: LightCount = Field(default=Fixed(value=1.0), title="Count", description="So many, each drawn by itself.")
    intensity: NonNegativeDistribution = Field(
        default=Fixed(value=1.0), title="Intensity", description="Twice as much makes what it lights twice as bright."
    )
    color: Color = Field(
        default="#ffffff", title="Colour", description="Tints what the light falls on; white changes no colours."
    )
    drawn_color: ColorChoice | None = Field(
        default=None, title="Drawn colour", description="Instead of the colour: one drawn for each lamp."
    )
    temperature_k: TemperatureDistribution | None = Field(
        default=None,
        title="Colour temperature",
        description="Also tints the light: 2700 is a warm lamp, 6500 daylight.",
    )
    flicker: FlickerSpec | None = Field(
        default=None,
        title="Flicker",
        description="Brightness that changes from picture to picture, as of lamps on mains.",
    )


class LightOrbit(SpecModel):
    """On a shell around what a light points at; for a point light, around the origin."""

    distance_m: PositiveDistribution = Field(title="Distance", description="From what the light points at.")
    azimuth_deg: Distribution = Field(default=Fixed(value=0.0), title="Azimuth", description="0 is +x, 90 is +y.")
    elevation_deg: ElevationDistribution = Field(
        default=Fixed(value=45.0), title="Elevation", description="Height above the horizon; 90 is straight above."
    )


class _PlacedLamp(_Lamp):
    """A light that is somewhere."""

    position_m: Vector3 = Field(
        default=Vector3(z=Fixed(value=2.0)), title="Position", description="Where the lamp hangs."
    )
    orbit: LightOrbit | None = Field(
        default=None, title="Orbit", description="On a shell around what it points at, instead of a position."
    )

    @model_validator(mode="after")
    def _is_in_one_place(self) -> Self:
        if self.orbit is not None and "position_m" in self.model_fields_set and self.position_m != _ABOVE:
            raise ValueError("position_m and orbit both say where the light is: remove one")
        return self


_ABOVE = Vector3(z=Fixed(value=2.0))


class DirectionalLight(_Lamp):
    """Light from far away, as the sun's."""

    kind: Literal["directional"] = "directional"
    azimuth_deg: Distribution = Field(
        default=Fixed(value=0.0), title="Azimuth", description="Where it comes from: 0 is +x, 90 is +y."
    )
    elevation_deg: ElevationDistribution = Field(
        default=Fixed(value=45.0), title="Elevation", description="Height above the horizon."
    )
    cast_shadow: bool = Field(
        default=True, title="Casts shadows", description="Whether objects before it darken what is behind them."
    )
    note: Note = ""


class PointLight(_PlacedLamp):
    """A small lamp that shines to all sides; intensity falls with the square of the distance."""

    kind: Literal["point"] = "point"
    cast_shadow: bool = Field(
        default=False, title="Casts shadows", description="Whether objects before it darken what is behind them."
    )
    note: Note = ""


class SpotLight(_PlacedLamp):
    """A lamp with a beam; along its middle it is as strong as a point light of the same intensity."""

    kind: Literal["spot"] = "spot"
    target_m: Vector3 = Field(
        default=Vector3(), title="Points at", description="The point that the beam's middle meets."
    )
    beam_deg: BeamDistribution = Field(
        default=Fixed(value=25.0), title="Beam", description="From the middle of the beam to its end."
    )
    softness: ShareDistribution = Field(
        default=Fixed(value=0.3), title="Softness", description="Share of the beam over which it fades out."
    )
    cast_shadow: bool = Field(
        default=True, title="Casts shadows", description="Whether objects before it darken what is behind them."
    )
    note: Note = ""


class AreaLight(_PlacedLamp):
    """A shining rectangle, as a window or a soft box: its shadows are soft. It shines to one side only.

    Far before its middle it is as strong as a point light of the same intensity.
    """

    kind: Literal["area"] = "area"
    target_m: Vector3 = Field(default=Vector3(), title="Points at", description="The point that the rectangle faces.")
    width_m: PositiveDistribution = Field(
        default=Fixed(value=0.6), title="Width", description="A wider rectangle makes softer shadows."
    )
    height_m: PositiveDistribution = Field(
        default=Fixed(value=0.6), title="Height", description="A higher rectangle makes softer shadows."
    )
    cast_shadow: bool = Field(
        default=True, title="Casts shadows", description="Whether objects before it darken what is behind them."
    )
    note: Note = ""


class SunLight(SpecModel):
    """The sun of the sky, or the strongest light of the surrounding picture, so that shadows fall where it says.

    The surroundings light the scene without sharp shadows; this adds the light that casts them. Where they are a plain
    colour it stays dark.
    """

    kind: Literal["sun"] = "sun"
    name: str = Field(min_length=1, title="Name", description="As the history and the preview call it.")
    intensity: NonNegativeDistribution = Field(
        default=Fixed(value=1.0), title="Intensity", description="1 is as strong as the surroundings say."
    )
    cast_shadow: bool = Field(
        default=True, title="Casts shadows", description="Whether objects before it darken what is behind them."
    )
    note: Note = ""


LightSpec = Annotated[DirectionalLight | PointLight | SpotLight | AreaLight | SunLight, Field(discriminator="kind")]
