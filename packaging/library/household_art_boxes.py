"""Artwork of the folding boxes, by side; the brands are made up. Millimetres."""

from __future__ import annotations

import numpy as np
from household_sheet import Sheet

FACTS = (("Energy", "1 580 kJ"), ("Fat", "4.2 g"), ("Carbohydrate", "72 g"), ("Sugars", "17 g"), ("Protein", "8.4 g"))


def facts(sheet: Sheet, x: float, y: float, width: float, row: float, color: str = "222222") -> None:
    """Print a table of nutrition facts."""
    sheet.text(x, y, "Nutrition facts", row * 0.95, color, "bold", "lm")
    sheet.line([(x, y + row * 0.8), (x + width, y + row * 0.8)], color, row * 0.15)
    for number, (what, much) in enumerate((*FACTS, ("Salt", "0.6 g"))):
        level = y + row * (1.6 + 1.15 * number)
        sheet.text(x, level, what, row * 0.75, color, "sans", "lm")
        sheet.text(x + width, level, much, row * 0.75, color, "sans", "rm")
        sheet.line([(x, level + row * 0.58), (x + width, level + row * 0.58)], color, row * 0.05)


def cereal() -> dict[str, Sheet]:
    """Honey rings: sun yellow and orange, a bowl, a table of facts on the side."""
    front = _cereal_face("HONEY RINGS")
    back = _cereal_face("PLAY & CRUNCH")
    left, right = Sheet(60, 280, "f6a11a", 8), Sheet(60, 280, "f6a11a", 8)
    facts(left, 6, 150, 48, 6.4)
    left.upright(30, 80, "Oatorbits", 22, "ffffff", "italic")
    left.barcode(10, 240, 40, 26, 51)
    right.upright(30, 150, "Oatorbits", 34, "ffffff", "italic")
    words = (
        "Ingredients: whole grain oats,",
        "honey 12 %, wheat flour, sugar,",
        "barley malt, salt. May contain",
        "traces of nuts.",
    )
    right.lines(6, 245, words, 3.0, "3a2410")
    top = Sheet(190, 60, "e2571a", 8)
    top.text(95, 30, "Oatorbits", 26, "ffffff", "italic")
    return {
        "front": front,
        "back": back,
        "left": left,
        "right": right,
        "top": top,
        "bottom": Sheet(190, 60, "cfc2ad", 6),
    }


def _cereal_face(words: str) -> Sheet:
    sheet = Sheet(190, 280, "fbc02d", 8)
    sheet.shade("ffd54a", "f08a1c")
    for turn in np.arange(20) * np.pi / 10:
        ends = [(95 + 330 * np.cos(turn + d), 178 + 330 * np.sin(turn + d)) for d in (-0.07, 0.07)]
        sheet.shape([(95, 178), *ends], "ffdf70")
    sheet.disc(95, 34, 135, "e2571a", 56)
    sheet.disc(95, 30, 135, "c8381a", 54)
    sheet.text(95, 42, "Oatorbits", 42, "fff6df", "italic", fit_mm=160, outline=(2.0, "6d1c08"))
    sheet.text(95, 76, words, 11, "ffe27a", "narrow")
    rng = np.random.default_rng(12)
    sheet.disc(95, 250, 84, "d96a12", 14)
    sheet.shape([(22, 190), (168, 190), (150, 238), (120, 254), (70, 254), (40, 238)], "2f78b7")
    sheet.shape([(28, 206), (162, 206), (158, 217), (32, 217)], "f4f1ea")
    sheet.disc(95, 190, 73, "f7f3ea", 22)
    sheet.disc(95, 190, 68, "fffdf6", 18.5)
    spots = [
        (95 + 58 * a * np.cos(t), 188 + 14 * a * np.sin(t))
        for a, t in zip(rng.random(60) ** 0.5, rng.random(60) * 6.3, strict=True)
    ]
    falling = [(x, y) for x, y in zip(rng.uniform(52, 138, 11), rng.uniform(102, 165, 11), strict=True)]
    for x, y in [*sorted(spots, key=lambda spot: spot[1]), *falling]:
        size = rng.uniform(7.0, 8.6)
        sheet.disc(x, y + 0.9, size, "8f4f12", size * 0.72)
        sheet.disc(x, y, size, "d99a3a", size * 0.70)
        sheet.disc(x - 1, y - 1, size * 0.75, "e9b65a", size * 0.5)
        sheet.disc(x, y, size * 0.36, "8f4f12", size * 0.24)
    sheet.disc(158, 112, 20, "2e7d3a")
    sheet.disc(158, 112, 18.4, "3f9a4c")
    sheet.text(158, 107, "WHOLE", 7, "ffffff", "narrow")
    sheet.text(158, 116, "GRAIN", 7, "ffffff", "narrow")
    sheet.text(34, 268, "375 g", 10, "5d2a08", "bold")
    return sheet


