"""Surfaces of things in a warehouse, as small pictures that repeat."""

from __future__ import annotations

import numpy as np
from noise import normal_map, spectral
from numpy.typing import NDArray
from PIL import Image as Picture
from PIL import ImageDraw, ImageFont

from scenewright.assets.model import Image, Material

Array = NDArray[np.float64]
EDGE = 256
WOOD_EDGE = 512


def plastic(name: str, color: tuple[int, int, int], seed: int) -> Material:
    """Return moulded plastic, slightly scuffed."""
    luck = np.random.default_rng(seed)
    clouds, scuffs = unit(spectral(EDGE, 1.8, luck)), unit(spectral(EDGE, 0.6, luck, stretch=(6.0, 1.0)))
    shade = 1 + 0.025 * clouds + 0.10 * np.clip(scuffs - 1.9, 0, 1)
    return Material(name, roughness=0.46, base_color_map=_image(f"{name}-color", np.multiply.outer(shade, color)))


def wood(name: str, color: tuple[int, int, int], seed: int, rough: float = 0.75) -> Material:
    """Return sawn wood, its grain along u."""
    luck = np.random.default_rng(seed)
    rings = unit(spectral(WOOD_EDGE, 2.2, luck, stretch=(14.0, 1.0)))
    fibres = unit(spectral(WOOD_EDGE, 0.8, luck, stretch=(30.0, 1.0)))
    stains = unit(spectral(WOOD_EDGE, 2.4, luck))
    shade = 1 + 0.07 * np.sin(3.4 * rings) + 0.04 * fibres + 0.03 * stains
    tint = np.stack([shade, shade**1.12, shade**1.3], axis=-1) * color
    height = 0.3 * np.sin(3.4 * rings) + 0.7 * fibres
    relief = (normal_map(height, 0.2) * 255 + 0.5).astype(np.uint8)
    return Material(
        name,
        roughness=rough,
        base_color_map=_image(f"{name}-color", tint),
        normal_map=Image(f"{name}-normal", relief),
    )


def metal(name: str, color: tuple[int, int, int], seed: int, metallic: float = 1.0, rough: float = 0.45) -> Material:
    """Return brushed or painted metal."""
    luck = np.random.default_rng(seed)
    brush, clouds = unit(spectral(EDGE, 0.5, luck, stretch=(25.0, 1.0))), unit(spectral(EDGE, 1.8, luck))
    shade = 1 + (0.03 * brush if metallic else 0.0) + 0.03 * clouds
    image = _image(f"{name}-color", np.multiply.outer(shade, color))
    return Material(name, roughness=rough, metallic=metallic, base_color_map=image)


def rubber(name: str = "rubber") -> Material:
    """Return black rubber."""
    return Material(name, (0.014, 0.014, 0.015), roughness=0.85)


def cardboard(seed: int, prints: bool, size_px: tuple[int, int] = (768, 512)) -> Image:
    """Return a carton's six sides, three in a row: -x, +x, -y over +y, -z, +z; the top has the seam and the tape."""
    luck = np.random.default_rng(seed)
    width, height = size_px
    cell = width // 3
    fibre = unit(spectral(512, 1.0, luck))[:height, :]
    fibre = np.tile(fibre, (1, 2))[:, :width]
    flutes = 0.012 * np.sin(np.arange(width) * 2 * np.pi / 5.0)[None, :]
    pixels = np.multiply.outer(1 + 0.03 * fibre + flutes, (186, 144, 98))
    picture = Picture.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(picture, "RGBA")
    for column, row in ((1, 1), (2, 1)):
        x, y = column * cell, row * cell
        draw.line([(x, y + cell / 2), (x + cell, y + cell / 2)], fill=(70, 48, 30, 255), width=2)
        draw.rectangle([x, y + cell * 0.40, x + cell, y + cell * 0.60], fill=(196, 160, 112, 150))
        draw.line([(x, y + cell * 0.40), (x + cell, y + cell * 0.40)], fill=(230, 205, 165, 120), width=1)
        draw.line([(x, y + cell * 0.60), (x + cell, y + cell * 0.60)], fill=(120, 92, 62, 120), width=1)
    if prints:
        _print(draw, cell)
    for k in range(1, 3):
        draw.line([(k * cell, 0), (k * cell, height)], fill=(120, 90, 60, 90), width=1)
    return Image(f"cardboard-{seed}", np.asarray(picture, np.uint8))


def _print(draw: ImageDraw.ImageDraw, cell: int) -> None:
    ink = (44, 34, 28, 225)
    large, small = ImageFont.load_default(cell // 9), ImageFont.load_default(cell // 16)
    for x, y in ((2 * cell, 0), (0, cell)):
        draw.text((x + cell * 0.10, y + cell * 0.16), "NORDHALL", fill=ink, font=large)
        draw.text((x + cell * 0.10, y + cell * 0.30), "PARTS 24 x 0.5 KG", fill=ink, font=small)
        for k in range(2):  # this side up
            ax, ay = x + cell * (0.68 + 0.15 * k), y + cell * 0.58
            draw.polygon([(ax, ay), (ax - 11, ay + 15), (ax + 11, ay + 15)], fill=ink)
            draw.rectangle([ax - 4, ay + 14, ax + 4, ay + 42], fill=ink)
        draw.line([(x + cell * 0.61, y + cell * 0.78), (x + cell * 0.90, y + cell * 0.78)], fill=ink, width=3)
        draw.rectangle([x + cell * 0.10, y + cell * 0.56, x + cell * 0.52, y + cell * 0.86], fill=(240, 238, 232, 255))
        luck = np.random.default_rng(7)
        at = x + cell * 0.14
        while at < x + cell * 0.46:
            wide = int(luck.integers(1, 4))
            draw.rectangle([at, y + cell * 0.62, at + wide - 1, y + cell * 0.76], fill=(20, 20, 20, 255))
            at += wide + int(luck.integers(2, 4))
        draw.text(
            (x + cell * 0.15, y + cell * 0.78),
            "4 006381 33393",
            fill=(20, 20, 20, 255),
            font=ImageFont.load_default(12),
        )


def unit(values: Array) -> Array:
    """Return values with mean 0 and deviation 1."""
    return (values - values.mean()) / max(float(values.std()), 1e-9)


def _image(name: str, pixels: Array) -> Image:
    return Image(name, np.clip(pixels, 0, 255).astype(np.uint8))
