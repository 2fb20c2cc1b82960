"""Simplifying models with far too many triangles."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from scenewright.assets.model import Model, Part

_MOST_ERROR = 0.05
"""Of a part's size: simplifying stops there, whatever was wished."""


def decimated(model: Model, most_triangles: int) -> Model:
    """Return a model with at most so many triangles, each part by its share; a model with fewer comes back as it is.

    Triangles collapse where that changes the surface least (quadric error, meshoptimizer). Vertices that stay keep
    their place, normal and texture coordinates; seams between texture islands are borders and stay shut.
    """
    count = model.triangle_count
    if count <= most_triangles:
        return model
    share = most_triangles / count
    return replace(model, parts=tuple(_decimated(part, share) for part in model.parts))


def simplified(
    positions: NDArray[np.float32], triangles: NDArray[np.uint32], most_triangles: int
) -> NDArray[np.uint32]:
    """Return fewer triangles (T, 3) over the same vertices."""
    import meshoptimizer  # noqa: PLC0415  only who simplifies waits for it

    indices = np.ascontiguousarray(triangles, np.uint32).ravel()
    kept = np.zeros_like(indices)
    number = meshoptimizer.simplify(
        kept,
        indices,
        np.ascontiguousarray(positions, np.float32),
        target_index_count=3 * max(most_triangles, 4),
        target_error=_MOST_ERROR,
    )
    return kept[:number].reshape(-1, 3)


def _decimated(part: Part, share: float) -> Part:
    triangles = simplified(part.positions, part.triangles, int(len(part.triangles) * share))
    if not len(triangles):
        return part
    used, place = np.unique(triangles, return_inverse=True)
    skin = part.skin
    return replace(
        part,
        positions=part.positions[used],
        normals=part.normals[used],
        uvs=part.uvs[used],
        triangles=place.reshape(-1, 3).astype(np.uint32),
        skin=None if skin is None else replace(skin, joints=skin.joints[used], weights=skin.weights[used]),
    )
