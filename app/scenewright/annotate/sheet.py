"""The contact sheet: many frames with their labels, and every channel of the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from PIL import Image, ImageDraw, ImageFont

from scenewright.annotate.colors import NOT_CHOSEN, ChosenColors, Picture
from scenewright.annotate.labelled_view import LabelledView
from scenewright.annotate.overlay import LAYERS, drawable, overlay
from scenewright.annotate.overlay_style import Style
from scenewright.datasets.skeletons import NO_SKELETONS, Skeletons

_BACKGROUND, _TEXT, _FAINT = (24, 26, 30), (236, 238, 242), (150, 156, 166)
_GAP, _MARGIN, _TITLE = 10, 28, 78

MAIN_LAYERS = ("instance_mask", "bounding_box_2d_tight", "keypoints")
"""What a picture is shown with where nobody chose."""


@dataclass(frozen=True, eq=False)
class Tile:
    """A picture and the words below it."""

    picture: Picture
    caption: str


def contact_sheet(
    title: str,
    subtitle: str,
    views: Sequence[LabelledView],
    skeletons: Skeletons = NO_SKELETONS,
    chosen: ChosenColors = NOT_CHOSEN,
    tile_width: int = 480,
) -> Image.Image:
    """Return the sheet: the views with masks and boxes, then the label channels of the view that shows most."""
    style = Style(skeletons=skeletons, chosen=chosen, mask_opacity=0.2, width_px=tile_width)
    frames = [Tile(_overlaid(view, style), f"frame {view.plan.index}") for view in views]
    columns = _columns(len(frames))
    fullest = max(views, key=lambda view: sum(item.visible_px > 0 for item in view.record.instances))
    strip = channel_tiles(fullest, Style(skeletons=skeletons, chosen=chosen, mask_opacity=0.75))
    grid = _grid(frames, columns, tile_width)
    width = grid.width
    strip_columns = max(2, min(len(strip), 4))
    channels = _grid(strip, strip_columns, (width - (strip_columns - 1) * _GAP) // strip_columns)
    heading = f"Every label of frame {fullest.plan.index}"
    height = _TITLE + grid.height + 54 + channels.height + 2 * _MARGIN
    sheet = Image.new("RGB", (width + 2 * _MARGIN, height), _BACKGROUND)
    draw = ImageDraw.Draw(sheet)
    draw.text((_MARGIN, _MARGIN - 6), title, fill=_TEXT, font=ImageFont.load_default(32))
    draw.text((_MARGIN, _MARGIN + 36), subtitle, fill=_FAINT, font=ImageFont.load_default(18))
    sheet.paste(grid, (_MARGIN, _MARGIN + _TITLE))
    y = _MARGIN + _TITLE + grid.height + 10
    draw.text((_MARGIN, y), heading, fill=_TEXT, font=ImageFont.load_default(22))
    sheet.paste(channels, (_MARGIN, y + 36))
    return sheet


def channel_tiles(view: LabelledView, style: Style) -> list[Tile]:
    """Return every channel that a view has, made visible."""
    rgb = view.channels["rgb"]
    names = drawable(view.record, view.channels)
    shown = (Tile(overlay(rgb, view.record, view.channels, [name], style), LAYERS[name].title) for name in names)
    return [Tile(rgb, "colour"), *shown]


def _overlaid(view: LabelledView, style: Style) -> Picture:
    return overlay(view.channels["rgb"], view.record, view.channels, MAIN_LAYERS, style)


def _columns(count: int) -> int:
    return max(1, ceil(sqrt(count)))


def _grid(tiles: Sequence[Tile], columns: int, tile_width: int) -> Image.Image:
    tallest = max(tile.picture.shape[0] / tile.picture.shape[1] for tile in tiles)
    tile_height = round(tile_width * tallest)
    rows = (len(tiles) + columns - 1) // columns
    step_x, step_y = tile_width + _GAP, tile_height + _GAP + 20
    sheet = Image.new("RGB", (columns * step_x - _GAP, rows * step_y), _BACKGROUND)
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(14)
    for number, tile in enumerate(tiles):
        x, y = number % columns * step_x, number // columns * step_y
        height = round(tile_width * tile.picture.shape[0] / tile.picture.shape[1])
        sheet.paste(Image.fromarray(tile.picture).resize((tile_width, height), Image.Resampling.LANCZOS), (x, y))
        draw.text((x + 2, y + tile_height + 3), tile.caption, fill=_FAINT, font=font)
    return sheet
