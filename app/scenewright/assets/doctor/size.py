"""Units, axes, size and place: how the file's numbers become metres with Z up."""

from collections.abc import Iterator

import numpy as np

from scenewright.assets.doctor.finding import Finding
from scenewright.assets.doctor.usual_sizes import ANYTHING_M, usual_size_m
from scenewright.assets.model import Model
from scenewright.assets.source_facts import SourceFacts
from scenewright.geometry.transforms import Matrix

UNITS_M = {"m": 1.0, "cm": 0.01, "mm": 0.001, "inch": 0.0254, "foot": 0.3048}
_FORMAT_UP = {"glb": "y", "gltf": "y", "obj": "y", "dae": "y", "stl": "z", "ply": "z", "urdf": "z"}
_TURNS: dict[str, Matrix] = {
    "x": np.array([[0, 0, -1], [0, 1, 0], [1, 0, 0]], float),
    "y": np.array([[1, 0, 0], [0, 0, -1], [0, 1, 0]], float),
    "z": np.eye(3),
}
_FAR_AWAY = 10.0
"""An origin so many times its size away is likely a mistake."""


def metric_matrix(
    model: Model, facts: SourceFacts, class_name: str | None, unit: float | None, up_axis: str | None
) -> tuple[Matrix, list[Finding]]:
    """Return the 4x4 matrix to metres, Z up, origin at the middle of the footprint, and what is odd about that.

    Args:
        model: In the file's own units and axes.
        facts: What the file says.
        class_name: What it is, if known.
        unit: The file's unit in metres, if somebody said so.
        up_axis: The file's up axis, if somebody said so.
    """
    low, high = (np.array(corner) for corner in model.bounds)
    metres, findings = _unit(float((high - low).max()), facts, class_name, unit)
    up, said = _up(facts, up_axis)
    findings += said
    turn = _TURNS[up] * metres
    ends = np.array([turn @ low, turn @ high])
    low, high = ends.min(axis=0), ends.max(axis=0)
    findings += _shape_words(low, high, class_name, up)
    matrix = np.eye(4)
    matrix[:3, :3] = turn
    matrix[:3, 3] = -np.array([(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, low[2]])
    away, size = float(np.linalg.norm(matrix[:3, 3])), float(np.linalg.norm(high - low))
    if away > _FAR_AWAY * size:
        findings.append(
            Finding(
                "origin",
                "warning",
                f"Its origin is {away:.3g} m away, {away / size:.0f} times its size: "
                "it now stands on the middle of its footprint.",
                mended=True,
            )
        )
    return matrix, findings


def _unit(
    longest: float, facts: SourceFacts, class_name: str | None, given: float | None
) -> tuple[float, list[Finding]]:
    smallest, largest = usual_size_m(class_name)
    what = f"a {class_name}" if class_name and (smallest, largest) != ANYTHING_M else "an object"
    if given is not None:
        size = longest * given
        if smallest <= size <= largest:
            return given, []
        return given, [Finding("size", "warning", f"With the unit you gave it is {_words(size)} long, odd for {what}.")]
    if facts.metres_per_unit is not None:
        return facts.metres_per_unit, list(_doubts(longest, facts.metres_per_unit, what, smallest, largest))
    fitting = {name: metres for name, metres in UNITS_M.items() if smallest <= longest * metres <= largest}
    # Of the units that fit, those that files without one usually have come first.
    name = next((name for name in ("m", "mm", "cm", "inch", "foot") if name in fitting), "m")
    size = longest * UNITS_M[name]
    if fitting:
        others = [other for other in fitting if other != name]
        doubt = f"; as {' or '.join(others)} it would be plausible too" if others else ""
        sentence = (
            f"The file does not say its unit: {name} is assumed, which makes it {_words(size)} long{doubt}. "
            "If that is wrong, import it with --unit."
        )
        return UNITS_M[name], [Finding("unit", "note" if not others else "warning", sentence, mended=True)]
    sentence = f"The file does not say its unit, and none makes it plausible for {what}: import it with --unit."
    return 1.0, [Finding("unit", "error", sentence)]


def _doubts(longest: float, metres: float, what: str, smallest: float, largest: float) -> Iterator[Finding]:
    size = longest * metres
    if smallest <= size <= largest:
        return
    better = [name for name, unit in UNITS_M.items() if smallest <= longest * unit <= largest]
    advice = f"its numbers look like {' or '.join(better)}: import it with --unit {better[0]}" if better else "check it"
    yield Finding("size", "warning", f"It is {_words(size)} long, odd for {what}; {advice}.")


def _up(facts: SourceFacts, given: str | None) -> tuple[str, list[Finding]]:
    if given is not None:
        return given, []
    if facts.up_axis is not None:
        if facts.up_axis == "z":
            return "z", []
        sentence = f"The file has {facts.up_axis.upper()} up: it was turned to Z up."
        return facts.up_axis, [Finding("up_axis", "note", sentence, mended=True)]
    up = _FORMAT_UP.get(facts.format, "z")
    sentence = (
        f"The file does not say which way is up: {up.upper()}, usual for .{facts.format}, is assumed. "
        "If it lies on its side, import it with --up."
    )
    return up, [Finding("up_axis", "note", sentence, mended=True)]


def _shape_words(low: Matrix, high: Matrix, class_name: str | None, up: str) -> Iterator[Finding]:
    """Wonder about things that usually stand and lie here."""
    width, depth, height = high - low
    stands = class_name in ("bottle", "person", "ladder", "cone", "door", "fire_extinguisher", "lamp", "vase")
    if stands and height < 0.6 * max(width, depth):
        other = "y" if up == "z" else "z"
        yield Finding("lying", "warning", f"A {class_name} usually stands, this one lies: try --up {other}.")


def _words(metres: float) -> str:
    for limit, factor, unit in ((0.01, 1000, "mm"), (1.0, 100, "cm"), (1000.0, 1, "m")):
        if metres < limit:
            return f"{metres * factor:.3g} {unit}"
    return f"{metres / 1000:.3g} km"
