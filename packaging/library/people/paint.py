"""Pictures for skin, hair, eyes and cloth: every texel is painted by the place on the body that it covers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PIL import Image
from scipy import ndimage

from people.body import Body
from people.head import Hair, scalp
from people.outfit import Outfit, waist_m
from people.pieces import Piece, normals_of
from people.source import Array, region

EDGE = 1024


def places(piece: Piece, edge: int) -> tuple[Array, Array, Array]:
    """Return for each texel the point (e, e, 3) and normal it shows, and whether it shows any; row 0 is the top."""
    points, normals = np.zeros((edge, edge, 3)), np.zeros((edge, edge, 3))
    covered = np.zeros((edge, edge), bool)
    texels = np.stack([piece.uv[:, 0] * edge - 0.5, (1 - piece.uv[:, 1]) * edge - 0.5], 1)
    outward = normals_of(piece)
    for triangle in piece.triangles:
        a, b, c = texels[triangle]
        area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
        if abs(area) < 1e-9:
            continue
        low = np.maximum(np.floor(np.min([a, b, c], 0)).astype(int) - 1, 0)
        high = np.minimum(np.ceil(np.max([a, b, c], 0)).astype(int) + 1, edge - 1)
        x, y = np.meshgrid(np.arange(low[0], high[0] + 1), np.arange(low[1], high[1] + 1))
        v = ((x - a[0]) * (c[1] - a[1]) - (y - a[1]) * (c[0] - a[0])) / area
        w = ((b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])) / area
        slack = 1.0 / max(abs(area) ** 0.5, 1.0)
        inside = (v >= -slack) & (w >= -slack) & (v + w <= 1 + slack)
        rows, columns = y[inside], x[inside]
        shares = np.stack([1 - v[inside] - w[inside], v[inside], w[inside]], 1)
        points[rows, columns] = shares @ piece.points[triangle]
        normals[rows, columns] = shares @ outward[triangle]
        covered[rows, columns] = True
    return points, normals, covered


def finished(color: Array, covered: Array) -> Image.Image:
    """Return a picture; what nothing covers takes the nearest colour, so that no seam shows."""
    _, (rows, columns) = ndimage.distance_transform_edt(~covered, return_indices=True)
    spread = color[rows, columns]
    return Image.fromarray((np.clip(spread, 0, 1) * 255 + 0.5).astype(np.uint8))


def skin_picture(
    piece: Piece, body: Body, hair: Hair, tone: tuple[float, float, float], seed: int, beard: float
) -> Image.Image:
    """Paint skin and, on the scalp, hair."""
    points, _, covered = places(piece, EDGE)
    flat = points.reshape(-1, 3)
    color = np.ones((EDGE, EDGE, 3)) * tone
    blotches = noise(points, 0.05, seed) * 0.5 + noise(points, 0.012, seed + 1) * 0.5
    color *= 1 + 0.05 * blotches[..., None] * [0.8, 1.1, 1.1]
    color *= 1 + 0.03 * noise(points, 0.0025, seed + 2)[..., None]
    color = _face(color, points, body)
    head = points[..., 2] > body.head("neck_01")[2] + 0.03
    if beard:
        mouth = body.middle("helper-l-eye") * [0, 1, 1] + [0, 0, -0.07]
        low = np.clip((mouth[2] + 0.018 - points[..., 2]) / 0.03, 0, 1) * np.clip(
            (points[..., 2] - mouth[2] + 0.085) / 0.03, 0, 1
        )
        front = np.clip((mouth[1] + 0.075 - points[..., 1]) / 0.03, 0, 1)
        shade = beard * low * front * head * (0.75 + 0.25 * noise(points, 0.0016, seed + 5))
        color = color * (1 - shade[..., None]) + np.multiply(hair.color, 0.9) * shade[..., None]
    inside = scalp(body, flat).reshape(EDGE, EDGE)
    fuzzy = inside + 0.002 * noise(points, 0.0013, seed + 3) + 0.0015 * noise(points, 0.005, seed + 4)
    share = np.clip((fuzzy + 0.003) / 0.009, 0, 1) * head * (np.abs(points[..., 0]) < 0.11)
    return finished(_hair(color, points, share, hair, seed), covered)


def _face(color: Array, points: Array, body: Body) -> Array:
    lips, ears, lids, nails = (_mask(name) for name in ("lips", "ears", "eyelids", "fingernails"))
    red = np.array([1.0, 0.80, 0.78])
    color = color * (1 - lips[..., None] * (1 - np.array([0.90, 0.70, 0.69])))
    color = (
        color
        * (1 - 0.5 * ears[..., None] * (1 - red))
        * (1 - 0.35 * lids[..., None] * (1 - np.array([0.85, 0.75, 0.72])))
    )
    color = color * (1 - nails[..., None]) + nails[..., None] * (0.4 * color + 0.6 * np.array([0.93, 0.78, 0.74]))
    eye = body.middle("helper-l-eye")
    for side in (1.0, -1.0):
        away = (points - [side * eye[0] * 1.25, eye[1] + 0.005, eye[2] - 0.042]) / [0.024, 0.05, 0.02]
        blush = 0.35 * np.exp(-(away**2).sum(-1))
        color = color * (1 - blush[..., None] * (1 - red))
        color = _brow(color, points, eye * [side, 1, 1], side)
        color = _lashes(color, points, eye * [side, 1, 1])
    return color


def _brow(color: Array, points: Array, eye: Array, side: float) -> Array:
    """Paint an eyebrow: an arc above the eye, thinner outwards."""
    along = (points[..., 0] - eye[0]) * side
    share = np.clip((along + 0.018) / 0.045, 0, 1)
    arc = eye[2] + 0.0175 + 0.0065 * np.sin(share * 2.4)
    half = 0.0042 * (1 - 0.55 * share)
    within = np.clip(1.4 - np.abs(points[..., 2] - arc) / half, 0, 1) * (np.abs(along - 0.0045) < 0.0225)
    within = within * (points[..., 1] < eye[1] + 0.02) * (0.7 + 0.3 * np.sin(along * 9000 + points[..., 2] * 3000))
    return color * (1 - 0.72 * within[..., None] * np.array([0.9, 1, 1.05]))


def _lashes(color: Array, points: Array, eye: Array) -> Array:
    """Darken the rims of the lids, which lie on the ball."""
    away = np.linalg.norm(points - eye, axis=-1)
    rim = np.clip(1 - (away - 0.0145) / 0.0022, 0, 1) * (points[..., 1] < eye[1])
    upper = np.where(points[..., 2] > eye[2], 1.0, 0.5)
    return color * (1 - 0.8 * (rim * upper)[..., None])


def _hair(color: Array, points: Array, share: Array, hair: Hair, seed: int) -> Array:
    x, y, z = points[..., 0], points[..., 1], points[..., 2]
    around = np.arctan2(x, z - z.max() + 0.12)
    strands = (
        np.sin(around * 150 + 2.5 * noise(points, 0.02, seed + 7)) * 0.5
        + noise(points * [3, 0.5, 1], 0.002, seed + 8) * 0.5
    )
    shine = 0.8 + 0.32 * strands + 0.25 * np.clip(np.sin(y * 28 + 0.8), 0, 1) ** 6
    return color * (1 - share[..., None]) + share[..., None] * np.multiply.outer(shine, hair.color)


def _mask(name: str) -> Array:
    """Return a region's picture (e, e), softened."""
    values = np.asarray(Image.fromarray((region(name) * 255).astype(np.uint8)).resize((EDGE, EDGE)), float) / 255
    return ndimage.gaussian_filter(values, 1.2)