def tea() -> dict[str, Sheet]:
    """Green tea: dark green, leaves in a circle."""
    front, back = (_tea_face(130, 72) for _ in range(2))
    ends = [Sheet(75, 72, "16463a") for _ in range(2)]
    for number, end in enumerate(ends):
        end.text(37.5, 22, "mirawen", 11, "e9d9a8", "serif")
        end.text(37.5, 34, "GREEN TEA", 4.4, "cfe3c4", "narrow")
        end.lines(12, 42, ("Pour 200 ml of water at 80 °C", "over one bag, wait 3 minutes."), 2.7, "cfe3c4")
        if number:
            end.barcode(22, 52, 32, 15, 52)
    top = Sheet(130, 75, "16463a")
    _leaves(top, 65, 37.5, 26, "2f6d52")
    top.text(65, 37.5, "mirawen", 17, "e9d9a8", "serif")
    return {
        "front": front,
        "back": back,
        "left": ends[0],
        "right": ends[1],
        "top": top,
        "bottom": Sheet(130, 75, "123a30"),
    }


def _tea_face(width: float, height: float) -> Sheet:
    sheet = Sheet(width, height, "16463a")
    sheet.shade("1b5245", "113a30")
    _leaves(sheet, width * 0.79, height * 0.5, 25, "3f8a5e")
    sheet.disc(width * 0.79, height * 0.5, 15.5, "e9d9a8")
    sheet.disc(width * 0.79, height * 0.5, 14.7, "f6f0dd")
    sheet.text(width * 0.79, height * 0.46, "20", 12, "16463a", "serif bold")
    sheet.text(width * 0.79, height * 0.60, "TEA BAGS", 3.6, "16463a", "narrow")
    sheet.text(8, 25, "mirawen", 18, "e9d9a8", "serif", "lm", fit_mm=72)
    sheet.line([(8, 39), (76, 39)], "e9d9a8", 0.5)
    sheet.text(8, 46, "GREEN TEA WITH MINT", 5.4, "cfe3c4", "narrow", "lm")
    sheet.text(8, 60, "hand picked  ·  40 g", 3.6, "9dbfa6", "sans", "lm")
    return sheet


def _leaves(sheet: Sheet, x: float, y: float, radius: float, color: str) -> None:
    t = np.linspace(0, 1, 20)
    for turn in np.arange(12) * np.pi / 6:
        along, across = radius * (0.45 + 0.6 * t), radius * 0.17 * np.sin(np.pi * t) ** 0.8
        c, s = np.cos(turn), np.sin(turn)
        sides = [
            (x + a * c - b * s, y + a * s + b * c)
            for b_sign in (1, -1)
            for a, b in zip(along[::b_sign], (b_sign * across)[::b_sign], strict=True)
        ]
        sheet.shape(sides, color)
        sheet.line([(x + along[0] * c, y + along[0] * s), (x + along[-1] * c, y + along[-1] * s)], "16463a", 0.4)


