"""How things move in a clip: a run of pictures of one scene, a fixed time apart."""

from typing import Annotated, Literal

from pydantic import Field

from scenewright.spec.base import Note, SpecModel
from scenewright.spec.distributions import Distribution, Fixed
from scenewright.spec.limits import NonNegativeDistribution, PositiveDistribution, Vector3

Offset = tuple[float, float, float]
Gaze = Literal["target", "same_way", "along"]


class ClipSpec(SpecModel):
    """Frames come in clips: each shows one scene as time goes on. Objects and cameras move as their motion says."""

    length: int = Field(ge=2, le=100_000, title="Length", description="Pictures in a clip.")
    rate_hz: float = Field(default=30.0, gt=0, le=10_000, title="Rate", description="Pictures in a second.")
    note: Note = ""


class DriftMotion(SpecModel):
    """At constant velocity, turning evenly about its origin; it runs through what stands in its way."""

    kind: Literal["drift"] = "drift"
    velocity_m_s: Vector3 = Field(default=Vector3(), title="Velocity", description="How fast it moves along each axis.")
    axes: Literal["world", "own"] = Field(
        default="world", title="Axes", description="Of the velocity; own: -y is ahead, as the object stands at first."
    )
    spin_deg_s: Vector3 = Field(default=Vector3(), title="Spin", description="About the world's axes.")


class WalkMotion(SpecModel):
    """Ahead, as fast as the feet of the clip that is shown go back; what is in a held pose stands still."""

    kind: Literal["walk"] = "walk"
    speed_m_s: PositiveDistribution | None = Field(
        default=None, title="Speed", description="The clip plays as fast as that needs. None: as the clip was made."
    )
    turn_deg_s: Distribution = Field(default=Fixed(value=0.0), title="Turn", description="Of the way, to the left.")


class PhysicsMotion(SpecModel):
    """Thrown, pushed or let go, then left to gravity, collisions and friction (MuJoCo)."""

    kind: Literal["physics"] = "physics"
    velocity_m_s: Vector3 = Field(default=Vector3(), title="Velocity", description="At the start.")
    spin_deg_s: Vector3 = Field(default=Vector3(), title="Spin", description="At the start, about the world's axes.")


Motion = Annotated[DriftMotion | WalkMotion | PhysicsMotion, Field(discriminator="kind")]


class OrbitMotion(SpecModel):
    """Round what the camera looks at; for cameras on an orbit."""

    kind: Literal["orbit"] = "orbit"
    azimuth_deg_s: Distribution = Field(default=Fixed(value=30.0), title="Round", description="How fast it goes round.")
    elevation_deg_s: Distribution = Field(default=Fixed(value=0.0), title="Up", description="How fast it rises.")
    distance_m_s: Distribution = Field(default=Fixed(value=0.0), title="Away", description="How fast it goes away.")


class CameraDrift(SpecModel):
    """At constant velocity, as on a vehicle."""

    kind: Literal["drift"] = "drift"
    velocity_m_s: Vector3 = Field(title="Velocity", description="How fast it moves along each axis.")
    gaze: Literal["target", "same_way"] = Field(
        default="same_way", title="Gaze", description="Same way: as at the start. Target: stays on what it looks at."
    )


class CameraPath(SpecModel):
    """Along a smooth curve (a cubic spline) from where the camera starts."""

    kind: Literal["path"] = "path"
    points_m: tuple[Offset, ...] = Field(
        min_length=1, max_length=1000, title="Points", description="One after the other, from the starting place."
    )
    seconds: PositiveDistribution = Field(title="Seconds", description="For the whole way; then it stands still.")
    gaze: Gaze = Field(default="target", title="Gaze", description="Along: the way it goes.")


CameraMotion = Annotated[OrbitMotion | CameraDrift | CameraPath, Field(discriminator="kind")]


class HandHeldSpec(SpecModel):
    """The sway of a hand: smooth, around where the camera would be."""

    sway_m: NonNegativeDistribution = Field(
        default=Fixed(value=0.005), title="Sway", description="Standard deviation along each axis."
    )
    turn_deg: NonNegativeDistribution = Field(
        default=Fixed(value=0.4), title="Turn", description="Standard deviation about each axis."
    )
    rate_hz: PositiveDistribution = Field(default=Fixed(value=1.0), title="Rate", description="Of the main swing.")
