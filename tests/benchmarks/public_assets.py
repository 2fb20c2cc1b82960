"""Imports public models that were not made here, and prints what came of each and what the doctor said.

Usage: ``python tests/benchmarks/public_assets.py FOLDER_OR_FILE ... [--each]``. Good sources, none of them shipped:

- the Debian package ``sweethome3d-furniture``: 820 OBJ models with MTL (its .sh3f files are ZIP archives);
- ``example-robot-data`` of the Python registry: URDFs of 40 robots with DAE, STL and OBJ meshes (unpack the wheel);
- ``@webxr-input-profiles/assets`` of the npm registry: binary glTF models of controllers and hands.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from scenewright.assets.importing.convert import Converter
from scenewright.assets.importing.converting import Task
from scenewright.assets.importing.items import items_in
from scenewright.errors import UserError


def main() -> None:
    """Import all and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--each", action="store_true", help="A line for each model, beside the sums.")
    wanted = parser.parse_args()
    print(f"{'source':44} {'models':>7} {'loaded':>7} {'seconds':>8} {'triangles':>11}  what the doctor said, by kind")
    for path in wanted.paths:
        _import_all(path, each=wanted.each)


def _import_all(path: Path, *, each: bool) -> None:
    items = [item for item in items_in(path.resolve()) if item.kind == "object"]
    said: Counter[str] = Counter()
    loaded = triangles = 0
    start = time.perf_counter()
    with Converter() as converter:
        for item in items:
            began = time.perf_counter()
            with tempfile.TemporaryDirectory() as folder:
                task = Task(str(item.source), str(item.root), folder, "it", "object", "It")
                try:
                    converted = converter.convert(task)
                except UserError as error:
                    said["refused"] += 1
                    print(f"  refused: {error}", file=sys.stderr)
                    continue
            codes = [finding.code for finding in converted.findings]
            said.update(codes)
            loaded, triangles = loaded + 1, triangles + converted.source_triangles
            if each:
                size = " x ".join(f"{length:.3g}" for length in converted.size_m)
                seconds = time.perf_counter() - began
                line = f"  {item.source.name:42} {size:>22} m {converted.triangles:>9,} {seconds:6.2f} s  "
                print(line + ", ".join(codes))
    words = ", ".join(f"{code} {count}" for code, count in said.most_common())
    print(f"{path.name:44} {len(items):7} {loaded:7} {time.perf_counter() - start:8.1f} {triangles:11,}  {words}")


if __name__ == "__main__":
    main()
