"""What a pose asks of each joint: arms point where it says, legs reach where the feet stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy.spatial.transform import Rotation

from people.body import SIDES, Body
from people.source import Array

FRONT, UP = np.array([0.0, -1.0, 0.0]), np.array([0.0, 0.0, 1.0])
Turn = Callable[[str, Rotation], None]
NEXT = {"upperarm": "lowerarm", "lowerarm": "hand", "thigh": "calf", "calf": "foot"}


@dataclass(frozen=True)
class Pose:
    """How a body stands.

    Attributes:
        arms: For each side where the upper arm and the forearm point, (x outwards, y, z), in the chest's frame.
        feet_m: For each side where the foot stands, against where it stands at rest; z is its height above the ground.
        foot_pitch_deg: For each side, toes up above 0.
        hip_m: Shift of the pelvis.
        pelvis_deg: Turn of the pelvis about x (forward), y (sideways) and z.
        spine_deg: The same for the whole spine, spread over its joints.
        head_deg: The same for the head.
        curl_deg: For each side how far the fingers bend.
        index_deg: For each side the index finger's own bend, where it differs.
        wrist_deg: For each side the hand's turn about the forearm.
    """

    arms: Mapping[str, tuple[tuple[float, float, float], tuple[float, float, float]]]
    feet_m: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)
    foot_pitch_deg: Mapping[str, float] = field(default_factory=dict)
    hip_m: tuple[float, float, float] = (0.0, 0.0, 0.0)
    pelvis_deg: tuple[float, float, float] = (0.0, 0.0, 0.0)
    spine_deg: tuple[float, float, float] = (0.0, 0.0, 0.0)
    head_deg: tuple[float, float, float] = (0.0, 0.0, 0.0)
    curl_deg: Mapping[str, float] = field(default_factory=lambda: {"l": 22.0, "r": 22.0})
    index_deg: Mapping[str, float] = field(default_factory=dict)
    wrist_deg: Mapping[str, float] = field(default_factory=dict)


def local_rotations(body: Body, pose: Pose) -> tuple[Array, Array]:
    """Return each joint's rotation against its parent, quaternions (j, 4) as (w, x, y, z); and the root's shift."""
    world: dict[str, Rotation] = {"Root": Rotation.identity()}
    local = {name: Rotation.identity() for name in body.joints}

    def turn(name: str, rotation: Rotation) -> None:
        local[name] = rotation
        world[name] = _parent(body, name, world) * rotation

    turn("pelvis", Rotation.from_euler("xyz", pose.pelvis_deg, degrees=True))
    for name in ("spine_01", "spine_02", "spine_03"):
        turn(name, Rotation.from_euler("xyz", np.divide(pose.spine_deg, 3), degrees=True))
    turn("neck_01", Rotation.from_euler("xyz", np.multiply(pose.head_deg, 0.4), degrees=True))
    turn("head", Rotation.from_euler("xyz", np.multiply(pose.head_deg, 0.6), degrees=True))
    for side, sign in SIDES.items():
        _arm(body, pose, side, sign, world, turn)
        _leg(body, pose, side, world, turn)
    ordered = np.array([local[name].as_quat(scalar_first=True) for name in body.joints])
    return ordered, np.array(pose.hip_m)


def _parent(body: Body, name: str, world: Mapping[str, Rotation]) -> Rotation:
    parent = body.joints[body.parents[body.joints.index(name)]]
    return world[parent]


def _arm(body: Body, pose: Pose, side: str, sign: float, world: dict[str, Rotation], turn: Turn) -> None:
    turn(f"clavicle_{side}", Rotation.identity())
    chest = world["spine_03"]
    upper, lower = (chest.apply(np.multiply(direction, [sign, 1, 1])) for direction in pose.arms[side])
    _aim(body, f"upperarm_{side}", upper, world, turn, hinge=np.cross(upper, lower))
    _aim(body, f"lowerarm_{side}", lower, world, turn)
    about = np.divide(lower, np.linalg.norm(lower))
    spin = Rotation.from_rotvec(about * np.radians(pose.wrist_deg.get(side, 0.0) * sign))
    own = _parent(body, f"hand_{side}", world)
    turn(f"hand_{side}", own.inv() * spin * own)
    for finger in ("index", "middle", "ring", "pinky", "thumb"):
        for number in (1, 2, 3):
            name = f"{finger}_0{number}_{side}"
            following = f"{finger}_0{number + 1}_{side}" if number < 3 else name
            start, end = body.head(f"hand_{side}" if number == 3 else name), body.head(following)
            along = (end - start) / np.linalg.norm(end - start)
            palm = palm_of(body, side)
            axis = np.cross(along, palm)
            much = pose.curl_deg.get(side, 20.0) * (0.45 if finger == "thumb" else 1.0)
            if finger == "index":
                much = pose.index_deg.get(side, much)
            turn(name, Rotation.from_rotvec(axis / np.linalg.norm(axis) * np.radians(much)))


def palm_of(body: Body, side: str) -> Array:
    """Return where the palm faces at rest."""
    wrist, index, pinky = (body.head(f"{name}_{side}") for name in ("hand", "index_01", "pinky_01"))
    normal = np.cross(index - wrist, pinky - wrist) * SIDES[side]
    normal = normal / np.linalg.norm(normal)
    return normal if normal[2] < 0 else -normal


def _leg(body: Body, pose: Pose, side: str, world: dict[str, Rotation], turn: Turn) -> None:
    """Bend a leg so that its ankle is where the pose has it, the knee to the front (law of cosines)."""
    pelvis = body.head("pelvis")
    hip = pelvis + world["pelvis"].apply(body.head(f"thigh_{side}") - pelvis) + pose.hip_m
    pitch = Rotation.from_rotvec([-np.radians(pose.foot_pitch_deg.get(side, 0.0)), 0, 0])
    x, y, z = pose.feet_m.get(side, (0.0, 0.0, 0.0))
    ball = body.head(f"ball_{side}") - body.head(f"foot_{side}")
    heel = np.array([0.0, 0.045, -body.head(f"foot_{side}")[2]])
    # Heel or ball stays on the ground, however the foot is pitched.
    z += max(float(part[2] - pitch.apply(part)[2]) for part in (ball, heel))
    ankle = np.add(body.head(f"foot_{side}"), [SIDES[side] * x, y, z])
    upper = np.linalg.norm(body.head(f"calf_{side}") - body.head(f"thigh_{side}"))
    lower = np.linalg.norm(body.head(f"foot_{side}") - body.head(f"calf_{side}"))
    reach = ankle - hip
    length = min(np.linalg.norm(reach), (upper + lower) * 0.9995)
    along = reach / np.linalg.norm(reach)
    outwards = np.array([SIDES[side] * 0.12, 0, 0])
    forward = world["pelvis"].apply(FRONT) + outwards
    forward = forward - along * (forward @ along)
    forward = forward / np.linalg.norm(forward)
    cosine = (upper**2 + length**2 - lower**2) / (2 * upper * length)
    bend = np.arccos(np.clip(cosine, -1, 1))
    knee = hip + upper * (np.cos(bend) * along + np.sin(bend) * forward)
    _aim(body, f"thigh_{side}", knee - hip, world, turn)
    _aim(body, f"calf_{side}", hip + length * along - knee, world, turn)
    turn(f"foot_{side}", _parent(body, f"foot_{side}", world).inv() * pitch)
    lift = max(0.0, -pose.foot_pitch_deg.get(side, 0.0)) * 0.7  # toes stay on the ground
    turn(f"ball_{side}", Rotation.from_rotvec([-np.radians(lift), 0, 0]))


def _aim(
    body: Body, name: str, wanted: Array, world: dict[str, Rotation], turn: Turn, hinge: Array | None = None
) -> None:
    """Turn a joint by the least that makes its limb point so; with a hinge also about the limb, by a part of it."""
    part, side = name.rsplit("_", 1)
    rest = body.head(f"{NEXT[part]}_{side}") - body.head(name)
    parent = _parent(body, name, world)
    before, after = parent.apply(rest / np.linalg.norm(rest)), np.divide(wanted, np.linalg.norm(wanted))
    axis = np.cross(before, after)
    sine, cosine = np.linalg.norm(axis), float(before @ after)
    swing = Rotation.from_rotvec(axis / max(sine, 1e-9) * np.arctan2(sine, cosine))
    if hinge is not None and np.linalg.norm(hinge) > 0.05:
        elbow = parent.apply(_elbow_axis(body, side))
        moved = swing.apply(elbow)
        target = hinge / np.linalg.norm(hinge)
        angle = np.arctan2(np.cross(moved, target) @ after, moved @ target)
        swing = Rotation.from_rotvec(after * angle * 0.6) * swing
    turn(name, parent.inv() * swing * parent)


def _elbow_axis(body: Body, side: str) -> Array:
    """Return the axis at rest about which the elbow bends the hand to the front."""
    upper = body.head(f"lowerarm_{side}") - body.head(f"upperarm_{side}")
    axis = np.cross(upper, FRONT)
    return axis / np.linalg.norm(axis)
