"""Pictures of single entries, drawn by the built-in engine: for thumbnails, and for looking at one's work.

Usage: ``python packaging/library/portrait.py FILE_OR_NAME [--out sheet.png] [--size 900] [--views 4]``, with the
project's own environment. Draws an object from several sides in one sheet.
"""

from __future__ import annotations

import argparse
import math
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from scenewright.assets.loading import AssetLoader
from scenewright.render.embedded.engine import EmbeddedRenderer
from scenewright.sampling.sampler import sample_frame
from scenewright.spec.project import ProjectSpec

BACKDROP = (206, 206, 204)
OVERSAMPLING = 2
FIELD_OF_VIEW_DEG = 24.0
KEY = {"kind": "directional", "name": "key", "elevation_deg": 52, "intensity": 0.9}

Pixels = NDArray[np.uint8]
Corner = NDArray[np.float64]


def portraits(source: str, size_px: int, views: list[tuple[float, float]]) -> list[Pixels]:
    """Draw an object on a plain floor.

    Args:
        source: Name in the library, or path of a USD file.
        size_px: Edge length of each picture.
        views: Azimuth and elevation of the camera in degrees, seen from the object; azimuth -90 looks along +Y.

    Returns:
        One sRGB picture (size_px, size_px, 3) for each view.
    """
    with tempfile.TemporaryDirectory() as folder:
        floor = Path(folder) / "backdrop.png"
        Image.new("RGB", (8, 8), BACKDROP).save(floor)
        assets = AssetLoader(Path.cwd())
        low, high = (np.array(corner) for corner in assets.model(source).bounds)
        plans = [sample_frame(_project(source, str(floor), size_px, low, high, view), 0) for view in views]
        frames = EmbeddedRenderer(assets).render(plans)
        return [_smaller(frame.views[0].rgb, size_px) for frame in frames]


def _project(
    source: str,
    floor: str,
    size_px: int,
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    view: tuple[float, float],
) -> ProjectSpec:
    azimuth, elevation = (math.radians(angle) for angle in view)
    center = (low + high) / 2 - np.array([0.0, 0.0, low[2]])
    radius = float(np.linalg.norm(high - low)) / 2
    distance = 1.05 * radius / math.sin(math.radians(FIELD_OF_VIEW_DEG) / 2)
    away = np.array(
        [math.cos(elevation) * math.cos(azimuth), math.cos(elevation) * math.sin(azimuth), math.sin(elevation)]
    )
    eye = center + away * distance
    return ProjectSpec.model_validate(
        {
            "name": "portrait",
            "classes": ["object"],
            "floor": {"size_m": [min(60 * distance, 1000)] * 2, "textures": [floor], "shift": "none"},
            "environment": {"kind": "image", "images": ["studio_softboxes"], "brightness": 0.7, "rotation_deg": 40},
            "lights": [
                {
                    "kind": "directional",
                    "name": "key",
                    "azimuth_deg": view[0] - 35,
                    "elevation_deg": 52,
                    "intensity": 0.9,
                }
            ],
            "objects": [
                {"name": "it", "class_name": "object", "assets": [source], "position_m": {"z": -float(low[2])}}
            ],
            "cameras": [
                {
                    "position_m": dict(zip("xyz", map(float, eye), strict=True)),
                    "look_at_m": dict(zip("xyz", map(float, center), strict=True)),
                    "focal_length_mm": 20 / (2 * math.tan(math.radians(FIELD_OF_VIEW_DEG) / 2)),
                    "sensor_width_mm": 20,
                    "width_px": size_px * OVERSAMPLING,
                    "height_px": size_px * OVERSAMPLING,
                    "near_m": distance / 100,
                    "far_m": distance * 100,
                }
            ],
            "labels": ["instance_mask"],
        }
    )


def _smaller(picture: Pixels, size_px: int) -> Pixels:
    return np.asarray(Image.fromarray(picture).resize((size_px, size_px), Image.Resampling.LANCZOS))


def main() -> None:
    """Draw one entry from several sides."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source")
    parser.add_argument("--out", type=Path, default=Path("portrait.png"))
    parser.add_argument("--size", type=int, default=700)
    parser.add_argument("--views", type=int, default=4, help="How many sides; the last is from below the usual height.")
    wanted = parser.parse_args()
    views = [(-60.0 + 360.0 / wanted.views * i, 28.0 if i % 2 == 0 else 16.0) for i in range(wanted.views)]
    drawn = portraits(wanted.source, wanted.size, views)
    columns = math.ceil(math.sqrt(len(drawn)))
    blank = np.full_like(drawn[0], 255)
    drawn += [blank] * (-len(drawn) % columns)
    rows = [np.hstack(drawn[start : start + columns]) for start in range(0, len(drawn), columns)]
    Image.fromarray(np.vstack(rows)).save(wanted.out)
    print(wanted.out)


if __name__ == "__main__":
    main()
