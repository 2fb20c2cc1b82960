"""Heat maps and view spheres of a report's page, as SVG."""

from collections.abc import Mapping
from html import escape
from typing import Any

import numpy as np

from scenewright.inspection.maps import CellMap, cells, ranges_of, strength

_WIDTH = 260


def maps(data: Mapping[str, Any]) -> str:
    """Return the part of a page that shows where each class's objects are, and from where they are seen."""
    figures = "".join(_figure(item) for item in data.get("maps", ()))
    if not figures:
        return ""
    return (
        "<h2>Where objects are, and from where they are seen</h2><p>The middle of each box in the image; and the "
        "directions from which the camera sees each class, the object's x axis pointing right: from above on the left, "
        f"from below on the right.</p><div class='grid maps'>{figures}</div>"
    )


def _figure(item: Mapping[str, Any]) -> str:
    drawn = CellMap(
        item["kind"],
        item["class"],
        np.array(item["counts"]),
        np.array(item["x_edges"]),
        np.array(item["y_edges"]),
        item["height"],
    )
    most, high = int(drawn.counts.max()), _WIDTH * drawn.height
    shapes = "".join(_cell(drawn, row, column, count, most) for row, column, count in cells(drawn) if count)
    if drawn.kind == "places":
        ground, title = f"<rect class=ground width={_WIDTH} height={high:.1f} />", f"{drawn.class_name}: in the image"
    else:
        half = high / 2
        discs = (f"<circle class=ground cx={x:.1f} cy={half:.1f} r={half:.1f} />" for x in (half, _WIDTH - half))
        ground, title = "".join(discs), f"{drawn.class_name}: seen from"
    name = escape(title, quote=True)
    return (
        f"<figure><figcaption>{escape(title)}</figcaption><svg viewBox='0 0 {_WIDTH} {high:.1f}' role=img "
        f"aria-label='{name}'>{ground}{shapes}</svg></figure>"
    )


def _cell(drawn: CellMap, row: int, column: int, count: int, most: int) -> str:
    points = " ".join(f"{x * _WIDTH:.1f},{y * _WIDTH:.1f}" for x, y in drawn.outline(row, column).tolist())
    across, along = ranges_of(drawn, row, column)
    told = f"{across}, {along}: {count}"
    return f"<polygon points='{points}' opacity={strength(count, most):.2f}><title>{escape(told)}</title></polygon>"