def medicine() -> dict[str, Sheet]:
    """Tablets: white, a blue band and a capsule."""
    front, back = (_medicine_face() for _ in range(2))
    ends = [Sheet(45, 62, "f5f6f7") for _ in range(2)]
    for end in ends:
        end.block(0, 46, 45, 62, "1276b8")
        end.upright(12, 24, "Relavexin", 7, "1276b8")
        end.lines(20, 8, ("LOT 40917", "EXP 08/2029", "", "Store below 25 °C."), 2.3, "444444")
    ends[1].barcode(18, 24, 24, 14, 53)
    top = Sheet(105, 45, "f5f6f7")
    top.block(0, 34, 105, 45, "1276b8")
    top.text(8, 14, "Relavexin", 11, "123c66", "bold", "lm")
    top.text(8, 26, "400 mg film-coated tablets", 4.2, "444444", "sans", "lm")
    return {
        "front": front,
        "back": back,
        "left": ends[0],
        "right": ends[1],
        "top": top,
        "bottom": Sheet(105, 45, "eceef0"),
    }


def _medicine_face() -> Sheet:
    sheet = Sheet(105, 62, "f7f8f9")
    sheet.shape([(0, 50), (105, 38), (105, 62), (0, 62)], "1276b8")
    sheet.shape([(0, 48), (105, 36), (105, 38.5), (0, 50.5)], "58c0e0")
    sheet.text(7, 14, "Relavexin", 12, "123c66", "bold", "lm", fit_mm=60)
    sheet.text(7, 26, "400 mg", 8.5, "1276b8", "bold", "lm")
    sheet.text(7, 35, "film-coated tablets", 4.2, "444444", "sans", "lm")
    sheet.text(7, 56, "20 tablets", 5.4, "ffffff", "bold", "lm")
    sheet.block(70, 18, 97, 29, "1276b8", 5.5)
    sheet.block(83, 18, 97, 29, "f2b632", 5.5)
    sheet.block(83, 18, 88, 29, "f2b632")
    sheet.block(73, 20, 93, 21.6, "ffffff", 0.8)
    return sheet


def tissues() -> dict[str, Sheet]:
    """Tissue box: soft leaves on teal."""
    sides = {}
    sizes = {"front": (225, 75), "back": (225, 75), "left": (115, 75), "right": (115, 75)}
    for name, (width, height) in {**sizes, "top": (225, 115), "bottom": (225, 115)}.items():
        sheet = Sheet(width, height, "7fb3ad", 8)
        rng = np.random.default_rng(len(name) + 60)
        for _ in range(int(width * height / 420)):
            x, y, turn = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(0, 6.28)
            color = str(rng.choice(["a9d0c8", "5f9a95", "e6efe6", "f3c9b0", "8fc4bd"]))
            _sprig(sheet, x, y, turn, rng.uniform(9, 15), color)
        if name == "top":
            sheet.disc(112.5, 57.5, 66, "f3f1ea", 22)
        if name in ("front", "back"):
            sheet.block(62, 22, 163, 54, "f3f1ea", 8)
            sheet.text(112.5, 36, "Featherly", 16, "2f6d6a", "italic", fit_mm=86)
            sheet.text(112.5, 48, "100 SOFT TISSUES  ·  3 PLY", 4.6, "5a6a68", "narrow")
        sides[name] = sheet
    return sides


def _sprig(sheet: Sheet, x: float, y: float, turn: float, length: float, color: str) -> None:
    c, s = np.cos(turn), np.sin(turn)
    sheet.line([(x, y), (x + length * c, y + length * s)], color, 0.7)
    t = np.linspace(0, 1, 9)
    for k in range(1, 6):
        root = (x + length * k / 5.5 * c, y + length * k / 5.5 * s)
        for side in (-1, 1):
            lean = turn + side * 0.9
            a, b = length * 0.30 * t, length * 0.085 * np.sin(np.pi * t)
            ring = [*zip(a, b, strict=True), *zip(a[::-1], -b[::-1], strict=True)]
            sheet.shape(
                [
                    (root[0] + u * np.cos(lean) - v * np.sin(lean), root[1] + u * np.sin(lean) + v * np.cos(lean))
                    for u, v in ring
                ],
                color,
            )
