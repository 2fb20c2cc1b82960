"""Letting objects drop and come to rest, with MuJoCo: rigid bodies, each the union of its convex pieces.

The engine is deterministic: the same bodies on the same machine come to rest in the same places. Machines with another
processor may end a fall elsewhere; a plan holds where it ended, so a dataset can always be made again from its plans.
"""

from collections.abc import Sequence

import mujoco
import numpy as np

from scenewright.geometry.transforms import Quaternion, Vector, rotation_matrix
from scenewright.sampling.bodies import Body

_STEP_S = 0.004
PATIENCE_S = 1.4
"""How long a drop may take whose stragglers are dropped again: that is quicker than to wait for one that creeps."""

LONGEST_S = 3.0
"""How long the last drop may take."""

_STILL_M = 0.0005
_STILL_STEPS = 25
"""A body lies still if none of its points moves farther in so many steps: what is wedged trembles on the spot."""

_ASLEEP_M_S = 0.01
_TOLERANCE = 1e-5  # of the contact solver; a thousand times finer costs a tenth of the time and moves nothing visibly
_DENSITY = 400.0  # kg/m3; only ratios matter, and all are alike
DEEPEST_M = 0.0005
"""How far bodies at rest may sink into each other; other libraries measure up to twice as much."""

End = tuple[Vector, Quaternion]


def settled(
    bodies: Sequence[Body],
    drops: Sequence[bool],
    floor_size_m: tuple[float, float] | None,
    longest_s: float = LONGEST_S,
) -> list[End | str]:
    """Return where each body ends, or in words why it did not come to rest where it may.

    Args:
        bodies: At their starting poses.
        drops: Which of them fall; the others stand fast.
        floor_size_m: Extent of the floor at z = 0, None for endless emptiness below.
        longest_s: What does not lie still by then, did not come to rest.
    """
    model = _model(bodies, drops, floor_size_m)
    # What has come to rest is looked at again only when something touches it: the rest of the heap costs no more time.
    model.opt.enableflags |= int(mujoco.mjtEnableBit.mjENBL_SLEEP)
    model.opt.sleep_tolerance = _ASLEEP_M_S
    # Without a listener MuJoCo writes its warnings into a file in the current folder; the ends tell what went wrong.
    mujoco.set_mju_user_warning(lambda _message: None)
    data = mujoco.MjData(model)
    moving = [k for k, falls in enumerate(drops) if falls]
    reach = np.array([_reach_m(bodies[k]) for k in moving])
    moved = _run(model, data, reach, longest_s)
    ends: list[End | str] = []
    for k, body in enumerate(bodies):
        if not drops[k]:
            ends.append((body.position, body.rotation))
            continue
        place = moving.index(k)
        pose = data.qpos[7 * place : 7 * place + 7]
        ends.append(_end(pose, float(moved[place]), body))
    return _without_overlaps(model, data, moving, ends)


def thrown(
    bodies: Sequence[Body],
    velocities: Sequence[tuple[Vector, Vector] | None],
    floor_size_m: tuple[float, float] | None,
    times_s: Sequence[float],
) -> list[list[End]]:
    """Return where each body is at some rising times, once those with a velocity are left to gravity and collisions.

    Args:
        bodies: At their starting poses.
        velocities: Of each that moves, m/s, and its spin in degrees/s about the world's axes; the others stand fast.
        floor_size_m: Extent of the floor at z = 0, None for endless emptiness below.
        times_s: From the start.
    """
    model = _model(bodies, [velocity is not None for velocity in velocities], floor_size_m)
    mujoco.set_mju_user_warning(lambda _message: None)
    data = mujoco.MjData(model)
    moving = [k for k, velocity in enumerate(velocities) if velocity is not None]
    for place, k in enumerate(moving):
        velocity, spin_deg = velocities[k] or ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0))
        data.qvel[6 * place : 6 * place + 3] = velocity
        turn = rotation_matrix(bodies[k].rotation).T  # a free joint's spin is told in the body's own axes
        data.qvel[6 * place + 3 : 6 * place + 6] = turn @ np.radians(spin_deg)
    poses: list[list[End]] = [[] for _ in bodies]
    for time_s in times_s:
        while data.time < time_s - _STEP_S / 2:
            mujoco.mj_step(model, data)
        for k, body in enumerate(bodies):
            at = _pose(data.qpos, moving.index(k)) if k in moving else (body.position, body.rotation)
            poses[k].append(at)
    return poses


def _pose(qpos: np.ndarray, place: int) -> End:
    x, y, z, *turn = (float(value) for value in qpos[7 * place : 7 * place + 7])
    return (x, y, z), (turn[0], turn[1], turn[2], turn[3])


