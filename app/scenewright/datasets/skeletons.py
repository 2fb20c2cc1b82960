"""Which keypoints a dataset's classes have: its `skeletons.json`."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

_COCO_SIGMAS = {"nose": 0.026} | {
    f"{side}_{name}": sigma
    for side in ("left", "right")
    for name, sigma in {
        "eye": 0.025, "ear": 0.035, "shoulder": 0.079, "elbow": 0.072, "wrist": 0.062, "hip": 0.107, "knee": 0.087,
        "ankle": 0.089,
    }.items()
}  # fmt: skip
"""How far apart people set a point of the body, as a share of the body's size: https://cocodataset.org, "Keypoints"."""

_ANY_SIGMA = 0.05
"""For points that nobody measured: in the middle of COCO's."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A set of keypoints.

    Attributes:
        points: Their names, in the order of the records.
        edges: Pairs of names to draw lines between.
        symmetry: Pairs of names that change places in a mirror image.
        sigmas: How far off each point may be, for object keypoint similarity; empty for the usual ones.
    """

    points: tuple[str, ...]
    edges: tuple[tuple[str, str], ...] = ()
    symmetry: tuple[tuple[str, str], ...] = ()
    sigmas: tuple[float, ...] = ()

    def oks_sigmas(self) -> tuple[float, ...]:
        """Return a sigma for each point: its own, or the usual one of its name."""
        return self.sigmas or tuple(usual_sigma(name) for name in self.points)


@dataclass(frozen=True, slots=True)
class Skeletons:
    """All keypoint sets by name, and the set of each class that has one."""

    by_name: Mapping[str, Skeleton]
    of_class: Mapping[str, str]

    def of(self, class_name: str) -> Skeleton | None:
        """Return a class's keypoint set, if it has one."""
        name = self.of_class.get(class_name)
        return None if name is None else self.by_name[name]


def usual_sigma(name: str) -> float:
    """Return COCO's sigma for a point of the body, and a middling one for any other point."""
    return _COCO_SIGMAS.get(name, _ANY_SIGMA)


NO_SKELETONS = Skeletons({}, {})


def skeletons_json(skeletons: Skeletons) -> str:
    """Return them as JSON."""
    sets = {name: asdict(item) for name, item in skeletons.by_name.items()}
    return json.dumps({"skeletons": sets, "classes": dict(skeletons.of_class)}, indent=2, ensure_ascii=False) + "\n"


def skeletons_from_json(text: str | bytes) -> Skeletons:
    """Return what `skeletons_json` wrote.

    Raises:
        AttributeError, KeyError, TypeError, ValueError: The text is something else.
    """
    data = json.loads(text)
    by_name = {
        str(name): Skeleton(
            tuple(item["points"]), _pairs(item["edges"]), _pairs(item["symmetry"]), tuple(item.get("sigmas", ()))
        )
        for name, item in data["skeletons"].items()
    }
    of_class = {str(name): str(skeleton) for name, skeleton in data["classes"].items()}
    if not set(of_class.values()) <= set(by_name):
        raise ValueError("a class has a skeleton that is not there")
    return Skeletons(by_name, of_class)


def _pairs(pairs: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((str(one), str(other)) for one, other in pairs)
