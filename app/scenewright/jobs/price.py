"""What this machine costs an hour: given once, and remembered for the person at it."""

import json
import os
from contextlib import suppress
from pathlib import Path

from platformdirs import user_config_path

from scenewright.datasets.files import write_files


def known_price(given: float | None = None) -> float | None:
    """Return the price per hour that is given, and remember it; or else the one that was given before."""
    place = _place()
    if given is not None:
        with suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            write_files({place: json.dumps({"price_per_hour": given}).encode()})
        return given
    try:
        return float(json.loads(place.read_bytes())["price_per_hour"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _place() -> Path:
    chosen = os.environ.get("SCENEWRIGHT_CONFIG")
    return (Path(chosen) if chosen else user_config_path("scenewright", appauthor=False)) / "price.json"
