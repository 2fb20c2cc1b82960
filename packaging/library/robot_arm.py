"""A six-axis collaborative arm with a two-finger gripper, of our own design: reach 0.94 m, modelled straight up.

All links are modelled where they rest; every joint turns about one of the axes of the world there.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import trimesh
import yaml
from licence import LICENCE
from noise import spectral
from solid_forms import Array, dome, drum, part, rounded_box, turned

from scenewright.assets.model import Image, Material, Part
from scenewright.assets.usd_writing import LinkGeometry, LinkJoint, write_machine

SHOULDER_Z, ELBOW_Z, WRIST_Z, TOOL_Z = 0.165, 0.585, 0.955, 1.045
UPPER_Y, FORE_Y, WRIST_Y = -0.135, -0.020, -0.115
FINGER_TRAVEL_M = 0.040

JOINTS: tuple[tuple[str, str, str, str, Sequence[float], str, tuple[float, float]], ...] = (
    ("joint_1", "revolute", "base", "shoulder", (0, 0, 0.1), "z", (-360, 360)),
    ("joint_2", "revolute", "shoulder", "upper_arm", (0, UPPER_Y, SHOULDER_Z), "y", (-130, 130)),
    ("joint_3", "revolute", "upper_arm", "forearm", (0, UPPER_Y, ELBOW_Z), "y", (-155, 155)),
    ("joint_4", "revolute", "forearm", "wrist_1", (0, FORE_Y, WRIST_Z), "y", (-180, 180)),
    ("joint_5", "revolute", "wrist_1", "wrist_2", (0, WRIST_Y, WRIST_Z), "z", (-180, 180)),
    ("joint_6", "revolute", "wrist_2", "gripper", (0, WRIST_Y, TOOL_Z), "y", (-360, 360)),
    ("finger_left_joint", "prismatic", "gripper", "finger_left", (0, 0, 0), "x", (0.0, FINGER_TRAVEL_M)),
    ("finger_right_joint", "prismatic", "gripper", "finger_right", (0, 0, 0), "x", (-FINGER_TRAVEL_M, 0.0)),
)


def materials() -> dict[str, Material]:
    """Return the surfaces."""
    return {
        "paint": Material("paint", roughness=0.38, base_color_map=_worn("paint", (214, 217, 220), 5, 1.2)),
        "accent": Material("accent", roughness=0.32, base_color_map=_worn("accent", (24, 108, 148), 7, 2)),
        "rubber": Material("rubber", (0.012, 0.012, 0.013), roughness=0.85),
        "steel": Material("steel", (0.62, 0.62, 0.63), roughness=0.42, metallic=1.0),
        "black": Material("black", (0.018, 0.019, 0.021), roughness=0.5),
    }


def links() -> dict[str, dict[str, list[trimesh.Trimesh]]]:
    """Return each link's bodies by material, all where they rest."""
    return {
        "base": {
            "paint": [
                turned(
                    [
                        (0, 0),
                        (0.094, 0),
                        (0.096, 0.004),
                        (0.096, 0.016),
                        (0.092, 0.021),
                        (0.074, 0.026),
                        (0.068, 0.036),
                        (0.066, 0.092),
                        (0, 0.092),
                    ]
                )
            ],
            "steel": [
                drum(0.0075, 0.016, 0.0275, 0.0015, at=(0.083 * np.cos(a), 0.083 * np.sin(a), 0))
                for a in np.arange(4) * np.pi / 2 + np.pi / 4
            ],
            "rubber": [drum(0.0665, 0.0915, 0.1005, 0.002)],
            "black": [rounded_box((0.05, 0.03, 0.04), (0, 0.075, 0.052))],
        },
        "shoulder": {
            "paint": [drum(0.067, 0.100, 0.200, 0.016), drum(0.064, -0.066, 0.058, 0.012, "y", (0, 0, SHOULDER_Z))],
            "accent": [dome(0.058, 0.057, 0.014, "y", (0, 0, SHOULDER_Z))],
            "rubber": [drum(0.0635, -0.0735, -0.065, 0.002, "y", (0, 0, SHOULDER_Z))],
        },
        "upper_arm": _tube(SHOULDER_Z, ELBOW_Z, UPPER_Y, 0.064, 0.056, 0.048, outer=-1),
        "forearm": _tube(ELBOW_Z, WRIST_Z, FORE_Y, 0.056, 0.047, 0.040, outer=1),
        "wrist_1": {
            "paint": [
                drum(0.046, -0.045, 0.041, 0.009, "y", (0, WRIST_Y, WRIST_Z)),
                drum(0.045, 0.0, 0.046, 0.008, "z", (0, WRIST_Y, WRIST_Z)),
            ],
            "accent": [
                dome(0.041, -0.044, -0.012, "y", (0, WRIST_Y, WRIST_Z)),
                dome(0.040, -0.044, -0.011, "z", (0, WRIST_Y, WRIST_Z + 0.004)),
            ],
            "rubber": [
                drum(0.0445, 0.0405, 0.0495, 0.002, "y", (0, WRIST_Y, WRIST_Z)),
                drum(0.0435, 0.0455, 0.0515, 0.002, "z", (0, WRIST_Y, WRIST_Z)),
            ],
        },
        "wrist_2": {
            "paint": [
                drum(0.045, 0.051, 0.128, 0.010, "z", (0, WRIST_Y, WRIST_Z)),
                drum(0.043, -0.050, 0.0, 0.007, "y", (0, WRIST_Y, TOOL_Z)),
            ],
            "accent": [dome(0.040, 0.127, 0.011, "z", (0, WRIST_Y, WRIST_Z))],
            "rubber": [drum(0.041, -0.0565, -0.0495, 0.002, "y", (0, WRIST_Y, TOOL_Z))],
        },
        "gripper": _gripper(),
        "finger_left": _finger(1),
        "finger_right": _finger(-1),
    }


