"""Projects to sample from."""

import pytest

from scenewright.paths import shipped
from scenewright.spec.project import ProjectSpec
from scenewright.spec.yaml_io import load_project


@pytest.fixture(scope="session")
def cups():
    """The shipped cup detection project."""
    return load_project(shipped("presets") / "cup_detection.yaml").spec


def uniform(low, high):
    return {"kind": "uniform", "low": low, "high": high}


@pytest.fixture
def project():
    """A project that draws everything there is to draw; keyword arguments replace top-level fields."""

    def of(**changes):
        def everywhere():
            return {axis: uniform(-2, 2) for axis in "xyz"}

        def group(name, **fields):
            placed = {"position_m": everywhere(), "rotation_deg": {"x": uniform(0, 360)}, "scale": uniform(0.5, 2)}
            return {"name": name, "class_name": "thing", "assets": ["a", "b"], "count": 2, **placed, **fields}

        fields = {
            "name": "Everything",
            "classes": ["other", "thing"],
            "floor": {
                "textures": ["oak", {"source": "tile", "weight": 3}],
                "tile_scale": uniform(0.5, 2),
                "rotation_deg": uniform(0, 360),
            },
            "environment": {"kind": "image", "images": ["sky", "room"], "rotation_deg": uniform(0, 360)},
            "lights": [
                {
                    "name": "sun",
                    "kind": "directional",
                    "azimuth_deg": uniform(0, 360),
                    "elevation_deg": uniform(10, 80),
                },
                {"name": "lamp", "kind": "point", "position_m": everywhere(), "intensity": uniform(0, 2)},
            ],
            "objects": [group("first"), group("second", count=uniform(0, 3))],
            "cameras": [
                {"name": "left", "position_m": {"y": uniform(-4, -3)}, "look_at_m": {}, "roll_deg": uniform(-9, 9)},
                {"name": "right", "position_m": {"x": 3}, "look_at_m": {}, "focal_length_mm": uniform(20, 40)},
            ],
            "labels": ["normals"],
            "output": {"frames": 10, "seed": 5},
        }
        return ProjectSpec.model_validate(fields | changes)

    of.group = lambda name, **fields: {"name": name, "class_name": "thing", "assets": ["a", "b"], **fields}
    return of
