"""Measures every entry of the library, draws its thumbnail, and lays the whole library out on one sheet.

Usage: ``python packaging/library/catalogue.py [name ...]``, with the project's own environment; without names all
entries are measured and drawn. The sheet is always made anew, from the thumbnails.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from scenewright.assets.entries import Entry, entries, write_entry
from scenewright.assets.library import KINDS
from scenewright.jobs.portraits import EDGE_PX as EDGE
from scenewright.jobs.portraits import Studio, studio, thumbnail

SHEET = Path(__file__).resolve().parents[1] / "pictures" / "library.jpg"
COLUMNS = 11
HEADINGS = {"object": "Objects", "floor": "Floors", "wall": "Walls", "environment": "Environments"}
BACKGROUND, TEXT, FAINT = (24, 26, 30), (236, 238, 242), (150, 156, 166)


def measured(place: Studio, entry: Entry) -> Entry:
    """Return an entry with its size, and an object's number of triangles."""
    if entry.kind == "object":
        model = place.assets.posed(entry.name)
        low, high = (np.array(corner) for corner in model.bounds)
        size = tuple(round(float(length), 4) for length in high - low)
        rig = place.assets.model(entry.name).rig
        poses = () if rig is None else tuple(rig.clips)
        return replace(entry, size_m=size, triangles=model.triangle_count, poses=poses or entry.poses)
    if entry.kind in ("floor", "wall"):
        size_m = (place.assets.floor if entry.kind == "floor" else place.assets.wall)(entry.name).size_m
        return replace(entry, size_m=(size_m, size_m))
    return entry


def sheet(shown: dict[str, list[Entry]]) -> Image.Image:
    """Lay all entries out by kind, with their names."""
    gap, label, heading = 8, 20, 44
    rows = sum(-(-len(group) // COLUMNS) for group in shown.values())
    width = COLUMNS * (EDGE + gap) + gap
    height = rows * (EDGE + label + gap) + len(shown) * heading + gap
    page = Image.new("RGB", (width, height), BACKGROUND)
    draw, small, large = ImageDraw.Draw(page), ImageFont.load_default(14), ImageFont.load_default(26)
    y, row = gap, 0
    for kind, group in shown.items():
        draw.text((gap, y), f"{HEADINGS[kind]}  ({len(group)})", fill=TEXT, font=large)
        y += heading
        for number, entry in enumerate(group):
            x = gap + number % COLUMNS * (EDGE + gap)
            if number and number % COLUMNS == 0:
                y += row
            picture = Image.open(entry.thumbnail or "")
            page.paste(picture, (x, y))
            draw.text((x + 2, y + picture.height + 3), entry.name, fill=FAINT, font=small)
            row = picture.height + label + gap
        y += row
    return page.crop((0, 0, width, y))


def main(names: list[str]) -> None:
    """Measure and draw the named entries, or all, and make the sheet."""
    with studio() as place:
        for kind in KINDS:
            for entry in entries(kind):
                if entry.is_shipped and (not names or entry.name in names):
                    whole = measured(place, entry)
                    write_entry(entry.folder, whole)
                    thumbnail(place, whole).save(entry.folder / "thumbnail.jpg", quality=86, optimize=True)
                    print(f"{kind} {entry.name}: {' x '.join(map(str, whole.size_m))} {whole.triangles or ''}")
    shown = {kind: [entry for entry in entries(kind) if entry.is_shipped and entry.thumbnail] for kind in KINDS}
    by_shelf = {kind: sorted(group, key=lambda entry: (entry.tags[:1], entry.name)) for kind, group in shown.items()}
    sheet(by_shelf).save(SHEET, quality=88, optimize=True)
    print(SHEET)


if __name__ == "__main__":
    main(sys.argv[1:])
