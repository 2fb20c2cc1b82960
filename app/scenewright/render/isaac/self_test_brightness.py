"""What the self-test's frames say about lights and colours, whose units differ between renderers."""

from collections.abc import Mapping, Sequence
from itertools import permutations, product

import numpy as np
from numpy.typing import NDArray

from scenewright.geometry.transforms import Vector
from scenewright.render.isaac import self_test_scene as scene
from scenewright.render.isaac.raw_frames import BadFrameError, RawView, instance_ids
from scenewright.render.stage.values import DOME_FROM_LATLONG, Gains

WANTED = 100.0
"""What a grey of 18 % under a light of strength 1 is in a picture of the built-in engine, of 255."""
Raw = Mapping[int, Sequence[RawView]]


def measured_gains(raw: Raw) -> tuple[Gains, list[str]]:
    """Return how strong lights must be, by kind, and the kinds for which no strength was found."""
    gains: dict[str, float] = {}
    dark: list[str] = []
    for kind in scene.KINDS:
        found = [
            (stops, _middle(raw[index]).mean())
            for index, (own, stops) in scene.light_frames().items()
            if own == kind and index in raw
        ]
        gain = _gain([stops for stops, _ in found], [float(value) for _, value in found])
        if gain is None:
            dark.append(kind)
        gains[kind] = 1.0 if gain is None else gain
    return Gains(gains["dome"], gains["directional"], gains["point"], gains["spot"], gains["area"]), dark


def lights_rooms(raw: Raw, directional: float) -> bool:
    """Tell whether a directional light of a known gain is no weaker through a ceiling than without one."""
    found = [(stops, float(_middle(raw[index]).mean())) for index, stops in scene.ROOM_FRAMES.items()]
    gain = _gain([stops for stops, _ in found], [value for _, value in found])
    return gain is not None and gain < 1.5 * directional


def shows_red(raw: Raw, objects: dict[str, int]) -> bool:
    """Tell whether the red block is red at some exposure that is neither black nor white."""
    for index in scene.RED_FRAMES:
        picture = raw[index][0].arrays["rgb"][..., :3]
        try:
            block = instance_ids(raw[index][0], objects, picture.shape[:2]) == 1
        except BadFrameError:
            return False
        red, green, blue = picture[block].mean(axis=0) if block.any() else (0, 0, 0)
        if 50 < red < 235:
            return bool(red > 1.6 * max(green, blue))
    return False


def dome_turn(raw: Raw) -> tuple[float, ...]:
    """Return the rotation (row by row) that a dome light's picture needs so that its colours are where they belong.

    Of the 24 turns of a cube that one is chosen that explains the most of the six colours seen.
    """
    names = list(scene.DIRECTIONS)
    seen: dict[int, int] = {}
    for index, (direction, _) in scene.dome_frames().items():
        color = _middle(raw[index][0:1]).astype(float)
        if color.max() < 40 or color.min() > 200:
            continue
        ratio = color / color.max()
        distances = [float(np.abs(ratio - np.array(known)).sum()) for known in scene.DIRECTIONS.values()]
        if min(distances) < 1.2:
            seen[names.index(direction)] = int(np.argmin(distances))
    best = max(_turns(), key=lambda turn: _explained(turn, seen, names))
    if not seen or _explained(best, seen, names) <= _explained(np.eye(3), seen, names):
        best = np.eye(3)
    # `best` is in the world; the turn goes before the picture's own way into it.
    own = DOME_FROM_LATLONG.T @ best.T @ DOME_FROM_LATLONG
    return tuple(float(value) for value in own.ravel())


def _explained(turn: NDArray[np.float64], seen: Mapping[int, int], names: Sequence[Vector]) -> int:
    """Return how many of the directions looked in show the colour that a turned picture has there."""
    directions = np.array(names)
    return sum(int(np.allclose(turn @ directions[color], directions[looked])) for looked, color in seen.items())


def _turns() -> list[NDArray[np.float64]]:
    found = []
    for order in permutations(range(3)):
        for signs in product((-1.0, 1.0), repeat=3):
            turn = np.zeros((3, 3))
            for row, (column, sign) in enumerate(zip(order, signs, strict=True)):
                turn[row, column] = sign
            if np.linalg.det(turn) > 0:
                found.append(turn)
    return found


def _gain(stops: Sequence[float], values: Sequence[float]) -> float | None:
    """Return 2 to the exposure at which a patch is as bright as it should be."""
    for (low, below), (high, above) in zip(
        zip(stops, values, strict=True), zip(stops[1:], values[1:], strict=True), strict=False
    ):
        if below <= WANTED <= above and above > below:
            return float(2.0 ** (low + (high - low) * (WANTED - below) / (above - below)))
    if values and WANTED <= values[0] < 250:
        return 1.0
    return None


def _middle(views: Sequence[RawView]) -> NDArray[np.float64]:
    picture = views[0].arrays["rgb"]
    row, column, half = picture.shape[0] // 2, picture.shape[1] // 2, max(1, picture.shape[0] // 40)
    patch = picture[row - half : row + half, column - half : column + half, :3]
    middle: NDArray[np.float64] = patch.reshape(-1, 3).mean(axis=0)
    return middle
