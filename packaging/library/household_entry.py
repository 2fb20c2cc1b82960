"""Writing a household entry: its baked maps, its USD file and its description."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import yaml
from bake import Recipe, relief_normals, sample_atlas
from licence import LICENCE
from pxr import Sdf, Usd, UsdShade
from surfaces import save_within
from usd_writer import Part, write_object

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mesh import Mesh

LIMITS_KB = {"base_color": 90, "normal": 72, "roughness": 30}


def textured(mesh: Mesh, recipe: Recipe, folder: Path, stem: str, **sizes_px: int) -> dict[str, str]:
    """Bake a recipe on a mesh with packed coordinates.

    Args:
        mesh: The mesh.
        recipe: Its surface.
        folder: Where the files go; made if it is not there.
        stem: Beginning of the file names.
        sizes_px: Edge length in pixels of each wanted map: ``base_color``, ``roughness``, ``normal``.

    Returns:
        File name of each map.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for size in sorted(set(sizes_px.values())):
        place = sample_atlas(mesh, size)
        surface = recipe(place)
        for kind in (kind for kind, wanted in sizes_px.items() if wanted == size):
            if kind == "normal":
                values = relief_normals(place, recipe).reshape(size, size, 3)
            elif kind == "roughness":
                values = surface.roughness.reshape(size, size)
            else:
                values = surface.colour.reshape(size, size, 3)
            files[kind] = f"{stem}_{kind}.jpg"
            subsampling = 0 if kind == "normal" else 2
            save_within(folder / files[kind], values, 88, subsampling, LIMITS_KB[kind])
    return files


def written(objects: Path, name: str, title: str, class_name: str, tags: Sequence[str], parts: Sequence[Part]) -> None:
    """Write the USD file and the description of an entry, its footprint centred and its lowest point on z = 0."""
    low = np.min([part.mesh.points.min(0) for part in parts], axis=0)
    high = np.max([part.mesh.points.max(0) for part in parts], axis=0)
    shift = -np.array([*(low + high)[:2] / 2.0, low[2]])
    grounded = [replace(part, mesh=replace(part.mesh, points=part.mesh.points + shift)) for part in parts]
    write_object(objects / name / f"{name}.usdc", title, class_name, grounded)
    described(objects / name, title, class_name, tags)


def see_through(objects: Path, name: str, opacity: dict[str, float]) -> None:
    """Give materials of a written entry an opacity below 1, by their names."""
    stage = Usd.Stage.Open(str(objects / name / f"{name}.usdc"))
    looks = stage.GetDefaultPrim().GetPath().AppendChild("materials")
    for material, value in opacity.items():
        surface = UsdShade.Shader(stage.GetPrimAtPath(looks.AppendPath(f"{material}/surface")))
        surface.CreateInput("opacity", Sdf.ValueTypeNames.Float).Set(value)
    stage.Save()


def described(folder: Path, title: str, class_name: str, tags: Sequence[str]) -> None:
    """Write an object's ``entry.yaml``; what the catalogue measured is measured again."""
    record: dict[str, object] = {"title": title, "class_name": class_name, "tags": list(tags), "licence": LICENCE}
    text = yaml.safe_dump(record, sort_keys=False, default_flow_style=None, width=120)
    (folder / "entry.yaml").write_text(text, encoding="utf-8")
