"""Small models made from formulas."""

import numpy as np

from scenewright.assets.model import Material, Model, Part


def part(positions, normals, triangles, material=None):
    return Part(
        np.asarray(positions, np.float32),
        np.asarray(normals, np.float32),
        np.zeros((len(positions), 2), np.float32),
        np.asarray(triangles, np.uint32),
        material or Material(),
    )


def model(source, positions, normals, triangles, material=None):
    return Model(source, (part(positions, normals, triangles, material),))


def sphere(source, radius=0.5, rows=24, material=None):
    """A sphere whose vertices lie on it; one of them is at (0, -radius, 0)."""
    polar, turn = np.meshgrid(np.arange(rows + 1) * np.pi / rows, np.arange(2 * rows + 1) * np.pi / rows, indexing="ij")
    normals = np.stack([np.sin(polar) * np.cos(turn), np.sin(polar) * np.sin(turn), np.cos(polar)], -1).reshape(-1, 3)
    index = np.arange(len(normals)).reshape(rows + 1, 2 * rows + 1)
    a, b, c, d = (corner.ravel() for corner in (index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:]))
    triangles = np.concatenate([np.stack([a, b, c], 1), np.stack([a, c, d], 1)])
    return model(source, radius * normals, normals, triangles, material)


def cube(source, edge=1.0, material=None):
    """A cube around the origin with sharp edges."""
    positions, normals, triangles = [], [], []
    for axis in range(3):
        for sign in (-1.0, 1.0):
            normal, u = np.eye(3)[axis] * sign, np.eye(3)[(axis + 1) % 3]
            v = np.cross(normal, u)
            first = len(positions)
            positions += [edge / 2 * (normal + s * u + t * v) for s, t in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
            normals += [normal] * 4
            triangles += [[first, first + 1, first + 2], [first, first + 2, first + 3]]
    return model(source, positions, normals, triangles, material)


def sheet(source, size=1.0):
    """An open square in the plane z = 0, facing up."""
    corners = size / 2 * np.array([[-1, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]])
    return model(source, corners, np.tile([0, 0, 1], (4, 1)), [[0, 1, 2], [0, 2, 3]])


def torus_knot(source, around=120, across=12):
    """A (2, 3) torus knot about 0.7 wide."""
    t = np.arange(around) * 2 * np.pi / around

    def center(t):
        reach = 1 + 0.5 * np.cos(3 * t)
        return 0.2 * np.stack([reach * np.cos(2 * t), reach * np.sin(2 * t), 0.5 * np.sin(3 * t)], axis=-1)

    forward = center(t + 1e-4) - center(t - 1e-4)
    forward /= np.linalg.norm(forward, axis=1, keepdims=True)
    side = np.cross(forward, [0.0, 0.0, 1.0])
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    s = np.arange(across)[:, None] * 2 * np.pi / across
    normals = np.cos(s) * side[:, None] + np.sin(s) * np.cross(side, forward)[:, None]
    positions = center(t)[:, None] + 0.07 * normals
    index = np.arange(around * across).reshape(around, across)
    right, up, both = np.roll(index, -1, 0), np.roll(index, -1, 1), np.roll(index, (-1, -1), (0, 1))
    triangles = np.concatenate([np.stack([index, right, both], -1), np.stack([index, both, up], -1)]).reshape(-1, 3)
    return model(source, positions.reshape(-1, 3), normals.reshape(-1, 3), triangles)
