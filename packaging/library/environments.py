"""The environments of the library: what they are called, how bright they are, and where their pictures come from.

All but the photo studio are modelled and rendered by the scripts in `panoramas/`, which run under Blender's Python. A
picture is rendered once, without its sun's disc, and then closed at its seam, exposed and compressed here.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from blender import run_blender
from environments_studio import studio_softboxes
from panorama import close_seam, even_poles, exposed, read_exr, write_entry, write_exr

from scenewright.assets.suns import recorded_sun, strongest_light

if TYPE_CHECKING:
    from noise import Array

SCRIPTS = Path(__file__).parent / "panoramas"


@dataclass(frozen=True)
class Environment:
    """One environment.

    Attributes:
        title: What people call it.
        tags: What it is found by.
        level: Irradiance over pi that the picture gives a plane that faces up. Below 1 where the sun adds to it.
        samples: Samples per pixel; 0 for the one that is not rendered.
    """

    title: str
    tags: tuple[str, ...]
    level: float = 0.85
    samples: int = 24


ENVIRONMENTS = {
    "clear_sky_morning": Environment("Clear sky, morning in the park", ("outdoor", "sky", "sunny", "park"), 0.5, 12),
    "clear_sky_noon": Environment("Clear sky, noon at a car park", ("outdoor", "sky", "sunny", "street"), 0.5, 16),
    "evening_sunset": Environment("Sunset between meadows", ("outdoor", "sky", "evening", "country"), 0.5, 14),
    "factory_hall": Environment("Factory hall", ("indoor", "industry", "daylight")),
    "laboratory": Environment("Laboratory", ("indoor", "laboratory", "neutral"), samples=16),
    "living_room": Environment("Living room with kitchen", ("indoor", "home", "daylight", "warm"), 0.5),
    "night_yard": Environment("Night, yard with lamps", ("outdoor", "night", "industry"), 0.2),
    "office_window": Environment("Office with windows", ("indoor", "office", "daylight"), samples=32),
    "overcast_sky": Environment("Overcast sky over a square", ("outdoor", "sky", "soft", "street")),
    "studio_softboxes": Environment("Studio with soft boxes", ("indoor", "studio", "neutral"), samples=0),
    "warehouse_skylights": Environment(
        "Warehouse with skylights", ("indoor", "industry", "warehouse", "daylight"), samples=32
    ),
    "workshop": Environment("Workshop", ("indoor", "workshop", "industry", "daylight"), samples=32),
}


def build_environment(name: str, directory: Path) -> None:
    """Writes one environment into its folder under ``directory``; rendering takes some minutes."""
    if ENVIRONMENTS[name].samples:
        with tempfile.TemporaryDirectory() as folder:
            picture = Path(folder) / f"{name}.exr"
            run_blender(SCRIPTS / f"{name}.py", str(picture), str(ENVIRONMENTS[name].samples))
            finish_environment(name, picture, directory)
    else:
        _write(name, studio_softboxes(), None, directory)


def finish_environment(name: str, picture: Path, directory: Path) -> None:
    """Makes the entry of a rendered picture, beside which a .json file tells of its sun."""
    sun = json.loads(picture.with_suffix(".json").read_text(encoding="utf-8")) or None
    _write(name, even_poles(close_seam(read_exr(picture))), sun, directory)


def _write(name: str, radiance: Array, sun: dict[str, object] | None, directory: Path) -> None:
    environment = ENVIRONMENTS[name]
    shown, factor = exposed(radiance, environment.level)
    light = strongest_light(shown)
    if sun is not None:  # its disc is not in the picture
        disc = recorded_sun({"sun": sun}, name)
        assert disc is not None
        light = replace(disc, irradiance=disc.irradiance * factor)
    write_exr(directory / name / f"{name}.exr", shown)
    write_entry(directory / name, environment.title, environment.tags, light)
