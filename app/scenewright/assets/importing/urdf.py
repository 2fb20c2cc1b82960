"""URDF: links with what is seen of them, and joints. Format: http://wiki.ros.org/urdf/XML."""

import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import trimesh

from scenewright.assets.doctor.shape import moved
from scenewright.assets.doctor.surface import with_normals
from scenewright.assets.images import linear_from_srgb
from scenewright.assets.importing.formats import check_source, xml_root
from scenewright.assets.importing.guard import Guard
from scenewright.assets.importing.meshes import MESH_SUFFIXES, EmptyError, read_meshes
from scenewright.assets.model import Material, Model, Part
from scenewright.assets.source_facts import SourceFacts
from scenewright.assets.usd_writing import LinkGeometry, LinkJoint
from scenewright.errors import UserError
from scenewright.geometry.transforms import Matrix

_KINDS = {"revolute": "revolute", "continuous": "revolute", "prismatic": "prismatic"}
_MOST_LINKS = 2000
_UP: dict[str | None, Matrix] = {"y": np.array([[1, 0, 0], [0, 0, -1], [0, 1, 0]], float)}


@dataclass(frozen=True, eq=False)
class Machine:
    """A robot as its file describes it, in metres and Z up."""

    links: tuple[LinkGeometry, ...]
    joints: tuple[LinkJoint, ...]
    facts: SourceFacts


def read_urdf(path: Path, guard: Guard) -> Machine:
    """Read a robot description; collision geometry is left out.

    Raises:
        UserError: It is no tree of links, or names what cannot be read.
    """
    root = xml_root(path)
    try:
        return _machine(path, root, guard)
    except UserError:
        raise
    except (ValueError, TypeError, AttributeError, IndexError, KeyError) as error:
        raise UserError(f"{path} is no usable robot description ({error}): check it with check_urdf.") from error


def _machine(path: Path, root: Any, guard: Guard) -> Machine:
    colors = {item.get("name"): _color(item) for item in root.findall("material")}
    elements = {item.get("name"): item for item in root.findall("link")}
    if not elements or len(elements) > _MOST_LINKS:
        raise UserError(f"{path} has {len(elements)} links: a robot has 1 to {_MOST_LINKS}.")
    joints = tuple(_joint(item) for item in root.findall("joint"))
    poses = _poses(path, list(elements), joints)
    links = tuple(
        LinkGeometry(name, poses[name], _visuals(element, colors, guard)) for name, element in elements.items()
    )
    if not any(link.parts for link in links):
        raise UserError(f"{path} has no visual geometry: import the description that has the meshes.")
    hidden = len(root.findall("link/collision"))
    facts = SourceFacts(
        path, "urdf", 1.0, "z", hidden_mesh_count=hidden, missing_textures=tuple(guard.missing),
        outside_textures=tuple(guard.outside),
    )  # fmt: skip
    return Machine(links, joints, facts)


def _joint(item: Any) -> LinkJoint:
    kind = item.get("type", "fixed")
    axis = np.array(_numbers(_child(item, "axis", "xyz"), (1.0, 0.0, 0.0)))
    length = float(np.linalg.norm(axis))
    x, y, z = (axis / length) if length > 1e-9 else (1.0, 0.0, 0.0)
    limit = item.find("limit")
    low, high = (-math.inf, math.inf)
    if limit is not None and kind in ("revolute", "prismatic"):
        low, high = float(limit.get("lower", 0)), float(limit.get("upper", 0))
    factor = 1.0 if kind == "prismatic" else math.degrees(1.0)
    return LinkJoint(
        name=item.get("name"),
        kind=_KINDS.get(kind, "fixed"),
        parent=item.find("parent").get("link"),
        child=item.find("child").get("link"),
        parent_from_joint=_origin(item),
        axis=(float(x), float(y), float(z)),
        limits=(low * factor, high * factor),
    )


def _poses(path: Path, names: list[str], joints: tuple[LinkJoint, ...]) -> dict[str, Matrix]:
    by_child = {joint.child: joint for joint in joints}
    unknown = [name for joint in joints for name in (joint.parent, joint.child) if name not in names]
    if unknown:
        raise UserError(f"{path} has a joint to the link '{unknown[0]}', which is not there: add it.")
    poses: dict[str, Matrix] = {}

    def pose(name: str, below: tuple[str, ...]) -> Matrix:
        if name in below:
            raise UserError(f"{path}: the joints around '{name}' form a loop: only trees of links can be imported.")
        if name not in poses:
            joint = by_child.get(name)
            poses[name] = np.eye(4) if joint is None else pose(joint.parent, (*below, name)) @ joint.parent_from_joint
        return poses[name]

    for name in names:
        pose(name, ())
    return poses


