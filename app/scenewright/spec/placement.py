"""Where objects go, relative to the world, to each other and to the camera."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from scenewright.spec.base import SpecModel
from scenewright.spec.choices import weights_are_usable
from scenewright.spec.distributions import Distribution, Fixed
from scenewright.spec.limits import (
    CountDistribution,
    NonNegativeDistribution,
    PositiveDistribution,
    ShareDistribution,
    Vector3,
)

Point2 = tuple[float, float]
Point3 = tuple[float, float, float]
Length = Annotated[float, Field(gt=0, le=1000)]


class Rectangle(SpecModel):
    """An upright rectangle seen from above."""

    kind: Literal["rectangle"] = "rectangle"
    center_m: Point2 = Field(default=(0.0, 0.0), title="Centre", description="Along x and y.")
    size_m: tuple[Length, Length] = Field(title="Size", description="Along x and y.")

    @property
    def bounds_m(self) -> tuple[Point2, Point2]:
        """Return its lowest and its highest corner."""
        (x, y), (width, depth) = self.center_m, self.size_m
        return (x - width / 2, y - depth / 2), (x + width / 2, y + depth / 2)


class Circle(SpecModel):
    """A circle seen from above."""

    kind: Literal["circle"] = "circle"
    center_m: Point2 = Field(default=(0.0, 0.0), title="Centre", description="Along x and y.")
    radius_m: Length = Field(title="Radius", description="Objects' origins lie within it.")

    @property
    def bounds_m(self) -> tuple[Point2, Point2]:
        """Return the corners of the rectangle around it."""
        (x, y), radius = self.center_m, self.radius_m
        return (x - radius, y - radius), (x + radius, y + radius)


class Polygon(SpecModel):
    """Any outline seen from above."""

    kind: Literal["polygon"] = "polygon"
    points_m: tuple[Point2, ...] = Field(
        min_length=3, max_length=200, title="Corners", description="One after the other around the area."
    )

    @property
    def bounds_m(self) -> tuple[Point2, Point2]:
        """Return the corners of the rectangle around it."""
        xs, ys = zip(*self.points_m, strict=True)
        return (min(xs), min(ys)), (max(xs), max(ys))

    @model_validator(mode="after")
    def _has_an_area(self) -> Self:
        around = zip(self.points_m, (*self.points_m[1:], self.points_m[0]), strict=True)
        if abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in around)) < 1e-9:
            raise ValueError("the corners enclose no area")
        return self


Area = Annotated[Rectangle | Circle | Polygon, Field(discriminator="kind")]


class BoxZone(SpecModel):
    """A box that objects stay out of."""

    low_m: Point3 = Field(title="Lowest corner", description="Where the box begins along x, y and z.")
    high_m: Point3 = Field(title="Highest corner", description="Where the box ends along x, y and z.")

    @model_validator(mode="after")
    def _corners_are_in_order(self) -> Self:
        if any(low >= high for low, high in zip(self.low_m, self.high_m, strict=True)):
            raise ValueError("each number of low_m must be below that of high_m")
        return self


class SpherePlacement(SpecModel):
    """In a ball or a shell around a point, every place in it as likely; objects hang in the air."""

    kind: Literal["sphere"] = "sphere"
    center_m: Vector3 = Field(default=Vector3(), title="Centre", description="Of the ball.")
    radius_m: Length = Field(title="Radius", description="No object's origin is farther from the centre.")
    inner_radius_m: Annotated[float, Field(ge=0)] = Field(
        default=0.0,
        title="Inner radius",
        description="No object's origin is nearer to the centre; above 0 the ball is a shell.",
    )

    @model_validator(mode="after")
    def _radii_are_in_order(self) -> Self:
        if self.inner_radius_m >= self.radius_m:
            raise ValueError("inner_radius_m must be below radius_m")
        return self


class VolumePlacement(SpecModel):
    """Anywhere in a box; objects hang in the air."""

    kind: Literal["volume"] = "volume"
    low_m: Point3 = Field(title="Lowest corner", description="Where the box begins along x, y and z.")
    high_m: Point3 = Field(title="Highest corner", description="Where the box ends along x, y and z.")

    @model_validator(mode="after")
    def _corners_are_in_order(self) -> Self:
        if any(low > high for low, high in zip(self.low_m, self.high_m, strict=True)):
            raise ValueError("no number of low_m may be above that of high_m")
        return self


class SurfacePlacement(SpecModel):
    """Standing on the floor, each place of an area as likely."""

    kind: Literal["surface"] = "surface"
    area: Area = Field(title="Area", description="Where on the surface objects stand.")
    height_m: float = Field(default=0.0, title="Height", description="Of the surface; 0 is the floor.")


class OnPlacement(SpecModel):
    """Standing on another object: on its top, or on any of its boards that has room above."""

    kind: Literal["on"] = "on"
    of: str = Field(
        min_length=1, title="Which objects", description="The objects that carry; they stand above in the list."
    )
    levels: Literal["top", "any"] = Field(
        default="top", title="Boards", description="Top: the highest flat place. Any: every board of a shelf."
    )
    margin_m: Annotated[float, Field(ge=0)] = Field(default=0.0, title="Margin", description="Kept free at the edges.")


class InsidePlacement(SpecModel):
    """Inside another object that is open at the top, such as a bin; let it settle to have it lie there."""

    kind: Literal["inside"] = "inside"
    of: str = Field(min_length=1, title="Which objects", description="The containers; they stand above in the list.")
    margin_m: Annotated[float, Field(ge=0)] = Field(default=0.01, title="Margin", description="Kept free at the walls.")


class NextToPlacement(SpecModel):
    """Standing beside another object, at the same height."""

    kind: Literal["next_to"] = "next_to"
    of: str = Field(min_length=1, title="Which objects", description="The neighbours; they stand above in the list.")
    gap_m: NonNegativeDistribution = Field(
        default=Fixed(value=0.05), title="Gap", description="Kept free between the two."
    )
    azimuth_deg: Distribution | None = Field(default=None, title="Side", description="0 is +x; none: any side.")


class GridPlacement(SpecModel):
    """In rows and columns, one object after the other; a grid of one row is a row, of several layers a stack."""

    kind: Literal["grid"] = "grid"
    origin_m: Vector3 = Field(
        default=Vector3(), title="First place", description="Of the first object; the others follow along x, y and z."
    )
    columns: int = Field(default=1, ge=1, le=1000, title="Columns", description="Along x.")
    rows: int = Field(default=1, ge=1, le=1000, title="Rows", description="Along y.")
    layers: int = Field(default=1, ge=1, le=1000, title="Layers", description="Along z.")
    spacing_m: tuple[float, float, float] = Field(
        default=(0.3, 0.3, 0.3), title="Spacing", description="From one place to the next along x, y and z."
    )
    jitter_m: NonNegativeDistribution = Field(
        default=Fixed(value=0.0), title="Jitter", description="How far each may stand from its place, in the plane."
    )
    filled: ShareDistribution = Field(
        default=Fixed(value=1.0), title="Filled", description="The share of places that have an object."
    )


class StackPlacement(SpecModel):
    """One on top of the other."""

    kind: Literal["stack"] = "stack"
    base_m: Vector3 = Field(default=Vector3(), title="Foot of the stack", description="Where the lowest object stands.")
    jitter_m: NonNegativeDistribution = Field(
        default=Fixed(value=0.0), title="Jitter", description="How far each may be off the one below."
    )


class RowPlacement(SpecModel):
    """Side by side in a row, each as far from the one before as the gap says, whatever their sizes."""

    kind: Literal["row"] = "row"
    start_m: Vector3 = Field(default=Vector3(), title="Start")
    azimuth_deg: Distribution = Field(default=Fixed(value=0.0), title="Direction", description="0 is +x, 90 is +y.")
    gap_m: NonNegativeDistribution = Field(default=Fixed(value=0.02), title="Gap")
    jitter_m: NonNegativeDistribution = Field(
        default=Fixed(value=0.0), title="Jitter", description="How far each may stand before or behind the line."
    )


class FrustumPlacement(SpecModel):
    """In front of a camera, hanging in the air or (with `ground`) standing on the floor."""

    kind: Literal["frustum"] = "frustum"
    camera: str | None = Field(default=None, title="Camera", description="The first one if left out.")
    distance_m: PositiveDistribution = Field(title="Distance", description="Along the line of sight.")
    horizontal: Distribution = Field(
        default=Fixed(value=0.0), title="Across", description="-1 is the left border of the image, 1 the right one."
    )
    vertical: Distribution = Field(
        default=Fixed(value=0.0), title="Up", description="-1 is the lower border of the image, 1 the upper one."
    )
    ground: bool = Field(
        default=False,
        title="On the floor",
        description="They stand on the floor where the line of sight meets it, instead of hanging in the air.",
    )


SinglePlacement = Annotated[
    SpherePlacement
    | VolumePlacement
    | SurfacePlacement
    | OnPlacement
    | InsidePlacement
    | NextToPlacement
    | GridPlacement
    | StackPlacement
    | RowPlacement
    | FrustumPlacement,
    Field(discriminator="kind"),
]


class WeightedPlace(SpecModel):
    """One of several places."""

    weight: float = Field(default=1.0, ge=0, title="Weight", description="How many of the objects go there.")
    count: CountDistribution | None = Field(
        default=None,
        title="Count",
        description="So many go there; places without a count share the group's count by their weights.",
    )
    placement: SinglePlacement = Field(title="Placement", description="Where these objects go.")


class OneOfPlacement(SpecModel):
    """In one of several places, as often as its weight says; with an exact mix of the group, exactly so."""

    kind: Literal["one_of"] = "one_of"
    places: Annotated[tuple[WeightedPlace, ...], AfterValidator(weights_are_usable)] = Field(
        min_length=2, max_length=100, title="Places", description="Each object goes to one of them."
    )


Placement = Annotated[
    SpherePlacement
    | VolumePlacement
    | SurfacePlacement
    | OnPlacement
    | InsidePlacement
    | NextToPlacement
    | GridPlacement
    | StackPlacement
    | RowPlacement
    | FrustumPlacement
    | OneOfPlacement,
    Field(discriminator="kind"),
]


class UprightRotation(SpecModel):
    """As it stands, turned about the vertical."""

    kind: Literal["upright"] = "upright"
    yaw_deg: Distribution = Field(
        default=Fixed(value=0.0), title="Turn", description="About the vertical; 0 is as modelled."
    )


class TiltRotation(SpecModel):
    """Turned about the vertical by any angle, and tilted to any side by at most an angle."""

    kind: Literal["tilt"] = "tilt"
    most_deg: Annotated[float, Field(gt=0, le=180)] = Field(
        title="Most tilt", description="No object leans farther from the vertical."
    )


class AnyRotation(SpecModel):
    """Every orientation as likely (uniform over SO(3))."""

    kind: Literal["any"] = "any"


class FaceCameraRotation(SpecModel):
    """Upright, its front (-y) towards the first camera, give or take."""

    kind: Literal["face_camera"] = "face_camera"
    yaw_deg: Distribution = Field(
        default=Fixed(value=0.0), title="Turned away by", description="How far its front is off the camera."
    )


class RestingRotation(SpecModel):
    """On one of the faces that it can lie on, the larger the likelier, turned about the vertical by any angle."""

    kind: Literal["resting"] = "resting"


Rotation = Annotated[
    UprightRotation | TiltRotation | AnyRotation | FaceCameraRotation | RestingRotation, Field(discriminator="kind")
]
