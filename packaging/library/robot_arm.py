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
from solid_forms import Array, barrel, dome, drum, part, rounded_box, turned

from scenewright.assets.model import Image, Material, Part
from scenewright.assets.usd_writing import LinkGeometry, LinkJoint, write_machine

SHOULDER_Z, ELBOW_Z, WRIST_Z, TOOL_Z = 0.165, 0.585, 0.955, 1.045
UPPER_Y, FORE_Y, WRIST_Y = -0.135, -0.020, -0.115
BASE_TOP_Z, SHOULDER_END_Y, ELBOW_END_Y, WRIST_1_START_Y = 0.080, -0.072, -0.077, -0.074
WRIST_1_TOP_Z, WRIST_2_END_Y = WRIST_Z + 0.0475, WRIST_Y - 0.0515
GAP_M, JOINT_EDGE_M = 0.005, 0.004
FINGER_TRAVEL_M = 0.040

JOINTS: tuple[tuple[str, str, str, str, Sequence[float], str, tuple[float, float]], ...] = (
    ("joint_1", "revolute", "base", "shoulder", (0, 0, BASE_TOP_Z), "z", (-360, 360)),
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
        "paint": Material("paint", roughness=0.38, base_color_map=_worn("paint", (188, 191, 194), 5, 1.2)),
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
                        (0.066, 0.034),
                        (0.063, 0.060),
                        (0.062, BASE_TOP_Z - 0.004),
                        (0.061, BASE_TOP_Z - 0.001),
                        (0.059, BASE_TOP_Z),
                        (0, BASE_TOP_Z),
                    ]
                )
            ],
            "steel": [
                drum(0.0075, 0.016, 0.0275, 0.0015, at=(0.083 * np.cos(a), 0.083 * np.sin(a), 0))
                for a in np.arange(4) * np.pi / 2 + np.pi / 4
            ],
            "rubber": [_seal(0.0575, BASE_TOP_Z, "z", (0, 0, 0))],
            "black": [rounded_box((0.05, 0.03, 0.034), (0, 0.071, 0.050))],
        },
        "shoulder": _shoulder(),
        "upper_arm": _limb((SHOULDER_Z, ELBOW_Z), UPPER_Y, (0.064, 0.056), (ELBOW_END_Y, ELBOW_END_Y), 0.048),
        "forearm": _limb(
            (ELBOW_Z, WRIST_Z), FORE_Y, (0.056, 0.047), (ELBOW_END_Y + GAP_M, WRIST_1_START_Y + GAP_M), 0.040
        ),
        "wrist_1": _wrist_1(),
        "wrist_2": _wrist_2(),
        "gripper": _gripper(),
        "finger_left": _finger(1),
        "finger_right": _finger(-1),
    }


def _seal(radius: float, start: float, axis: str, at: Sequence[float]) -> trimesh.Trimesh:
    """Return the ring that fills the gap after `start`, its ends hidden in the housings on both sides."""
    low, high = start - 0.001, start + GAP_M + 0.001
    return turned([(0, low), (radius, low), (radius, high), (0, high)], axis, at)


def _shoulder() -> dict[str, list[trimesh.Trimesh]]:
    """Return the barrel of joint 2 on the stub of joint 1, which is narrower and ends inside it."""
    centre = (0, 0, SHOULDER_Z)
    return {
        "paint": [
            barrel(0.060, BASE_TOP_Z + GAP_M, SHOULDER_Z, (JOINT_EDGE_M, 0.001)),
            barrel(0.064, SHOULDER_END_Y, 0.064, (JOINT_EDGE_M, 0.012), "y", centre),
        ],
        "accent": [dome(0.058, 0.061, 0.014, "y", centre)],
        "rubber": [_seal(0.0615, SHOULDER_END_Y - GAP_M, "y", centre)],
    }


