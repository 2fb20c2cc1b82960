"""How fast a rigged model must travel so that its feet do not slide."""

import numpy as np

from scenewright.assets.model import Model
from scenewright.geometry.transforms import Matrix, Vector

_FOOT_SHARE = 0.15
"""Vertices that rest in this lowest share of the height can touch the ground."""

_CONTACT_SHARE = 0.006
"""A vertex touches the ground while it is within this share of the height of the lowest one."""


def ground_velocity(model: Model, pose: str) -> Vector:
    """Return the velocity, m/s in the asset's own frame, at which what touches the ground stays where it is.

    The median, over the clip, of how fast the vertices in contact move backwards. (0, 0, 0) for a held pose.

    Args:
        model: At rest, with its rig.
        pose: The clip.
    """
    if model.rig is None or model.rig.clips[pose].seconds <= 0:
        return (0.0, 0.0, 0.0)
    clip = model.rig.clips[pose]
    feet = np.stack([_feet(model, matrices) for matrices in clip.matrices])  # (S, V, 3)
    if feet.shape[1] == 0 or len(feet) < 2:
        return (0.0, 0.0, 0.0)
    height = model.bounds[1][2] - model.bounds[0][2]
    after = np.roll(feet, -1, axis=0)
    speeds = (after - feet) * (len(feet) / clip.seconds)
    low = feet[..., 2].min(axis=1, keepdims=True) + _CONTACT_SHARE * height
    touching = (feet[..., 2] < low) & (np.roll(feet[..., 2] < low, -1, axis=0))
    if not touching.any():
        return (0.0, 0.0, 0.0)
    back = np.median(speeds[touching][:, :2], axis=0)
    return (float(-back[0]), float(-back[1]), 0.0)


def _feet(model: Model, matrices: Matrix) -> Matrix:
    low, high = model.bounds[0][2], model.bounds[1][2]
    parts = [np.zeros((0, 3))]
    for part in model.parts:
        if part.skin is None:
            continue
        near = part.positions[:, 2] < low + _FOOT_SHARE * (high - low)
        weights, joints = part.skin.weights[near].astype(float), part.skin.joints[near]
        blended = np.einsum("vk,vkij->vij", weights, matrices[joints])
        parts.append(np.einsum("vij,vj->vi", blended[:, :3, :3], part.positions[near]) + blended[:, :3, 3])
    return np.concatenate(parts)
