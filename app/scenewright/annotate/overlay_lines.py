"""Labels that are drawn with lines: boxes, skeletons, poses, arrows, names."""

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from PIL import ImageDraw, ImageFont

from scenewright.annotate.colors import Color
from scenewright.annotate.overlay_style import LEFT_OUT, Drawn
from scenewright.datasets.records import InstanceRecord, matrix
from scenewright.geometry.boxes import EDGES, Box2D, corners, edge_points
from scenewright.geometry.camera import project
from scenewright.geometry.polygons import hull_corners, oriented_box
from scenewright.geometry.transforms import Matrix, inverse, transform_points

Point = tuple[float, float]
LinesOf = Callable[[Drawn, ImageDraw.ImageDraw], None]

_HALO = (0, 0, 0, 150)
_AXES: tuple[Color, ...] = ((235, 60, 60), (70, 200, 80), (70, 120, 255))
_EDGE_POINTS = 17
"""Along an edge of a 3D box, which a lens may bend and the camera's near plane may cut."""
_ARROWS_ACROSS = 20
_DASH_PX = 4
_NARROWEST_NAMED_PX = 200


def boxes_tight(drawn: Drawn, draw: ImageDraw.ImageDraw) -> None:
    """Draw the tight box of every visible object; thin and grey where a visibility rule left it out."""
    for item in drawn.shown():
        if item.box_tight is not None:
            _box(drawn, draw, item.box_tight, drawn.color(item))


def boxes_loose(drawn: Drawn, draw: ImageDraw.ImageDraw) -> None:
    """Draw the box of every whole object, dashed."""
    for item in drawn.shown():
        if item.box_loose is not None:
            x0, y0, x1, y1 = _outside(drawn, item.box_loose)
            for one, other in pairwise(((x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0))):
                _dashed(drawn, draw, one, other, drawn.color(item))


def boxes_oriented(drawn: Drawn, draw: ImageDraw.ImageDraw) -> None:
    """Draw the smallest turned box around every visible mask."""
    ids = drawn.channels.get("instance_mask")
    for item in drawn.shown():
        ring = None if item.box_oriented is None else np.reshape(item.box_oriented, (4, 2)) * drawn.scale
        if ring is None and ids is not None and (mask := ids == item.instance_id).any():
            ring = oriented_box(hull_corners(mask), ids.shape[1], ids.shape[0]) * drawn.scale
        if ring is not None:
            _line(drawn, draw, [tuple(point) for point in (*ring.tolist(), ring[0].tolist())], drawn.color(item))


def boxes_3d(drawn: Drawn, draw: ImageDraw.ImageDraw) -> None:
    """Draw the wire frame of every seen object's 3D box, the edges of its lower side thicker."""
    for item in _seen(drawn):
        if item.extent_low == item.extent_high:
            continue
        in_camera = transform_points(_camera_from_object(drawn, item), corners(item.extent_low, item.extent_high))
        for (a, b), edge in zip(EDGES, edge_points(in_camera, _EDGE_POINTS), strict=True):
            for run in _before_camera(drawn, edge):
                _line(drawn, draw, run, drawn.color(item), 1.25 if a < 4 and b < 4 else 0.6)


def poses(drawn: Drawn, draw: ImageDraw.ImageDraw) -> None:
    """Draw the axes of every seen object's own frame: x red, y green, z blue, as long as half its box is wide."""
    for item in _seen(drawn):
        low, high = np.array(item.extent_low), np.array(item.extent_high)
        length = float(np.max(high - low)) / 2 or 0.1
        for axis, color in enumerate(_AXES):
            ends = np.array([np.zeros(3), length * np.eye(3)[axis]])
            line = transform_points(_camera_from_object(drawn, item), ends)
            steps = line[0] + (line[1] - line[0]) * np.linspace(0, 1, _EDGE_POINTS)[:, None]
            for run in _before_camera(drawn, steps):
                _line(drawn, draw, run, color, 1.25)


def keypoints(drawn: Drawn, draw: ImageDraw.ImageDraw) -> None:
    """Draw keypoints, filled where seen and hollow where hidden, and the lines between them."""
    radius = max(1.25 * drawn.style.line_px, drawn.height / 160)
    for item in drawn.shown():
        skeleton, color = drawn.style.skeletons.by_name.get(item.skeleton), drawn.color(item)
        at = {
            p.name: (p.x * drawn.scale, p.y * drawn.scale)
            for p in item.keypoints
            if p.visibility > 0 and p.x is not None and p.y is not None
        }
        for one, other in () if skeleton is None else skeleton.edges:
            if one in at and other in at:
                _line(drawn, draw, [at[one], at[other]], color)
        for point in item.keypoints:
            if point.name in at:
                x, y = at[point.name]
                fill = (255, 255, 255, 255) if point.visibility == 2 else (0, 0, 0, 90)
                circle = (x - radius, y - radius, x + radius, y + radius)
                draw.ellipse(circle, fill=fill, outline=(*color, 255), width=round(max(1.0, radius / 2)))


