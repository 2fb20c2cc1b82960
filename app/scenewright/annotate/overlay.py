"""Labels drawn over pictures, for people to look at."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from scenewright.datasets.records import InstanceRecord
from scenewright.datasets.skeletons import Skeletons
from scenewright.geometry.boxes import EDGES, Box2D, corners, edge_points
from scenewright.geometry.camera import Intrinsics, project
from scenewright.geometry.transforms import Matrix, inverse, transform_points

Picture = NDArray[np.uint8]
Font = ImageFont.ImageFont | ImageFont.FreeTypeFont

PALETTE: tuple[tuple[int, int, int], ...] = (
    (255, 99, 71), (64, 180, 255), (255, 200, 40), (90, 210, 120), (190, 120, 255), (255, 130, 200), (0, 200, 190),
    (250, 150, 60), (140, 170, 60), (120, 140, 255),
)  # fmt: skip
"""Colours that stay apart for common kinds of colour blindness when next to each other in this order."""

_MOST_NAMES = 12  # more would cover what they name
_LEFT_OUT = (150, 150, 150)
_BENT = 17
"""Points along an edge where a lens bends it."""


def with_masks(rgb: Picture, ids: NDArray[np.uint16], strength: float = 0.2) -> Picture:
    """Return the picture with every instance tinted and outlined in its own colour."""
    tint = id_colors(ids)
    mixed = rgb * (1 - strength) + tint * strength
    inside = ids > 0
    result = np.where(inside[..., None], mixed, rgb)
    result[_outline(ids)] = tint[_outline(ids)]
    return result.astype(np.uint8)


def with_boxes(rgb: Picture, instances: Sequence[InstanceRecord], font_size: int = 13) -> Picture:
    """Return the picture with the tight box of every visible instance, and its class name where there is room.

    What a visibility rule left out has a thin grey box and no name.
    """
    image = Image.fromarray(rgb)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(font_size)
    visible = [item for item in instances if item.box_tight is not None]
    for item in visible:
        x0, y0, x1, y1 = item.box_tight or (0, 0, 0, 0)
        if item.verdict in ("drop", "ignore"):
            draw.rectangle((x0 - 1, y0 - 1, x1, y1), outline=_LEFT_OUT, width=1)
            continue
        color = _color(item.instance_id)
        draw.rectangle((x0 - 1, y0 - 1, x1, y1), outline=color, width=2)
        if len(visible) <= _MOST_NAMES:
            _draw_name(draw, item.class_name, (x0, y0, x1, y1), color, font)
    return np.asarray(image)


def _draw_name(draw: ImageDraw.ImageDraw, name: str, box: Box2D, color: tuple[int, int, int], font: Font) -> None:
    """Draw a name on a plate above a box, or below it where there is no room above."""
    left, top, right, bottom = draw.textbbox((0, 0), name, font=font)
    width, height = right - left + 8, bottom - top + 6
    y = box[1] - height - 1 if box[1] - height - 1 >= 0 else box[3]
    x = min(box[0] - 1, draw.im.size[0] - width)
    draw.rectangle((x, y, x + width, y + height), fill=color)
    draw.text((x + 4 - left, y + 3 - top), name, fill=(20, 20, 20), font=font)


def with_boxes_3d(
    rgb: Picture, instances: Sequence[InstanceRecord], intrinsics: Intrinsics, world_from_camera: Matrix
) -> Picture:
    """Return the picture with the wire frame of every visible instance's 3D box; its floor-side edges are thicker."""
    image = Image.fromarray(rgb)
    draw = ImageDraw.Draw(image)
    camera_from_world = inverse(world_from_camera)
    for item in instances:
        pose = np.array(item.world_from_object).reshape(4, 4)
        box = transform_points(camera_from_world @ pose, corners(item.extent_low, item.extent_high))
        if item.visible_px == 0 or box[:, 2].min() <= 0:
            continue
        edges = edge_points(box, 2 if intrinsics.lens is None else _BENT)
        lines = project(intrinsics, edges.reshape(-1, 3)).reshape(*edges.shape[:2], 2)
        for (a, b), line in zip(EDGES, lines.tolist(), strict=True):
            points = [tuple(point) for point in line]
            draw.line(points, fill=_color(item.instance_id), width=3 if a < 4 and b < 4 else 1)
    return np.asarray(image)


def with_keypoints(rgb: Picture, instances: Sequence[InstanceRecord], skeletons: Skeletons) -> Picture:
    """Return the picture with the keypoints of every visible instance: filled where seen, hollow where hidden."""
    image = Image.fromarray(rgb)
    draw = ImageDraw.Draw(image)
    radius = max(2.0, rgb.shape[0] / 200)
    for item in instances:
        if item.visible_px == 0 or not item.keypoints:
            continue
        skeleton, color = skeletons.by_name.get(item.skeleton), _color(item.instance_id)
        at = {p.name: (p.x, p.y) for p in item.keypoints if p.visibility > 0 and p.x is not None and p.y is not None}
        for one, other in () if skeleton is None else skeleton.edges:
            if one in at and other in at:
                draw.line((*at[one], *at[other]), fill=color, width=max(2, round(radius / 2)))
        for point in item.keypoints:
            if point.name in at:
                x, y = at[point.name]
                fill = (255, 255, 255) if point.visibility == 2 else None
                draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill, outline=color)
    return np.asarray(image)


def id_colors(ids: NDArray[np.uint16]) -> Picture:
    """Return a colour per id (H, W, 3); background is dark grey."""
    table = np.array([(38, 40, 44), *(PALETTE[k % len(PALETTE)] for k in range(int(ids.max())))], np.uint8)
    colors: Picture = table[ids]
    return colors


def depth_colors(depth: NDArray[np.float32]) -> Picture:
    """Return near things bright and far ones dark blue (H, W, 3); black where nothing is hit."""
    hit = np.isfinite(depth)
    if not hit.any():
        return np.zeros((*depth.shape, 3), np.uint8)
    near, far = np.percentile(depth[hit], [1, 99])
    share = np.clip((np.where(hit, depth, far) - near) / max(far - near, 1e-6), 0, 1)
    stops = np.array([(252, 253, 191), (254, 159, 109), (222, 73, 104), (140, 41, 129), (59, 15, 112), (0, 0, 4)])
    place = share * (len(stops) - 1)
    colors = np.stack([np.interp(place, np.arange(len(stops)), stops[:, k]) for k in range(3)], axis=-1)
    seen: Picture = np.where(hit[..., None], colors, 0).astype(np.uint8)
    return seen


def normal_colors(normals: NDArray[np.floating]) -> Picture:
    """Return x, y, z of the normals as red, green, blue."""
    return np.asarray(np.clip((normals.astype(np.float32) * 0.5 + 0.5) * 255, 0, 255), np.uint8)


def _outline(ids: NDArray[np.uint16]) -> NDArray[np.bool_]:
    edge = np.zeros(ids.shape, bool)
    edge[:, 1:] |= ids[:, 1:] != ids[:, :-1]
    edge[1:] |= ids[1:] != ids[:-1]
    return edge & (ids > 0)


def _color(instance_id: int) -> tuple[int, int, int]:
    return PALETTE[(instance_id - 1) % len(PALETTE)]
