"""GLB, glTF, OBJ, STL, PLY and DAE through trimesh."""

import io
from pathlib import Path
from typing import Any, Literal

import numpy as np
import PIL.Image
import trimesh
from numpy.typing import NDArray

from scenewright.assets.images import linear_from_srgb
from scenewright.assets.importing.formats import xml_root
from scenewright.assets.importing.guard import Guard, GuardedResolver
from scenewright.assets.importing.pictures import channel, image_of, tinted
from scenewright.assets.model import Material, Model, Part, used_vertices
from scenewright.assets.source_facts import SourceFacts
from scenewright.errors import UserError

_MOST_TRIANGLES = 20_000_000
MESH_SUFFIXES = (".glb", ".gltf", ".obj", ".stl", ".ply", ".dae")
Rgb = tuple[float, float, float]


class EmptyError(UserError):
    """A sound file holds nothing that can be seen."""


def read_meshes(path: Path, guard: Guard) -> tuple[Model, SourceFacts]:
    """Read a file in its own unit and axes, all of its meshes where its scene puts them.

    Raises:
        UserError: It cannot be read, or holds nothing to show.
    """
    suffix = path.suffix.lower()
    scene = _loaded(path, suffix, guard)
    meshes = [geometry for geometry in scene.geometry.values() if isinstance(geometry, trimesh.Trimesh)]
    # Asked before anything computes them: afterwards all have normals.
    has_normals = all("vertex_normals" in mesh._cache.cache for mesh in meshes)
    materials: dict[int, Material] = {}
    parts = [part for node in scene.graph.nodes_geometry if (part := _part(scene, node, materials, path)) is not None]
    if not parts:
        raise EmptyError(f"{path} holds no triangles: export the model as a mesh with faces.")
    if sum(len(part.triangles) for part in parts) > _MOST_TRIANGLES:
        raise UserError(f"{path} has more than 20 million triangles: simplify it first.")
    metres, up = _conventions(path, suffix)
    facts = SourceFacts(
        path=path,
        format=suffix[1:],
        metres_per_unit=metres,
        up_axis=up,
        has_normals=has_normals,
        has_uvs=all(getattr(mesh.visual, "uv", None) is not None for mesh in meshes),
        missing_textures=tuple(guard.missing),
        outside_textures=tuple(guard.outside),
        camera_count=1 if scene.has_camera else 0,
        light_count=len(scene._lights) if getattr(scene, "_lights", None) else 0,
    )
    return Model(str(path), tuple(_joined(parts))), facts


def _loaded(path: Path, suffix: str, guard: Guard) -> Any:
    data = io.BytesIO(path.read_bytes())
    try:
        # Without processing nothing is merged or thrown away; files come through the guard alone.
        return trimesh.load_scene(
            data, file_type=suffix[1:], resolver=GuardedResolver(guard), process=False, allow_remote=False
        )
    except MemoryError:
        raise
    except UserError:
        raise
    except Exception as error:  # the loaders raise nearly anything for a damaged file
        named = next(iter([*guard.outside, *guard.missing]), None)
        if named is not None:
            where = "lies outside the asset's folder" if named in guard.outside else "is missing"
            raise UserError(f"{path} needs '{named[:80]}', which {where}: put it beside the file.") from error
        raise UserError(
            f"{path} cannot be read as {suffix[1:].upper()}: it is damaged or cut off; export it again."
        ) from error


def _conventions(path: Path, suffix: str) -> tuple[float | None, Literal["x", "y", "z"] | None]:
    """Return the unit in metres and the up axis, as far as the format or the file says."""
    if suffix in (".glb", ".gltf"):
        return 1.0, "y"
    if suffix != ".dae":
        return None, None
    root = xml_root(path)
    unit = next((element.get("meter") for element in root.iter() if element.tag.endswith("}unit")), None)
    axis = next((element.text or "" for element in root.iter() if element.tag.endswith("}up_axis")), "Y_UP")
    ups: dict[str, Literal["x", "y", "z"]] = {"X_UP": "x", "Y_UP": "y", "Z_UP": "z"}
    try:
        metres = float(unit or 1.0)
    except ValueError:
        metres = 1.0
    return (metres if metres > 0 else 1.0), ups.get(axis.strip(), "y")


def _part(scene: Any, node: str, materials: dict[int, Material], path: Path) -> Part | None:
    matrix, name = scene.graph[node]
    mesh = scene.geometry[name]
    if not isinstance(mesh, trimesh.Trimesh) or not len(mesh.faces):
        return None
    points, faces = np.asarray(mesh.vertices, float), np.asarray(mesh.faces, np.int64)
    if faces.min() < 0 or faces.max() >= len(points):
        raise UserError(f"{path} has faces that name points which are not there: it is damaged; export it again.")
    if not np.isfinite(points[used_vertices(faces, len(points))]).all() or not np.isfinite(matrix).all():
        raise UserError(f"{path} has points that are no numbers: repair the model and export it again.")
    uvs = getattr(mesh.visual, "uv", None)
    coordinates = np.zeros((len(points), 2)) if uvs is None or len(uvs) != len(points) else np.asarray(uvs, float)
    has_normals = "vertex_normals" in mesh._cache.cache
    normals = np.nan_to_num(np.asarray(mesh.vertex_normals, float)) if has_normals else np.zeros_like(points)
    turn = np.linalg.inv(matrix[:3, :3]).T if abs(np.linalg.det(matrix[:3, :3])) > 1e-30 else np.eye(3)
    turned = normals @ turn.T
    lengths = np.linalg.norm(turned, axis=1, keepdims=True)
    if np.linalg.det(matrix[:3, :3]) < 0:
        faces = faces[:, ::-1]
    moved = points @ matrix[:3, :3].T + matrix[:3, 3]
    if not (np.abs(moved) < 1e30).all():
        raise UserError(f"{path} has points that are absurdly far away: repair the model and export it again.")
    return Part(
        positions=moved.astype(np.float32),
        normals=np.where(lengths > 1e-12, turned / np.maximum(lengths, 1e-12), (0, 0, 1)).astype(np.float32),
        uvs=np.nan_to_num(coordinates).astype(np.float32)[:, :2],
        triangles=faces.astype(np.uint32),
        material=_material(mesh, materials),
    )


