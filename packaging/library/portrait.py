"""Looks at an entry of the library from several sides, drawn by the built-in engine.

Usage: ``python packaging/library/portrait.py FILE_OR_NAME [--out sheet.png] [--size 900] [--views 4] [--pose walk]``,
with the project's own environment.
"""

from __future__ import annotations

import argparse
import math
from pathlib import Path

import numpy as np
from PIL import Image

from scenewright.jobs.portraits import object_plan, studio


def main() -> None:
    """Draw one entry from several sides."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source")
    parser.add_argument("--out", type=Path, default=Path("portrait.png"))
    parser.add_argument("--size", type=int, default=700)
    parser.add_argument("--views", type=int, default=4, help="How many sides.")
    parser.add_argument("--pose", default="")
    wanted = parser.parse_args()
    sides = [(-60.0 + 360.0 / wanted.views * i, 28.0 if i % 2 == 0 else 16.0) for i in range(wanted.views)]
    with studio() as place:
        drawn = list(
            place.pictures(object_plan(place, wanted.source, wanted.size, *side, wanted.pose) for side in sides)
        )
    columns = math.ceil(math.sqrt(len(drawn)))
    drawn += [np.full_like(drawn[0], 255)] * (-len(drawn) % columns)
    rows = [np.hstack(drawn[start : start + columns]) for start in range(0, len(drawn), columns)]
    Image.fromarray(np.vstack(rows)).save(wanted.out)
    print(wanted.out)


if __name__ == "__main__":
    main()
