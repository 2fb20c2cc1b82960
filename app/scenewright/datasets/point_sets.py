"""The keypoints of all classes as one set, for formats in which every object has the same points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scenewright.datasets.records import InstanceRecord
from scenewright.datasets.skeletons import Skeleton, Skeletons

Triple = tuple[float, float, int]


@dataclass(frozen=True, slots=True)
class PointSet:
    """K points.

    Attributes:
        points: Their names; with several skeletons each begins with its skeleton's, as in "robot.wrist".
        edges: Pairs of places, from 0.
        flip: For each point the place of the one that it becomes in a mirror image: itself, where it has no twin.
        sigmas: For object keypoint similarity.
        starts: Where each skeleton's points begin.
    """

    points: tuple[str, ...]
    edges: tuple[tuple[int, int], ...]
    flip: tuple[int, ...]
    sigmas: tuple[float, ...]
    starts: Mapping[str, int]


def point_set(skeletons: Skeletons) -> PointSet:
    """Return the points of all skeletons, one skeleton after the other."""
    starts: dict[str, int] = {}
    points: list[str] = []
    edges: list[tuple[int, int]] = []
    flip: list[int] = []
    sigmas: list[float] = []
    for name, skeleton in skeletons.by_name.items():
        start = starts[name] = len(points)
        points += skeleton.points if len(skeletons.by_name) == 1 else [f"{name}.{item}" for item in skeleton.points]
        edges += [(start + one, start + other) for one, other in _places(skeleton, skeleton.edges)]
        twins = list(range(start, len(points)))
        for one, other in _places(skeleton, skeleton.symmetry):
            twins[one], twins[other] = start + other, start + one
        flip += twins
        sigmas += skeleton.oks_sigmas()
    return PointSet(tuple(points), tuple(edges), tuple(flip), tuple(sigmas), starts)


def triples(item: InstanceRecord) -> list[Triple]:
    """Return an object's own points as x, y, v; 0, 0, 0 where a point is not in the image."""
    return [
        (p.x, p.y, p.visibility) if p.visibility > 0 and p.x is not None and p.y is not None else (0.0, 0.0, 0)
        for p in item.keypoints
    ]


def triples_in(points: PointSet, item: InstanceRecord) -> list[Triple]:
    """Return an object's x, y, v among all points; 0, 0, 0 for those that it does not have."""
    own, start = triples(item), points.starts.get(item.skeleton, 0)
    after = len(points.points) - start - len(own)
    return [*_nothing(start), *own, *_nothing(after)]


def _nothing(count: int) -> list[Triple]:
    return [(0.0, 0.0, 0)] * count


def _places(skeleton: Skeleton, pairs: Sequence[tuple[str, str]]) -> list[tuple[int, int]]:
    place = {name: k for k, name in enumerate(skeleton.points)}
    return [(place[one], place[other]) for one, other in pairs]
