"""Walking on the spot, one step of each leg, without a seam."""

from __future__ import annotations

import numpy as np

from people.body import Body
from people.movement import Pose


def walk(body: Body, samples: int = 32) -> list[Pose]:
    """Return a step of each leg, on the spot: a foot that stands moves back evenly, as the ground would."""
    stride = 0.40 * (body.head("thigh_l")[2] / 0.9)
    poses = []
    for k in range(samples):
        phase = k / samples
        feet, pitch = {}, {}
        for side, start in (("l", 0.0), ("r", 0.5)):
            feet[side], pitch[side] = _foot((phase + start) % 1.0, stride)
        swing = np.cos(2 * np.pi * phase)
        bob = -0.018 - 0.016 * np.cos(4 * np.pi * phase)
        arms = {
            "l": ((0.14, 0.44 * -swing * -1, -1.0), (0.06, 0.40 * swing - 0.32, -1.0)),
            "r": ((0.14, -0.44 * swing, -1.0), (0.06, -0.40 * swing - 0.32, -1.0)),
        }
        poses.append(
            Pose(
                arms,
                feet,
                pitch,
                hip_m=(0.018 * np.sin(2 * np.pi * phase), 0.0, bob),
                pelvis_deg=(3.0, 0.0, 6.0 * swing),
                spine_deg=(2.0, 0.0, -11.0 * swing),
                head_deg=(-3.0, 0.0, 5.0 * swing),
            )
        )
    return poses


def _foot(phase: float, stride: float) -> tuple[tuple[float, float, float], float]:
    """Return where an ankle is and its pitch: 60 % of the time it stands."""
    inwards = -0.035
    if phase < 0.6:
        share = phase / 0.6
        pitch = np.interp(share, [0, 0.12, 0.6, 1.0], [16, 0, 0, -34])
        return (inwards, -stride + 2 * stride * share, 0.0), float(pitch)
    share = (phase - 0.6) / 0.4
    eased = share * share * (3 - 2 * share)
    pitch = np.interp(share, [0, 0.25, 0.6, 1.0], [-34, -38, 4, 16])
    return (inwards, stride - 2 * stride * eased, float(0.055 * np.sin(np.pi * share))), float(pitch)
