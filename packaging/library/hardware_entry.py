"""Writing a hardware entry: one atlas for all its materials, a compact USD file, its description."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from bake import Recipe, Sample, Surface, sample_atlas
from hardware_forms import at_rest
from household_entry import written
from models import modelled
from pxr import Sdf, Usd, UsdGeom, Vt
from surfaces import save_within
from usd_writer import Material, Part

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mesh import Index, Mesh
    from numpy.typing import NDArray

QUALITY = {"base_color": 81, "roughness": 74}
LIMIT_KB = 52
NORMAL_STEPS = 160.0
"""Normals are rounded to this part of their length, so that equal ones are stored once."""


@dataclass(frozen=True)
class Finish:
    """What a material of an object is like.

    Attributes:
        recipe: Its surface.
        metallic: 1 for bare metal.
        clearcoat: Strength of a clear coat.
    """

    recipe: Recipe
    metallic: float = 0.0
    clearcoat: float = 0.0


@dataclass(frozen=True)
class Entry:
    """What is known of an object besides its shape and look.

    Attributes:
        name: Of the entry.
        title: Shown to people.
        class_name: What labels call it.
        tags: Search words.
        base_color_px: Edge length of its map.
        roughness_px: Edge length of its map.
        down: Side on which it is laid down, in the coordinates it was modelled in; it then rolls over as it would.
    """

    name: str
    title: str
    class_name: str
    tags: tuple[str, ...]
    base_color_px: int = 512
    roughness_px: int = 192
    down: tuple[float, float, float] | None = None


def write_entry(objects: Path, entry: Entry, body: Mesh, finishes: dict[str, Finish]) -> None:
    """Write an object of one mesh.

    Args:
        objects: The objects folder.
        entry: Its name and so on.
        body: Its mesh with packed coordinates; its material numbers are the finishes in their order.
        finishes: By material name.
    """
    body = _told_apart(body)
    recipe = _by_material(list(finishes.values()))
    maps = _baked(body, recipe, objects / entry.name, entry)
    materials = tuple(
        Material(name, metallic=finish.metallic, clearcoat=finish.clearcoat, clearcoat_roughness=0.15, maps=maps)
        for name, finish in finishes.items()
    )
    if entry.down is not None:
        body = at_rest(body, entry.down)
    parts = [Part(entry.class_name, body, materials)]
    written(objects, entry.name, entry.title, entry.class_name, entry.tags, parts)
    _compacted(objects / entry.name / f"{entry.name}.usdc")


def _baked(body: Mesh, recipe: Recipe, folder: Path, entry: Entry) -> dict[str, str]:
    """Write the maps and return their file names."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for kind, size in (("base_color", entry.base_color_px), ("roughness", entry.roughness_px)):
        surface = recipe(sample_atlas(body, size))
        colour, roughness = surface.colour.reshape(size, size, 3), surface.roughness.reshape(size, size)
        files[kind] = f"{entry.name}_{kind}.jpg"
        save_within(folder / files[kind], colour if kind == "base_color" else roughness, QUALITY[kind], 2, LIMIT_KB)
    return files


def build_modelled(entry: Entry, script: str, finishes: dict[str, Finish], objects: Path) -> None:
    """Write an object that a script of `modelling/`, called with the entry's name, makes as one part."""
    (body, names) = next(iter(modelled(script, entry.name).values()))
    order = list(finishes)
    numbers = np.array([order.index(name) for name in names])
    write_entry(objects, entry, replace(body, material=numbers[body.material]), finishes)


def _told_apart(body: Mesh) -> Mesh:
    """Return a mesh whose materials share no points, with the material's number as `along`."""
    used = body.faces >= 0
    owner = np.broadcast_to(body.material[:, None], body.faces.shape)[used]
    pairs, number = _listed(np.stack([body.faces[used], owner], -1))
    faces = np.full_like(body.faces, -1)
    faces[used] = number
    return replace(
        body,
        points=body.points[pairs[:, 0]],
        normals=body.normals[pairs[:, 0]],
        along=pairs[:, 1].astype(float),
        faces=faces,
    )


def _listed(rows: NDArray[Any]) -> tuple[NDArray[Any], Index]:
    """Return the distinct rows in the order of their first use, which makes small files, and the number of each row."""
    unique, first, number = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first)
    place = np.empty(len(order), dtype=np.intp)
    place[order] = np.arange(len(order))
    return unique[order], place[number.reshape(-1)]


def _by_material(finishes: Sequence[Finish]) -> Recipe:
    def recipe(place: Sample) -> Surface:
        kind = np.round(place.along).astype(int)
        colour, roughness, height = np.zeros_like(place.position), np.zeros(len(kind)), np.zeros(len(kind))
        for number, finish in enumerate(finishes):
            chosen = kind == number
            if chosen.any():
                here = (place.position, place.normal, place.along, place.tangent)
                surface = finish.recipe(Sample(*(values[chosen] for values in here)))
                colour[chosen], roughness[chosen] = surface.colour, surface.roughness
                height[chosen] = surface.height
        return Surface(colour, roughness, height)

    return recipe


def _compacted(path: Path) -> None:
    """Store every distinct normal of a written file once, as flats and turns repeat theirs, in the order of use."""
    stage = Usd.Stage.Open(str(path))
    for prim in stage.Traverse():
        if prim.IsA(UsdGeom.Mesh):
            mesh = UsdGeom.Mesh(prim)
            steps, number = _listed(np.round(np.array(mesh.GetNormalsAttr().Get()) * NORMAL_STEPS).astype(int))
            unit = steps / np.linalg.norm(steps, axis=1, keepdims=True)
            primvar = UsdGeom.PrimvarsAPI(prim).CreatePrimvar(
                "normals", Sdf.ValueTypeNames.Normal3fArray, mesh.GetNormalsInterpolation()
            )
            primvar.Set(Vt.Vec3fArray.FromNumpy(unit.astype(np.float32)))
            primvar.SetIndices(Vt.IntArray.FromNumpy(number.astype(np.int32)))
            places = UsdGeom.PrimvarsAPI(prim).GetPrimvar("st")
            corners, number = _listed(np.array(places.ComputeFlattened()))
            places.Set(Vt.Vec2fArray.FromNumpy(corners))
            places.SetIndices(Vt.IntArray.FromNumpy(number.astype(np.int32)))
            prim.RemoveProperty("normals")
    # A file that is saved in place keeps what was replaced.
    compact = path.with_suffix(".compact.usdc")
    stage.GetRootLayer().Export(str(compact))
    del stage
    compact.replace(path)
