"""What the self-test draws."""

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scenewright.assets.loading import AssetLoader
from scenewright.assets.model import EnvironmentImage, FloorMaterial, Material, Model, Part
from scenewright.geometry.camera import Intrinsics
from scenewright.geometry.transforms import Quaternion, Vector, from_euler, look_at
from scenewright.sampling.plan import (
    CameraPlan,
    EnvironmentPlan,
    FloorPlan,
    FramePlan,
    LightPlan,
    LookPlan,
    ObjectPlan,
    RoomPlan,
)

WIDTH = 640
"""Of the images; they are three quarters as high. DLSS, which Isaac uses, is not at its best below some 600 pixels."""
SIZE: Vector = (0.5, 0.36, 0.24)
"""The block's edges: all unlike, so that no exchange of axes goes unseen."""
RED = (0.6, 0.06, 0.06)
GREY = 0.18

FIRST, MOVED = 0, 1
GEOMETRY = (FIRST, MOVED)
STOPS = tuple(range(0, 18, 2))
"""Exposures tried, because the unit of light is not known."""
KINDS: tuple[Literal["dome", "directional", "point", "spot", "area"], ...] = (
    "dome",
    "directional",
    "point",
    "spot",
    "area",
)
DIRECTIONS: dict[Vector, Vector] = {
    (1.0, 0.0, 0.0): (1.0, 0.0, 0.0),
    (-1.0, 0.0, 0.0): (0.0, 1.0, 1.0),
    (0.0, 1.0, 0.0): (0.0, 1.0, 0.0),
    (0.0, -1.0, 0.0): (1.0, 0.0, 1.0),
    (0.0, 0.0, 1.0): (0.0, 0.0, 1.0),
    (0.0, 0.0, -1.0): (1.0, 1.0, 0.0),
}
"""Where the coloured surroundings have which colour."""
RED_FRAMES = tuple(range(10, 10 + len(STOPS)))
_DOME_STOPS = (0, 6, 12)
ROOM_FRAMES = dict(enumerate(STOPS, start=300))
"""The floor under a directional light, inside a room whose walls and ceiling must let it through, and its exposure."""
_ROOM = RoomPlan((30.0, 30.0, 4.0), "grey", 1.0, (0.0, 0.0, 0.0))

_POSITION: Vector = (0.05, -0.1, 0.3)
_ROTATION: Quaternion = from_euler(0.4, -0.3, 0.7)
MOTION: Vector = (0.06, 0.02, 0.05)
_EYE: Vector = (1.1, -1.3, 1.2)


class SelfTestAssets(AssetLoader):
    """A block, a grey floor and coloured surroundings, in memory."""

    def __init__(self) -> None:
        super().__init__(Path())

    @cached_property
    def _block(self) -> Model:
        return Model("self-test block", (_block(),))

    def posed(self, source: str, pose: str = "", phase: float = 0.0) -> Model:  # noqa: ARG002
        """Return the block."""
        return self._block

    def floor(self, source: str) -> FloorMaterial:  # noqa: ARG002
        """Return the grey floor."""
        return FloorMaterial(Material("grey", base_color=(GREY, GREY, GREY), roughness=1.0), 1.0)

    def wall(self, source: str) -> FloorMaterial:
        """Return the same for walls."""
        return self.floor(source)

    def environment(self, source: str) -> EnvironmentImage:  # noqa: ARG002
        """Return surroundings of another colour in each of six directions."""
        rows, columns = 64, 128
        polar = (np.arange(rows) + 0.5) / rows * np.pi
        around = ((np.arange(columns) + 0.5) / columns - 0.5) * 2 * np.pi
        across = np.sin(polar)[:, None]
        toward = np.stack(
            [
                across * np.sin(around),
                across * np.cos(around),
                np.broadcast_to(np.cos(polar)[:, None], (rows, columns)),
            ],
            axis=-1,
        )
        nearest = np.argmax(toward @ np.array(list(DIRECTIONS)).T, axis=-1)
        return EnvironmentImage("self-test colours", np.array(list(DIRECTIONS.values()), np.float32)[nearest])


def plans(width: int = WIDTH) -> list[FramePlan]:
    """Return the self-test's frames, with images of a width."""
    moved = tuple(a + b for a, b in zip(_POSITION, MOTION, strict=True))
    found = [
        _frame(width, FIRST, position=_POSITION),
        _frame(width, MOVED, position=(moved[0], moved[1], moved[2])),
        *(_frame(width, index, stops=float(stops)) for index, stops in zip(RED_FRAMES, STOPS, strict=True)),
    ]
    for index, (direction, stops) in dome_frames().items():
        found.append(_frame(width, index, stops=float(stops), look=direction, image="colours"))
    for index, (kind, stops) in light_frames().items():
        found.append(_frame(width, index, stops=float(stops), kind=kind))
    for index, stops in ROOM_FRAMES.items():
        found.append(replace(_frame(width, index, stops=float(stops), kind="directional"), room=_ROOM))
    return found


