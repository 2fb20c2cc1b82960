"""Samples many frames of a project and looks for what must not be: objects in each other, floating, or left out.

Usage: ``python tests/benchmarks/placement.py presets/bin_picking.yaml --frames 1000``. Depths are those of FCL's
expanding polytope algorithm between all pairs of convex pieces; settling is MuJoCo's, so neither vouches for itself.
An object floats if it can sink 2 mm without touching anything.
"""

import argparse
import itertools
from collections import Counter
from pathlib import Path
from time import process_time

import fcl
import numpy as np

from scenewright.assets.loading import AssetLoader
from scenewright.geometry.transforms import rotation_matrix
from scenewright.sampling.sampler import sample_frame
from scenewright.spec.yaml_io import load_project

_SINK_M = 0.002


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", type=Path)
    parser.add_argument("--frames", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    wanted = parser.parse_args()
    file = load_project(wanted.project)
    assets = AssetLoader(wanted.project.parent)
    sample_frame(file.spec, wanted.first, assets)  # models are read, pieces made
    seconds, depths, floating, shown = [], [], 0, 0
    left_out: Counter[str] = Counter()
    for index in range(wanted.first, wanted.first + wanted.frames):
        begun = process_time()
        plan = sample_frame(file.spec, index, assets)
        seconds.append(process_time() - begun)
        bodies = [_body(assets, item) for item in plan.objects]
        depths.append(max((_depth(a, b) for a, b in itertools.combinations(bodies, 2)), default=0.0))
        floating += sum(_floats(number, bodies) for number in range(len(bodies)))
        shown += len(bodies)
        left_out.update(item.reason.split(" x ")[-1] for item in plan.left_out)
    missing = sum(left_out.values())
    print(f"{wanted.project.stem}: {wanted.frames} frames, {shown} objects, {missing} left out")
    print(f"accepted                {shown / max(shown + missing, 1):.2%}   {dict(left_out.most_common(4))}")
    print(f"deepest overlap         {max(depths) * 1000:.2f} mm; frames above 1 mm: {sum(d > 0.001 for d in depths)}")
    print(f"the deepest is in frame {wanted.first + int(np.argmax(depths))}")
    print(f"floating objects        {floating}")
    print(
        f"seconds a frame, 1 core mean {np.mean(seconds):.3f}, median {np.median(seconds):.3f}, "
        f"95 % {np.quantile(seconds, 0.95):.3f}, longest {max(seconds):.3f}"
    )


def _body(assets, item):
    """Return an object's convex shapes, where they are, and the height of its lowest point."""
    solid = assets.solid(item.asset, item.pose, item.phase)
    turn, place = rotation_matrix(item.rotation), np.array(item.position)
    shapes = []
    for piece in solid.pieces:
        faces = np.concatenate([np.full((len(piece.triangles), 1), 3), piece.triangles], axis=1).ravel()
        shapes.append(fcl.Convex(np.ascontiguousarray(piece.vertices * item.scale), len(piece.triangles), faces))
    lowest = float((solid.points @ turn[2]).min()) * item.scale + place[2]
    return shapes, turn, place, lowest


def _colliders(body, down_m=0.0):
    shapes, turn, place, _ = body
    return [fcl.CollisionObject(shape, fcl.Transform(turn, place - [0, 0, down_m])) for shape in shapes]


def _depth(one, other):
    worst = 0.0
    for a, b in itertools.product(_colliders(one), _colliders(other)):
        request, result = fcl.CollisionRequest(num_max_contacts=4, enable_contact=True), fcl.CollisionResult()
        if fcl.collide(a, b, request, result):
            worst = max([worst, *(abs(contact.penetration_depth) for contact in result.contacts)])
    return worst


def _floats(number, bodies):
    if bodies[number][3] < _SINK_M:
        return False
    sunk = _colliders(bodies[number], _SINK_M)
    return not any(
        fcl.collide(a, b, fcl.CollisionRequest(), fcl.CollisionResult())
        for k, other in enumerate(bodies)
        if k != number
        for a, b in itertools.product(sunk, _colliders(other))
    )


if __name__ == "__main__":
    main()
