"""Every random choice of one frame."""

import math
from typing import Literal

from scenewright.sampling.cameras import plan_cameras, plan_free_cameras
from scenewright.sampling.facts import AssetFacts
from scenewright.sampling.lights import plan_light
from scenewright.sampling.named import Named
from scenewright.sampling.objects import plan_objects
from scenewright.sampling.plan import FramePlan
from scenewright.sampling.surroundings import plan_environment, plan_floor
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
    objects, left_out = plan_objects(frame, spec, split, plan_free_cameras(frame, spec.cameras), assets)
    looks = any(camera.needs_objects for camera in spec.cameras)
    cameras, troubles = plan_cameras(frame, spec.cameras, seen_of(objects, assets) if looks else ())
    return FramePlan(
        index=index,
        seed=spec.output.seed,
        floor=None if spec.floor is None else plan_floor(frame, spec.floor),
        environment=environment,
        lights=tuple(plan_light(frame, light, environment, assets) for light in spec.lights),
        cameras=cameras,
        objects=objects,
        split=split,
        left_out=left_out,
        troubles=troubles,
    )


def split_of(index: int, validation_share: float) -> Literal["train", "validation"]:
    """Return what a frame is for: of any run of frames the given share, to within one, is for validation."""
    before, after = math.floor(index * validation_share), math.floor((index + 1) * validation_share)
    return "validation" if after > before else "train"
