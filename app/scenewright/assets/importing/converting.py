"""One asset: read, mended, and written into a folder as the library has it. Runs in the child that may be killed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np

from scenewright.assets.doctor import UNITS_M, Finding, examine, mend
from scenewright.assets.doctor.surface import (
    few_enough,
    with_normals,
    with_texture_coordinates,
    without_degenerate,
    wound_outwards,
)
from scenewright.assets.importing.formats import check_source
from scenewright.assets.importing.guard import Guard
from scenewright.assets.importing.meshes import read_meshes
from scenewright.assets.importing.panoramas import write_environment
from scenewright.assets.importing.reading import at_rest
from scenewright.assets.importing.surfaces import surface_in, write_surface
from scenewright.assets.importing.urdf import Machine, read_urdf
from scenewright.assets.importing.usd import Scene, opened_scene, write_rigged
from scenewright.assets.library import USD_SUFFIXES
from scenewright.assets.model import Model
from scenewright.assets.source_facts import SourceFacts
from scenewright.assets.usd_writing import LinkGeometry, write_machine, write_model
from scenewright.errors import UserError


@dataclass(frozen=True)
class Task:
    """What is to be converted; plain values, so that it can be told to another process.

    Attributes:
        source: The file or, for a surface, its folder or picture.
        root: What it may read from.
        target: An empty folder; its name without the leading dot and the ending is the entry's.
        name: The entry's name.
        kind: What becomes of it.
        title: What people call it.
        class_name: What it is; empty if not known.
        unit: Its unit of length, a key of UNITS_M; None to find out.
        up_axis: Its up axis; None to find out.
        most_triangles: Simplify to so many.
        allow_outside: Let it read files outside the root.
        size_m: Edge length of a surface's pattern.
    """

    source: str
    root: str
    target: str
    name: str
    kind: Literal["object", "floor", "wall", "environment"]
    title: str
    class_name: str = ""
    unit: str | None = None
    up_axis: str | None = None
    most_triangles: int | None = None
    allow_outside: bool = False
    size_m: float = 1.0


@dataclass(frozen=True)
class Converted:
    """What came of it.

    Attributes:
        size_m: Its extent, or a surface's pattern; metres.
        triangles: How many it has now,
        source_triangles: and had.
        findings: What the doctor said.
        poses: Names of its poses and clips.
        tags: For finding it.
        details: What else its entry says.
    """

    size_m: tuple[float, ...]
    triangles: int
    source_triangles: int
    findings: tuple[Finding, ...]
    poses: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)


def convert_model(task: Task) -> Converted:
    """Convert one model.

    Raises:
        UserError: It cannot be used.
        OSError: The target cannot be written.
    """
    source, target = Path(task.source), Path(task.target) / f"{task.name}.usdc"
    check_source(source)
    guard = Guard(source.parent, Path(task.root), allow_outside=task.allow_outside)
    suffix = source.suffix.lower()
    if suffix == ".urdf":
        return _machine(task, read_urdf(source, guard), target)
    if suffix in USD_SUFFIXES:
        with opened_scene(source, guard) as scene:
            return _usd(task, scene, target)
    model, facts = read_meshes(source, guard)
    return _mesh(task, model, facts, target)


def _usd(task: Task, scene: Scene, target: Path) -> Converted:
    tags = scene.facts.semantic_labels
    if scene.poses is None:
        return replace(_mesh(task, scene.model, scene.facts, target), tags=tags)
    unit = None if task.unit is None else UNITS_M[task.unit]
    write_rigged(scene, target, task.class_name, unit, task.up_axis)
    mended, findings = mend(scene.model, scene.facts, task.class_name or None, unit=unit, up_axis=task.up_axis)
    # Meshes that a rig moves stay as they are.
    said = tuple(replace(finding, mended=finding.mended and finding.code == "up_axis") for finding in findings)
    return replace(_converted(mended, scene.model, said), poses=scene.poses, tags=tags)


def _mesh(task: Task, model: Model, facts: SourceFacts, target: Path) -> Converted:
    unit = None if task.unit is None else UNITS_M[task.unit]
    mended, findings = mend(
        model, facts, task.class_name or None, unit=unit, up_axis=task.up_axis, most_triangles=task.most_triangles
    )
    write_model(target, mended, task.title, task.class_name)
    return _converted(mended, model, findings)


def _machine(task: Task, machine: Machine, target: Path) -> Converted:
    whole = at_rest(machine, Path(task.source))
    share = 1.0 if task.most_triangles is None else min(task.most_triangles / max(whole.triangle_count, 1), 1.0)
    said: dict[str, Finding] = {finding.code: finding for finding in examine(whole, machine.facts, task.class_name)}
    links = tuple(_clean(link, machine, share) for link in machine.links)
    write_machine(target, links, machine.joints, task.title, task.class_name)
    mended = at_rest(replace(machine, links=links), Path(task.source))
    return _converted(mended, whole, tuple(said.values()))


def _clean(link: LinkGeometry, machine: Machine, share: float) -> LinkGeometry:
    if not link.parts:
        return link
    model = Model(link.name, link.parts)
    for step in (without_degenerate, wound_outwards, with_normals, with_texture_coordinates):
        model = step(model, machine.facts)[0]
    if share < 1:
        model = few_enough(model, max(int(model.triangle_count * share), 100))[0]
    return replace(link, parts=model.parts)


def _converted(model: Model, source: Model, findings: tuple[Finding, ...]) -> Converted:
    low, high = (np.array(corner) for corner in model.bounds)
    size = tuple(round(float(length), 4) for length in high - low)
    return Converted(size, model.triangle_count, source.triangle_count, findings)


def convert_surface(task: Task) -> Converted:
    """Convert a folder of maps, or one picture, to a floor or wall.

    Raises:
        UserError: It cannot be used.
        OSError: The target cannot be written.
    """
    surface = surface_in(Path(task.source))
    if surface is None:
        raise UserError(f"{task.source} holds no maps of a surface: a picture of its colour, and others, are needed.")
    said = write_surface(surface, Path(task.target), task.size_m, allow_outside=task.allow_outside)
    findings = tuple(Finding("maps", "note", sentence, mended=True) for sentence in said)
    return Converted((task.size_m, task.size_m), 0, 0, findings, tags=tuple(sorted(surface.maps)))


def convert_environment(task: Task) -> Converted:
    """Convert a picture of surroundings; its sun is written into the target's details.

    Raises:
        UserError: It cannot be used.
        OSError: The target cannot be written.
    """
    target = Path(task.target) / f"{task.name}.exr"
    details = write_environment(Path(task.source), target, allow_outside=task.allow_outside)
    return Converted((), 0, 0, (), details=details)


def as_plain(converted: Converted) -> dict[str, Any]:
    """Return it as JSON has it."""
    return {
        "size_m": list(converted.size_m),
        "triangles": converted.triangles,
        "source_triangles": converted.source_triangles,
        "findings": [vars(finding) for finding in converted.findings],
        "poses": list(converted.poses),
        "tags": list(converted.tags),
        "details": dict(converted.details),
    }


def from_plain(data: dict[str, Any]) -> Converted:
    """Return what `as_plain` was given."""
    return Converted(
        size_m=tuple(data["size_m"]),
        triangles=data["triangles"],
        source_triangles=data["source_triangles"],
        findings=tuple(Finding(**finding) for finding in data["findings"]),
        poses=tuple(data["poses"]),
        tags=tuple(data["tags"]),
        details=data["details"],
    )