def _limb(
    ends: tuple[float, float], y: float, radii: tuple[float, float], faces: tuple[float, float], tube: float
) -> dict[str, list[trimesh.Trimesh]]:
    """Return a limb: a housing at each end, a tube that narrows between them, caps on the outer side.

    `ends` are the heights of its two axes, `faces` the y at which the housings there end towards their joints.
    """
    height = ends[1] - ends[0]
    waist = [
        (tube * 1.16, 0.02),
        (tube * 1.04, 0.09),
        (tube, 0.5 * height),
        (tube * 0.98, height - 0.09),
        (tube * 1.06, height - 0.02),
    ]
    outer = float(np.sign(y - faces[0]))
    back = y + outer * 0.058
    housings, caps = [], []
    for radius, z, face in zip(radii, ends, faces, strict=True):
        span, edges = ((back, face), (0.012, JOINT_EDGE_M)) if outer < 0 else ((face, back), (JOINT_EDGE_M, 0.012))
        housings.append(barrel(radius, *span, edges, "y", (0, 0, z)))
        caps.append(dome(radius * 0.90, back - outer * 0.003, outer * 0.014, "y", (0, 0, z)))
    body = turned([(0, 0.02), *waist, (0, height - 0.02)], at=(0, y, ends[0]))
    band = drum(tube * 1.035, 0.5 * height - 0.016, 0.5 * height + 0.016, 0.002, at=(0, y, ends[0]))
    # The far joint's gap begins at the housing's face, or ends there where the limb lies on the joint's +y side.
    start = faces[1] if outer < 0 else faces[1] - GAP_M
    return {
        "paint": [*housings, body],
        "accent": [*caps, band],
        "rubber": [_seal(radii[1] - 0.0030, start, "y", (0, 0, ends[1]))],
    }


def _wrist_1() -> dict[str, list[trimesh.Trimesh]]:
    """Return the barrel of joint 4, crossed by that of joint 5, which stands out above and below."""
    along, up = (0, 0, WRIST_Z), (0, WRIST_Y, 0)
    return {
        "paint": [
            barrel(0.046, WRIST_Y - 0.045, WRIST_1_START_Y, (0.009, JOINT_EDGE_M), "y", along),
            barrel(0.0405, WRIST_Z - 0.048, WRIST_1_TOP_Z, (0.006, JOINT_EDGE_M), "z", up),
        ],
        "accent": [
            dome(0.041, WRIST_Y - 0.042, -0.013, "y", along),
            dome(0.036, WRIST_Z - 0.046, -0.011, "z", up),
        ],
        "rubber": [_seal(0.038, WRIST_1_TOP_Z, "z", up)],
    }


def _wrist_2() -> dict[str, list[trimesh.Trimesh]]:
    along, up = (0, 0, TOOL_Z), (0, WRIST_Y, 0)
    return {
        "paint": [
            barrel(0.0425, WRIST_1_TOP_Z + GAP_M, TOOL_Z + 0.041, (JOINT_EDGE_M, 0.009), "z", up),
            barrel(0.036, WRIST_2_END_Y, WRIST_Y, (JOINT_EDGE_M, 0.001), "y", along),
        ],
        "accent": [dome(0.038, TOOL_Z + 0.038, 0.012, "z", up)],
        "rubber": [_seal(0.0335, WRIST_2_END_Y - GAP_M, "y", along)],
    }


def _gripper() -> dict[str, list[trimesh.Trimesh]]:
    y = WRIST_2_END_Y - GAP_M
    return {
        "steel": [
            drum(0.0355, -0.010, 0.0, 0.0015, "y", (0, y, TOOL_Z)),
            rounded_box((0.150, 0.006, 0.016), (0, y - 0.084, TOOL_Z), 0.001),
        ],
        "black": [
            drum(0.032, -0.016, -0.009, 0.0015, "y", (0, y, TOOL_Z)),
            rounded_box((0.086, 0.058, 0.066), (0, y - 0.043, TOOL_Z), 0.008),
            rounded_box((0.156, 0.018, 0.046), (0, y - 0.074, TOOL_Z), 0.004),
        ],
        "accent": [rounded_box((0.050, 0.020, 0.0675), (0, y - 0.043, TOOL_Z), 0.003)],
    }


def _finger(side: int) -> dict[str, list[trimesh.Trimesh]]:
    """Return a finger on its carriage, whose lips hold the gripper's rail from above and below without touching it."""
    y = WRIST_2_END_Y - GAP_M - 0.0875
    lips = [rounded_box((0.022, 0.008, 0.009), (side * 0.018, y, TOOL_Z + dz), 0.001) for dz in (-0.0132, 0.0132)]
    return {
        "paint": [rounded_box((0.022, 0.016, 0.036), (side * 0.018, y - 0.008, TOOL_Z), 0.003), *lips],
        "black": [rounded_box((0.010, 0.074, 0.024), (side * 0.0125, y - 0.0455, TOOL_Z), 0.003)],
        "rubber": [rounded_box((0.006, 0.040, 0.022), (side * 0.0055, y - 0.0595, TOOL_Z), 0.002)],
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
    "pick": (-70, 43, 86, -39, 90, 20, 0.014),
    "place": (-130, 36, 84, -30, 90, 20, 0.034),
}

KEYPOINTS = {
    "base": ((0, 0, BASE_TOP_Z), "base"),
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
