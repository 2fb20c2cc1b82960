"""What settings and drawn values are called."""

import math
from typing import Any

from scenewright.sampling.trace import Draw, Value
from scenewright.spec.base import SpecModel
from scenewright.spec.places import Place
from scenewright.spec.project import ProjectSpec
from scenewright.ui.language import translate

_UNITS = {"m": "m", "mm": "mm", "deg": "°", "px": "px", "k": "K", "s": "s", "hz": "Hz"}
_ENTRIES = ("objects", "lights", "cameras", "variables")


def entry_words(spec: ProjectSpec, place: Place) -> str:
    """Return what a part of the project is called: its name, or its field's title."""
    part: Any = spec
    for step in place:
        if isinstance(part, tuple) and isinstance(step, int) and step < len(part):
            part = part[step]
        elif isinstance(part, SpecModel) and step in type(part).model_fields:
            title, part = type(part).model_fields[str(step)].title, getattr(part, str(step))
            if len(place) == 1:
                return title or str(step)
    return str(getattr(part, "name", place[-1] if place else ""))


def setting_words(spec: ProjectSpec, place: Place) -> str:
    """Return the titles on the way to a setting, without the entry's own name: "Position x"."""
    words: list[str] = []
    part: Any = spec
    skip = 2 if place[:1] and place[0] in _ENTRIES else 1
    for number, step in enumerate(place):
        if isinstance(part, SpecModel) and step in type(part).model_fields:
            title = type(part).model_fields[str(step)].title or str(step)
            part = getattr(part, str(step))
            word = title
        elif isinstance(part, tuple) and isinstance(step, int) and step < len(part):
            part, word = part[step], str(step + 1)
        else:
            part, word = None, str(step)
        if number >= skip:
            words.append(word)
    return " ".join(words) or translate("canvas", "Value")


def value_words(draw: Draw) -> str:
    """Return a drawn value with its unit."""
    value: Value = draw.value
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        if len(value) == 4:
            return translate("canvas", "turned {angle:.0f}°").format(
                angle=math.degrees(2 * math.acos(min(1, abs(value[0]))))
            )
        return ", ".join(f"{part:.3f}" for part in value) + (" m" if len(value) == 3 else "")
    return number_words(value, draw.place)


def number_words(value: float, place: Place) -> str:
    """Return a number with the unit of its setting."""
    unit = _unit(place)
    text = f"{value:.0f}" if float(value).is_integer() and abs(value) < 1e6 else f"{value:.4g}"
    return f"{text}{unit}" if unit == "°" else f"{text} {unit}".rstrip()


def _unit(place: Place) -> str:
    names = [step for step in place if isinstance(step, str) and step not in ("x", "y", "z")]
    return _UNITS.get(names[-1].rsplit("_", 1)[-1], "") if names and "_" in names[-1] else ""
