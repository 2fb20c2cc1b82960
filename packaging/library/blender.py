"""Blender as a module, in an environment and a process of its own: for authoring and checks, never at run time."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

BLENDER = "bpy==4.5.15"
_REPOSITORY = Path(__file__).resolve().parents[2]


def run_blender(script: Path, *arguments: str) -> None:
    """Run a script of ours under Blender's Python.

    The interpreter is that of the variable SCENEWRIGHT_BLENDER_PYTHON, or of a virtual environment under `build/` that
    is made on first use. The script may import its neighbours.

    Raises:
        subprocess.CalledProcessError: The script failed; what it said is on the terminal.
    """
    subprocess.run([str(_python()), str(script), *arguments], check=True)


def _python() -> Path:
    given = os.environ.get("SCENEWRIGHT_BLENDER_PYTHON")
    if given:
        return Path(given)
    home = _REPOSITORY / "build" / "blender"
    python = home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        venv.create(home, with_pip=True)
        subprocess.run(
            [str(python), "-m", "pip", "install", "--quiet", BLENDER, "numpy", "scipy", "pillow"], check=True
        )
    return python
