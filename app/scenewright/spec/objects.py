"""Objects: what is shown, how many, and where."""

from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from scenewright.spec.base import Note, SpecModel
from scenewright.spec.choices import WeightedAsset, WeightedPose, weights_are_usable
from scenewright.spec.distributions import Fixed
from scenewright.spec.limits import CountDistribution, PositiveDistribution, Vector3, support
from scenewright.spec.looks import LookSpec
from scenewright.spec.motion import Motion
from scenewright.spec.placement import BoxZone, GridPlacement, OneOfPlacement, Placement, Rotation, SinglePlacement


@dataclass(frozen=True)
class CountPart:
    """One of the counts that together say how many objects of a group there are.

    Attributes:
        name: Of the choice, within the group's.
        wanted: How many.
        classes: Only of these; None for any.
        places: Numbers of the places they go to; None for any.
    """

    name: str
    wanted: CountDistribution
    classes: tuple[str | None, ...] | None = None
    places: tuple[int, ...] | None = None

    @property
    def least(self) -> int:
        """Return the smallest number that can be drawn."""
        return int(support(self.wanted)[0])

    @property
    def most(self) -> int:
        """Return the largest number that can be drawn."""
        return int(support(self.wanted)[1])


class ClassCount(SpecModel):
    """How many objects of one class."""

    class_name: str = Field(min_length=1, title="Class")
    count: CountDistribution = Field(title="Count")


