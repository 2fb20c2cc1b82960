"""An object that looks for a place, and what is there already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scenewright.assets.solid import Solid
from scenewright.geometry.transforms import Matrix, Quaternion, rotation_matrix
from scenewright.sampling.bodies import Body, lowest_m
from scenewright.sampling.plan import CameraPlan


@dataclass(frozen=True)
class Scene:
    """What a place may depend on.

    Attributes:
        cameras: Those that objects may be placed by, by name.
        bodies: Those that have found their places, in order.
        fellows: Of these, the ones of the same group that go to the same kind of place.
    """

    cameras: Mapping[str, CameraPlan]
    bodies: Sequence[Body]
    fellows: Sequence[Body]

    def of_group(self, name: str) -> list[Body]:
        """Return the bodies of a group."""
        return [body for body in self.bodies if body.group == name]


@dataclass(frozen=True)
class Wanted:
    """An object that looks for a place.

    Attributes:
        name: Its name among the frame's choices, the try included.
        group: Its group.
        number: Its number in the group.
        slot: Its number among those that are counted together.
        solid: Its shape.
        rotation: Its turn.
        scale: Its size.
        settles: Whether it will be let drop.
    """

    name: str
    group: str
    number: int
    slot: int
    solid: Solid
    rotation: Quaternion
    scale: float
    settles: bool

    @property
    def lowest_m(self) -> float:
        """Height of its lowest point over its origin."""
        return lowest_m(self.solid, self.rotation, self.scale)

    @property
    def footprint(self) -> Matrix:
        """Its convex hull's corners (N, 2), turned and scaled, seen from above and from its origin."""
        points: Matrix = (self.solid.points @ rotation_matrix(self.rotation).T * self.scale)[:, :2]
        return points
