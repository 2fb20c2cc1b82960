"""Proves every shipped USD from outside: OpenUSD's own validators here, and Blender in a process of its own.

Usage: ``python packaging/library/verify.py [name ...]``. Prints a table; ends with 1 if anything is wrong.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import numpy as np
from blender import run_blender
from pxr import Usd, UsdGeom, UsdValidation

from scenewright.assets.library import folder_entries, shipped_library
from scenewright.assets.usd_model import read_model

BOUNDS_TOLERANCE = 1e-3
"""Of the longest side."""


def validation_errors(path: Path) -> list[str]:
    """Return what OpenUSD's validators call an error, and what the library's own rules do: Z up, metres."""
    stage = Usd.Stage.Open(str(path))
    validators = UsdValidation.ValidationRegistry().GetOrLoadAllValidators()
    found = UsdValidation.ValidationContext(validators).Validate(stage)
    errors = [f"{error.GetName()}: {error.GetMessage()}" for error in found if "Error" in str(error.GetType())]
    if UsdGeom.GetStageUpAxis(stage) != UsdGeom.Tokens.z:
        errors.append("is not Z up")
    if UsdGeom.GetStageMetersPerUnit(stage) != 1.0:
        errors.append("is not in metres")
    return errors


def differences(path: Path, seen: dict[str, object]) -> list[str]:
    """Return how what Blender sees differs from what the program reads: bounds, triangles, materials."""
    model = read_model(path)
    low, high = (np.array(corner) for corner in model.bounds)
    limit = BOUNDS_TOLERANCE * float((high - low).max())
    words = []
    if not (np.allclose(seen["low"], low, atol=limit) and np.allclose(seen["high"], high, atol=limit)):
        words.append(f"bounds {seen['low']} .. {seen['high']} instead of {low.round(4)} .. {high.round(4)}")
    if seen["triangles"] != model.triangle_count:
        words.append(f"{seen['triangles']} triangles instead of {model.triangle_count}")
    if seen["materials"] != len(model.parts):
        words.append(f"{seen['materials']} materials instead of {len(model.parts)}")
    return words


def main(names: list[str]) -> int:
    """Check the named objects, or all."""
    paths = {n: p for n, p in folder_entries(shipped_library(), "object").items() if not names or n in names}
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "seen.json"
        script = Path(__file__).parent / "modelling" / "look_at_usd.py"
        run_blender(script, str(report), *map(str, paths.values()))
        seen = json.loads(report.read_text())
    bad = 0
    for name, path in paths.items():
        wrong = validation_errors(path) + differences(path, seen[str(path)])
        bad += bool(wrong)
        print(f"{'!!' if wrong else 'ok'} {name:<24} {'; '.join(wrong)}")
    print(f"{len(paths) - bad} of {len(paths)} are valid and look the same to Blender")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
