"""A body of a wanted shape, with its skeleton and skin weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from people.source import Array, Index, base_mesh, rig, target, weights

SIDES = {"l": 1.0, "r": -1.0}
"""The sign of x on the subject's left and right."""
ARM = ("upperarm", "lowerarm", "hand", "thumb", "index", "middle", "ring", "pinky")
HAND = ARM[2:]


@dataclass(frozen=True)
class Shape:
    """What a body looks like.

    Attributes:
        sex: "female" or "male".
        height_m: Without shoes.
        ancestry: Weights of "african", "asian" and "caucasian" features; they sum to 1.
        age: 0 is about 25 years, 1 is old.
        muscle: 0 to 1.
        weight: 0 to 1.
        details: Weights of further targets by name.
    """

    sex: str
    height_m: float
    ancestry: Mapping[str, float]
    age: float = 0.1
    muscle: float = 0.5
    weight: float = 0.5
    details: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Body:
    """A naked body at rest, standing barefoot on z = 0.

    Attributes:
        points: (v, 3), all points of the base mesh.
        weights: (v, j), rows sum to 1.
        joints: Names; parents come before their children.
        parents: (j,), -1 for the root.
        heads: (j, 3), where the joints are.
    """

    points: Array
    weights: Array
    joints: tuple[str, ...]
    parents: Index
    heads: Array

    def head(self, joint: str) -> Array:
        """Return where a joint is, (3,)."""
        return self.heads[self.joints.index(joint)]

    def weight(self, *prefixes: str) -> Array:
        """Return how much joints whose names begin so carry each point, (v,)."""
        return self.weights[:, [name.startswith(prefixes) for name in self.joints]].sum(1)

    def group(self, name: str) -> Index:
        """Return the faces (f, 4) of a group of the base mesh."""
        return base_mesh().faces[name]

    def middle(self, group: str) -> Array:
        """Return the middle (3,) of a group's points."""
        return self.points[np.unique(self.group(group))].mean(0)

    @cached_property
    def eye_height(self) -> float:
        """Of the eyes' middles, in metres."""
        return float(self.middle("helper-l-eye")[2])


def shaped(shape: Shape) -> Body:
    """Return a body of a shape."""
    points = base_mesh().points.copy()
    for age, share in (("young", 1.0 - shape.age), ("old", shape.age)):
        for kind, much in shape.ancestry.items():
            points += share * much * target(f"macrodetails/{kind}-{shape.sex}-{age}")
        for muscle, strong in _thirds(shape.muscle, "muscle"):
            for weight, heavy in _thirds(shape.weight, "weight"):
                if share * strong * heavy:
                    name = f"macrodetails/universal-{shape.sex}-{age}-{muscle}-{weight}"
                    points += share * strong * heavy * target(name)
    for name, much in shape.details.items():
        points += much * target(name)
    skin = points[np.unique(base_mesh().faces["body"])]
    low, high = skin[:, 2].min(), skin[:, 2].max()
    points = (points - [0.0, 0.0, low]) * (shape.height_m / (high - low))
    return _rigged(points)


def _thirds(value: float, what: str) -> list[tuple[str, float]]:
    return [
        (f"min{what}", max(0.0, 1.0 - 2.0 * value)),
        (f"average{what}", 1.0 - abs(2.0 * value - 1.0)),
        (f"max{what}", max(0.0, 2.0 * value - 1.0)),
    ]


def _rigged(points: Array) -> Body:
    bones, mesh = rig(), base_mesh()
    order: list[str] = []

    def add(name: str) -> None:
        order.append(name)
        for child in sorted(bones):
            if bones[child]["parent"] == name:
                add(child)

    add("Root")

    def place(bone: dict[str, object]) -> Array:
        head = bone["head"]
        if head["strategy"] == "CUBE":
            return points[np.unique(mesh.faces[head["cube_name"]])].mean(0)
        if head["strategy"] == "MEAN":
            return points[head["vertex_indices"]].mean(0)
        return points[head["vertex_index"]]

    heads = np.array([np.zeros(3) if name == "Root" else place(bones[name]) for name in order])
    carried = np.zeros((len(points), len(order)))
    for name, pairs in weights().items():
        for point, weight in pairs:
            carried[int(point), order.index(name)] = weight
    total = carried.sum(1, keepdims=True)
    carried = np.where(total > 0, carried / np.where(total > 0, total, 1.0), 0.0)
    parents = np.array([order.index(bones[name]["parent"]) if bones[name]["parent"] else -1 for name in order])
    return Body(points, carried, tuple(order), parents, heads)
