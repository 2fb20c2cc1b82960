"""Whether this program's files are still those that a run began with.

A drawing process that takes the place of another reads the program anew. Were it changed meanwhile, by an update or by
whoever works on it, some frames of a run would be made by one version and some by another, and nobody would know.
"""

from pathlib import Path

import isal
import numpy as np
import PIL
import xxhash

import scenewright


def program_mark(package: Path = Path(scenewright.__file__).parent) -> str:
    """Return a text that changes when a source file of the program does, or a library that writes its files."""
    stats = ((path, path.stat()) for path in sorted(package.rglob("*.py")))
    lines = [f"{path.relative_to(package)} {stat.st_size} {stat.st_mtime_ns}" for path, stat in stats]
    # Their versions show in the bytes of files, though not in what they hold.
    lines += [np.__version__, isal.__version__, PIL.__version__]
    return xxhash.xxh3_128_hexdigest("\n".join(lines).encode())
