"""A set of named points as it is edited, and its file, `keypoints.yaml`."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from scenewright.errors import UserError, os_error_sentence
from scenewright.spec.yaml_text import parse_yaml

FILE_NAME = "keypoints.yaml"

Point3 = tuple[float, float, float]
Pair = tuple[str, str]


@dataclass(frozen=True)
class NamedPoint:
    """One point.

    Attributes:
        name: What it is called.
        position: Metres, in the asset's frame, at rest.
        sigma: How far off it may be, for object keypoint similarity; None for the usual one of its name.
        joint: The joint that it follows; empty for none.
    """

    name: str
    position: Point3
    sigma: float | None = None
    joint: str = ""


@dataclass(frozen=True)
class PointSet:
    """The points of one asset.

    Attributes:
        skeleton: The set's name; assets with the same set share it.
        points: In the order of the records.
        edges: Pairs of names to draw lines between.
        symmetry: Pairs of names that change places in a mirror image.
    """

    skeleton: str
    points: tuple[NamedPoint, ...] = ()
    edges: tuple[Pair, ...] = ()
    symmetry: tuple[Pair, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all points."""
        return tuple(point.name for point in self.points)

    def with_point(self, point: NamedPoint) -> "PointSet":
        """Return the set with one point more."""
        return replace(self, points=(*self.points, point))

    def with_change(self, number: int, **changes: Any) -> "PointSet":
        """Return the set with one point changed; pairs follow its name."""
        old = self.points[number]
        new = replace(old, **changes)
        points = (*self.points[:number], new, *self.points[number + 1 :])
        follow = {old.name: new.name}
        edges, symmetry = (
            tuple((follow.get(a, a), follow.get(b, b)) for a, b in pairs) for pairs in (self.edges, self.symmetry)
        )
        return replace(self, points=points, edges=edges, symmetry=symmetry)

    def without(self, number: int) -> "PointSet":
        """Return the set without one point and its pairs."""
        gone = self.points[number].name
        points = (*self.points[:number], *self.points[number + 1 :])
        edges, symmetry = (tuple(pair for pair in pairs if gone not in pair) for pairs in (self.edges, self.symmetry))
        return replace(self, points=points, edges=edges, symmetry=symmetry)


def read_point_set(file: Path) -> PointSet | None:
    """Return the points of a file; None where there is none.

    Raises:
        UserError: The file does not describe points.
    """
    try:
        data = parse_yaml(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UserError(os_error_sentence("read the keypoints", file, error)) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UserError(f"{file} is no YAML: mend it, or delete it to go without keypoints.") from error
    try:
        points = tuple(_point(item) for item in data["points"])
        edges, symmetry = (tuple((str(a), str(b)) for a, b in data.get(key) or ()) for key in ("edges", "symmetry"))
        return PointSet(str(data.get("skeleton", file.parent.name)), points, edges, symmetry)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UserError(f"{file} does not describe keypoints ({error}): mend it, or delete it.") from error


def write_point_set(file: Path, points: PointSet) -> None:
    """Write a file of points, all or nothing; a set without points removes it.

    Raises:
        UserError: It cannot be written; the old file is as it was.
    """
    data: dict[str, Any] = {"skeleton": points.skeleton, "points": [_plain(point) for point in points.points]}
    for key, pairs in (("edges", points.edges), ("symmetry", points.symmetry)):
        if pairs:
            data[key] = [list(pair) for pair in pairs]
    try:
        if not points.points:
            file.unlink(missing_ok=True)
            return
        partial = file.with_name(f"{file.name}.part")
        text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, default_flow_style=None, width=110)
        partial.write_text(text, encoding="utf-8")
        partial.replace(file)
    except OSError as error:
        raise UserError(os_error_sentence("save the keypoints", file, error)) from error


def trouble_of(points: PointSet) -> str:
    """Return what is wrong with a set, in a sentence; empty where all is well."""
    names = points.names
    if any(not name.strip() for name in names):
        return "Every point needs a name."
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        return f"Two points are called '{twice}': names must differ."
    if any(point.sigma is not None and not 0 < point.sigma <= 1 for point in points.points):
        return "A sigma lies between 0 and 1."
    return ""


def _point(item: dict[str, Any]) -> NamedPoint:
    x, y, z = (float(value) for value in item["position_m"])
    sigma = None if item.get("sigma") is None else float(item["sigma"])
    return NamedPoint(str(item["name"]), (x, y, z), sigma, str(item.get("joint", "")))


def _plain(point: NamedPoint) -> dict[str, Any]:
    plain: dict[str, Any] = {"name": point.name, "position_m": [round(value, 6) for value in point.position]}
    if point.joint:
        plain["joint"] = point.joint
    if point.sigma is not None:
        plain["sigma"] = point.sigma
    return plain
