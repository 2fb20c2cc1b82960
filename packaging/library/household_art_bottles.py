"""Artwork of the bottles and the jar; the brands are made up. Millimetres."""

from __future__ import annotations

import numpy as np
from household_sheet import Sheet


def water() -> Sheet:
    """Label of the water bottle, once around: mountains and a wave, twice."""
    girth = 202.0
    sheet = Sheet(girth, 52, "2a7fc4")
    sheet.shade("9fd6ee", "e8f6fb")
    for middle in (0.0, girth / 2, girth):
        ridge = [(-50, 36), (-38, 27), (-31, 31), (-17, 14), (-9, 21), (0, 9), (10, 22), (19, 15), (33, 31), (40, 26)]
        ends = [(middle + x, y) for x, y in [*ridge, (51, 36), (51, 52), (-51, 52)]]
        sheet.shape(ends, "3f8fc4")
        for x, y in ((-17, 14), (0, 9), (19, 15)):
            snow = [(x, y), (x + 4.2, y + 5.0), (x + 1.4, y + 4.2), (x - 1.0, y + 6.5), (x - 3.8, y + 4.6)]
            sheet.shape([(middle + a, b) for a, b in snow], "ffffff")
    x = np.linspace(0, girth, 200)
    for lift, color in ((33, "1d62b8"), (36, "14488f")):
        wave = lift + 1.8 * np.sin(x / girth * 2 * np.pi * 4 + lift)
        sheet.shape([*zip(x, wave, strict=True), (girth, 52), (0, 52)], color)
    for middle in (0.0, girth / 2, girth):
        sheet.text(middle, 27.5, "Aquorra", 13, "ffffff", "bold", fit_mm=52, outline=(0.7, "14488f"))
        sheet.text(middle, 41.5, "NATURAL MINERAL WATER", 3.0, "d9effa", "narrow")
        sheet.text(middle, 47, "still  ·  0.5 l", 3.0, "ffffff", "sans")
    for middle in (girth / 4, girth * 3 / 4):
        words = (
            "Calcium 78 mg/l   Magnesium 24 mg/l",
            "Bottled at the spring. Store cool,",
            "keep away from sunlight.",
        )
        sheet.lines(middle - 17, 39, words, 1.8, "d9effa")
        sheet.barcode(middle - 12, 5, 24, 11, 31)
    return sheet


def wine() -> Sheet:
    """Front label of the dark bottle."""
    sheet = Sheet(81, 95, "f1eadb")
    sheet.frame(2.5, 2.5, 78.5, 92.5, "b08b45", 0.7)
    sheet.frame(4.0, 4.0, 77.0, 91.0, "b08b45", 0.25)
    sheet.text(40.5, 13, "DOMAINE", 4.4, "5c1420", "serif")
    sheet.text(40.5, 22.5, "Valserine", 12, "5c1420", "italic", fit_mm=62)
    hill = [(12, 58), (22, 47), (33, 52), (46, 41), (60, 50), (69, 58)]
    sheet.shape(hill, "7a8a5a")
    for step in range(9):
        sheet.line([(16 + 6 * step, 58), (33 + 2.6 * step, 49)], "4f6138", 0.5)
    sheet.block(38, 37, 45, 47, "c9b084")
    sheet.shape([(36.5, 37.5), (41.5, 32), (46.5, 37.5)], "8a3b2a")
    sheet.line([(10, 58), (71, 58)], "5c1420", 0.4)
    sheet.text(40.5, 67, "PINOT NOIR", 5.6, "2d2a26", "serif bold")
    sheet.text(40.5, 76, "2021", 7.0, "b08b45", "serif bold")
    sheet.text(40.5, 85, "Mis en bouteille au domaine  ·  75 cl  ·  12.5 % vol", 2.3, "5a5148", "serif")
    return sheet


def wine_back() -> Sheet:
    """Back label of the dark bottle."""
    sheet = Sheet(59, 75, "f1eadb")
    sheet.frame(2, 2, 57, 73, "b08b45", 0.4)
    sheet.text(29.5, 9, "Valserine", 5.5, "5c1420", "italic")
    words = ("Red cherries and warm slate from", "a steep slope above the river.", "Serve at 16 °C with good company.")
    sheet.lines(7, 16, [*words, "", "Contains sulphites.", "Product of the valley."], 2.4, "4a423a")
    sheet.barcode(15, 48, 29, 18, 33)
    return sheet


def jam() -> Sheet:
    """Front label of the jar."""
    sheet = Sheet(80, 45, "fbf5e6")
    sheet.frame(1.5, 1.5, 78.5, 43.5, "b3202a", 0.8, 2.0)
    sheet.frame(3.0, 3.0, 77.0, 42.0, "b3202a", 0.3, 1.4)
    sheet.text(40, 11, "Berrymoor", 8.5, "b3202a", "italic", fit_mm=48)
    sheet.text(40, 20, "STRAWBERRY JAM", 4.6, "2f4a24", "serif bold")
    for x in (13, 67):
        sheet.shape([(x - 5, 24), (x + 5, 24), (x + 3.4, 31), (x, 36), (x - 3.4, 31)], "c8202c")
        sheet.shape([(x - 5, 24), (x - 2, 21.5), (x, 23), (x + 2, 21.5), (x + 5, 24), (x, 26)], "4a7d34")
        for dx, dy in ((-2, 27), (1.6, 28), (-0.4, 31), (2.4, 30.6), (0.2, 33.4)):
            sheet.disc(x + dx, dy, 0.45, "f6d88a")
    sheet.text(40, 28, "60 % fruit, stirred by hand", 2.8, "5a4030", "serif")
    sheet.text(40, 36, "340 g", 5.0, "2f4a24", "serif bold")
    return sheet


def detergent(color: str) -> Sheet:
    """Label of the detergent."""
    sheet = Sheet(92, 125, color)
    sheet.shade("ffffff", "dff1fb")
    for radius, tone in ((58, "bfe3f7"), (44, "8fcdf0"), (30, "ffd84a")):
        sheet.disc(46, 84, radius, tone)
    sheet.block(0, 0, 92, 44, color)
    sheet.disc(46, 40, 60, color, 16)
    sheet.text(46, 27, "Lumivo", 23, "ffffff", "bold", fit_mm=78)
    sheet.text(46, 46, "COLOUR CARE", 6.4, "ffe14a", "narrow")
    rng = np.random.default_rng(8)
    for x, y, r in zip(rng.uniform(8, 84, 26), rng.uniform(62, 112, 26), rng.uniform(1.5, 5.5, 26), strict=True):
        sheet.disc(x, y, r, "eaf7fd")
        sheet.disc(x + 0.3, y + 0.3, r * 0.86, "bfe3f7")
        sheet.disc(x - r * 0.3, y - r * 0.3, r * 0.25, "ffffff")
    shirt = [(30, 72), (40, 67), (46, 71), (52, 67), (62, 72), (70, 82), (62, 87), (59, 83), (59, 104), (33, 104)]
    sheet.shape([*shirt, (33, 83), (30, 87), (22, 82)], color)
    sheet.text(46, 88, "30°", 9, "ffffff", "bold")
    sheet.text(46, 115, "28 washes  ·  1.4 l", 5, "26405c", "bold")
    return sheet
