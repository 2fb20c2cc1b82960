"""Every random choice of one frame."""

import math
from collections.abc import Hashable, Iterator, Sequence
from typing import Literal

from scenewright.sampling.cameras import plan_cameras, plan_free_cameras
from scenewright.sampling.facts import AssetFacts
from scenewright.sampling.lights import plan_lights
from scenewright.sampling.named import Named
from scenewright.sampling.objects import Standing, place_objects, plan_objects
from scenewright.sampling.plan import CameraPlan, ClipPlan, FramePlan, ObjectPlan, RoomPlan
from scenewright.sampling.surroundings import plan_backdrop, plan_environment, plan_floor, plan_room
from scenewright.sampling.views import seen_of
from scenewright.spec.placement import FaceCameraRotation, FrustumPlacement
from scenewright.spec.project import ProjectSpec


def sample_frame(spec: ProjectSpec, index: int, assets: AssetFacts) -> FramePlan:
    """Make every random choice of frame `index`.

    A frame depends on the project, its assets, its seed and the index alone: where frames come in clips, frame i is
    step `i % length` of scene `i // length`, and all frames of a scene share its choices. Each choice has a name of
    its own (`Named`); renaming one changes what is drawn for it, and nothing else.

    Raises:
        UserError: A drawn value makes no frame, as a camera that happens to look at its own position.
    """
    frame = Named(spec, index)
    return plan_of(frame, spec, standing_of(frame, spec, assets), assets)


def plan_of(frame: Named, spec: ProjectSpec, standing: Standing, assets: AssetFacts) -> FramePlan:
    """Return the plan of the frame whose choices are given, once its objects stand; see `sample_frame`."""
    environment = plan_environment(frame, spec.environment)
    room = None if spec.room is None else plan_room(frame, spec.room)
    objects = plan_objects(frame, spec, standing, assets)
    cameras, troubles = _cameras(frame, spec, standing, objects, assets)
    return FramePlan(
        index=frame.picture,
        seed=spec.output.seed,
        floor=None if spec.floor is None else plan_floor(frame, spec.floor, room),
        environment=environment,
        lights=tuple(plan for light in spec.lights for plan in plan_lights(frame, light, environment, assets)),
        cameras=cameras,
        objects=objects,
        split=split_of(frame.index, spec.output.validation_share),
        left_out=standing.left_out,
        troubles=(*troubles, *_outside(room, cameras)),
        room=room,
        backdrop=None if spec.backdrop is None else plan_backdrop(frame, spec.backdrop),
        clip=None if spec.clip is None else ClipPlan(frame.index, frame.step, spec.clip.length, frame.time_s),
    )


_LAST: list[tuple[ProjectSpec, AssetFacts, int, Standing]] = []
"""The scene that was placed last: all frames of a clip share it, and settling it may take a second."""


def standing_of(frame: Named, spec: ProjectSpec, assets: AssetFacts) -> Standing:
    """Find a scene's objects their places: what takes longest of a frame, and depends on `standing_key` alone."""
    for known, by, scene, standing in _LAST:
        if known is spec and by is assets and scene == frame.index:
            return standing
    split = split_of(frame.index, spec.output.validation_share)
    standing = place_objects(frame, spec, split, plan_free_cameras(frame, spec.cameras), assets)
    if spec.clip is not None:
        _LAST[:] = [(spec, assets, frame.index, standing)]
    return standing


def standing_key(spec: ProjectSpec) -> Hashable:
    """Return the parts of a project that decide where its objects stand: where these are equal, so are those."""
    by_camera = any(
        isinstance(group.rotation, FaceCameraRotation) or any(isinstance(p, FrustumPlacement) for p in group.placements)
        for group in spec.objects
    )
    floor = None if spec.floor is None else spec.floor.size_m
    cameras = spec.cameras if by_camera else ()
    return spec.objects, spec.classes, spec.variables, spec.output, spec.clip, floor, cameras


def _cameras(
    frame: Named, spec: ProjectSpec, standing: Standing, objects: Sequence[ObjectPlan], assets: AssetFacts
) -> tuple[tuple[CameraPlan, ...], tuple[str, ...]]:
    if not any(camera.needs_objects for camera in spec.cameras):
        return plan_cameras(frame, spec.cameras, (), ())
    now = seen_of(objects, assets)
    if frame.step == 0:
        return plan_cameras(frame, spec.cameras, now, now)
    start = seen_of(plan_objects(Named(spec, frame.picture - frame.step), spec, standing, assets), assets)
    return plan_cameras(frame, spec.cameras, start, now)


def _outside(room: RoomPlan | None, cameras: Sequence[CameraPlan]) -> Iterator[str]:
    """Yield a sentence for each camera that sees the room's walls from behind."""
    for camera in cameras:
        x, y, z = camera.position
        if room is not None and not (
            abs(x) < room.size_m[0] / 2 and abs(y) < room.size_m[1] / 2 and (z < room.size_m[2] or not room.ceiling)
        ):
            yield f"camera '{camera.name}' stands outside the room: move it in, or make the room larger"


def split_of(index: int, validation_share: float) -> Literal["train", "validation"]:
    """Return what a scene is for: of any run of scenes the given share, to within one, is for validation."""
    before, after = math.floor(index * validation_share), math.floor((index + 1) * validation_share)
    return "validation" if after > before else "train"
