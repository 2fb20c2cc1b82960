"""A table fork, its handle towards +x. Runs under Blender's Python only."""

from __future__ import annotations

import sys
from pathlib import Path

import bpy  # noqa: F401  isort: skip; the others exist once this is imported
import bmesh
import numpy as np
from export import save
from scipy.interpolate import PchipInterpolator
from shapes import Point2, Solid, bevel, clear, cut, extrude, moved, painted, rounded_rectangle

LENGTH = 0.198
STATIONS = (
    # place along x, half width, height of the middle, in metres
    (0.0000, 0.0112, 0.0068),
    (0.0200, 0.0120, 0.0022),
    (0.0420, 0.0126, 0.0028),
    (0.0540, 0.0122, 0.0060),
    (0.0640, 0.0088, 0.0105),
    (0.0720, 0.0046, 0.0140),
    (0.0840, 0.0032, 0.0165),
    (0.1200, 0.0048, 0.0160),
    (0.1700, 0.0092, 0.0075),
    (0.1860, 0.0098, 0.0040),
    (0.1930, 0.0080, 0.0028),
    (0.1968, 0.0046, 0.0022),
    (0.1980, 0.0012, 0.0020),
)
THICK = ((0.0, 0.0011), (0.045, 0.0017), (0.065, 0.0028), (0.084, 0.0034), (0.130, 0.0021), (0.198, 0.0016))


def sliced(solid: Solid, places: list[float]) -> Solid:
    """Cut the faces of a solid along planes across x, so that it can bend."""
    mesh = bmesh.new()
    mesh.from_mesh(solid.data)
    for x in places:
        everything = [*mesh.verts, *mesh.edges, *mesh.faces]
        bmesh.ops.bisect_plane(mesh, geom=everything, plane_co=(x, 0.0, 0.0), plane_no=(1.0, 0.0, 0.0))
    mesh.to_mesh(solid.data)
    mesh.free()
    return solid


def bent(solid: Solid) -> Solid:
    """Give a flat blank of thickness 1 mm its curve and its thickness."""
    place, _, height = np.array(STATIONS).T
    rise, thick = PchipInterpolator(place, height), PchipInterpolator(*np.array(THICK).T)
    for vertex in solid.data.vertices:
        x = min(max(vertex.co.x, 0.0), LENGTH)
        vertex.co.z = float(rise(x) + (vertex.co.z - 0.0005) / 0.001 * thick(x))
    return solid


def blank() -> Solid:
    """The flat outline, 1 mm thick, with the gaps between four tines."""
    place, half, _ = np.array(STATIONS).T
    x = np.unique(np.r_[place, np.linspace(0.0, LENGTH, 46)])
    width = PchipInterpolator(place, half)(x)
    ring: list[Point2] = [(float(a), float(-b)) for a, b in zip(x, width, strict=True)]
    ring += [(float(a), float(b)) for a, b in zip(x[::-1], width[::-1], strict=True)]
    slots = []
    for y in (-0.0062, 0.0, 0.0062):
        slot = extrude(rounded_rectangle(0.100, 0.0036, 0.00179, 4), 0.01)
        slots.append(moved(slot, (-0.0030, y, -0.005)))
    for y in (-0.0125, -0.0062, 0.0, 0.0062, 0.0125):  # points of the tines
        notch = [(-0.001, -0.0031), (0.011, 0.0), (-0.001, 0.0031)]
        slots.append(moved(extrude(notch, 0.01), (0.0, y, -0.005)))
    return bevel(cut(extrude(ring, 0.001), *slots), 0.00032, 2, 50.0)


clear()
fork = bent(sliced(blank(), [float(x) for x in np.linspace(0.006, 0.190, 24)]))
save(Path(sys.argv[1]), {"fork": painted(fork, "steel")}, sharp_deg=50.0)
