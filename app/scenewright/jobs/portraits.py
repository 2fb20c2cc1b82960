"""Pictures of single entries of the library, drawn by the built-in engine in a small studio."""

import math
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from scenewright.assets.entries import Entry
from scenewright.assets.environments import read_environment
from scenewright.assets.loading import AssetLoader
from scenewright.render.embedded.engine import EmbeddedRenderer
from scenewright.sampling.plan import FramePlan
from scenewright.sampling.sampler import sample_frame
from scenewright.spec.project import ProjectSpec

EDGE_PX = 256
BACKDROP = (206, 206, 204)
OVERSAMPLING = 2
FIELD_OF_VIEW_DEG = 24.0
KEY = {"kind": "directional", "name": "key", "elevation_deg": 52, "intensity": 0.9}
STUDIO = {"kind": "image", "images": ["studio_softboxes"], "brightness": 0.7, "rotation_deg": 40}

Pixels = NDArray[np.uint8]
Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Studio:
    """An engine, and the plain floor that objects stand on."""

    assets: AssetLoader
    renderer: EmbeddedRenderer
    backdrop: Path

    def pictures(self, plans: Iterable[FramePlan]) -> Iterator[Pixels]:
        """Yield each plan's picture, at the size it was asked for."""
        for frame in self.renderer.render(plans):
            rgb = frame.views[0].rgb
            size = (rgb.shape[1] // OVERSAMPLING, rgb.shape[0] // OVERSAMPLING)
            yield np.asarray(Image.fromarray(rgb).resize(size, Image.Resampling.LANCZOS))


@contextmanager
def studio() -> Iterator[Studio]:
    """Open a studio."""
    with tempfile.TemporaryDirectory() as folder:
        backdrop = Path(folder) / "backdrop.png"
        Image.new("RGB", (8, 8), BACKDROP).save(backdrop)
        assets = AssetLoader(Path.cwd())
        yield Studio(assets, EmbeddedRenderer(assets), backdrop)


def object_plan(
    place: Studio,
    source: str,
    size_px: int,
    azimuth_deg: float,
    elevation_deg: float,
    pose: str = "",
    fill: float = 1.05,
) -> FramePlan:
    """Plan a picture of an object on the plain floor.

    Args:
        place: Where it is drawn.
        source: Name in the library, or path of a USD file.
        size_px: Edge length of the picture.
        azimuth_deg: Of the camera as seen from the object; -90 looks along +Y.
        elevation_deg: Of the camera above the object.
        pose: One of the object's poses.
        fill: Distance of the camera; 1 lets the sphere around the object just touch the border.
    """
    low, high = (np.array(corner) for corner in place.assets.posed(source, pose).bounds)
    center = (low + high) / 2 - np.array([0.0, 0.0, low[2]])
    radius = float(np.linalg.norm(high - low)) / 2
    distance = fill * radius / math.sin(math.radians(FIELD_OF_VIEW_DEG) / 2)
    wanted: dict[str, Any] = {"name": "it", "class_name": "object", "assets": [source]}
    wanted |= {"position_m": {"z": -float(low[2])}, "poses": [pose] if pose else []}
    floor = {"size_m": [min(60 * distance, 1000)] * 2, "textures": [str(place.backdrop)], "shift": "none"}
    return _planned(place, floor, [wanted], azimuth_deg, elevation_deg, center, distance, size_px)


def surface_plan(place: Studio, texture: str, width_m: float, size_px: int) -> FramePlan:
    """Plan a picture of a floor, about `width_m` wide, with a ball and a cube that show its scale and light."""
    things = [
        {"name": f"thing{k}", "class_name": "object", "assets": [shape], "scale": width_m * size, "position_m": at}
        for k, (shape, size, at) in enumerate(
            (
                ("shape_sphere", 1.6, {"x": -0.14 * width_m, "y": 0.12 * width_m}),
                ("shape_cube", 1.1, {"x": 0.2 * width_m, "y": 0.05 * width_m}),
            )
        )
    ]
    distance = 0.75 * width_m / math.tan(math.radians(FIELD_OF_VIEW_DEG) / 2)
    floor = {"size_m": [12 * width_m] * 2, "textures": [texture], "shift": "none", "rotation_deg": 14}
    return _planned(place, floor, things, -90.0, 32.0, np.zeros(3), distance, size_px)


def _planned(
    place: Studio,
    floor: dict[str, Any],
    things: list[dict[str, Any]],
    azimuth_deg: float,
    elevation_deg: float,
    center: Vector,
    distance: float,
    size_px: int,
) -> FramePlan:
    azimuth, elevation = math.radians(azimuth_deg), math.radians(elevation_deg)
    across = math.cos(elevation)
    away = np.array([across * math.cos(azimuth), across * math.sin(azimuth), math.sin(elevation)])
    eye = center + away * distance
    camera = {
        "position_m": dict(zip("xyz", map(float, eye), strict=True)),
        "look_at_m": dict(zip("xyz", map(float, center), strict=True)),
        "focal_length_mm": 20 / (2 * math.tan(math.radians(FIELD_OF_VIEW_DEG) / 2)),
        "sensor_width_mm": 20,
        "width_px": size_px * OVERSAMPLING,
        "height_px": size_px * OVERSAMPLING,
        "near_m": distance / 100,
        "far_m": distance * 100,
    }
    spec = ProjectSpec.model_validate(
        {
            "name": "portrait",
            "classes": ["object"],
            "floor": floor,
            "environment": STUDIO,
            "lights": [KEY | {"azimuth_deg": azimuth_deg - 35}],
            "objects": things,
            "cameras": [camera],
            "labels": ["instance_mask"],
        }
    )
    return sample_frame(spec, 0, place.assets)


def thumbnail(place: Studio, entry: Entry) -> Image.Image:
    """Draw an entry, `EDGE_PX` wide.

    Raises:
        UserError: It cannot be read.
    """
    if entry.kind == "environment":
        picture = Image.fromarray(_toned(read_environment(entry.path).radiance))
        return picture.resize((EDGE_PX, EDGE_PX // 2), Image.Resampling.BOX)
    if entry.kind == "object":
        azimuth = -75.0 if entry.class_name == "person" else -60.0
        elevation = 14.0 if entry.class_name == "person" else 24.0
        pose = "home" if "home" in entry.poses else ""
        plan = object_plan(place, str(entry.path), EDGE_PX, azimuth, elevation, pose, fill=0.98)
    else:
        plan = surface_plan(place, str(entry.path), 1.6 * max(entry.size_m), EDGE_PX)
    [pixels] = place.pictures([plan])
    return Image.fromarray(pixels)


def _toned(radiance: np.ndarray) -> Pixels:
    """Map radiance to sRGB for looking: a filmic shoulder, then the sRGB curve."""
    exposed = radiance * (0.35 / max(float(np.median(radiance)), 1e-3))
    pressed = exposed * (1 + exposed / 16) / (1 + exposed)
    return np.asarray(np.clip(pressed, 0, 1) ** (1 / 2.2) * 255, np.uint8)