def _tube(
    low: float, high: float, y: float, radius: float, end_radius: float, tube: float, outer: int
) -> dict[str, list[trimesh.Trimesh]]:
    """Return a limb: a housing at each end, a tube that narrows between them, caps on the outer side."""
    height = high - low
    waist = [
        (tube * 1.16, 0.02),
        (tube * 1.04, 0.09),
        (tube, 0.5 * height),
        (tube * 0.98, height - 0.09),
        (tube * 1.06, height - 0.02),
    ]
    half = 0.058
    caps = [
        dome(r * 0.90, outer * half * 0.98, outer * 0.013, "y", (0, y, z))
        for r, z in ((radius, low), (end_radius, high))
    ]
    rings = [
        drum(end_radius * 0.97, *sorted((-outer * (half - 0.001), -outer * (half + 0.0075))), 0.002, "y", (0, y, high))
    ]
    bands = [drum(tube * 1.035, 0.5 * height - 0.016, 0.5 * height + 0.016, 0.002, at=(0, y, low))]
    return {
        "paint": [
            drum(radius, -half, half, 0.012, "y", (0, y, low)),
            drum(end_radius, -half, half, 0.011, "y", (0, y, high)),
            turned([(0, 0.02), *waist, (0, height - 0.02)], at=(0, y, low)),
        ],
        "accent": [*caps, *bands],
        "rubber": rings,
    }


def _gripper() -> dict[str, list[trimesh.Trimesh]]:
    y = WRIST_Y - 0.0565
    bolts = [
        drum(0.0035, -0.0125, -0.009, 0.0008, "y", (0.027 * np.cos(a), y, TOOL_Z + 0.027 * np.sin(a)))
        for a in np.arange(4) * np.pi / 2 + np.pi / 4
    ]
    return {
        "steel": [
            drum(0.0385, -0.010, 0.0, 0.0015, "y", (0, y, TOOL_Z)),
            *bolts,
            rounded_box((0.150, 0.006, 0.016), (0, y - 0.084, TOOL_Z), 0.001),
        ],
        "black": [
            rounded_box((0.086, 0.058, 0.066), (0, y - 0.043, TOOL_Z), 0.008),
            rounded_box((0.156, 0.018, 0.046), (0, y - 0.074, TOOL_Z), 0.004),
        ],
        "accent": [rounded_box((0.050, 0.020, 0.0675), (0, y - 0.043, TOOL_Z), 0.003)],
    }


def _finger(side: int) -> dict[str, list[trimesh.Trimesh]]:
    y = WRIST_Y - 0.0565 - 0.083
    return {
        "paint": [rounded_box((0.022, 0.020, 0.036), (side * 0.018, y - 0.010, TOOL_Z), 0.003)],
        "black": [rounded_box((0.010, 0.074, 0.024), (side * 0.0125, y - 0.050, TOOL_Z), 0.003)],
        "rubber": [rounded_box((0.006, 0.040, 0.022), (side * 0.0055, y - 0.064, TOOL_Z), 0.002)],
    }


def geometry() -> tuple[LinkGeometry, ...]:
    """Return the links, each in its own frame: that of the joint that moves it."""
    looks = materials()
    places = {child: np.asarray(at, float) for _, _, _, child, at, _, _ in JOINTS} | {"base": np.zeros(3)}
    made = []
    for name, bodies in links().items():
        pose = np.eye(4)
        pose[:3, 3] = places[name]
        parts = tuple(_shifted(part(meshes, looks[look]), -places[name]) for look, meshes in bodies.items() if meshes)
        made.append(LinkGeometry(name, pose, parts))
    return tuple(made)