def _visuals(link: Any, colors: dict[str, Material], guard: Guard) -> tuple[Part, ...]:
    parts: list[Part] = []
    for visual in link.findall("visual"):
        try:
            model = _geometry(visual.find("geometry"), guard)
        except EmptyError:
            continue  # some robots' feet are a point
        named = visual.find("material")
        material = None if named is None else (_color(named) if len(named) else colors.get(named.get("name")))
        placed = moved(model, _origin(visual))
        parts += [replace(part, material=material) if material else part for part in placed.parts]
    return tuple(parts)


def _geometry(geometry: Any, guard: Guard) -> Model:
    mesh = geometry.find("mesh")
    if mesh is not None:
        return _mesh(mesh, guard)
    box, cylinder, sphere = (geometry.find(name) for name in ("box", "cylinder", "sphere"))
    if box is not None:
        made = trimesh.creation.box(_numbers(box.get("size"), (1.0, 1.0, 1.0)))
    elif cylinder is not None:
        made = trimesh.creation.cylinder(float(cylinder.get("radius")), float(cylinder.get("length")), sections=48)
    elif sphere is not None:
        made = trimesh.creation.icosphere(3, float(sphere.get("radius")))
    else:
        raise UserError("A link's geometry is neither a mesh nor a box, cylinder or sphere: use one of these.")
    points = np.asarray(made.vertices, np.float32)
    part = Part(
        points, np.zeros_like(points), np.zeros((len(points), 2), np.float32), made.faces.astype(np.uint32), Material()
    )
    return with_normals(Model("shape", (part,)), SourceFacts(Path("shape"), "urdf", has_normals=False))[0]


def _mesh(mesh: Any, guard: Guard) -> Model:
    file = _package_file(mesh.get("filename", ""), guard)
    if file.suffix.lower() not in MESH_SUFFIXES:
        raise UserError(
            f"The robot names the mesh '{file.name}', which is of no known kind: convert it to DAE, OBJ or STL."
        )
    check_source(file)
    model, facts = read_meshes(file, guard.beside(file))
    scale = np.diag([*_numbers(mesh.get("scale"), (1.0, 1.0, 1.0)), 1.0])
    if file.suffix.lower() == ".dae":
        scale = scale * np.array([facts.metres_per_unit or 1.0] * 3 + [1.0])
        turn = np.eye(4)
        turn[:3, :3] = _UP.get(facts.up_axis, np.eye(3))
        scale = scale @ turn
    if not facts.has_normals:
        model = with_normals(model, facts)[0]
    return moved(model, scale)


def _package_file(name: str, guard: Guard) -> Path:
    """Return the file that a mesh's name means; after 'package://' stands the name of a folder around or below it."""
    if not name.startswith(("package://", "model://")):
        return guard.path(name)
    package, _, rest = name.split("://", 1)[1].lstrip("/").partition("/")
    around = [folder for folder in (guard.folder, *guard.folder.parents[:6]) if folder.name == package]
    places = [*around, guard.root / package, guard.root, guard.folder, *guard.folder.parents[:3]]
    found = next((place for place in places if _is_file(place / rest)), guard.root / package)
    return guard.path(str(found / rest))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _color(item: Any) -> Material:
    color = item.find("color")
    red, green, blue, alpha = _numbers(None if color is None else color.get("rgba"), (0.6, 0.6, 0.6, 1.0))
    linear = linear_from_srgb(np.clip(np.array([red, green, blue], np.float32), 0, 1))
    color_of = (float(linear[0]), float(linear[1]), float(linear[2]))
    return Material(item.get("name") or "color", color_of, opacity=max(0.0, min(alpha, 1.0)))


def _origin(item: Any) -> Matrix:
    x, y, z = _numbers(_child(item, "origin", "xyz"), (0.0, 0.0, 0.0))
    roll, pitch, yaw = _numbers(_child(item, "origin", "rpy"), (0.0, 0.0, 0.0))
    matrix: Matrix = trimesh.transformations.euler_matrix(roll, pitch, yaw, "sxyz")
    matrix[:3, 3] = (x, y, z)
    return matrix


def _child(item: Any, name: str, key: str) -> str | None:
    child = item.find(name)
    return None if child is None else child.get(key)


def _numbers(text: str | None, default: tuple[float, ...]) -> tuple[float, ...]:
    if text is None:
        return default
    values = tuple(float(word) for word in text.split())
    if len(values) != len(default) or not all(math.isfinite(value) for value in values):
        raise ValueError(f"'{text}' is not {len(default)} numbers")
    return values
