"""Hardcover books, lying on their back cover, the spine at -x."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from bake import Recipe, Sample, Surface
from household_entry import textured, written
from household_sheet import Sheet, looked_up
from models import modelled
from noise import SolidNoise, hex_colours, mix, ramp, smoothstep
from usd_writer import Material, Part

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from noise import Array

WIDTH_M, HEIGHT_M, THICKNESS_M = 0.158, 0.234, 0.031
"""Of the closed book; as in `modelling/household_book.py`."""
CRISP = SolidNoise(701, exponent=1.1)
SOFT = SolidNoise(702, exponent=3.4)
Art = tuple[Sheet, Sheet, Sheet]


def orchard() -> Art:
    """Front, spine and back of a novel: night blue, a moon over trees."""
    front = Sheet(158, 234, "1d2f4f", 9)
    front.shade("16233f", "3f5f80")
    front.disc(112, 88, 20, "f3e3b3")
    front.disc(105, 84, 18.5, "25395b")
    rng = np.random.default_rng(5)
    for x, y in zip(rng.uniform(6, 152, 46), rng.uniform(6, 120, 46), strict=True):
        front.disc(x, y, rng.uniform(0.3, 0.7), "dfe6ee")
    front.shape([(0, 178), (50, 166), (104, 174), (158, 163), (158, 234), (0, 234)], "1b3a36")
    for x, y, r in ((30, 150, 20), (72, 156, 15), (126, 146, 22)):
        front.block(x - 1.6, y, x + 1.6, y + 30, "10241f")
        front.disc(x, y, r, "12302a", r * 0.85)
        for _ in range(16):
            a, b = rng.uniform(0, 6.28), r * 0.8 * rng.random() ** 0.5
            front.disc(x + b * np.cos(a), y + 0.8 * b * np.sin(a), 1.5, "c8402e")
    front.text(79, 28, "THE QUIET", 14, "f6efdc", "serif", fit_mm=126)
    front.text(79, 46, "ORCHARD", 20, "f6efdc", "serif bold", fit_mm=126)
    front.text(79, 214, "MARLA T. FINCHLEY", 8, "f3e3b3", "serif", fit_mm=126)
    spine = Sheet(234, 31, "16233f", 9)
    spine.text(88, 15.5, "THE QUIET ORCHARD", 9.5, "f6efdc", "serif bold", fit_mm=128)
    spine.text(194, 15.5, "FINCHLEY", 7, "f3e3b3", "serif")
    return front, spine, _back("16233f", "f6efdc", 81)


def machines() -> Art:
    """Front, spine and back of a textbook: red cloth, geometric."""
    front = Sheet(158, 234, "a3261f", 9)
    for k in range(9):
        front.disc(79, 150, 62 - 7 * k, "c9412f" if k % 2 else "8a1c18")
    front.shape([(79, 96), (126, 177), (32, 177)], "f2c14a")
    front.disc(79, 150, 17, "f6efe2")
    front.disc(79, 150, 8, "23201f")
    front.block(0, 18, 158, 74, "f6efe2")
    front.text(79, 36, "MACHINES", 19, "a3261f", "narrow", fit_mm=136)
    front.text(79, 58, "THAT SEE", 19, "23201f", "narrow", fit_mm=136)
    front.text(79, 222, "O. Lindqvarn  ·  third edition", 6.4, "f6efe2", "sans")
    spine = Sheet(234, 31, "a3261f", 9)
    spine.block(10, 0, 22, 31, "f2c14a")
    spine.text(104, 15.5, "MACHINES THAT SEE", 11, "f6efe2", "narrow")
    spine.text(204, 15.5, "LINDQVARN", 6, "f6efe2", "narrow")
    return front, spine, _back("a3261f", "f6efe2", 82)


def _back(ground: str, ink: str, seed: int) -> Sheet:
    sheet = Sheet(158, 234, ground, 9)
    words = (
        "A book to read by a window,",
        "slowly, while the kettle sings",
        "and nobody is expected.",
        "",
        "“I lent it to a friend and",
        "had to buy another.”",
    )
    sheet.lines(22, 46, words, 7, ink, 1.6)
    sheet.barcode(98, 190, 44, 26, seed)
    return sheet


BOOKS: dict[str, tuple[str, Callable[[], Art], str]] = {
    "book_hardcover": ("Hardcover book, blue", orchard, "c8b68f"),
    "book_hardcover_red": ("Hardcover book, red", machines, "2b2a2c"),
}


def cover_recipe(front: Array, spine: Array, back: Array, lining: str) -> Recipe:
    """Printed cloth outside, plain paper inside, rubbed at the corners."""

    def recipe(place: Sample) -> Surface:
        p, n = place.position, place.normal
        u, v = p[:, 0] / WIDTH_M + 0.5, p[:, 1] / HEIGHT_M + 0.5
        up, down = (n[:, 2] > 0.35) & (p[:, 2] > THICKNESS_M - 0.0022), (n[:, 2] < -0.35) & (p[:, 2] < 0.0022)
        at_spine = (p[:, 0] < -WIDTH_M / 2 + 0.0045) & ~up & ~down & (n[:, 0] < 0.2)
        colour = np.broadcast_to(hex_colours(lining)[0], p.shape).copy()
        colour[up] = looked_up(front, u, v)[up]
        colour[down] = looked_up(back, 1.0 - u, v)[down]
        # The title runs from head to tail, as on English books.
        colour[at_spine] = looked_up(spine, 1.0 - v, p[:, 2] / THICKNESS_M)[at_spine]
        edge = (np.abs(n[:, 1]) > 0.8) | ((n[:, 0] > 0.8) & ~at_spine)
        colour[edge] = front[2, 2]
        weave = CRISP(p, 0.012)
        corner = np.minimum(WIDTH_M / 2 - np.abs(p[:, 0]), 0.012) + np.minimum(HEIGHT_M / 2 - np.abs(p[:, 1]), 0.012)
        worn = 0.4 * smoothstep(0.0045, 0.0008, corner + 0.0008 * SOFT(p, 0.02))
        colour = mix(colour * (1.0 + 0.018 * weave)[:, None], hex_colours("cfc6b4")[0], worn)
        return Surface(colour, 0.55 + 0.03 * weave + 0.15 * worn, np.zeros(len(p)))

    return recipe


def pages_recipe(place: Sample) -> Surface:
    """Edges of some hundred leaves, yellowed to the outside, with a headband at the spine."""
    p = place.position
    leaves = CRISP(p, (0.7, 0.7, 0.0065))
    gathered = SOFT(p, (0.3, 0.3, 0.012))
    colour = ramp(hex_colours("cdbd98", "e6dcc2", "f3ecdb"), 0.58 + 0.15 * leaves + 0.10 * gathered)
    colour = colour * (0.93 + 0.07 * np.cos(p[:, 2] * 2 * np.pi / 0.00125))[:, None]
    band = smoothstep(-0.0716, -0.0722, p[:, 0]) * (np.abs(place.normal[:, 1]) > 0.5)
    stripe = np.where(np.sin(p[:, 2] * 2.0 * np.pi / 0.0022)[:, None] > 0, hex_colours("b3202a"), hex_colours("f0e6cf"))
    return Surface(mix(colour, stripe, band), 0.85 + 0.03 * leaves, 0.00006 * leaves)


def build_book(name: str, objects: Path) -> None:
    """Write a book."""
    title, artwork, lining = BOOKS[name]
    model = modelled("household_book.py")
    (cover, _), (pages, _) = model["cover"], model["pages"]
    front, spine, back = (sheet.pixels(3.0) for sheet in artwork())
    cloth = textured(cover, cover_recipe(front, spine, back, lining), objects / name, f"{name}_cover", base_color=1024)
    paper = textured(pages, pages_recipe, objects / name, f"{name}_pages", base_color=512)
    parts = [
        Part("cover", cover, (Material("cover_cloth", roughness=0.55, maps=cloth),)),
        Part("pages", pages, (Material("paper", roughness=0.88, maps=paper),)),
    ]
    written(objects, name, title, "book", ["household", "office"], parts)


BUILDERS: dict[str, Callable[[Path], None]] = {name: partial(build_book, name) for name in BOOKS}
