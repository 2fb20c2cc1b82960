"""The project of a merged dataset: its classes, what is labelled, its cameras. Nothing can be drawn from it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from scenewright.datasets.reading import Dataset
from scenewright.errors import UserError
from scenewright.spec.cameras import CameraSpec
from scenewright.spec.objects import ObjectGroupSpec
from scenewright.spec.project import ProjectSpec

_MOST_CAMERAS = 16
_Part = TypeVar("_Part")


@dataclass(frozen=True, slots=True)
class Names:
    """What the names of one source are in the merged dataset."""

    groups: Mapping[str, str]
    cameras: Mapping[str, str]


def merged_project(datasets: Sequence[Dataset]) -> tuple[ProjectSpec, tuple[Names, ...]]:
    """Return one project for several datasets, and each one's new names.

    Classes are united by name, in the order in which they come, with the first colour that one was given. Labels are
    those that all have. Groups and cameras of one name stay one where they are alike; else the later one is numbered:
    `camera`, `camera-2`.

    Raises:
        UserError: There would be too many cameras, or nothing that all datasets hold.
    """
    specs = [dataset.spec for dataset in datasets]
    classes: dict[str, str | None] = {}
    for item in (item for spec in specs for item in spec.classes):
        classes[item.name] = classes.get(item.name) or item.color
    groups: dict[str, dict[str, Any]] = {}
    cameras: dict[str, dict[str, Any]] = {}
    names = []
    for spec in specs:
        described = {group.name: _labelled_group(group) for group in spec.objects if group.class_names}
        named = _united(groups, described, "{} {}".format)
        views = _united(cameras, {camera.name: _camera(camera) for camera in spec.cameras}, "{}-{}".format)
        names.append(Names(named, views | {f"{old}-right": f"{new}-right" for old, new in views.items()}))
    if len(cameras) > _MOST_CAMERAS:
        raise UserError(f"Together they have {len(cameras)} cameras, more than {_MOST_CAMERAS}: merge fewer at a time.")
    return ProjectSpec.model_validate(
        {
            "name": " + ".join(dict.fromkeys(spec.name for spec in specs)),
            "description": "Merged: this file says what is in the dataset; what it was made from is in sources/.",
            "classes": [{"name": name, "color": color} for name, color in classes.items()],
            "environment": {"kind": "color"},
            "objects": [{"name": name, **group} for name, group in groups.items()],
            "cameras": [{"name": name, **camera} for name, camera in cameras.items()],
            "labels": [label for label in specs[0].labels if all(label in spec.labels for spec in specs)],
            "clip": specs[0].clip if all(spec.clip is not None for spec in specs) else None,
            "output": {"frames": sum(len(dataset.indices) for dataset in datasets), "seed": specs[0].output.seed},
        }
    ), tuple(names)


def _united(known: dict[str, _Part], more: Mapping[str, _Part], numbered: Callable[[str, int], str]) -> dict[str, str]:
    """Take parts up into the known ones, and return the name that each has there."""
    names = {}
    for name, part in more.items():
        found, number = name, 1
        while known.setdefault(found, part) != part:
            number += 1
            found = numbered(name, number)
        names[name] = found
    return names


def _labelled_group(group: ObjectGroupSpec) -> dict[str, Any]:
    named = [(asset, asset.class_name or group.class_name) for asset in group.assets]
    is_held_out = all(asset.split == "validation" for asset, _ in named)
    return {
        "assets": [
            {"source": asset.source, "class_name": name, "split": "any" if is_held_out else asset.split}
            for asset, name in named
            if name is not None
        ]
    }


def _camera(camera: CameraSpec) -> dict[str, Any]:
    kept = ("sensor_width_mm", "width_px", "height_px", "near_m", "far_m", "depth_sensor", "stereo_baseline_m")
    return {"position_m": {"z": 1.0}, "look_at_m": {}, **{name: getattr(camera, name) for name in kept}}
