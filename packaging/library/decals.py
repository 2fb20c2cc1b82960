"""Draws the stickers that ship: labels and marks as they are stuck on cartons, totes and machines.

Usage: ``python packaging/library/decals.py resources/library/decals``.
"""

import random
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

PAPER, INK = (246, 244, 238, 255), (24, 24, 26, 255)
CLEAR = (0, 0, 0, 0)


def main() -> None:
    """Write every sticker as PNG with a transparent ground."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, draw in STICKERS.items():
        draw().quantize(32, method=Image.Quantize.FASTOCTREE).save(folder / f"{name}.png", optimize=True)


def _sheet(
    width: int, height: int, ground: tuple[int, int, int, int] = PAPER
) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGBA", (width, height), CLEAR)
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((2, 2, width - 3, height - 3), 10, fill=ground)
    return image, draw


def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)
    return font


def _bars(draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int], seed: int) -> None:
    luck, x = random.Random(seed), box[0]
    while x < box[2] - 6:
        wide = luck.choice((2, 2, 3, 5))
        draw.rectangle((x, box[1], x + wide - 1, box[3]), fill=INK)
        x += wide + luck.choice((2, 3, 4))


def barcode() -> Image.Image:
    """Return a bar code with its number."""
    image, draw = _sheet(256, 128)
    _bars(draw, (18, 14, 238, 92), 3)
    draw.text((128, 110), "4 071930 286514", INK, _font(20), anchor="mm")
    return image


def shipping_label() -> Image.Image:
    """Return an address label with a bar code."""
    image, draw = _sheet(256, 320)
    draw.text((16, 14), "PARCEL", INK, _font(34))
    draw.line((10, 58, 246, 58), INK, 3)
    for k, wide in enumerate((150, 190, 120, 165)):
        draw.rectangle((18, 74 + 24 * k, 18 + wide, 84 + 24 * k), fill=(70, 70, 74, 255))
    draw.rectangle((192, 70, 240, 118), outline=INK, width=4)
    draw.text((216, 94), "B7", INK, _font(26), anchor="mm")
    draw.line((10, 176, 246, 176), INK, 3)
    _bars(draw, (18, 192, 238, 274), 8)
    draw.text((128, 294), "LX 559 0472 18", INK, _font(20), anchor="mm")
    return image


def warning() -> Image.Image:
    """Return a yellow triangle."""
    image = Image.new("RGBA", (256, 230), CLEAR)
    draw = ImageDraw.Draw(image)
    draw.polygon([(128, 6), (250, 222), (6, 222)], fill=INK)
    draw.polygon([(128, 32), (228, 208), (28, 208)], fill=(250, 200, 20, 255))
    draw.rounded_rectangle((118, 88, 138, 158), 9, fill=INK)
    draw.ellipse((115, 172, 141, 198), fill=INK)
    return image


def this_way_up() -> Image.Image:
    """Return two arrows."""
    image, draw = _sheet(224, 256)
    for x in (66, 158):
        draw.polygon([(x, 26), (x + 36, 80), (x - 36, 80)], fill=INK)
        draw.rectangle((x - 14, 80, x + 14, 184), fill=INK)
    draw.rectangle((24, 204, 200, 222), fill=INK)
    return image


def hazard_stripes() -> Image.Image:
    """Return a strip of tape."""
    image = Image.new("RGBA", (320, 64), (248, 196, 16, 255))
    draw = ImageDraw.Draw(image)
    for x in range(-64, 320, 64):
        draw.polygon([(x, 64), (x + 32, 64), (x + 96, 0), (x + 64, 0)], fill=INK)
    return image


def round_seal() -> Image.Image:
    """Return a green inspection seal."""
    image = Image.new("RGBA", (224, 224), CLEAR)
    draw = ImageDraw.Draw(image)
    draw.ellipse((4, 4, 220, 220), fill=(28, 132, 72, 255))
    draw.ellipse((20, 20, 204, 204), outline=PAPER, width=5)
    draw.line((66, 116, 100, 150, 160, 76), PAPER, 18, joint="curve")
    return image


def price_tag() -> Image.Image:
    """Return an orange tag with a number."""
    image, draw = _sheet(224, 128, (250, 128, 36, 255))
    draw.text((112, 66), "3.95", (255, 255, 255, 255), _font(64), anchor="mm")
    return image


def asset_number() -> Image.Image:
    """Return a metal-grey plate with an inventory number."""
    image, draw = _sheet(288, 112, (196, 200, 204, 255))
    draw.rectangle((12, 12, 275, 99), outline=INK, width=3)
    draw.text((144, 38), "PROPERTY OF PLANT 4", INK, _font(18), anchor="mm")
    draw.text((144, 72), "No. 018 327", INK, _font(32), anchor="mm")
    return image


STICKERS = {
    "barcode": barcode,
    "shipping_label": shipping_label,
    "warning": warning,
    "this_way_up": this_way_up,
    "hazard_stripes": hazard_stripes,
    "round_seal": round_seal,
    "price_tag": price_tag,
    "asset_number": asset_number,
}

if __name__ == "__main__":
    main()
