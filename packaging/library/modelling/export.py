"""Finished solids as arrays for the other side (`models.py`). Runs under Blender's Python only."""

from __future__ import annotations

import math
from pathlib import Path

import bpy  # isort: skip; the others exist once this is imported
import bmesh
import numpy as np
from shapes import Solid


def save(path: Path, parts: dict[str, Solid], *, sharp_deg: float = 40.0, margin: float = 0.006) -> None:
    """Unwrap and write the parts of a model.

    Each part is one mesh with one texture atlas (0..1) and any number of materials. Faces of more than four corners are
    split. Edges sharper than `sharp_deg` stay sharp; faces are shaded by area-weighted normals, so that bevels look
    round and flats flat. A UV map that is already there ("UVMap") is kept as it is.

    Args:
        path: The .npz to write.
        parts: By prim name.
        sharp_deg: Where shading breaks.
        margin: Between islands, as a share of the atlas.
    """
    arrays: dict[str, np.ndarray] = {"parts": np.array(list(parts))}
    for name, solid in parts.items():
        _split_large_faces(solid)
        if not solid.data.uv_layers:
            _unwrap(solid, margin)
        _shade(solid, sharp_deg)
        arrays |= {f"{name}/{key}": value for key, value in _arrays(solid.data).items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, **arrays)


def _split_large_faces(solid: Solid) -> None:
    mesh = bmesh.new()
    mesh.from_mesh(solid.data)
    bmesh.ops.remove_doubles(mesh, verts=mesh.verts, dist=1e-6)
    bmesh.ops.dissolve_degenerate(mesh, edges=mesh.edges, dist=1e-7)
    bmesh.ops.triangulate(mesh, faces=[face for face in mesh.faces if len(face.verts) > 4])
    mesh.to_mesh(solid.data)
    mesh.free()


def _unwrap(solid: Solid, margin: float) -> None:
    bpy.ops.object.select_all(action="DESELECT")
    bpy.context.view_layer.objects.active = solid
    solid.select_set(True)
    bpy.ops.object.mode_set(mode="EDIT")
    bpy.ops.mesh.select_all(action="SELECT")
    bpy.ops.uv.smart_project(angle_limit=math.radians(66), island_margin=margin, area_weight=0.0, scale_to_bounds=False)
    bpy.ops.object.mode_set(mode="OBJECT")


def _shade(solid: Solid, sharp_deg: float) -> None:
    solid.data.polygons.foreach_set("use_smooth", [True] * len(solid.data.polygons))
    solid.data.set_sharp_from_angle(angle=math.radians(sharp_deg))
    modifier = solid.modifiers.new("weighted", "WEIGHTED_NORMAL")
    modifier.mode, modifier.weight, modifier.keep_sharp = "FACE_AREA", 50, True
    graph = bpy.context.evaluated_depsgraph_get()
    data = bpy.data.meshes.new_from_object(solid.evaluated_get(graph), preserve_all_data_layers=True, depsgraph=graph)
    solid.modifiers.clear()
    solid.data = data


def _arrays(data: bpy.types.Mesh) -> dict[str, np.ndarray]:
    points = np.empty(len(data.vertices) * 3)
    data.vertices.foreach_get("co", points)
    normals = np.empty(len(data.loops) * 3)
    data.corner_normals.foreach_get("vector", normals)
    uv = np.empty(len(data.loops) * 2)
    data.uv_layers[0].data.foreach_get("uv", uv)
    corners = np.empty(len(data.loops), dtype=int)
    data.loops.foreach_get("vertex_index", corners)
    starts = np.array([polygon.loop_start for polygon in data.polygons])
    counts = np.array([polygon.loop_total for polygon in data.polygons])
    loop = starts[:, None] + np.arange(4)
    loop[counts == 3, 3] = starts[counts == 3]
    faces = corners[loop]
    faces[counts == 3, 3] = -1
    return {
        "points": points.reshape(-1, 3),
        "faces": faces,
        "corner_normals": normals.reshape(-1, 3)[loop],
        "corner_uv": uv.reshape(-1, 2)[loop],
        "material": np.array([polygon.material_index for polygon in data.polygons]),
        "materials": np.array([slot.name for slot in data.materials] or ["default"]),
    }