def _model(bodies: Sequence[Body], drops: Sequence[bool], floor_size_m: tuple[float, float] | None) -> mujoco.MjModel:
    spec = mujoco.MjSpec()
    spec.option.timestep = _STEP_S
    spec.option.cone = mujoco.mjtCone.mjCONE_ELLIPTIC
    spec.option.impratio = 4
    spec.option.tolerance = _TOLERANCE
    if floor_size_m is not None:
        half = (floor_size_m[0] / 2, floor_size_m[1] / 2, 0.5)
        _finished(spec.worldbody.add_geom(type=mujoco.mjtGeom.mjGEOM_BOX, size=half, pos=(0, 0, -0.5)))
    known: dict[tuple[int, float, int], str] = {}
    for k, (body, falls) in enumerate(zip(bodies, drops, strict=True)):
        part = spec.worldbody.add_body(name=f"b{k}", pos=body.position, quat=body.rotation)
        if falls:
            part.add_freejoint()
        for number, piece in enumerate(body.solid.pieces):
            key = (id(body.solid), body.scale, number)
            if key not in known:
                known[key] = f"m{len(known)}"
                vertices = (piece.vertices * body.scale).ravel().tolist()
                spec.add_mesh(name=known[key], uservert=vertices, inertia=mujoco.mjtMeshInertia.mjMESH_INERTIA_CONVEX)
            geom = part.add_geom(type=mujoco.mjtGeom.mjGEOM_MESH, meshname=known[key], density=_DENSITY)
            _finished(geom)
    return spec.compile()


def _finished(geom: "mujoco.MjsGeom") -> None:
    """Give a geom contacts that are stiff and lose energy, so that heaps come to rest."""
    # Rounded things are made of flat pieces: what turns and rolls must be held as a real rim is, or heaps creep on.
    geom.friction = (0.8, 0.05, 0.01)
    geom.condim = 6
    geom.solref = (0.008, 1.0)
    geom.solimp = (0.98, 0.998, 0.0005, 0.5, 2)


def _reach_m(body: Body) -> float:
    """Return how far from its origin a body reaches."""
    return float(np.linalg.norm(body.solid.points, axis=1).max() * body.scale)


def _run(model: mujoco.MjModel, data: mujoco.MjData, reach_m: np.ndarray, longest_s: float) -> np.ndarray:
    """Let time pass until all lie still, or too long; return how far each has moved of late, m."""
    moved = np.zeros(len(reach_m))
    before = data.qpos.copy()
    for step in range(1, round(longest_s / _STEP_S) + 1):
        mujoco.mj_step(model, data)
        # What hardly moves is slowed down: rolling things would take forever.
        data.qvel[:] *= _kept(step * _STEP_S)
        if step % _STILL_STEPS == 0:
            moved = _moved_m(before, data.qpos, reach_m)
            if moved.max(initial=0.0) < _STILL_M:
                break
            before = data.qpos.copy()
    return moved


def _moved_m(before: np.ndarray, now: np.ndarray, reach_m: np.ndarray) -> np.ndarray:
    """Return how far, at most, any point of each falling body is from where it was."""
    one, other = before.reshape(-1, 7), now.reshape(-1, 7)
    away = np.linalg.norm(other[:, :3] - one[:, :3], axis=1)
    turned = np.minimum(
        np.linalg.norm(other[:, 3:] - one[:, 3:], axis=1), np.linalg.norm(other[:, 3:] + one[:, 3:], axis=1)
    )
    return np.asarray(away + 2 * turned * reach_m)  # the chord between unit quaternions is half the angle


def _kept(time_s: float) -> float:
    """Return the share of its speed that a body keeps in a step: little once all have fallen."""
    return 0.998 if time_s < 0.6 else 0.98 if time_s < 1.2 else 0.94


def _end(pose: np.ndarray, moved_m: float, body: Body) -> End | str:
    if not np.isfinite(pose).all():
        return "flew apart while settling"
    if pose[2] < -0.02 or pose[2] + body.solid.points[:, 2].max() * body.scale < 0:
        return "fell off the floor"
    if not moved_m < _STILL_M:
        return "did not come to rest"
    return _pose(pose, 0)


def _without_overlaps(
    model: mujoco.MjModel, data: mujoco.MjData, moving: Sequence[int], ends: list[End | str]
) -> list[End | str]:
    """Leave out, of every pair that sinks into each other too deeply, the later one."""
    model.opt.enableflags &= ~int(mujoco.mjtEnableBit.mjENBL_SLEEP)  # sleepers do not tell what they touch
    mujoco.mj_forward(model, data)
    for contact in data.contact[: data.ncon]:
        if contact.dist > -DEEPEST_M:
            continue
        owners = sorted(int(model.geom_bodyid[geom]) - 1 for geom in contact.geom)
        last = owners[1]
        if last in moving and not isinstance(ends[last], str):
            ends[last] = "sank into another object while settling"
    return ends
