"""Artwork of the cans; the brands are made up. One turn of a can, the front in the middle, millimetres."""

from __future__ import annotations

import numpy as np
from household_sheet import Sheet

GIRTH_SODA, GIRTH_SOUP = 208.0, 209.0
INGREDIENTS = ("Carbonated water, sugar, fruit", "acids, natural flavourings.", "Serve cold. Recycle the can.")


def soda_red() -> Sheet:
    """Cola: a cream badge before rays of two reds."""
    sheet = Sheet(GIRTH_SODA, 103, "b3101c")
    for middle in (0.0, GIRTH_SODA / 2, GIRTH_SODA):
        sheet.block(middle - 52, 0, middle + 52, 103, "b5121d")
        for turn in np.arange(24) * np.pi / 12:
            ends = [(middle + 80 * np.cos(turn + d), 50 + 80 * np.sin(turn + d)) for d in (-0.06, 0.06)]
            inside = [(min(max(x, middle - 52), middle + 52), y) for x, y in ends]
            sheet.shape([(middle, 50), *inside], "9a0b17")
    for middle in (0.0, GIRTH_SODA / 2, GIRTH_SODA):
        sheet.disc(middle, 48, 32, "f0b52f", 25)
        sheet.disc(middle, 48, 31, "5d070f", 24)
        sheet.disc(middle, 48, 29.6, "fbf1de", 22.6)
        sheet.text(middle, 46, "Karova", 15, "a80f1b", "italic", fit_mm=52)
        sheet.text(middle, 58.5, "ORIGINAL COLA", 4.2, "5d070f", "narrow")
        sheet.text(middle, 33, "No. 7", 4.6, "c58a16", "serif bold")
        sheet.text(middle, 86, "330 ml", 4, "ffe9c9", "bold")
    sheet.block(0, 0, GIRTH_SODA, 3, "f0b52f")
    _small_print(sheet, 52, "5d070f", 21)
    _small_print(sheet, 156, "5d070f", 22)
    return sheet


def soda_blue() -> Sheet:
    """Sparkling lemon in blue."""
    sheet = Sheet(GIRTH_SODA, 103, "0c4fa0")
    sheet.shade("0a3f92", "25a5cf")
    rng = np.random.default_rng(4)
    for x, y, r in zip(rng.uniform(0, GIRTH_SODA, 80), 100 - 60 * rng.random(80) ** 2, rng.random(80), strict=True):
        sheet.disc(x, y, 0.5 + 1.6 * r**3, "7fd0ea")
        sheet.disc(x - 0.2, y - 0.2, 0.3 + 1.1 * r**3, "46b2da")
    for middle in (0.0, GIRTH_SODA / 2, GIRTH_SODA):
        _lemon(sheet, middle + 13, 71, 16)
        _lemon(sheet, middle - 15, 80, 11)
        sheet.text(middle, 24, "brisalto", 18, "ffffff", "bold", fit_mm=56, outline=(0.8, "0a2f70"))
        sheet.text(middle, 37, "SPARKLING LEMON", 4.8, "ffe14a", "narrow")
        sheet.line([(middle - 27, 42), (middle + 27, 42)], "ffffff", 0.6)
        sheet.text(middle, 98, "330 ml", 4, "ffffff")
    _small_print(sheet, 52, "0a3478", 23)
    _small_print(sheet, 156, "0a3478", 24)
    return sheet


def soup() -> Sheet:
    """Tomato soup: cream and red, a bowl in the middle."""
    sheet = Sheet(GIRTH_SOUP, 77, "f3e7cf")
    sheet.block(0, 0, GIRTH_SOUP, 35, "b4231d")
    sheet.block(0, 35, GIRTH_SOUP, 36.6, "d9a53a")
    for middle in (0.0, GIRTH_SOUP / 2, GIRTH_SOUP):
        sheet.text(middle, 15, "Hearthpot", 15, "fff4dc", "italic", fit_mm=62, outline=(0.7, "6d0f0c"))
        sheet.text(middle, 28.5, "SLOW COOKED SINCE SUNRISE", 3.0, "f3cf85", "narrow")
        sheet.disc(middle, 52, 21, "e9d5ad")
        sheet.disc(middle, 50, 17, "f8f1e2", 6.4)
        sheet.disc(middle, 50, 15.2, "c93a1c", 5.2)
        sheet.disc(middle - 4, 49, 4.5, "de5a2c", 1.4)
        sheet.shape([(middle - 17, 50), (middle + 17, 50), (middle + 10, 62), (middle - 10, 62)], "2e5d7d")
        sheet.disc(middle, 50.6, 16.6, "f8f1e2", 6.0)
        sheet.disc(middle, 50, 15.0, "c93a1c", 5.0)
        for dx, dy in ((-2, 0.4), (2.4, -1.0), (0.4, 1.6)):
            sheet.disc(middle + dx, 50 + dy, 1.9, "4d7d34", 0.9)
        sheet.text(middle, 70.3, "TOMATO SOUP", 6.4, "8d1712", "serif bold")
    for middle in (GIRTH_SOUP / 4, GIRTH_SOUP * 3 / 4):
        sheet.text(middle, 42, "Cream of tomato with basil", 2.8, "7a2a17", "serif bold")
        words = ("Heat gently, stir, do not boil.", "Tomatoes (64 %), water, cream,", "onion, basil, salt, pepper.")
        sheet.lines(middle - 19, 46, words, 2.5, "4a3826")
        sheet.text(middle - 10, 63, "310 g", 6, "8d1712", "serif bold")
        sheet.barcode(middle + 1, 58, 22, 12, 5)
    return sheet


def _lemon(sheet: Sheet, x: float, y: float, radius: float) -> None:
    """Draw a slice of lemon."""
    sheet.disc(x, y, radius, "f2c81b")
    sheet.disc(x, y, radius * 0.92, "fdf3c0")
    for turn in np.arange(8) * np.pi / 4:
        spread = np.linspace(-0.33, 0.33, 9) + turn
        arc = [(x + radius * 0.83 * np.cos(a), y + radius * 0.83 * np.sin(a)) for a in spread]
        sheet.shape([(x + 1.2 * np.cos(turn), y + 1.2 * np.sin(turn)), *arc], "f7d93f")


def _small_print(sheet: Sheet, x: float, panel: str, seed: int) -> None:
    """Draw the panel with ingredients and a barcode."""
    sheet.block(x - 17, 12, x + 17, 60, panel, 2)
    sheet.text(x, 18, "NUTRITION per 100 ml", 2.5, "ffffff", "bold")
    for row, (what, much) in enumerate((("Energy", "180 kJ"), ("Fat", "0 g"), ("Sugars", "10.4 g"), ("Salt", "0 g"))):
        sheet.text(x - 14, 23 + 4 * row, what, 2.6, "ffffff", "sans", "lm")
        sheet.text(x + 14, 23 + 4 * row, much, 2.6, "ffffff", "sans", "rm")
        sheet.line([(x - 14, 25 + 4 * row), (x + 14, 25 + 4 * row)], "ffffff", 0.2)
    sheet.lines(x - 14.5, 40, INGREDIENTS, 1.9, "ffffff")
    sheet.barcode(x - 12, 49, 24, 9, seed)
