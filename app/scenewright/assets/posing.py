"""A rigged model in one of its poses."""

import difflib
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from scenewright.assets.model import Clip, Keypoints, Model, Part, Rig
from scenewright.errors import UserError


def sample_of(model: Model, pose: str, phase: float) -> tuple[str, int]:
    """Return which clip shows a model in a pose, and which of its samples; ("", 0) is the model at rest.

    Args:
        model: The model.
        pose: A pose's or clip's name; empty for the model's default.
        phase: How far into a clip, 0 to 1; a held pose has no use for it.

    Raises:
        UserError: The model has no such pose.
    """
    rig = model.rig
    if rig is None:
        if pose:
            raise UserError(f"{model.source} has no poses, so it cannot be shown as '{pose}': leave the pose out.")
        return "", 0
    name = pose or rig.default
    if not name:
        return "", 0
    if name not in rig.clips:
        close = difflib.get_close_matches(name, rig.clips, n=1)
        advice = f"did you mean '{close[0]}'?" if close else f"it has {', '.join(rig.clips) or 'none'}."
        raise UserError(f"{model.source} has no pose '{name}': {advice}")
    return name, int(phase * len(rig.clips[name].matrices)) % len(rig.clips[name].matrices)


def posed(model: Model, pose: str, sample: int) -> Model:
    """Return the model as one sample of a clip shows it, by linear blend skinning.

    Each vertex moves by the weighted mean of its joints' matrices, as UsdSkel's "classicLinear" has it; normals turn by
    the mean's linear part, which is exact for rigid links and what engines do for skins.

    Args:
        model: A model with a rig, at rest.
        pose: A clip's name.
        sample: Which of the clip's samples.
    """
    if model.rig is None:
        return model
    matrices = model.rig.clips[pose].matrices[sample]
    return Model(
        source=f"{model.source}#{pose}@{sample}",
        parts=tuple(_moved(part, matrices) for part in model.parts),
        keypoints=None if model.keypoints is None else carried(model.keypoints, model.rig, matrices),
    )


def carried(points: Keypoints, rig: Rig, matrices: NDArray[np.float64]) -> Keypoints:
    """Return keypoints at rest as a sample's matrices (J, 4, 4) move them."""
    carriers = matrices[[rig.joints.index(joint) for joint in points.joints]]
    positions = np.einsum("kij,kj->ki", carriers[:, :3, :3], points.positions) + carriers[:, :3, 3]
    return replace(points, positions=positions)


def held(matrices: NDArray[np.float64]) -> Clip:
    """Return joint matrices (J, 4, 4) as a pose."""
    return Clip(0.0, matrices[None])


def _moved(part: Part, matrices: NDArray[np.float64]) -> Part:
    if part.skin is None:
        return part
    blended = np.einsum("vk,vkij->vij", part.skin.weights.astype(float), matrices[part.skin.joints])
    positions = np.einsum("vij,vj->vi", blended[:, :3, :3], part.positions) + blended[:, :3, 3]
    normals = np.einsum("vij,vj->vi", blended[:, :3, :3], part.normals)
    lengths = np.linalg.norm(normals, axis=1, keepdims=True)
    return replace(
        part,
        positions=positions.astype(np.float32),
        normals=(normals / np.maximum(lengths, 1e-12)).astype(np.float32),
        skin=None,
    )
