"""Printed artwork: labels and boxes drawn in millimetres, and how a surface recipe looks them up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from scipy import ndimage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from noise import Array

FACES = {
    "sans": "DejaVuSans.ttf",
    "bold": "DejaVuSans-Bold.ttf",
    "narrow": "DejaVuSansCondensed-Bold.ttf",
    "light": "DejaVuSans-ExtraLight.ttf",
    "serif": "DejaVuSerif.ttf",
    "serif bold": "DejaVuSerif-Bold.ttf",
    "italic": "DejaVuSerif-BoldItalic.ttf",
}
"""File names of the typefaces; where one is not installed Pillow's own stands in. Only drawn with, never shipped."""


def typeface(name: str, size_px: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Return a typeface at a height in pixels."""
    try:
        return ImageFont.truetype(FACES[name], size_px)
    except OSError:
        return ImageFont.load_default(size_px)


class Sheet:
    """A sheet to print: millimetres, origin at the upper left, y down; drawn large and scaled down in the end."""

    def __init__(self, width_mm: float, height_mm: float, color: str, dots_per_mm: float = 14.0) -> None:
        self.width_mm, self.height_mm, self.dots = width_mm, height_mm, dots_per_mm
        self.image = Image.new("RGBA", (round(width_mm * dots_per_mm), round(height_mm * dots_per_mm)), _rgb(color))
        self._draw = ImageDraw.Draw(self.image)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        height_mm: float,
        color: str,
        face: str = "bold",
        anchor: str = "mm",
        fit_mm: float = 0.0,
        outline: tuple[float, str] | None = None,
    ) -> None:
        """Write words; `fit_mm` makes them smaller where they are wider, `outline` is its width in mm and colour."""
        size = height_mm * self.dots
        if fit_mm:
            size *= min(1.0, fit_mm * self.dots / typeface(face, size).getlength(words))
        width, around = outline or (0.0, color)
        stroke = {"stroke_width": round(width * self.dots), "stroke_fill": _rgb(around)} if outline else {}
        at = (x * self.dots, y * self.dots)
        self._draw.text(at, words, font=typeface(face, size), fill=_rgb(color), anchor=anchor, **stroke)

    def upright(self, x: float, y: float, words: str, height_mm: float, color: str, face: str = "bold") -> None:
        """Write words that read upwards, their middle at (x, y)."""
        font = typeface(face, height_mm * self.dots)
        length = round(font.getlength(words)) + 4
        strip = Image.new("RGBA", (length, round(height_mm * self.dots * 1.5)), (0, 0, 0, 0))
        place = (length / 2, strip.height / 2)
        ImageDraw.Draw(strip).text(place, words, font=font, fill=_rgb(color), anchor="mm")
        turned = strip.rotate(90, expand=True)
        at = (round(x * self.dots - turned.width / 2), round(y * self.dots - turned.height / 2))
        self.image.alpha_composite(turned, (max(at[0], 0), max(at[1], 0)))

    def block(self, x: float, y: float, right: float, bottom: float, color: str, radius: float = 0.0) -> None:
        """Fill a rectangle."""
        corners = [value * self.dots for value in (x, y, right, bottom)]
        self._draw.rounded_rectangle(corners, radius * self.dots, fill=_rgb(color))

    def frame(
        self, x: float, y: float, right: float, bottom: float, color: str, line: float, radius: float = 0
    ) -> None:
        """Draw a rectangle's outline."""
        corners = [value * self.dots for value in (x, y, right, bottom)]
        width = max(1, round(line * self.dots))
        self._draw.rounded_rectangle(corners, radius * self.dots, outline=_rgb(color), width=width)

    def disc(self, x: float, y: float, radius: float, color: str, radius_y: float = 0.0) -> None:
        """Fill a circle or an ellipse."""
        across, down = radius * self.dots, (radius_y or radius) * self.dots
        cx, cy = x * self.dots, y * self.dots
        self._draw.ellipse((cx - across, cy - down, cx + across, cy + down), fill=_rgb(color))

    def shape(self, points: Sequence[Sequence[float]], color: str) -> None:
        """Fill a polygon."""
        self._draw.polygon([(x * self.dots, y * self.dots) for x, y in points], fill=_rgb(color))

    def line(self, points: Sequence[Sequence[float]], color: str, width: float) -> None:
        """Draw a line through points."""
        scaled = [(x * self.dots, y * self.dots) for x, y in points]
        self._draw.line(scaled, fill=_rgb(color), width=max(1, round(width * self.dots)), joint="curve")

    def lines(self, x: float, y: float, words: Sequence[str], height_mm: float, color: str, step: float = 1.4) -> None:
        """Write lines of small print, left-aligned."""
        for number, line in enumerate(words):
            self.text(x, y + number * height_mm * step, line, height_mm, color, "sans", "la")

    def barcode(self, x: float, y: float, width: float, height: float, seed: int) -> None:
        """Print a pattern of bars on white."""
        self.block(x, y, x + width, y + height, "ffffff")
        rng = np.random.default_rng(seed)
        widths = rng.choice([1, 1, 2, 3], 64)
        edges = np.r_[0, np.cumsum(widths)] / widths.sum() * (width - 3) + x + 1.5
        for left, right in zip(edges[:-1:2], edges[1::2], strict=False):
            self.block(left, y + 1, right, y + height - 1, "111111")

    def shade(self, top: str, bottom: str) -> None:
        """Fill everything with a vertical gradient."""
        t = np.linspace(0.0, 1.0, self.image.height)[:, None, None]
        rows = np.array(_rgb(top)) * (1 - t) + np.array(_rgb(bottom)) * t
        pixels = np.broadcast_to(rows, (self.image.height, self.image.width, 4)).astype(np.uint8)
        self.image.paste(Image.fromarray(pixels.copy()))

    def pixels(self, per_mm: float) -> Array:
        """Return the artwork (h, w, 3), sRGB 0..1, scaled down to a number of pixels per millimetre."""
        size = (max(2, round(self.width_mm * per_mm)), max(2, round(self.height_mm * per_mm)))
        small = self.image.convert("RGB").resize(size, Image.Resampling.LANCZOS)
        return np.asarray(small, dtype=float) / 255.0


def looked_up(picture: Array, u: Array, v: Array) -> Array:
    """Return a picture's colours (n, 3) at u to the right and v upwards, both 0..1; beyond them the border's."""
    height, width = picture.shape[:2]
    place = [(1.0 - v) * height - 0.5, u * width - 0.5]
    channels = [ndimage.map_coordinates(picture[..., c], place, order=1, mode="nearest") for c in range(3)]
    return np.stack(channels, -1)


def wrapped(picture: Array, position: Array, low: float, high: float, middle_deg: float = -90.0) -> tuple[Array, Array]:
    """Return the colours of a picture that goes once around Z, and the share 0..1 of the turn.

    Args:
        picture: The artwork, its middle column at `middle_deg`, read from outside.
        position: Places (n, 3) in metres.
        low: Height of its lower edge in metres.
        high: Height of its upper edge in metres.
        middle_deg: Direction of its middle; -90 is the front.
    """
    turn = np.degrees(np.arctan2(position[:, 1], position[:, 0])) - middle_deg
    u = (turn / 360.0 + 0.5) % 1.0
    return looked_up(picture, u, (position[:, 2] - low) / (high - low)), u


def boxed(pictures: dict[str, Array], position: Array, normal: Array, size: Sequence[float]) -> Array:
    """Return the colours (n, 3) of a box standing on z = 0 about the origin, printed on its six sides.

    Args:
        pictures: Artwork of ``front`` (-y), ``back``, ``left`` (-x), ``right``, ``top`` (read from the front) and
            ``bottom``.
        position: Places (n, 3) in metres.
        normal: Normals (n, 3).
        size: Extents in metres.
    """
    x, y = position[:, 0] / size[0] + 0.5, position[:, 1] / size[1] + 0.5
    z = position[:, 2] / size[2]
    ways = {
        "front": (1, -1.0, x, z),
        "back": (1, 1.0, 1.0 - x, z),
        "left": (0, -1.0, 1.0 - y, z),
        "right": (0, 1.0, y, z),
        "top": (2, 1.0, x, y),
        "bottom": (2, -1.0, x, 1.0 - y),
    }
    facing = np.abs(normal).argmax(1)
    colour = np.zeros_like(position)
    for name, (axis, sign, u, v) in ways.items():
        chosen = (facing == axis) & (np.sign(normal[:, axis]) == sign)
        colour[chosen] = looked_up(pictures[name], u[chosen], v[chosen])
    return colour


def _rgb(code: str) -> tuple[int, int, int, int]:
    return (int(code[:2], 16), int(code[2:4], 16), int(code[4:6], 16), 255)
