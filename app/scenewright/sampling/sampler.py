"""Every random choice of one frame."""

import math
from collections.abc import Iterator, Sequence
from typing import Literal

from scenewright.sampling.cameras import plan_cameras, plan_free_cameras
from scenewright.sampling.facts import AssetFacts
from scenewright.sampling.lights import plan_light
from scenewright.sampling.named import Named
from scenewright.sampling.objects import plan_objects
from scenewright.sampling.plan import CameraPlan, FramePlan, RoomPlan
from scenewright.sampling.surroundings import plan_environment, plan_floor, plan_room
from scenewright.sampling.views import seen_of
from scenewright.spec.project import ProjectSpec


def sample_frame(spec: ProjectSpec, index: int, assets: AssetFacts) -> FramePlan:
    """Make every random choice of frame `index`.

    A frame depends on the project, its assets, its seed and the index alone. Each choice has a name of its own
    (`Named`); renaming one changes what is drawn for it, and nothing else.

    Raises:
        UserError: A drawn value makes no frame, as a camera that happens to look at its own position.
    """
    frame = Named(spec, index)
    split = split_of(index, spec.output.validation_share)
    environment = plan_environment(frame, spec.environment)
    room = None if spec.room is None else plan_room(frame, spec.room)
    objects, left_out = plan_objects(frame, spec, split, plan_free_cameras(frame, spec.cameras), assets)
    looks = any(camera.needs_objects for camera in spec.cameras)
    cameras, troubles = plan_cameras(frame, spec.cameras, seen_of(objects, assets) if looks else ())
    return FramePlan(
        index=index,
        seed=spec.output.seed,
        floor=None if spec.floor is None else plan_floor(frame, spec.floor, room),
        environment=environment,
        lights=tuple(plan_light(frame, light, environment, assets) for light in spec.lights),
        cameras=cameras,
        objects=objects,
        split=split,
        left_out=left_out,
        troubles=(*troubles, *_outside(room, cameras)),
        room=room,
    )


def _outside(room: RoomPlan | None, cameras: Sequence[CameraPlan]) -> Iterator[str]:
    """Yield a sentence for each camera that sees the room's walls from behind."""
    for camera in cameras:
        x, y, z = camera.position
        if room is not None and not (
            abs(x) < room.size_m[0] / 2 and abs(y) < room.size_m[1] / 2 and (z < room.size_m[2] or not room.ceiling)
        ):
            yield f"camera '{camera.name}' stands outside the room: move it in, or make the room larger"


def split_of(index: int, validation_share: float) -> Literal["train", "validation"]:
    """Return what a frame is for: of any run of frames the given share, to within one, is for validation."""
    before, after = math.floor(index * validation_share), math.floor((index + 1) * validation_share)
    return "validation" if after > before else "train"
