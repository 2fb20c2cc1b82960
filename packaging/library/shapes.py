"""Plain shapes of about 10 cm: a bevelled cube, sphere, cylinder, cone and torus in neutral grey."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from atlas import pack
from lathe import revolve
from mesh import Mesh, grid_faces
from outline import Profile, rounded
from usd_writer import Material, Part, write_object

if TYPE_CHECKING:
    from pathlib import Path

    from noise import Array

EDGE = 0.1
"""Size of the shapes in metres."""

SHAPES = ("shape_cube", "shape_sphere", "shape_cylinder", "shape_cone", "shape_torus")

NEUTRAL = Material("neutral", colour=(0.46, 0.46, 0.46), roughness=0.5)


def rounded_box(size: tuple[float, float, float], bevel: float, arc: int = 4, flat: int = 4) -> Mesh:
    """Makes a box with rounded edges standing on z = 0.

    Args:
        size: Extents in metres.
        bevel: Radius of the edges in metres.
        arc: Divisions of half a rounded edge.
        flat: Divisions of the flat between two edges.

    Returns:
        The mesh with welded points and one texture island per side, in metres.
    """
    half = np.array(size) / 2.0
    turn = np.linspace(-1.0, 1.0, 2 * arc + flat + 1)
    ramp = np.linspace(0.0, np.pi / 4.0, arc + 1)
    sides = []
    for axis in range(3):
        for sign in (1.0, -1.0):
            u_axis, v_axis = (axis + 1) % 3, (axis + 2) % 3
            u, v = (np.repeat(t, len(turn)) if k else np.tile(t, len(turn)) for k, t in enumerate((turn, turn)))
            core, direction = np.zeros((len(u), 3)), np.zeros((len(u), 3))
            direction[:, axis] = core[:, axis] = sign
            core[:, axis] *= half[axis] - bevel
            stretch = []
            for steps, other in ((u, u_axis), (v, v_axis)):
                index = np.round((steps + 1.0) / 2.0 * (len(turn) - 1)).astype(int)
                mirror = sign if other == u_axis else 1.0
                lean = np.r_[-np.tan(ramp[::-1]), np.zeros(flat - 1), np.tan(ramp)][index]
                place = np.r_[-np.ones(arc), np.linspace(-1.0, 1.0, flat + 1), np.ones(arc)][index]
                core[:, other], direction[:, other] = place * (half[other] - bevel) * mirror, lean * mirror
                stretch.append(place * (half[other] - bevel) + np.arctan(lean) * bevel)
            direction /= np.linalg.norm(direction, axis=1, keepdims=True)
            flat_uv = np.stack(stretch, -1)
            sides.append((core + direction * bevel, direction, flat_uv))
    n = len(turn)
    r, c = np.mgrid[: n - 1, : n - 1]
    quads = np.stack([r * n + c, r * n + c + 1, (r + 1) * n + c + 1, (r + 1) * n + c], -1).reshape(-1, 4)
    points = np.concatenate([s[0] for s in sides])
    _, keep, weld = np.unique(np.round(points, 7), axis=0, return_index=True, return_inverse=True)
    weld = weld.reshape(-1)
    faces = np.concatenate([weld[quads + i * n * n] for i in range(6)])
    uv = np.concatenate([s[2][quads] for s in sides])
    points, normals = points[keep], np.concatenate([s[1] for s in sides])[keep]
    points[:, 2] += half[2]
    island = np.repeat(np.arange(6), len(quads))
    return Mesh(points, normals, np.zeros(len(points)), faces, uv, island, np.zeros(len(faces), dtype=np.intp))


def torus(major: float, minor: float, around: int = 72, across: int = 28) -> Mesh:
    """Makes a torus lying on z = 0; radii in metres."""
    u, v = np.meshgrid(np.arange(around) * 2 * np.pi / around, np.arange(across) * 2 * np.pi / across, indexing="ij")
    out = np.stack([np.cos(v) * np.cos(u), np.cos(v) * np.sin(u), np.sin(v)], -1)
    spine = np.stack([np.cos(u), np.sin(u), np.zeros_like(u)], -1) * major
    points, normals = (spine + out * minor + [0.0, 0.0, minor]).reshape(-1, 3), out.reshape(-1, 3)
    faces = grid_faces(around, across)
    wrap = np.stack(
        [(around - 1) * across + np.arange(across), (around - 1) * across + (np.arange(across) + 1) % across]
    )
    faces = np.concatenate([faces, np.stack([*wrap, (np.arange(across) + 1) % across, np.arange(across)], -1)])
    faces = faces[:, ::-1]
    row, column = np.divmod(np.arange(len(faces)), across)
    corner_u = (row[:, None] + np.array([1, 1, 0, 0])) * (2 * np.pi * major / around)
    corner_v = (column[:, None] + np.array([0, 1, 1, 0])) * (2 * np.pi * minor / across)
    uv = np.stack([corner_u, corner_v], -1)
    blank = np.zeros(len(faces), dtype=np.intp)
    return Mesh(points, normals, np.zeros(len(points)), faces, uv, blank, blank.copy())


def sphere_outline(radius: float, steps: int = 36) -> Profile:
    """Outline of a sphere that rests on z = 0."""
    angle = np.linspace(-np.pi / 2.0, np.pi / 2.0, steps + 1)
    normals: Array = np.stack([np.cos(angle), np.sin(angle)], -1)
    normals[[0, -1], 0] = 0.0
    return Profile(normals * radius + [0.0, radius], normals, (angle + np.pi / 2.0) * radius)


def build_shape(name: str, directory: Path) -> None:
    """Writes one shape into ``directory / name``."""
    half = EDGE / 2.0
    kind = name.removeprefix("shape_")
    if kind == "cube":
        mesh = rounded_box((EDGE,) * 3, 0.005, 5, 5)
    elif kind == "sphere":
        mesh = revolve(sphere_outline(half), 64)
    elif kind == "cylinder":
        corners = [(0.0, 0.0, 0.0), (half, 0.0, 0.003), (half, EDGE, 0.003), (0.0, EDGE, 0.0)]
        mesh = revolve(rounded(corners, 15.0, 0.012), 64)
    elif kind == "cone":
        tip = 0.0028
        corners = [(0.0, 0.0, 0.0), (half, 0.0, 0.003), (tip, EDGE, 0.0024), (0.0, EDGE, 0.0)]
        mesh = revolve(rounded(corners, 12.0, 0.012), 64, flat=0.3)
    else:
        mesh = torus(0.036, 0.014)
    pack(mesh)
    path = directory / name / f"{name}.usdc"
    write_object(path, kind.capitalize(), "shape", [Part(kind, mesh, (NEUTRAL,))])