def joints() -> tuple[LinkJoint, ...]:
    """Return the joints."""
    places = {child: np.asarray(at, float) for _, _, _, child, at, _, _ in JOINTS} | {"base": np.zeros(3)}
    made = []
    for name, kind, parent, child, at, axis, limits in JOINTS:
        frame = np.eye(4)
        frame[:3, 3] = np.asarray(at) - places[parent]
        x, y, z = np.eye(3)["xyz".index(axis)]
        made.append(LinkJoint(name, kind, parent, child, frame, (x, y, z), limits))
    return tuple(made)


POSES = {
    "home": (-90, -25, 95, 20, 90, 0, 0.030),
    "folded": (-90, -62, 140, 12, 90, 0, 0.0),
    "reach_forward": (-90, 62, 32, -4, 90, 0, 0.030),
    "reach_down": (-90, 42, 88, -40, 90, 0, 0.030),
    "reach_left": (-20, 48, 52, -10, 90, 45, 0.020),
    "reach_high": (-110, 14, 26, 50, 90, 0, 0.020),
    "pick": (-70, 45, 86, -41, 90, 20, 0.014),
    "place": (-130, 36, 84, -30, 90, 20, 0.034),
}

KEYPOINTS = {
    "base": ((0, 0, 0.1), "base"),
    "shoulder": ((0, UPPER_Y, SHOULDER_Z), "upper_arm"),
    "elbow": ((0, UPPER_Y, ELBOW_Z), "upper_arm"),
    "wrist_1": ((0, FORE_Y, WRIST_Z), "forearm"),
    "wrist_2": ((0, WRIST_Y, WRIST_Z), "wrist_1"),
    "flange": ((0, WRIST_Y - 0.0565, TOOL_Z), "gripper"),
    "gripper": ((0, WRIST_Y - 0.135, TOOL_Z), "gripper"),
    "finger_left": ((0.0085, WRIST_Y - 0.224, TOOL_Z), "finger_left"),
    "finger_right": ((-0.0085, WRIST_Y - 0.224, TOOL_Z), "finger_right"),
}
EDGES = (
    ("base", "shoulder"), ("shoulder", "elbow"), ("elbow", "wrist_1"), ("wrist_1", "wrist_2"), ("wrist_2", "flange"),
    ("flange", "gripper"), ("gripper", "finger_left"), ("gripper", "finger_right"),
)  # fmt: skip


def write_entry(folder: Path) -> None:
    """Write the arm's entry."""
    folder.mkdir(parents=True, exist_ok=True)
    write_machine(folder / f"{folder.name}.usdc", geometry(), joints(), "Six-axis robot arm", "robot_arm")
    names = [name for name, *_ in JOINTS]
    poses = {pose: dict(zip(names, (*values, -values[-1]), strict=True)) for pose, values in POSES.items()}
    points = [
        {"name": name, "position_m": [round(float(v), 4) for v in at], "joint": link}
        for name, (at, link) in KEYPOINTS.items()
    ]
    _write(folder / "poses.yaml", {"poses": poses})
    symmetry = [["finger_left", "finger_right"]]
    _write(
        folder / "keypoints.yaml",
        {"skeleton": "robot-arm-6", "points": points, "edges": [list(edge) for edge in EDGES], "symmetry": symmetry},
    )
    tags = ["robot", "arm", "manipulator", "industry", "articulated"]
    _write(
        folder / "entry.yaml",
        {"title": "Six-axis robot arm", "class_name": "robot_arm", "tags": tags, "licence": LICENCE},
    )


def _write(path: Path, data: object) -> None:
    path.write_text(yaml.safe_dump(data, sort_keys=False, default_flow_style=None, width=120), encoding="utf-8")


def _shifted(given: Part, by: Array) -> Part:
    return Part((given.positions + by.astype(np.float32)), given.normals, given.uvs, given.triangles, given.material)


def _worn(name: str, color: tuple[int, int, int], seed: int, depth: float) -> Image:
    """Return a paint with slight clouds and specks."""
    clouds = spectral(128, 1.6, np.random.default_rng(seed))
    shade = 1 + depth / 100 * (clouds - clouds.mean()) / max(float(clouds.std()), 1e-6)
    pixels = np.clip(np.multiply.outer(shade, color), 0, 255).astype(np.uint8)
    return Image(f"robot-{name}", pixels)
