"""What stands around the objects: floor and environment."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from scenewright.spec.base import Note, SpecModel
from scenewright.spec.choices import Color, Weighted, weights_are_usable
from scenewright.spec.distributions import Distribution, Fixed
from scenewright.spec.limits import NonNegativeDistribution, PositiveDistribution, ShareDistribution, Within

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
    note: Note = ""


class RoomSpec(SpecModel):
    """Four walls around the origin, and a ceiling; the floor ends at the walls. Lights shine through both."""

    width_m: RoomDistribution = Field(default=Fixed(value=6.0), title="Width", description="Along x.")
    depth_m: RoomDistribution = Field(default=Fixed(value=6.0), title="Depth", description="Along y.")
    height_m: RoomDistribution = Field(
        default=Fixed(value=2.8), title="Height", description="From the floor to the ceiling."
    )
    walls: Annotated[tuple[Weighted, ...], AfterValidator(weights_are_usable)] = Field(
        min_length=1, title="Walls", description="Wall materials; one is chosen for each frame."
    )
    tile_scale: PositiveDistribution = Field(
        default=Fixed(value=1.0), title="Tiling", description="Size of the pattern; 1 is the material's true size."
    )
    ceiling: Color | None = Field(default="#e8e6e0", title="Ceiling", description="Its colour; none if left empty.")
    note: Note = ""


class ImageEnvironment(SpecModel):
    """A surrounding picture that lights the scene and shows in reflections."""

    kind: Literal["image"] = "image"
    images: Annotated[tuple[Weighted, ...], AfterValidator(weights_are_usable)] = Field(
        min_length=1, title="Images", description="Surrounding pictures; one is chosen for each frame."
    )
    rotation_deg: Distribution = Field(
        default=Fixed(value=0.0),
        title="Rotation",
        description="Turns the surroundings about the vertical: light and reflections come from elsewhere.",
    )
    brightness: NonNegativeDistribution = Field(
        default=Fixed(value=1.0), title="Brightness", description="1 is as bright as the picture was taken."
    )
    note: Note = ""


class ColorEnvironment(SpecModel):
    """The same light from everywhere."""

    kind: Literal["color"] = "color"
    color: Color = Field(
        default="#ffffff", title="Colour", description="Of the light from everywhere, and of what is seen behind all."
    )
    brightness: NonNegativeDistribution = Field(
        default=Fixed(value=1.0), title="Brightness", description="Twice as much makes the whole scene twice as bright."
    )
    note: Note = ""


class TimeOfDay(SpecModel):
    """When and where: it says where the sun stands."""

    hour: Annotated[Distribution, AfterValidator(Within(0, 24))] = Field(
        default=Fixed(value=12.0), title="Hour", description="Sun time: at 12 the sun is highest."
    )
    day: Annotated[Distribution, AfterValidator(Within(1, 366))] = Field(
        default=Fixed(value=172.0), title="Day of the year", description="172 is the 21st of June."
    )
    latitude_deg: Annotated[float, Field(ge=-90, le=90)] = Field(
        default=48.0, title="Latitude", description="How far north: it says how high the sun rises."
    )
    north_deg: Distribution = Field(
        default=Fixed(value=90.0), title="North", description="Where north lies: 0 is +x, 90 is +y."
    )


class SkyEnvironment(SpecModel):
    """A clear or hazy sky over flat ground (Preetham's model), by the sun's place or the time of day.

    Add a light of kind sun for its shadows. As a camera's exposure would, evenings come out darker than noon, but not
    by as much as they are.
    """

    kind: Literal["sky"] = "sky"
    time: TimeOfDay | None = Field(default=None, title="Time of day", description="Instead of the sun's place.")
    sun_azimuth_deg: Distribution = Field(default=Fixed(value=135.0), title="Sun's azimuth", description="0 is +x.")
    sun_elevation_deg: Annotated[Distribution, AfterValidator(Within(-15, 90))] = Field(
        default=Fixed(value=45.0), title="Sun's elevation", description="Below 0 it is dusk."
    )
    turbidity: Annotated[Distribution, AfterValidator(Within(2, 10))] = Field(
        default=Fixed(value=3.0), title="Haze", description="2 is mountain air, 3 a clear day, 8 thick haze."
    )
    ground: Color = Field(default="#8a857a", title="Ground", description="Its colour, below the horizon.")
    brightness: NonNegativeDistribution = Field(
        default=Fixed(value=1.0), title="Brightness", description="1 is as the sky model says."
    )
    note: Note = ""


class BackdropSpec(SpecModel):
    """A picture behind all that a camera sees, in place of the surroundings: as a photo of the real place.

    It changes colour only. What the floor or the room covers is not seen of it.
    """

    images: Annotated[tuple[Weighted, ...], AfterValidator(weights_are_usable)] = Field(
        min_length=1, title="Pictures", description="Picture files, or folders of which each picture is as likely."
    )
    zoom: Annotated[Distribution, AfterValidator(Within(1, 8))] = Field(
        default=Fixed(value=1.0), title="Zoom", description="1 fills the image; more shows a part, anywhere in it."
    )
    flip: ShareDistribution = Field(default=Fixed(value=0.5), title="Flipped", description="How likely it is mirrored.")
    blur_px: Annotated[Distribution, AfterValidator(Within(0, 40))] = Field(
        default=Fixed(value=0.0), title="Blur", description="Standard deviation; a blurred backdrop looks farther away."
    )
    brightness: Annotated[Distribution, AfterValidator(Within(0, 4))] = Field(
        default=Fixed(value=1.0), title="Brightness", description="1 leaves the picture as it is."
    )
    note: Note = ""


EnvironmentSpec = Annotated[ImageEnvironment | ColorEnvironment | SkyEnvironment, Field(discriminator="kind")]
