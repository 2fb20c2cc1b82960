"""Draw the pictures of the gallery of presets: one frame each, plain on the left, with its labels on the right.

Usage: .venv/bin/python packaging/preset_pictures.py [PRESET ...]
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from PIL import Image

from scenewright.annotate.overlay import overlay
from scenewright.jobs.drawing import start_drawing
from scenewright.paths import shipped
from scenewright.spec.yaml_io import load_project

SIZE = (480, 300)
FRAMES = range(0, 40, 5)
SPLIT = 0.58
"""Where the labels begin."""


def main() -> None:
    """Draw the pictures of the presets that are named, or of all."""
    folder = shipped("resources") / "pictures" / "presets"
    folder.mkdir(parents=True, exist_ok=True)
    for preset in sorted(shipped("presets").glob("*.yaml")):
        if not sys.argv[1:] or preset.stem in sys.argv[1:]:
            out = folder / f"{preset.stem}.jpg"
            picture_of(preset).save(out, quality=82, optimize=True, progressive=True)
            print(f"{out}: {out.stat().st_size // 1000} kB")


def picture_of(preset: Path) -> Image.Image:
    """Return the picture of a preset: of some frames the one in which most of the image is labelled."""
    spec = load_project(preset).spec
    spec = spec.replace(labels=("bounding_box_2d_tight", "instance_mask"))
    drawing = start_drawing(spec, preset.parent)
    views = [drawing.labelled(frame)[0] for frame in drawing.frames(FRAMES)]
    view = max(views, key=lambda view: _covered(view.channels["instance_mask"]))
    plain = view.channels["rgb"]
    drawn = overlay(plain, view.record, view.channels, ("instance_mask", "bounding_box_2d_tight"))
    column = int(plain.shape[1] * SPLIT)
    both = np.concatenate([plain[:, :column], drawn[:, column:]], axis=1)
    both[:, column - 1 : column + 2] = 255
    return _cropped(Image.fromarray(both))


def _covered(ids: np.ndarray) -> float:
    """Return how much of the image is labelled; beyond a third it no longer counts as better."""
    share = float((ids > 0).mean())
    return min(share, 0.33) + 0.02 * len(np.unique(ids))


def _cropped(image: Image.Image) -> Image.Image:
    width, height = image.size
    wanted = width * SIZE[1] / SIZE[0]
    top = max(0.0, (height - wanted) / 2)
    return image.resize(SIZE, Image.Resampling.LANCZOS, (0, top, width, height - top))


if __name__ == "__main__":
    main()
