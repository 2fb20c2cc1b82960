"""Artwork of the drink cartons, by side; the brands are made up. Millimetres."""

from __future__ import annotations

import numpy as np
from household_art_boxes import facts
from household_sheet import Sheet


def milk() -> dict[str, Sheet]:
    """Milk: white and blue, hills and a cow-patch pattern; `roof` is one face of the gable with its fin."""
    front, back = (_milk_face() for _ in range(2))
    left, right = Sheet(70, 190, "f7f9fb"), Sheet(70, 190, "f7f9fb")
    for side in (left, right):
        _hills(side, 70)
    facts(left, 8, 40, 54, 6.0, "123c66")
    left.barcode(16, 96, 38, 22, 71)
    left.text(35, 22, "Clovermere", 8.5, "1f57a8", "italic")
    right.text(35, 22, "Clovermere", 8.5, "1f57a8", "italic")
    words = (
        "Milk from small farms where",
        "cows graze from April to",
        "October. Pasteurised and",
        "homogenised.",
        "",
        "Keep at 4 °C. Use within",
        "three days of opening.",
    )
    right.lines(9, 36, words, 3.4, "123c66")
    right.text(35, 92, "3.5 % fat", 10, "1f57a8", "bold")
    roof = Sheet(70, 66, "1f57a8")
    roof.block(0, 0, 70, 22, "f7f9fb")
    roof.text(35, 11, "BEST BEFORE 14.06  L 2217", 4, "333333", "sans")
    roof.block(0, 62, 70, 64, "ffe27a")
    return {
        "front": front,
        "back": back,
        "left": left,
        "right": right,
        "top": roof,
        "bottom": Sheet(70, 70, "e8e4da"),
        "roof": roof,
    }


def _hills(sheet: Sheet, width: float) -> None:
    x = np.linspace(0, width, 60)
    for base, depth, color, phase in ((138, 7, "a9d36b", 0.0), (152, 6, "7fbf4a", 1.7), (168, 5, "4f9a3a", 3.6)):
        sheet.shape(
            [*zip(x, base + depth * np.sin(2 * np.pi * x / width + phase), strict=True), (width, 190), (0, 190)], color
        )


def _milk_face() -> Sheet:
    sheet = Sheet(70, 190, "f7f9fb")
    sheet.block(0, 0, 70, 66, "1f57a8")
    sheet.disc(35, 66, 44, "1f57a8", 13)
    sheet.text(35, 28, "Clovermere", 15, "ffffff", "italic", fit_mm=62)
    sheet.text(35, 50, "WHOLE MILK", 8.6, "ffe27a", "narrow")
    sheet.text(35, 64, "3.5 % fat", 6.4, "ffffff", "bold")
    _hills(sheet, 70)
    _cow(sheet, 35, 128)
    sheet.text(35, 181, "1 litre", 8, "ffffff", "bold")
    return sheet


def _cow(sheet: Sheet, x: float, y: float) -> None:
    """Draw a cow that looks at one."""
    for leg in (-13, -7, 6, 12):
        sheet.block(x + leg - 2, y + 6, x + leg + 2, y + 22, "2b2b30", 1)
    sheet.block(x - 17, y - 12, x + 16, y + 12, "fdfdfd", 8)
    sheet.frame(x - 17, y - 12, x + 16, y + 12, "2b2b30", 0.8, 8)
    sheet.disc(x - 5, y - 4, 6, "2b2b30", 5)
    sheet.disc(x + 8, y + 5, 5, "2b2b30", 4)
    sheet.disc(x - 22, y - 12, 4.5, "2b2b30", 2.4)
    sheet.disc(x - 4, y - 13, 4.5, "2b2b30", 2.4)
    sheet.disc(x - 13, y - 10, 8.4, "2b2b30", 10.0)
    sheet.disc(x - 13, y - 10, 7.6, "fdfdfd", 9.2)
    sheet.disc(x - 13, y - 3.4, 7.0, "f0a8a0", 4.6)
    for side in (-1, 1):
        sheet.disc(x - 13 + side * 3.4, y - 12, 1.3, "2b2b30", 1.7)
        sheet.disc(x - 13 + side * 2.6, y - 3.2, 0.8, "8a4a48", 1.1)


def juice() -> dict[str, Sheet]:
    """Orange juice: oranges on deep green and cream."""
    front, back = (_juice_face() for _ in range(2))
    left, right = Sheet(62, 170, "f6f0dc"), Sheet(62, 170, "f6f0dc")
    for side in (left, right):
        side.block(0, 0, 62, 48, "0f5a3c")
        side.text(31, 25, "Sunzarro", 9.5, "ffd23f", "italic")
        side.block(0, 150, 62, 170, "f28c1a")
    facts(left, 7, 62, 48, 5.6)
    left.barcode(14, 112, 34, 22, 72)
    words = (
        "Squeezed from ripe oranges,",
        "nothing added, nothing taken",
        "away. Shake before pouring.",
        "",
        "100 % orange juice.",
        "Source of vitamin C.",
    )
    right.lines(6, 60, words, 3.2, "3a3a2a")
    _orange(right, 31, 118, 19)
    top = Sheet(90, 62, "0f5a3c")
    top.text(30, 45, "Best before 03/28", 3.4, "ffffff", "sans")
    return {"front": front, "back": back, "left": left, "right": right, "top": top, "bottom": Sheet(90, 62, "cfc9b8")}


def _juice_face() -> Sheet:
    sheet = Sheet(90, 170, "f6f0dc")
    sheet.block(0, 0, 90, 62, "0f5a3c")
    sheet.disc(45, 60, 58, "0f5a3c", 14)
    sheet.text(45, 30, "Sunzarro", 18, "ffd23f", "italic", fit_mm=80)
    sheet.text(45, 52, "ORANGE JUICE", 8, "ffffff", "narrow")
    sheet.text(45, 64, "not from concentrate", 4.6, "cfe6c0", "sans")
    sheet.block(0, 150, 90, 170, "f28c1a")
    _orange(sheet, 30, 122, 25)
    _orange(sheet, 64, 112, 21, cut=False)
    _orange(sheet, 62, 138, 17)
    sheet.text(45, 161, "900 ml  ·  100 % fruit", 6.4, "ffffff", "bold")
    return sheet


def _orange(sheet: Sheet, x: float, y: float, radius: float, cut: bool = True) -> None:
    sheet.disc(x, y, radius, "e2700f")
    sheet.disc(x - radius * 0.04, y - radius * 0.05, radius * 0.95, "f28c1a")
    if not cut:
        sheet.disc(x - radius * 0.3, y - radius * 0.35, radius * 0.3, "f9b04a")
        leaf = [
            (x, y - radius),
            (x + radius * 0.5, y - radius * 1.5),
            (x + radius * 1.1, y - radius * 1.3),
            (x + radius * 0.6, y - radius * 0.9),
        ]
        sheet.shape(leaf, "2e8b3a")
        return
    sheet.disc(x, y, radius * 0.90, "fdeccb")
    for turn in np.arange(10) * np.pi / 5:
        spread = np.linspace(-0.27, 0.27, 7) + turn
        sheet.shape(
            [
                (x + 1.5 * np.cos(turn), y + 1.5 * np.sin(turn)),
                *[(x + radius * 0.82 * np.cos(a), y + radius * 0.82 * np.sin(a)) for a in spread],
            ],
            "f9a62b",
        )
