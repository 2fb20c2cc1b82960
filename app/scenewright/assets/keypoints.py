"""Named points on an asset: `keypoints.yaml` beside its file.

    skeleton: coco-17
    points:
    - {name: nose, position_m: [0.0, -0.1, 1.6], joint: head}     # joint: what it follows, where the asset has a rig
    - {name: tip, position_m: [0.0, -0.2, 1.6], sigma: 0.03}      # sigma: how far off it may be, for its score
    edges: [[nose, left_eye]]
    symmetry: [[left_eye, right_eye]]

Positions are metres in the asset's frame, at rest. In a folder of several models `cup.keypoints.yaml` is that of
`cup.usda` alone. A project names points on any asset, a shipped one too, in `keypoints/mug_classic.yaml` beside
itself, which comes before the asset's own.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from scenewright.assets.model import Keypoints, Model
from scenewright.assets.point_sets import FILE_NAME as FILE_NAME
from scenewright.errors import UserError, os_error_sentence
from scenewright.spec.yaml_text import parse_yaml

PROJECT_FOLDER = "keypoints"


def keypoints_beside(model: Path) -> Path:
    """Return the file of a model's points: its own, or that of its folder."""
    own = model.with_name(f"{model.stem}.{FILE_NAME}")
    return own if own.is_file() else model.with_name(FILE_NAME)


def keypoints_in_project(base: Path, source: str) -> Path:
    """Return the file in which a project's folder names the points of an asset."""
    return base / PROJECT_FOLDER / f"{PurePath(source).stem}.yaml"


def with_keypoints(model: Model, file: Path) -> Model:
    """Return a model with the keypoints of a file; without the file, as it is.

    Raises:
        UserError: The file does not describe points on this model.
    """
    try:
        data = parse_yaml(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return model
    except OSError as error:
        raise UserError(os_error_sentence("read the keypoints", file, error)) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UserError(f"{file} is no YAML: mend it, or delete it to go without keypoints.") from error
    try:
        points = _parsed(data, _set_name(file), model)
    except (KeyError, TypeError, ValueError) as error:
        raise UserError(
            f"{file} does not describe keypoints ({_words(error)}): each point needs a name and a position_m of three "
            "numbers, each edge and symmetry pair two names."
        ) from error
    return replace(model, keypoints=points)


def depths_below_surface(positions: NDArray[np.float64], model: Model) -> NDArray[np.float64]:
    """Return the distance (K,) of points (K, 3) to the model's surface, in metres."""
    import trimesh  # noqa: PLC0415  slow to import, and few assets have keypoints

    triangles = np.concatenate([part.positions[part.triangles] for part in model.parts]).astype(float)
    distances = []
    for point in positions:
        nearest = trimesh.triangles.closest_point(triangles, np.broadcast_to(point, (len(triangles), 3)))
        distances.append(math.sqrt(((nearest - point) ** 2).sum(axis=1).min()))
    return np.array(distances)


def _parsed(data: Any, name: str, model: Model) -> Keypoints:
    names = tuple(str(point["name"]) for point in data["points"])
    if len(set(names)) != len(names):
        raise ValueError("a name is there twice")
    positions = np.array([[float(value) for value in point["position_m"]] for point in data["points"]])
    if positions.shape != (len(names), 3) or not np.isfinite(positions).all():
        raise ValueError("a position is not three numbers")
    known = ("",) if model.rig is None else model.rig.joints
    joints = tuple(str(point.get("joint", "")) for point in data["points"])
    unknown = [joint for joint in joints if joint not in known]
    if unknown and model.rig is not None:
        raise ValueError(f"the asset has no joint '{unknown[0]}'")
    return Keypoints(
        skeleton=str(data.get("skeleton", name)),
        names=names,
        positions=positions,
        depths_m=depths_below_surface(positions, model),
        joints=joints if model.rig is not None else ("",) * len(names),
        edges=_pairs(data.get("edges") or (), names),
        symmetry=_pairs(data.get("symmetry") or (), names),
        sigmas=tuple(_sigma(point) for point in data["points"]),
    )


def _set_name(file: Path) -> str:
    """Return what a set of points is called where it does not say."""
    stem = file.name.removesuffix(".yaml").removesuffix("keypoints").removesuffix(".")
    return stem or file.parent.name


def _sigma(point: dict[str, Any]) -> float | None:
    if point.get("sigma") is None:
        return None
    sigma = float(point["sigma"])
    if not 0 < sigma <= 1:
        raise ValueError(f"sigma {sigma:g} is not between 0 and 1")
    return sigma


def _pairs(pairs: Sequence[Any], names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    for pair in pairs:
        if len(pair) != 2 or any(name not in names for name in pair):
            raise ValueError(f"{pair} is not two of the points' names")
    return tuple((str(one), str(other)) for one, other in pairs)


def _words(error: Exception) -> str:
    return f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)
