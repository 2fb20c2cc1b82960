"""Models made in Blender, as meshes that textures can be baked on."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from blender import run_blender
from mesh import Mesh, smooth_normals

MODELLING = Path(__file__).parent / "modelling"


def modelled(script: str, *arguments: str) -> dict[str, tuple[Mesh, tuple[str, ...]]]:
    """Run a script of `modelling/` and return its parts.

    Args:
        script: File name; it is called with the path of an .npz to write (`modelling/export.py`) and the arguments.
        arguments: What else the script takes, such as the model's name.

    Returns:
        By part name: the mesh, with texture coordinates in 0..1, and the names of its materials in the order of
        `Mesh.material`.
    """
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "model.npz"
        run_blender(MODELLING / script, str(target), *arguments)
        with np.load(target) as stored:
            return {str(name): _part(stored, str(name)) for name in stored["parts"]}


def _part(stored: np.lib.npyio.NpzFile, name: str) -> tuple[Mesh, tuple[str, ...]]:
    points, faces = stored[f"{name}/points"], stored[f"{name}/faces"]
    mesh = Mesh(
        points=points,
        normals=smooth_normals(points, faces),
        along=np.zeros(len(points)),
        faces=faces,
        corner_uv=stored[f"{name}/corner_uv"],
        island=np.zeros(len(faces), dtype=int),
        material=stored[f"{name}/material"],
        corner_normals=stored[f"{name}/corner_normals"],
    )
    return mesh, tuple(str(material) for material in stored[f"{name}/materials"])