class ObjectGroupSpec(SpecModel):
    """Objects of one class that share their random placement."""

    name: str = Field(
        min_length=1,
        title="Name",
        description="By which other parts of the project go, as objects that stand on these.",
    )
    role: Literal["target", "distractor", "scenery"] = Field(
        default="target",
        title="Role",
        description="Targets are what the dataset is about. Distractors hide and confuse: they share no class, model "
        "or look with a target. Scenery is a part of the background. Only targets need a class.",
    )
    may_share: bool = Field(
        default=False, title="May share", description="Distractors may have what targets have, after all."
    )
    class_name: str | None = Field(
        default=None,
        min_length=1,
        title="Class",
        description="What the labels call these objects. None: they are not labelled, but hide what is behind them.",
    )
    assets: Annotated[tuple[WeightedAsset, ...], AfterValidator(weights_are_usable)] = Field(
        min_length=1, title="Assets", description="Models; one is chosen for each object."
    )
    mix: Literal["random", "exact"] = Field(
        default="random",
        title="Mix",
        description="Random: each object is chosen by itself. Exact: over the whole dataset the assets come as often "
        "as their weights say, to within one where the count is fixed.",
    )
    poses: Annotated[tuple[WeightedPose, ...], AfterValidator(weights_are_usable)] = Field(
        default=(),
        title="Poses",
        description="Poses and clips that all of the assets have; one is chosen for each object, a clip at any moment. "
        "None: as the asset stands by itself.",
    )
    look: LookSpec | None = Field(default=None, title="Look", description="None: the assets' own materials.")
    count: CountDistribution = Field(default=Fixed(value=1.0), title="Count", description="Objects in a frame.")
    class_counts: tuple[ClassCount, ...] = Field(
        default=(),
        title="Counts of classes",
        description="So many of these; the count is of the others, if there are any.",
    )
    position_m: Vector3 = Field(
        default=Vector3(), title="Position", description="Of the object's origin, where there is no placement."
    )
    placement: Placement | None = Field(
        default=None,
        title="Placement",
        description="How a place is found for each object: on the floor, in a box, on others, before the camera.",
    )
    rotation_deg: Vector3 = Field(
        default=Vector3(), title="Angles", description="About the world's x, then y, then z axis; without a rotation."
    )
    rotation: Rotation | None = Field(
        default=None,
        title="Rotation",
        description="How each object is turned: upright, tumbled, at rest, towards the camera; instead of angles.",
    )
    scale: PositiveDistribution = Field(default=Fixed(value=1.0), title="Scale", description="1 is true size.")
    collisions: Literal["avoid", "allow"] = Field(
        default="allow",
        title="Collisions",
        description="Avoid: objects do not run into those before them; one that finds no place is left out, with the "
        "reason in the frame's plan.",
    )
    spacing_m: Annotated[float, Field(ge=0)] = Field(
        default=0.0, title="Spacing", description="Kept free around each object where collisions are avoided."
    )
    keep_out: tuple[BoxZone, ...] = Field(
        default=(), title="Keep-out zones", description="Boxes in which none of these objects is put."
    )
    tries: int = Field(default=50, ge=1, le=1000, title="Tries", description="Places tried for each object.")
    settle: bool = Field(default=False, title="Settle", description="Let them drop and come to rest.")
    motion: Motion | None = Field(
        default=None, title="Motion", description="In clips, once they stand. Clips of a pose play on without it."
    )
    note: Note = ""

    @property
    def class_names(self) -> tuple[str, ...]:
        """Return the classes its objects may have, each once."""
        names = [asset.class_name or self.class_name for asset in self.assets]
        return tuple(dict.fromkeys(name for name in names if name is not None))

    @property
    def placements(self) -> tuple[SinglePlacement, ...]:
        """Return the places its objects may go to."""
        if isinstance(self.placement, OneOfPlacement):
            return tuple(place.placement for place in self.placement.places)
        return () if self.placement is None else (self.placement,)

    @property
    def counts(self) -> tuple[CountPart, ...]:
        """Return how many objects there are in a frame, with those apart that have a count of their own."""
        if self.class_counts:
            told = [item.class_name for item in self.class_counts]
            others = tuple(dict.fromkeys(c for c in map(self.class_of, self.assets) if c not in told))
            rest = [CountPart("count", self.count, classes=others)] if others else []
            return (
                *rest,
                *(CountPart(f"class/{c.class_name}/count", c.count, (c.class_name,)) for c in self.class_counts),
            )
        if isinstance(self.placement, OneOfPlacement):
            places = list(enumerate(self.placement.places))
            left = tuple(k for k, place in places if place.count is None)
            rest = [CountPart("count", self.count, places=left)] if left else []
            return (
                *rest,
                *(CountPart(f"place/{k}/count", p.count, places=(k,)) for k, p in places if p.count is not None),
            )
        return (CountPart("count", self.count),)

    def class_of(self, asset: WeightedAsset) -> str | None:
        """Return what labels call an asset; None for what has no label."""
        return asset.class_name or self.class_name

    def _grids(self) -> list[tuple[GridPlacement, int]]:
        """Return the grids that objects go to, each with the most that surely may have to find a place in it."""
        if isinstance(self.placement, GridPlacement):
            return [(self.placement, self.most)]
        told = [
            (self.placements[part.places[0]], part.most)
            for part in self.counts
            if part.places and len(part.places) == 1
        ]
        return [(place, most) for place, most in told if isinstance(place, GridPlacement)]

    @property
    def most(self) -> int:
        """Return how many objects there may be in a frame."""
        return sum(part.most for part in self.counts)

    @model_validator(mode="after")
    def _counts_fit(self) -> Self:
        named = [item.class_name for item in self.class_counts]
        if len({*named}) < len(named):
            raise ValueError("class_counts names a class twice: remove one")
        for name in named:
            if sum(asset.weight for asset in self.assets if self.class_of(asset) == name) <= 0:
                raise ValueError(f"class_counts asks for '{name}', but no asset of the group has that class")
        if named and isinstance(self.placement, OneOfPlacement) and any(p.count for p in self.placement.places):
            raise ValueError("class_counts and the places' counts both say how many there are: remove one")
        return self

    @model_validator(mode="after")
    def _role_fits_class(self) -> Self:
        if self.role == "target" and any(asset.class_name is None for asset in self.assets) and not self.class_name:
            raise ValueError(
                "targets need a class_name; if these are not to be labelled, say role: distractor or role: scenery"
            )
        if self.role == "scenery" and self.class_names:
            raise ValueError("scenery is part of the background: remove its class_name, or make it a distractor")
        return self

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if self.placement is not None and "position_m" in self.model_fields_set and self.position_m != Vector3():
            raise ValueError("position_m and placement both say where objects go: remove one")
        for grid, most in self._grids():
            places = grid.columns * grid.rows * grid.layers
            if most > places:
                raise ValueError(
                    f"the grid has {places} places, but count can be {most}: add columns, rows or layers, or lower "
                    "the count"
                )
        if self.rotation is not None and "rotation_deg" in self.model_fields_set and self.rotation_deg != Vector3():
            raise ValueError("rotation_deg and rotation both say how objects turn: remove one")
        return self
