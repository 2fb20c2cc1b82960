"""Builds the asset library that Scenewright ships.

Usage: ``python packaging/library/build.py [name ...]``. Without names everything is built; then run `catalogue.py`,
which measures and draws the entries, and `verify.py`. Results go to ``resources/library`` and depend on nothing but
these scripts and the versions of the packages they use: every random number comes from a fixed seed.
"""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

from blender import BLENDER
from environments import ENVIRONMENTS, build_environment
from existing_entries import main as describe_existing
from floors import FLOORS, build_floor
from licence import LICENCE
from objects import OBJECTS
from objects_people import OBJECTS_PEOPLE
from people.source import PROVENANCE
from walls import WALLS, build_wall

TARGET = Path(__file__).resolve().parents[2] / "resources" / "library"
TOOLS = ("numpy", "scipy", "pillow", "usd-core", "openexr", "pyyaml")
BLENDER_TOOL = f"{BLENDER} (Blender as a module: modelling, and Cycles for the surroundings)"


def licences() -> str:
    """Text of ``LICENCES.md``: who made every entry, and with what."""
    tools = "\n".join(f"- {tool} {version(tool)}" for tool in TOOLS)
    rows = "\n".join(
        f"| {folder}/{name} | {f'{LICENCE}; {PROVENANCE}' if name in OBJECTS_PEOPLE else LICENCE} |"
        for folder, names in (
            ("objects", OBJECTS),
            ("floors", FLOORS),
            ("walls", WALLS),
            ("environments", ENVIRONMENTS),
        )
        for name in names
    )
    return (
        "# Licences of the asset library\n\n"
        "Every entry is computed by the scripts in `packaging/library` of this repository. No artwork, scan,\n"
        "photograph or model of anybody else went into it, so the whole library is under Scenewright's own licence;\n"
        "only the shapes of people's bodies follow measured data in the public domain (CC0), as their rows say.\n\n"
        f"Tools with which the files were computed (none of them adds material of its own):\n\n"
        f"- Python {sys.version_info.major}.{sys.version_info.minor}\n{tools}\n- {BLENDER_TOOL}\n\n"
        f"| Entry | Origin and licence |\n| --- | --- |\n{rows}\n"
    )


def main(names: list[str]) -> None:
    """Builds the named entries, or all of them.

    Raises:
        SystemExit: If a name is unknown.
    """
    known = [*OBJECTS, *FLOORS, *WALLS, *ENVIRONMENTS]
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise SystemExit(f"unknown: {', '.join(unknown)}; known: {', '.join(known)}")
    for name in names or known:
        start = perf_counter()
        if name in OBJECTS:
            OBJECTS[name](TARGET / "objects")
        elif name in FLOORS:
            build_floor(name, TARGET / "floors")
        elif name in WALLS:
            build_wall(name, TARGET / "walls")
        else:
            build_environment(name, TARGET / "environments")
        print(f"{name}: {perf_counter() - start:.1f} s")
    describe_existing()
    (TARGET / "LICENCES.md").write_text(licences(), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
