"""The first run with an Isaac Sim: a labelled block in known places, and what its annotators say about them.

The documentation leaves units, frames and signs open; here they are measured, and what cannot be understood is refused.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import Any

from scenewright.errors import UserError
from scenewright.render.flat import FlatRenderer
from scenewright.render.isaac import self_test_scene as scene
from scenewright.render.isaac.backend_profile import BackendProfile
from scenewright.render.isaac.cross_check import objects_by_path
from scenewright.render.isaac.raw_frames import BadFrameError, RawView, instance_ids, read_raw
from scenewright.render.isaac.self_test_brightness import dome_turn, lights_rooms, measured_gains, shows_red
from scenewright.render.isaac.self_test_geometry import (
    mask_trouble,
    measured_depth,
    measured_motion,
    measured_normals,
    measured_transforms,
    off_centre_is_right,
)
from scenewright.render.isaac.shares import RunningShare, Setup
from scenewright.render.isaac.worker_job import TEST_ANNOTATORS, Share
from scenewright.render.renderer import RenderedFrame
from scenewright.render.stage.job import WrittenStage, write_stage
from scenewright.sampling.plan import FramePlan

_POLL_S = 0.05
Raw = dict[int, list[RawView]]


@dataclass(frozen=True, eq=False)
class TestRun:
    """What the self-test drew.

    Attributes:
        plans: By index.
        ours: The flat engine's frames of those that geometry is measured in.
        raw: Isaac's.
        objects: For each frame the instance ids by prim.
    """

    plans: dict[int, FramePlan]
    ours: dict[int, RenderedFrame]
    raw: Raw
    objects: dict[int, dict[str, int]]


def self_test(
    folder: Path, setup: Setup, stop: Callable[[], bool] = lambda: False, width: int = scene.WIDTH
) -> BackendProfile:
    """Run the self-test and return what it found.

    Args:
        folder: Where its stage and frames go.
        setup: The installation, and what it may take.
        stop: Ends it early.
        width: Of its images.

    Raises:
        UserError: Isaac Sim cannot be started or fails, or the work was stopped.
    """
    assets = scene.SelfTestAssets()
    plans = scene.plans(width)
    stage = write_stage(folder, plans, assets, subframes={scene.MOVED: 1})
    share = Share(0, setup.settings.gpus[0], tuple(plan.index for plan in plans))
    raw = _drawn(replace(setup, annotators=TEST_ANNOTATORS), stage, share, stop)
    geometric = [plan for plan in plans if plan.index in scene.GEOMETRY]
    ours = {frame.plan.index: frame for frame in FlatRenderer(assets).render(geometric)}
    objects = {plan.index: dict(objects_by_path(plan, paths)) for plan, paths in zip(plans, stage.objects, strict=True)}
    return profile_of(TestRun({plan.index: plan for plan in plans}, ours, raw, objects))


def profile_of(run: TestRun) -> BackendProfile:
    """Return what a self-test's frames say."""
    first, view = scene.FIRST, run.raw[scene.FIRST][0]
    ours = run.ours[first].views[0]
    refused: dict[str, str] = {}
    try:
        ids = instance_ids(view, run.objects[first], ours.instance_ids.shape)
        trouble = mask_trouble(ids, ours)
    except BadFrameError as error:
        trouble = str(error)
    if trouble:
        refused["engine"] = f"This Isaac Sim cannot be used: in the self-test {trouble}."
        return BackendProfile(refused=refused)
    depth, depth_trouble = measured_depth(view, ours)
    if depth_trouble:
        refused["engine"] = f"This Isaac Sim cannot be used: in the self-test {depth_trouble}."
    normals = measured_normals(view, ours)
    if normals is None:
        for label in ("normals", "camera_normals"):
            refused[label] = (
                "The normals of this Isaac Sim are neither in the world's nor in the camera's frame: leave the label "
                f"'{label}' out, or use the built-in engine."
            )
    transforms, views = measured_transforms(view, ours, run.plans[first], run.objects[first])
    motion = measured_motion(run.raw[scene.MOVED][0], ours, run.plans[first], run.plans[scene.MOVED])
    gains, dark = measured_gains(run.raw)
    if dark:
        refused["brightness"] = (
            f"How bright {' and '.join(dark)} lights of this Isaac Sim are could not be measured: its pictures may be "
            "darker or brighter than the preview."
        )
    elif not lights_rooms(run.raw, gains.directional):
        refused["brightness"] = (
            "Walls and ceilings keep the light out in this Isaac Sim: rooms have darker pictures than in the preview. "
            "Leave the ceiling out, or put lights inside."
        )
    return BackendProfile(
        depth_background=depth,
        normals=None if normals is None else normals[0],
        normals_sign=1 if normals is None else normals[1],
        transforms=transforms,
        view_transforms=views,
        motion_unit=None if motion is None else motion[0],
        motion_sign=(1, 1) if motion is None else motion[1],
        off_centre=off_centre_is_right(run.raw[first][1], run.ours[first].views[1], run.objects[first]),
        omnipbr=shows_red(run.raw, run.objects[first]),
        gains=replace(gains, dome_turn=dome_turn(run.raw)),
        refused=refused,
    )


def _drawn(setup: Setup, stage: WrittenStage, share: Share, stop: Callable[[], bool]) -> Raw:
    running = RunningShare(setup, stage, share)
    raw: dict[int, Any] = {}
    pause, done = Event(), False
    try:
        for index in share.indices:
            while not running.path(index).exists():
                if stop():
                    raise UserError("Stopped during the self-test of Isaac Sim; it runs again next time.")
                running.look_after()
                pause.wait(_POLL_S)
            raw[index] = _read(running, index)
            running.taken(index)
        done = True
    finally:
        running.close(at_once=not done)
    return raw


def _read(running: RunningShare, index: int) -> Sequence[RawView]:
    try:
        return read_raw(running.path(index))
    except BadFrameError as error:
        raise UserError(f"The self-test of Isaac Sim failed: frame {index}: {error}.") from error