def arrows(name: str) -> LinesOf:
    """Return what draws a grid of arrows along optical flow."""

    def draw_arrows(drawn: Drawn, draw: ImageDraw.ImageDraw) -> None:
        flow = drawn.channels.get(name)
        if flow is None:
            return
        step = max(1, flow.shape[1] // _ARROWS_ACROSS)
        for row in range(step // 2, flow.shape[0], step):
            for column in range(step // 2, flow.shape[1], step):
                x, y = (float(value) * drawn.scale for value in flow[row, column])
                if math.isfinite(x + y) and math.hypot(x, y) > drawn.style.line_px:
                    start = ((column + 0.5) * drawn.scale, (row + 0.5) * drawn.scale)
                    _arrow(drawn, draw, start, (x, y))

    return draw_arrows


def names(drawn: Drawn, draw: ImageDraw.ImageDraw) -> None:
    """Write the class of every visible object on a plate at its box, the largest first, as long as plates are free.

    Small pictures have no room for words.
    """
    if drawn.width < _NARROWEST_NAMED_PX:
        return
    font = ImageFont.load_default(min(15, max(10, drawn.width // 42)))
    taken: list[Box2D] = []
    for item in sorted(drawn.shown(), key=lambda item: -item.visible_px):
        if item.box_tight is None or item.verdict in ("drop", "ignore"):
            continue
        left, top, right, bottom = draw.textbbox((0, 0), item.class_name, font=font)
        plate = _plate(drawn, item.box_tight, (right - left + 8, bottom - top + 6))
        if any(_overlap(plate, other) for other in taken):
            continue
        taken.append(plate)
        color = drawn.color(item)
        draw.rectangle(plate, fill=color)
        ink = (20, 20, 20) if 0.3 * color[0] + 0.59 * color[1] + 0.11 * color[2] > 110 else (255, 255, 255)
        draw.text((plate[0] + 4 - left, plate[1] + 3 - top), item.class_name, fill=ink, font=font)


def _plate(drawn: Drawn, box: Box2D, size: tuple[float, float]) -> Box2D:
    """Return where a plate of some size goes: above a box, or into its upper corner where there is no room above."""
    x0, y0, _, _ = (value * drawn.scale for value in box)
    x = max(0.0, min(x0 - 1, drawn.width - size[0]))
    y = y0 - size[1] - 1 if y0 - size[1] - 1 >= 0 else y0
    return x, y, x + size[0], y + size[1]


def _overlap(one: Box2D, other: Box2D) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _seen(drawn: Drawn) -> Iterator[InstanceRecord]:
    # Formats without pixel counts state boxes.
    return (item for item in drawn.shown() if item.visible_px > 0 or item.box_tight is not None)


def _camera_from_object(drawn: Drawn, item: InstanceRecord) -> Matrix:
    camera_from_object: Matrix = inverse(matrix(drawn.record.world_from_camera)) @ matrix(item.world_from_object)
    return camera_from_object


def _before_camera(drawn: Drawn, points: Matrix) -> Iterator[list[Point]]:
    """Return the parts of a line (N, 3) in the camera's frame that lie before it, as pixels of the result."""
    before = points[:, 2] > drawn.record.near_m
    pixels = np.full((len(points), 2), np.nan)
    if before.any():
        pixels[before] = project(drawn.record.intrinsics, points[before]) * drawn.scale
    runs: list[list[Point]] = [[]]
    for x, y in pixels.tolist():
        if math.isfinite(x + y) and max(abs(x), abs(y)) < 1e5:
            runs[-1].append((x, y))
        else:
            runs.append([])
    return (run for run in runs if len(run) > 1)


def _outside(drawn: Drawn, box: Box2D) -> Box2D:
    """Return a box as pixels of the result, as much larger as its line is thick: what it holds stays seen."""
    half = drawn.style.line_px / 2
    x0, y0, x1, y1 = (value * drawn.scale for value in box)
    return x0 - half, y0 - half, x1 + half, y1 + half


def _box(drawn: Drawn, draw: ImageDraw.ImageDraw, box: Box2D, color: Color) -> None:
    x0, y0, x1, y1 = (round(value) for value in _outside(drawn, box))
    thin = color == LEFT_OUT
    width = max(1, round(drawn.style.line_px / (2 if thin else 1)))
    if not thin:
        halo = round(drawn.style.line_px / 2)
        draw.rectangle((x0 - halo, y0 - halo, x1 + halo, y1 + halo), outline=_HALO, width=width + 2 * halo)
    draw.rectangle((x0, y0, x1, y1), outline=(*color, 255), width=width)


def _line(
    drawn: Drawn, draw: ImageDraw.ImageDraw, points: Sequence[tuple[float, ...]], color: Color, thickness: float = 1.0
) -> None:
    """Draw a line in a dark halo, which keeps it apart from any background."""
    width = max(1, round(drawn.style.line_px * thickness))
    place = [(point[0], point[1]) for point in points]
    draw.line(place, fill=_HALO, width=width + round(drawn.style.line_px), joint="curve")
    draw.line(place, fill=(*color, 255), width=width, joint="curve")


def _dashed(drawn: Drawn, draw: ImageDraw.ImageDraw, one: Point, other: Point, color: Color) -> None:
    length = math.hypot(other[0] - one[0], other[1] - one[1])
    dash, width = _DASH_PX * drawn.style.line_px / 2, max(1, round(drawn.style.line_px * 0.75))
    draw.line([one, other], fill=_HALO, width=width)
    for start in np.arange(0.0, length, 2 * dash).tolist():
        shares = (start / length, min(start + dash, length) / length)
        ends = [(one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share) for share in shares]
        draw.line(ends, fill=(*color, 255), width=width)


def _arrow(drawn: Drawn, draw: ImageDraw.ImageDraw, start: Point, step: Point) -> None:
    length, turn = math.hypot(*step), math.atan2(step[1], step[0])
    tip = (start[0] + step[0], start[1] + step[1])
    head = min(length / 2, 3 * drawn.style.line_px)
    sides = [(tip[0] - head * math.cos(turn + side), tip[1] - head * math.sin(turn + side)) for side in (-0.5, 0.5)]
    width = max(1, round(drawn.style.line_px / 2))
    for line in ([start, tip], [sides[0], tip, sides[1]]):
        draw.line(line, fill=(0, 0, 0, 255), width=width)
