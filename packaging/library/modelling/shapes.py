"""Solids to build objects from, in Blender: metres, Z up. Runs under Blender's Python only.

Every function returns a mesh object of the scene. `models.py` says how a model becomes arrays.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import bpy  # isort: skip; the others exist once this is imported
import bmesh
import numpy as np
from mathutils import Matrix, Vector

Solid = bpy.types.Object
Point2 = tuple[float, float]
Point3 = tuple[float, float, float]


def clear() -> None:
    """Empty the scene."""
    bpy.ops.wm.read_factory_settings(use_empty=True)


def from_arrays(name: str, points: Sequence[Sequence[float]], faces: Sequence[Sequence[int]]) -> Solid:
    """Make a mesh of points (N, 3) and polygons, counter-clockwise seen from outside."""
    data = bpy.data.meshes.new(name)
    data.from_pydata([tuple(map(float, p)) for p in points], [], [tuple(map(int, f)) for f in faces])
    data.validate()
    return _linked(name, data)


def box(size: Point3, bevel: float = 0.0, segments: int = 3, at: Point3 = (0.0, 0.0, 0.0)) -> Solid:
    """Make a box centred on `at` with rounded edges of radius `bevel`."""
    mesh = bmesh.new()
    bmesh.ops.create_cube(mesh, size=1.0)
    bmesh.ops.scale(mesh, vec=size, verts=mesh.verts)
    bmesh.ops.translate(mesh, vec=at, verts=mesh.verts)
    return _rounded(_from_bmesh("box", mesh), bevel, segments)


def cylinder(
    radius: float,
    height: float,
    bevel: float = 0.0,
    sides: int = 48,
    segments: int = 3,
    at: Point3 = (0.0, 0.0, 0.0),
    top_radius: float | None = None,
) -> Solid:
    """Make a cylinder or (with `top_radius`) a truncated cone about Z; `at` is the middle of its base."""
    mesh = bmesh.new()
    top = radius if top_radius is None else top_radius
    bmesh.ops.create_cone(mesh, cap_ends=True, segments=sides, radius1=radius, radius2=top, depth=height)
    bmesh.ops.translate(mesh, vec=(at[0], at[1], at[2] + height / 2), verts=mesh.verts)
    return _rounded(_from_bmesh("cylinder", mesh), bevel, segments)


def sphere(radius: float, at: Point3 = (0.0, 0.0, 0.0), rings: int = 24, sides: int = 48) -> Solid:
    """Make a sphere centred on `at`."""
    mesh = bmesh.new()
    bmesh.ops.create_uvsphere(mesh, u_segments=sides, v_segments=rings, radius=radius)
    bmesh.ops.translate(mesh, vec=at, verts=mesh.verts)
    return _from_bmesh("sphere", mesh)


def revolve(outline: Sequence[Point2], sides: int = 64) -> Solid:
    """Turn an outline of (radius, z) about Z.

    An outline that begins and ends on the axis gives a closed solid; one that is a loop (first point repeated at the
    end) gives a ring. Walk it with the solid on the left: along the bottom, up outside, down inside.
    """
    ring = len(outline) > 2 and outline[0] == outline[-1]
    rows = list(outline[:-1] if ring else outline)
    points: list[Point3] = []
    first: list[int] = []
    for radius, z in rows:
        first.append(len(points))
        count = 1 if radius < 1e-9 else sides
        turns = (2 * math.pi * k / sides for k in range(count))
        points += [(radius * math.cos(a), radius * math.sin(a), z) for a in turns]
    faces: list[tuple[int, ...]] = []
    pairs = [(i, i + 1) for i in range(len(rows) - 1)] + ([(len(rows) - 1, 0)] if ring else [])
    for a, b in pairs:
        for k in range(sides):
            n = (k + 1) % sides
            one = [first[a]] * 2 if rows[a][0] < 1e-9 else [first[a] + k, first[a] + n]
            two = [first[b]] * 2 if rows[b][0] < 1e-9 else [first[b] + k, first[b] + n]
            face = tuple(dict.fromkeys((one[0], one[1], two[1], two[0])))
            if len(face) > 2:
                faces.append(face)
    return from_arrays("revolved", points, faces)


def extrude(outline: Sequence[Point2], height: float, bevel: float = 0.0, segments: int = 2) -> Solid:
    """Raise a counter-clockwise outline of (x, y) from z = 0 to `height`; cut holes with `cut`."""
    count = len(outline)
    points = [(x, y, z) for z in (0.0, height) for x, y in outline]
    sides = [(k, (k + 1) % count, count + (k + 1) % count, count + k) for k in range(count)]
    caps = [tuple(range(count - 1, -1, -1)), tuple(range(count, 2 * count))]
    return _rounded(from_arrays("extruded", points, [*sides, *caps]), bevel, segments)


def sweep(path: Sequence[Point3], section: Sequence[Point2], closed: bool = False) -> Solid:
    """Draw a counter-clockwise section (x, y) along a path, without twist; open ends are capped."""
    line = np.asarray(path, dtype=float)
    along = (np.roll(line, -1, 0) - np.roll(line, 1, 0)) if closed else np.gradient(line, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    start = np.cross(along[0], (0.0, 0.0, 1.0) if abs(along[0, 2]) < 0.9 else (1.0, 0.0, 0.0))
    across = Vector(start / np.linalg.norm(start))
    rows: list[Point3] = []
    for k, (here, ahead) in enumerate(zip(line, along, strict=True)):
        if k:
            across = Vector(along[k - 1]).rotation_difference(Vector(ahead)) @ across
        other = Vector(ahead).cross(across)
        rows += [tuple(Vector(here) + across * x + other * y) for x, y in section]
    n, steps = len(section), len(line) if closed else len(line) - 1
    faces: list[tuple[int, ...]] = []
    for k in range(steps):
        a, b = k * n, (k + 1) % len(line) * n
        faces += [(a + i, a + (i + 1) % n, b + (i + 1) % n, b + i) for i in range(n)]
    if not closed:
        faces += [tuple(range(n - 1, -1, -1)), tuple((len(line) - 1) * n + i for i in range(n))]
    return from_arrays("swept", rows, faces)


def circle(radius: float, sides: int = 16) -> list[Point2]:
    """Return a circle as a section for `sweep` or an outline for `extrude`."""
    return [
        (radius * math.cos(2 * math.pi * k / sides), radius * math.sin(2 * math.pi * k / sides)) for k in range(sides)
    ]


def rounded_rectangle(width: float, depth: float, radius: float, corner: int = 6) -> list[Point2]:
    """Return a counter-clockwise rectangle about the origin with round corners, as an outline."""
    centers = ((1, 1, 0), (-1, 1, 90), (-1, -1, 180), (1, -1, 270))
    points = []
    for sx, sy, start in centers:
        x, y = sx * (width / 2 - radius), sy * (depth / 2 - radius)
        turns = (math.radians(start + 90 * k / corner) for k in range(corner + 1))
        points += [(x + radius * math.cos(a), y + radius * math.sin(a)) for a in turns]
    return points


def cut(solid: Solid, *tools: Solid) -> Solid:
    """Take the tools out of a solid; the tools are gone afterwards."""
    return _combined(solid, tools, "DIFFERENCE")


def unite(solid: Solid, *others: Solid) -> Solid:
    """Weld solids into one closed surface; the others are gone afterwards."""
    return _combined(solid, others, "UNION")


def bevel(solid: Solid, width: float, segments: int = 2, angle_deg: float = 35.0) -> Solid:
    """Round all edges sharper than an angle; call it once, after the last `cut`."""
    modifier = solid.modifiers.new("bevel", "BEVEL")
    modifier.width, modifier.segments = width, segments
    modifier.limit_method, modifier.angle_limit = "ANGLE", math.radians(angle_deg)
    modifier.harden_normals, modifier.use_clamp_overlap = False, True
    return _applied(solid)


def smoothed(solid: Solid, levels: int = 1) -> Solid:
    """Subdivide a surface smoothly (Catmull-Clark)."""
    modifier = solid.modifiers.new("smooth", "SUBSURF")
    modifier.levels = modifier.render_levels = levels
    return _applied(solid)


def moved(solid: Solid, by: Point3 = (0.0, 0.0, 0.0), turn_deg: Point3 = (0.0, 0.0, 0.0), scale: float = 1.0) -> Solid:
    """Scale about the origin, turn about x, then y, then z, and shift a solid; returns the same object."""
    x, y, z = (math.radians(a) for a in turn_deg)
    turn = Matrix.Rotation(z, 4, "Z") @ Matrix.Rotation(y, 4, "Y") @ Matrix.Rotation(x, 4, "X")
    solid.data.transform(Matrix.Translation(by) @ turn @ Matrix.Scale(scale, 4))
    return solid


def copied(solid: Solid) -> Solid:
    """Return a copy with a mesh of its own."""
    return _linked(solid.name, solid.data.copy())


def painted(solid: Solid, material: str) -> Solid:
    """Give the whole solid a material, by the name that the recipe on the other side knows."""
    solid.data.materials.clear()
    solid.data.materials.append(bpy.data.materials.get(material) or bpy.data.materials.new(material))
    for polygon in solid.data.polygons:
        polygon.material_index = 0
    return solid


def joined(*solids: Solid) -> Solid:
    """Put solids into one mesh without welding them; materials are kept."""
    first = solids[0]
    with bpy.context.temp_override(active_object=first, object=first, selected_editable_objects=list(solids)):
        bpy.ops.object.join()
    return first


def _combined(solid: Solid, others: Sequence[Solid], operation: str) -> Solid:
    for other in others:
        modifier = solid.modifiers.new("combine", "BOOLEAN")
        modifier.object, modifier.operation, modifier.solver = other, operation, "EXACT"
        _applied(solid)
        bpy.data.objects.remove(other)
    return solid


def _rounded(solid: Solid, width: float, segments: int) -> Solid:
    return bevel(solid, width, segments) if width > 0 else solid


def _applied(solid: Solid) -> Solid:
    graph = bpy.context.evaluated_depsgraph_get()
    data = bpy.data.meshes.new_from_object(solid.evaluated_get(graph), depsgraph=graph)
    solid.modifiers.clear()
    solid.data = data
    return solid


def _from_bmesh(name: str, mesh: bmesh.types.BMesh) -> Solid:
    data = bpy.data.meshes.new(name)
    mesh.to_mesh(data)
    mesh.free()
    return _linked(name, data)


def _linked(name: str, data: bpy.types.Mesh) -> Solid:
    solid = bpy.data.objects.new(name, data)
    bpy.context.scene.collection.objects.link(solid)
    return solid