def eye_picture(iris: tuple[float, float, float], edge: int = 128) -> Image.Image:
    """Paint an eye as seen from the front."""
    x, y = np.meshgrid(*[(np.arange(edge) + 0.5) / edge * 2 - 1] * 2)
    away, around = np.hypot(x, y), np.arctan2(y, x)
    color = np.ones((edge, edge, 3)) * [0.90, 0.88, 0.86]
    color *= 1 - 0.22 * np.clip((away - 0.55) / 0.4, 0, 1)[..., None] * [0.4, 1, 1]
    ring = np.clip((0.46 - away) / 0.03, 0, 1)
    rays = 0.85 + 0.25 * np.sin(around * 31) * np.sin(around * 13 + 1) + 0.35 * np.clip((0.36 - away) / 0.2, 0, 1)
    rays = rays * (1 - 0.6 * np.clip((away - 0.40) / 0.06, 0, 1))
    color = color * (1 - ring[..., None]) + ring[..., None] * np.multiply.outer(rays, iris)
    pupil = np.clip((0.19 - away) / 0.03, 0, 1)[..., None]
    color = color * (1 - pupil) + pupil * 0.02
    glint = np.clip(1 - np.hypot(x + 0.16, y + 0.2) / 0.09, 0, 1)[..., None]
    return Image.fromarray((np.clip(color + glint, 0, 1) * 255).astype(np.uint8))


def cloth_picture(
    top: Piece, trousers: Piece, vest: Piece | None, body: Body, outfit: Outfit, seed: int
) -> tuple[Image.Image, ...]:
    """Paint the top, the trousers and the vest, one picture each; they share the stocking's texture coordinates."""
    shirt = _cloth(top, 512, lambda points: _shirt(points, body, outfit, seed))
    legs = _cloth(trousers, 512, lambda points: _trousers(points, body, outfit, seed))
    if vest is None:
        return shirt, legs
    return shirt, legs, _cloth(vest, 512, lambda points: _vest(points, body, seed))


