"""Bodies of known shape for the tests of placing."""

import numpy as np
import trimesh

from scenewright.assets.model import Material, Model, Part
from scenewright.assets.solid import Piece, Solid, extremes
from scenewright.assets.suns import Sun


def model_of(mesh, name="it"):
    points = np.asarray(mesh.vertices, np.float32)
    normals = np.zeros_like(points) + np.float32([0, 0, 1])
    part = Part(points, normals, np.zeros((len(points), 2), np.float32), np.asarray(mesh.faces, np.uint32), Material())
    return Model(name, (part,))


def solid_of(*pieces):
    """A solid of convex meshes."""
    model = model_of(trimesh.util.concatenate(pieces))
    parts = tuple(
        Piece(np.asarray(hull.vertices, float), np.asarray(hull.faces, np.int32))
        for hull in (piece.convex_hull for piece in pieces)
    )
    return Solid(extremes(model), parts, model)


def box(width, depth, height, at=(0, 0, 0)):
    """A box that stands on z = at[2]."""
    mesh = trimesh.creation.box((width, depth, height))
    return mesh.apply_translation((at[0], at[1], at[2] + height / 2))


def bin_of(width, depth, height, wall=0.01):
    """An open box."""
    walls = [
        box(wall, depth, height, ((width - wall) / 2, 0, 0)),
        box(wall, depth, height, (-(width - wall) / 2, 0, 0)),
        box(width, wall, height, (0, (depth - wall) / 2, 0)),
        box(width, wall, height, (0, -(depth - wall) / 2, 0)),
    ]
    return solid_of(box(width, depth, wall), *walls)


SOLIDS = {
    "cube": solid_of(box(0.1, 0.1, 0.1)),
    "brick": solid_of(box(0.2, 0.1, 0.05)),
    "ball": solid_of(trimesh.creation.icosphere(2, 0.05)),
    "table": solid_of(box(1.2, 0.8, 0.04, (0, 0, 0.7)), box(0.1, 0.1, 0.7)),
    "shelf": solid_of(*(box(0.9, 0.4, 0.02, (0, 0, z)) for z in (0.1, 0.5, 0.9)), box(0.02, 0.4, 1.0, (0.46, 0, 0))),
    "bin": bin_of(0.6, 0.4, 0.25),
}


class Assets:
    """Facts about assets that are named after their shapes."""

    def sun(self, source):
        return Sun((0.0, 0.0, 1.0), (1.0, 1.0, 1.0), 1.0)

    def bounds(self, source, pose, phase):
        return SOLIDS[source].model.bounds

    def solid(self, source, pose, phase):
        return SOLIDS[source]

    def surface(self, source, pose, phase):
        return np.concatenate([p.positions[p.triangles] for p in SOLIDS[source].model.parts]).astype(float)

    def clip_seconds(self, source, pose):
        return 1.2 if pose == "walk" else 0.0

    def ground_velocity(self, source, pose):
        return (0.0, -1.5, 0.0) if pose == "walk" else (0.0, 0.0, 0.0)
