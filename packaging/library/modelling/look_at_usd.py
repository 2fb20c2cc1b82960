"""What Blender makes of USD files: bounds, triangles and materials, as JSON. Runs under Blender's Python only."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import bpy
import numpy as np


def seen(path: str) -> dict[str, object]:
    """Return what is in a file, at rest."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.ops.wm.usd_import(filepath=path, import_usd_preview=True, set_frame_range=False)
    low, high = np.full(3, np.inf), np.full(3, -np.inf)
    triangles, materials = 0, set()
    for thing in bpy.context.scene.objects:
        if thing.type != "MESH":
            continue
        points = np.empty(len(thing.data.vertices) * 3)
        thing.data.vertices.foreach_get("co", points)
        matrix = np.array(thing.matrix_world)
        world = points.reshape(-1, 3) @ matrix[:3, :3].T + matrix[:3, 3]
        low, high = np.minimum(low, world.min(axis=0)), np.maximum(high, world.max(axis=0))
        triangles += sum(len(polygon.vertices) - 2 for polygon in thing.data.polygons)
        used = {polygon.material_index for polygon in thing.data.polygons}
        materials |= {thing.material_slots[k].material.name for k in used if k < len(thing.material_slots)}
    return {"low": low.tolist(), "high": high.tolist(), "triangles": triangles, "materials": len(materials)}


if __name__ == "__main__":
    report, *files = sys.argv[1:]
    Path(report).write_text(json.dumps({file: seen(file) for file in files}))
