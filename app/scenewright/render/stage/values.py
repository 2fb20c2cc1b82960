"""Frames as attribute values: a path of the stage to what stands there, plain enough for JSON."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from scenewright.geometry.transforms import CAMERA_AXES_FLIP, Matrix, Vector, about_axis, pose_matrix, rotation_matrix
from scenewright.sampling.plan import CameraPlan, LightPlan

Value = str | float | bool | list[Any]
Values = dict[str, Value]
"""Attribute paths, as '/World/cameras/front.focalLength', and values; matrices are USD's 16 numbers, row by row."""

HORIZONTAL_APERTURE = 20.955
"""Of every camera; its focal length follows from it, and only their ratio is seen."""

DOME_FROM_LATLONG: Matrix = np.array([[-1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 1.0, 0.0]])
"""From a dome light's own frame to the world's for an unturned picture.

UsdLuxDomeLight takes a picture as OpenEXR has it: its centre is +Z, the quarter to the left +X, its top +Y. Ours looks
along +Y in the centre, has +X to the right, and +Z at the top.
"""


@dataclass(frozen=True)
class Gains:
    """What multiplies the strength of lights so that an engine shows them as bright as the plan says.

    `dome_turn` is a rotation (3x3, row by row) that the engine wants before a dome light's picture.
    """

    dome: float = 1.0
    directional: float = 1.0
    point: float = 1.0
    spot: float = 1.0
    area: float = 1.0
    dome_turn: tuple[float, ...] = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)


def row_matrix(matrix: Matrix) -> list[float]:
    """Return a 4x4 matrix for column vectors as USD writes it: for row vectors, row by row."""
    return [float(value) for value in matrix.T.ravel()]


def camera_values(path: str, camera: CameraPlan) -> Values:
    """Return a camera's attributes.

    USD's camera looks along -Z; moving its window by an aperture offset moves the image the other way. Only the ratios
    of focal length and apertures count, so the horizontal aperture is the same for all.
    """
    i = camera.intrinsics
    per_px = HORIZONTAL_APERTURE / i.width
    vertical_per_px = per_px * i.fx / i.fy
    pose = pose_matrix(camera.position, camera.rotation) @ CAMERA_AXES_FLIP
    return {
        f"{path}.xformOp:transform": row_matrix(pose),
        f"{path}.focalLength": i.fx * per_px,
        f"{path}.horizontalAperture": HORIZONTAL_APERTURE,
        f"{path}.verticalAperture": i.height * vertical_per_px,
        f"{path}.horizontalApertureOffset": (i.width / 2 - i.cx) * per_px,
        f"{path}.verticalApertureOffset": (i.cy - i.height / 2) * vertical_per_px,
        f"{path}.clippingRange": [camera.near_m, camera.far_m],
    }


def light_values(path: str, light: LightPlan, gains: Gains, exposure: float) -> Values:
    """Return a light's attributes; all kinds are normalised, so that their size does not change their strength.

    The plan says irradiance over pi, at a surface facing a directional light or 1 m from others. By UsdLux's formulas a
    normalised distant or rectangular light of intensity I gives the irradiance I there, a sphere a fourth of it.
    """
    brightest = max(*light.radiance, 1e-12)
    factor = np.pi * (4.0 if light.kind in ("point", "spot") else 1.0) * getattr(gains, light.kind) * exposure
    values: Values = {
        f"{path}.visibility": "inherited",
        f"{path}.xformOp:transform": row_matrix(_light_pose(light)),
        f"{path}.inputs:intensity": float(brightest * factor),
        f"{path}.inputs:color": [part / brightest for part in light.radiance],
        f"{path}.inputs:shadow:enable": light.cast_shadow,
    }
    if light.kind == "spot":
        values[f"{path}.inputs:shaping:cone:angle"] = float(np.degrees(light.beam_rad))
        values[f"{path}.inputs:shaping:cone:softness"] = light.softness
    if light.kind == "area":
        values[f"{path}.inputs:width"], values[f"{path}.inputs:height"] = light.size_m
    return values


def dome_values(file: str, radiance: Vector, rotation_rad: float, gains: Gains, exposure: float) -> Values:
    """Return the attributes of the dome light."""
    brightest = max(*radiance, 1e-12)
    pose = np.eye(4)
    turn = np.array(gains.dome_turn).reshape(3, 3)
    pose[:3, :3] = rotation_matrix(about_axis(2, rotation_rad)) @ DOME_FROM_LATLONG @ turn
    path = "/World/lights/dome"
    return {
        f"{path}.xformOp:transform": row_matrix(pose),
        f"{path}.inputs:texture:file": file,
        f"{path}.inputs:intensity": float(brightest * gains.dome * exposure),
        f"{path}.inputs:color": [part / brightest for part in radiance],
    }


def hidden(path: str) -> Values:
    """Return what hides a prim."""
    return {f"{path}.visibility": "invisible"}


def shown(path: str, pose: Matrix) -> Values:
    """Return what shows a prim at a pose."""
    return {f"{path}.visibility": "inherited", f"{path}.xformOp:transform": row_matrix(pose)}


def _light_pose(light: LightPlan) -> Matrix:
    """Return the pose of a light, which shines along its -Z; its y axis is as upright as its direction allows."""
    pose = np.eye(4)
    if light.kind == "point":
        pose[:3, 3] = light.vector
        return pose
    back = np.asarray(light.vector, float)
    if light.kind != "directional":
        pose[:3, 3] = light.vector
        back = back - np.asarray(light.target or (0.0, 0.0, 0.0))
    back = back / max(float(np.linalg.norm(back)), 1e-12)
    up = np.array([0.0, 1.0, 0.0]) if abs(back[2]) > 0.999 else np.array([0.0, 0.0, 1.0])
    right = np.cross(up, back)
    right = right / np.linalg.norm(right)
    pose[:3, :3] = np.stack([right, np.cross(back, right), back], axis=1)
    return pose
