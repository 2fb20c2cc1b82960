"""Lays texture islands out in the unit square."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from mesh import Mesh


def pack(mesh: Mesh, gutter: float = 0.008) -> None:
    """Packs the islands of a mesh into 0..1 at one common scale, in place.

    Shelves are filled with the tallest islands first; the scale is the largest of a fine ladder at which all fit.

    Args:
        mesh: Mesh whose coordinates are in metres per island.
        gutter: Free border around every island as a fraction of the texture.

    Raises:
        ValueError: If the islands do not fit at any scale.
    """
    count = int(mesh.island.max()) + 1
    corners = [mesh.corner_uv[mesh.island == i].reshape(-1, 2) for i in range(count)]
    low = np.array([c.min(0) for c in corners])
    size = np.array([np.ptp(c, axis=0) for c in corners])
    order = np.argsort(-size[:, 1], kind="stable")
    widest = size[:, 0].max()
    for scale in (1.0 - 2.0 * gutter) / widest * 0.985 ** np.arange(200):
        place = np.zeros((count, 2))
        x = y = shelf = 0.0
        fits = True
        for i in order:
            width, height = size[i] * scale + 2.0 * gutter
            if x + width > 1.0 + 1e-9:
                x, y, shelf = 0.0, y + shelf, 0.0
            shelf = max(shelf, height)
            fits = fits and x + width <= 1.0 + 1e-9 and y + height <= 1.0 + 1e-9
            place[i] = (x + gutter, y + gutter)
            x += width
        if fits:
            mesh.corner_uv = (mesh.corner_uv - low[mesh.island][:, None]) * scale + place[mesh.island][:, None]
            mesh.corner_uv[mesh.faces[:, 3] < 0, 3] = 0.0
            return
    raise ValueError("the islands do not fit")
