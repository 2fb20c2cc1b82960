"""What must hold in the rows of one of YOLO's text files."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from scenewright.datasets.checks.folder import Shown, Wrong
from scenewright.geometry.polygons import ring_area

ROW_CHECKS = {"rows_are_whole", "boxes_lie_in_the_image", "keypoints_lie_in_the_image", "no_object_is_there_twice"}

_SLACK = 1e-4
"""So far outside, as a share of the image, is rounding; the loader itself refuses rows beyond 0.01."""


def look_at_rows(
    rows: Sequence[str], names: Mapping[int, str], shape: tuple[int, int] | None, size: tuple[int, int]
) -> tuple[list[Shown], list[Wrong]]:
    """Return the objects of a text file as they are drawn, and what is wrong with its rows.

    Args:
        rows: Its lines.
        names: Class number to name.
        shape: Points and values of a point, where the task is pose.
        size: The picture's height and width.
    """
    objects: list[Shown] = []
    wrong: list[Wrong] = []
    seen: dict[tuple[str, ...], int] = {}
    lengths = set()
    for number, row in enumerate(rows, start=1):
        words = tuple(row.split())
        if not words:
            continue
        found, shown = _row(words, names, shape, size)
        if words in seen:
            found.append(("no_object_is_there_twice", f"is row {seen[words]} again"))
        seen.setdefault(words, number)
        lengths.add(len(words) == 5)
        objects += [] if shown is None else [shown]
        wrong += [(check, f"row {number} {text}") for check, text in found]
    if shape is None and len(lengths) == 2:
        wrong.append(("rows_are_whole", "boxes and outlines are mixed, which the loader takes for outlines all"))
    return objects, wrong


def _row(
    words: tuple[str, ...], names: Mapping[int, str], shape: tuple[int, int] | None, size: tuple[int, int]
) -> tuple[list[Wrong], Shown | None]:
    try:
        values = np.array(words, float)
    except ValueError:
        return [("rows_are_whole", "holds something that is no number")], None
    wrong: list[Wrong] = []
    count = len(values) - 1
    class_id = int(values[0])
    if values[0] != class_id or class_id not in names:
        wrong.append(("rows_are_whole", f"has the class {words[0]}, which data.yaml does not name"))
    expected = 4 if shape is None else 4 + shape[0] * shape[1]
    is_outline = shape is None and count >= 6 and count % 2 == 0
    if not np.isfinite(values).all() or (count != expected and not is_outline):
        return [*wrong, ("rows_are_whole", f"has {count} values, where {expected} are expected")], None
    name = names.get(class_id, "?")
    scale = np.array([size[1], size[0]], float)
    if is_outline:
        ring = values[1:].reshape(-1, 2)
        wrong += _wrong_outline(ring)
        (x0, y0), (x1, y1) = (ring.min(axis=0) * scale).tolist(), (ring.max(axis=0) * scale).tolist()
        return wrong, Shown(class_id + 1, name, (x0, y0, x1, y1))
    low, high = values[1:3] - values[3:5] / 2, values[1:3] + values[3:5] / 2
    wrong += _wrong_box(low, high)
    (x0, y0), (x1, y1) = (low * scale).tolist(), (high * scale).tolist()
    if shape is None:
        return wrong, Shown(class_id + 1, name, (x0, y0, x1, y1))
    points = values[5:].reshape(shape)
    wrong += _wrong_points(points)
    seen = points[:, 2] if shape[1] == 3 else np.full(len(points), 2.0)
    placed = [(float(x), float(y), int(v)) for (x, y), v in zip(points[:, :2] * scale, seen, strict=True)]
    return wrong, Shown(class_id + 1, name, (x0, y0, x1, y1), points=tuple(placed))


def _wrong_box(low: NDArray[np.float64], high: NDArray[np.float64]) -> list[Wrong]:
    if (high <= low).any():
        return [("boxes_lie_in_the_image", "has a box without a size")]
    if low.min() < -_SLACK or high.max() > 1 + _SLACK:
        return [("boxes_lie_in_the_image", f"has a box that leaves the image, from {low.round(4)} to {high.round(4)}")]
    return []


def _wrong_outline(ring: NDArray[np.float64]) -> list[Wrong]:
    if ring.min() < -_SLACK or ring.max() > 1 + _SLACK:
        return [("boxes_lie_in_the_image", "has an outline that leaves the image")]
    return [] if ring_area(ring) > 0 else [("boxes_lie_in_the_image", "has an outline without an area")]


def _wrong_points(points: NDArray[np.float64]) -> list[Wrong]:
    found: list[Wrong] = []
    labelled = points[:, 2] > 0 if points.shape[1] == 3 else points[:, :2].any(axis=1)
    if points.shape[1] == 3 and not np.isin(points[:, 2], (0, 1, 2)).all():
        found.append(("keypoints_lie_in_the_image", "has a visibility that is not 0, 1 or 2"))
    outside = (points[:, :2] < -_SLACK).any(axis=1) | (points[:, :2] > 1 + _SLACK).any(axis=1)
    if (outside & labelled).any():
        found.append(("keypoints_lie_in_the_image", f"has {(outside & labelled).sum()} labelled keypoints outside"))
    return found