def _joined(parts: list[Part]) -> list[Part]:
    """Put the parts that wear one material into one."""
    groups: dict[int, list[Part]] = {}
    for part in parts:
        groups.setdefault(id(part.material), []).append(part)
    joined = []
    for group in groups.values():
        firsts = np.cumsum([0, *(len(part.positions) for part in group[:-1])])
        triangles = [part.triangles + np.uint32(first) for part, first in zip(group, firsts, strict=True)]
        joined.append(
            Part(
                np.concatenate([part.positions for part in group]),
                np.concatenate([part.normals for part in group]),
                np.concatenate([part.uvs for part in group]),
                np.concatenate(triangles),
                group[0].material,
            )
        )
    return joined


def _material(mesh: Any, known: dict[int, Material]) -> Material:
    given = getattr(mesh.visual, "material", None)
    key = id(mesh) if given is None else id(given)
    if key not in known:
        known[key] = _plain(mesh) if given is None else _surface(given)
    return known[key]


def _plain(mesh: Any) -> Material:
    """Return the mean of a mesh's colours: this program has none per vertex."""
    colors = getattr(mesh.visual, "vertex_colors", None)
    if mesh.visual.kind is None or colors is None or not len(colors):
        return Material()
    return Material("colored", base_color=_linear(np.asarray(colors)[:, :3].mean(axis=0) / 255))


def _surface(given: Any) -> Material:
    if isinstance(given, trimesh.visual.material.SimpleMaterial):
        return _of_mtl(given)
    color = _factor(getattr(given, "baseColorFactor", None))
    roughness, metallic = _number(given.roughnessFactor, 1.0), _number(given.metallicFactor, 1.0)
    base, packed = _picture(given.baseColorTexture, "base"), _picture(given.metallicRoughnessTexture, "packed")
    return Material(
        name=str(given.name or "material"),
        base_color=color[:3],
        base_color_map=None if base is None else tinted(base, color[:3]),
        roughness=roughness,
        roughness_map=None if packed is None else channel(packed, 1, roughness),
        metallic=metallic,
        metallic_map=None if packed is None else channel(packed, 2, metallic),
        normal_map=_picture(given.normalTexture, "normal"),
        emissive=_emissive(given),
        opacity=color[3] if str(given.alphaMode or "OPAQUE").upper() == "BLEND" else 1.0,
    )


def _emissive(given: Any) -> Rgb:
    """Return a factor times the mean of its picture: this program has no map of light that a surface gives."""
    if given.emissiveFactor is None:
        return 0.0, 0.0, 0.0
    factor = np.clip(np.nan_to_num(np.asarray(given.emissiveFactor, float)[:3]), 0, 100)
    picture = _picture(given.emissiveTexture, "emissive")
    mean = 1.0 if picture is None else np.array(_linear(picture.pixels.reshape(-1, 3).mean(axis=0) / 255))
    red, green, blue = factor * mean
    return float(red), float(green), float(blue)


def _of_mtl(given: Any) -> Material:
    """Return a Wavefront material: Kd is what a picture of it shows, Ns a Blinn-Phong exponent, d the opacity."""
    diffuse = np.asarray(given.diffuse, float).ravel()
    diffuse = np.append(diffuse, 255.0) if len(diffuse) == 3 else diffuse
    shine = max(float(getattr(given, "glossiness", 1.0) or 1.0), 0.0)
    base = _picture(getattr(given, "image", None), "base")
    return Material(
        name=str(getattr(given, "name", None) or "material"),
        base_color=_linear(diffuse[:3] / 255),
        base_color_map=base,
        # Walter et al. 2007: the exponent of a Blinn-Phong lobe that is as wide as one of roughness alpha.
        roughness=float(np.clip((2 / (shine + 2)) ** 0.25, 0.1, 1.0)),
        opacity=float(np.clip(diffuse[3] / 255, 0, 1)),
    )


def _picture(picture: Any, name: str) -> Any:
    return image_of(picture, f"{name}-{id(picture)}") if isinstance(picture, PIL.Image.Image) else None


def _factor(given: Any) -> tuple[float, float, float, float]:
    """Return a linear colour; trimesh holds factors as bytes or as numbers."""
    if given is None:
        return 1.0, 1.0, 1.0, 1.0
    values = np.asarray(given)
    numbers = values.astype(float) / (255 if values.dtype.kind in "ui" else 1)
    red, green, blue, alpha = np.clip(np.append(numbers, 1.0)[:4] if len(numbers) == 3 else numbers[:4], 0, 1)
    return float(red), float(green), float(blue), float(alpha)


def _number(value: Any, default: float) -> float:
    return default if value is None else float(np.clip(value, 0, 1))


def _linear(srgb: NDArray[Any]) -> Rgb:
    values = np.clip(np.nan_to_num(np.asarray(srgb, float)), 0, 1)
    red, green, blue = linear_from_srgb(values.astype(np.float32))
    return float(red), float(green), float(blue)
