"""Assets in memory and frames put together by hand or at random."""

import math
from pathlib import Path

import numpy as np
from solids import cube, sheet, sphere, torus_knot

from scenewright.assets.loading import AssetLoader
from scenewright.assets.model import EnvironmentImage, FloorMaterial, Material
from scenewright.geometry.camera import Intrinsics
from scenewright.geometry.transforms import look_at
from scenewright.sampling.plan import CameraPlan, EnvironmentPlan, FloorPlan, FramePlan, LightPlan, ObjectPlan

UPRIGHT = (1.0, 0.0, 0.0, 0.0)
ALONG_Y = (math.sqrt(0.5), -math.sqrt(0.5), 0.0, 0.0)
"""A camera that looks along +Y, with +Z up."""
FLOOR = FloorPlan((10.0, 10.0), "plain", 1.0, 0.0, (0.0, 0.0))
GREY = EnvironmentPlan(None, 0.0, (0.4, 0.4, 0.4))
KEY = LightPlan("directional", "key", (0.4242640687, -0.5656854249, 0.7071067812), (0.8, 0.8, 0.8), True)
SHAPES = ("sphere", "cube", "knot", "cup", "sheet")


class Assets:
    """Models, floors and surroundings in memory; tests add their own."""

    def __init__(self):
        made = [sphere("sphere"), cube("cube"), torus_knot("knot"), sheet("sheet")]
        self.models = {item.source: item for item in made}
        self.models["cup"] = AssetLoader(Path()).model("mug_classic")
        self.floors = {"plain": FloorMaterial(Material(base_color=(0.3, 0.3, 0.3)), 1.0)}
        gradient = np.linspace(0.2, 1.5, 32, dtype=np.float32)[:, None, None]
        self.environments = {"sky": EnvironmentImage("sky", np.tile(gradient, (1, 64, 3)))}

    def model(self, source):
        return self.models[source]

    def posed(self, source, pose, phase):
        return self.models[source]

    def floor(self, source):
        return self.floors[source]

    def wall(self, source):
        return self.floors["plain"]

    def environment(self, source):
        return self.environments[source]


def thing(number, asset, position=(0.0, 0.0, 0.0), rotation=UPRIGHT, scale=1.0):
    return ObjectPlan(number, "things", 1, "thing", asset, tuple(position), tuple(rotation), float(scale))


def camera(intrinsics, position=(0.0, -3.0, 0.0), rotation=ALONG_Y, near=0.05, far=100.0, name="camera"):
    return CameraPlan(name, tuple(position), tuple(rotation), intrinsics, near, far, 0.0)


def frame(objects=(), cameras=(), floor=None, lights=(), environment=GREY, index=0):
    return FramePlan(index, 0, floor, environment, tuple(lights), tuple(cameras), tuple(objects))


def pinhole(width, height, focal):
    return Intrinsics(width, height, focal, focal, width / 2, height / 2)


def random_rotation(rng):
    rotation = rng.normal(size=4)
    return tuple(float(part) for part in rotation / np.linalg.norm(rotation))


def random_things(rng, count, shapes=SHAPES, spread=1.1):
    def one(number):
        shape = shapes[rng.integers(len(shapes))]
        size = rng.uniform(2.0, 6.0) if shape == "cup" else rng.uniform(0.2, 0.8)
        position = (*rng.uniform(-spread, spread, 2), rng.uniform(0.1, 1.0))
        return thing(number, shape, map(float, position), random_rotation(rng), size)

    return [one(number) for number in range(1, count + 1)]


def random_frame(seed, width=640, height=480, count=15, *, floor=FLOOR, shapes=SHAPES, lights=(KEY,), spread=1.1):
    """Objects of all kinds in random poses, some through each other or the floor, seen from somewhere above."""
    rng = np.random.default_rng(seed)
    turn, distance = rng.uniform(0, 2 * np.pi), rng.uniform(2.5, 4.0)
    position = tuple(map(float, (distance * np.cos(turn), distance * np.sin(turn), rng.uniform(0.3, 2.5))))
    rotation = look_at(position, tuple(map(float, rng.uniform(-0.3, 0.3, 3))), float(rng.uniform(-0.5, 0.5)))
    focal = float(width * rng.uniform(0.8, 1.2))
    intrinsics = Intrinsics(width, height, focal, focal * 1.03, width * 0.52, height * 0.47)
    return frame(
        random_things(rng, count, shapes, spread), [camera(intrinsics, position, rotation)], floor, lights, index=seed
    )