def dome_frames() -> dict[int, tuple[Vector, int]]:
    """Return the frames that look at the coloured surroundings: direction and exposure."""
    cases = [(direction, stops) for stops in _DOME_STOPS for direction in DIRECTIONS]
    return dict(enumerate(cases, start=100))


def light_frames() -> dict[int, tuple[str, int]]:
    """Return the frames that look at the grey floor under one kind of light: kind and exposure."""
    cases = [(kind, stops) for kind in KINDS for stops in STOPS]
    return dict(enumerate(cases, start=200))


def _frame(
    width: int,
    index: int,
    *,
    position: Vector = _POSITION,
    stops: float = 0.0,
    look: Vector | None = None,
    image: str | None = None,
    kind: str = "",
) -> FramePlan:
    eye, target = _EYE, (0.0, 0.0, 0.3)
    if look is not None:
        eye, target = (0.0, 0.0, 50.0), (look[0], look[1], 50.0 + look[2])
    if kind:
        eye, target = (3.0, 0.0, 2.0), (3.0, 0.0, 0.0)
    cameras = tuple(
        CameraPlan(name, eye, look_at(eye, target, 0.0), intrinsics, 0.01, 1000.0, stops)
        for name, intrinsics in _intrinsics(width).items()
    )
    color = LookPlan(RED, covers=True, roughness=1.0, metallic=0.0, texture=None, texture_scale=1.0)
    block = ObjectPlan(1, "block", 1, "block", "block", position, _ROTATION, 1.0, look=color)
    floor = FloorPlan((40.0, 40.0), "grey", 1.0, 0.0, (0.0, 0.0)) if kind else None
    dark = kind not in ("", "dome")
    around = EnvironmentPlan(image, 0.0, (0.0, 0.0, 0.0) if dark else (1.0, 1.0, 1.0))
    lights = (_light(kind),) if dark else ()
    return FramePlan(index, 0, floor, around, lights, cameras, (block,))


def _intrinsics(width: int) -> dict[str, Intrinsics]:
    height, focal = width * 3 // 4, width * 0.94
    return {
        "centred": Intrinsics(width, height, focal, focal, width / 2, height / 2),
        "off_centre": Intrinsics(width, height, focal, focal, width * 0.597, height * 0.429),
    }


def _light(kind: str) -> LightPlan:
    """Return a light that gives the spot under the camera the irradiance pi: a white floor would have radiance 1."""
    above, under = (3.0, 0.0, 1.0), (3.0, 0.0, 0.0)
    white = (1.0, 1.0, 1.0)
    match kind:
        case "directional":
            return LightPlan("directional", kind, (0.0, 0.0, 1.0), white, False)
        case "spot":
            return LightPlan("spot", kind, above, white, False, under, 0.5, 0.0)
        case "area":
            return LightPlan("area", kind, above, white, False, under, size_m=(0.05, 0.05))
        case _:
            return LightPlan("point", kind, above, white, False)


def _block() -> Part:
    """Return the block, four vertices to a face."""
    corners: list[NDArray[np.float64]] = []
    normals: list[NDArray[np.float64]] = []
    triangles: list[tuple[int, int, int]] = []
    half = np.array(SIZE) / 2
    for axis in range(3):
        for sign in (-1.0, 1.0):
            normal = np.zeros(3)
            normal[axis] = sign
            u, v = np.roll(np.eye(3)[0], (axis + 1) % 3), np.roll(np.eye(3)[0], (axis + 2) % 3)
            order = ((-1, -1), (1, -1), (1, 1), (-1, 1)) if sign > 0 else ((-1, -1), (-1, 1), (1, 1), (1, -1))
            start = len(corners)
            corners += [(normal + a * u + b * v) * half for a, b in order]
            normals += [normal] * 4
            triangles += [(start, start + 1, start + 2), (start, start + 2, start + 3)]
    return Part(
        positions=np.array(corners, np.float32),
        normals=np.array(normals, np.float32),
        uvs=np.tile(np.array([(0, 0), (1, 0), (1, 1), (0, 1)], np.float32), (6, 1)),
        triangles=np.array(triangles, np.uint32),
        material=Material("red", base_color=RED),
    )