def _cloth(piece: Piece, edge: int, paint: Callable[[Array], Array]) -> Image.Image:
    points, _, covered = places(piece, edge)
    return finished(paint(points), covered)


def _shirt(points: Array, body: Body, outfit: Outfit, seed: int) -> Array:
    x, y, z = points[..., 0], points[..., 1], points[..., 2]
    color = np.ones((*x.shape, 3)) * outfit.shirt
    if outfit.pattern == "stripes":
        band = (np.sin(z * 2 * np.pi / 0.05) > 0.55).astype(float)[..., None]
        color = color * (1 - band) + band * np.array([0.93, 0.92, 0.88])
    front = y < body.head("spine_03")[1] - 0.02
    if not outfit.vest and outfit.pattern == "plain":
        placket = (np.abs(x) < 0.016) & front
        color[placket] *= 0.93
        edge = (np.abs(np.abs(x) - 0.016) < 0.0016) & front
        color[edge] *= 0.72
        spacing = np.abs((z - waist_m(body)) % 0.085 - 0.0425)
        button = (np.hypot(x, spacing) < 0.0055) & front & (z > waist_m(body) - 0.02)
        color[button] = np.array([0.93, 0.92, 0.90])
    return _woven(color, points, seed)


def _trousers(points: Array, body: Body, outfit: Outfit, seed: int) -> Array:
    x, y, z = points[..., 0], points[..., 1], points[..., 2]
    color = np.ones((*x.shape, 3)) * outfit.trousers
    hip = body.head("thigh_l")
    side = np.abs(np.abs(x) - np.interp(z, [0.05, hip[2], waist_m(body)], [0.14, 0.18, 0.15]))
    seam = (np.abs(y - hip[1] - 0.005) < 0.0022) & (side < 0.06)
    color[seam] *= 0.7
    band = np.abs(z - (waist_m(body) - 0.035)) < 0.0018
    color[band] *= 0.72
    color[z > waist_m(body) - 0.033] *= 0.88
    pocket = np.abs((np.abs(x) - 0.11) - (waist_m(body) - 0.05 - z) * 0.5) < 0.0018
    color[pocket & (y < hip[1] - 0.03) & (z < waist_m(body) - 0.04) & (z > waist_m(body) - 0.17)] *= 0.68
    if outfit.pattern != "plain":
        worn = np.clip(noise(points, 0.09, seed + 4) - 0.2, 0, 1) * (y < hip[1])
        color = color * (1 + 0.35 * worn[..., None])
        color *= 1 + 0.10 * noise(points * [1, 1, 0.25], 0.0012, seed + 6)[..., None]
    return _woven(color, points, seed + 9)


def _vest(points: Array, body: Body, seed: int) -> Array:
    x, y, z = points[..., 0], points[..., 1], points[..., 2]
    color = np.ones((*x.shape, 3)) * [0.98, 0.42, 0.05]
    waist = waist_m(body)
    band = (np.abs(z - waist - 0.015) < 0.025) | (np.abs(z - waist - 0.12) < 0.025)
    braces = (np.abs(np.abs(x) - 0.095) < 0.024) & (z > waist + 0.12)
    color[band | braces] = [0.80, 0.82, 0.83]
    rim = (np.abs(np.abs(z - waist - 0.015) - 0.028) < 0.004) | (np.abs(np.abs(z - waist - 0.12) - 0.028) < 0.004)
    color[rim] = [0.93, 0.88, 0.10]
    zipper = (np.abs(x) < 0.006) & (y < body.head("spine_03")[1])
    color[zipper] = [0.16, 0.16, 0.17]
    return _woven(color, points, seed)


def _woven(color: Array, points: Array, seed: int) -> Array:
    soft = noise(points, 0.06, seed + 11) * 0.05 + noise(points, 0.006, seed + 12) * 0.03
    return color * (1 + soft + 0.03 * noise(points, 0.0013, seed + 13))[..., None]


def noise(points: Array, size_m: float, seed: int) -> Array:
    """Return smooth noise of the places, about -1..1: random values on a lattice, blended."""
    scaled = points / size_m
    base = np.floor(scaled).astype(np.int64)
    share = scaled - base
    share = share * share * (3 - 2 * share)
    total = np.zeros(points.shape[:-1])
    for corner in np.ndindex(2, 2, 2):
        place = base + corner
        mixed = (
            (place[..., 0] * 73856093) ^ (place[..., 1] * 19349663) ^ (place[..., 2] * 83492791) ^ (seed * 2654435761)
        )
        mixed = (mixed ^ (mixed >> 13)) * 1274126177 & 0xFFFFFFFF
        value = (mixed ^ (mixed >> 16)) % 65536 / 32768.0 - 1.0
        weight = np.prod(np.where(corner, share, 1 - share), axis=-1)
        total += weight * value
    return total
