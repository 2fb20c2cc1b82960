"""A folder with a stage, its models and pictures, the plans it shows and what each of them sets."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from scenewright.assets.loading import AssetLoader
from scenewright.assets.model import Model
from scenewright.errors import UserError, os_error_sentence
from scenewright.render.stage.frames import FrameValues, StageFrames, cameras_of, material_path
from scenewright.render.stage.originals import Original, original_of
from scenewright.render.stage.pictures import Pictures
from scenewright.render.stage.pool import Pool, camera_path
from scenewright.render.stage.values import Gains
from scenewright.render.stage.writing import StageWriter
from scenewright.sampling.plan import FramePlan, ObjectPlan, plan_json

STAGE, FRAMES, PLANS = "stage.usda", "frames.jsonl", "plans.jsonl"

Models = Literal["written", "referenced"]
"""Whether models are written anew, exactly as labels see them, or referenced as they are, with their own materials."""


@dataclass(frozen=True)
class WrittenStage:
    """What a stage holds, for those who draw it.

    Attributes:
        folder: Where everything is.
        cameras: Name, path and resolution of each.
        labels: Path of each labelled prim and its class.
        materials: Path of each changeable material and of the prim it is bound to.
        frames: What each plan sets, in order.
        objects: For each frame, the paths of its objects in the plan's order.
    """

    folder: Path
    cameras: list[dict[str, Any]]
    labels: dict[str, str]
    materials: list[dict[str, str]]
    frames: list[FrameValues]
    objects: list[list[str]]


def write_stage(
    folder: Path,
    plans: Sequence[FramePlan],
    assets: AssetLoader,
    *,
    models: Models = "written",
    gains: Gains | None = None,
    film_hz: float | None = None,
    subframes: Mapping[int, int] | None = None,
) -> WrittenStage:
    """Write the stage of some frames; it shows the first one.

    Args:
        folder: Made if need be; what it held is written over.
        plans: The frames, whose cameras are pinholes.
        assets: Where the plans' sources are read from.
        models: How models get into the stage.
        gains: How strong the engine's lights are.
        film_hz: Frames a second of a film, in which each frame stands at its index as time. None for no film: a value
            at a time hides what is set later at no time, as who draws the frames one by one does.
        subframes: Of frames, by index, that are not drawn with as many as the rest.

    Raises:
        UserError: It cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _written(folder, plans, assets, models, gains or Gains(), film_hz, subframes or {})
    except OSError as error:
        raise UserError(os_error_sentence("write the stage", folder, error)) from error


def _written(
    folder: Path,
    plans: Sequence[FramePlan],
    assets: AssetLoader,
    models: Models,
    gains: Gains,
    film_hz: float | None,
    subframes: Mapping[int, int],
) -> WrittenStage:
    def posed(item: ObjectPlan) -> Model:
        return assets.posed(item.asset, item.pose, item.phase)

    pool = Pool(plans, posed)
    originals: dict[str, Original] = {}
    if models == "referenced":
        found = {source: original_of(model) for source, model in pool.models.items()}
        originals = {source: original for source, original in found.items() if original is not None}
    frames = StageFrames(plans, pool, assets, Pictures(folder), gains, originals)
    made = [frames.frame(plan) for plan in plans]
    writer = StageWriter(folder / STAGE, pool, originals)
    writer.write_pool(cameras_of(plans), frames.sides)
    writer.set_values(made[0].all_values())
    if film_hz is not None:
        for frame in made:
            writer.set_values(frame.all_values(), frame.index)
        writer.set_length(min(frame.index for frame in made), max(frame.index for frame in made), film_hz)
    writer.save()
    (folder / PLANS).write_text("".join(plan_json(plan) + "\n" for plan in plans), encoding="utf-8")
    lines = (json.dumps(_data(frame, subframes), separators=(",", ":")) + "\n" for frame in made)
    (folder / FRAMES).write_text("".join(lines), encoding="utf-8")
    return WrittenStage(
        folder,
        [
            {
                "name": camera.name,
                "path": camera_path(camera.name),
                "resolution": [camera.intrinsics.width, camera.intrinsics.height],
            }
            for camera in cameras_of(plans)
        ],
        {slot.path: slot.shape.class_name for slot in pool.slots if slot.shape.class_name},
        _materials(pool, made),
        made,
        [[slot.path for _, slot in pool.assigned(plan)] for plan in plans],
    )


def _data(frame: FrameValues, subframes: Mapping[int, int]) -> dict[str, Any]:
    own = {"subframes": subframes[frame.index]} if frame.index in subframes else {}
    return frame.as_data() | own


def _materials(pool: Pool, frames: Sequence[FrameValues]) -> list[dict[str, str]]:
    found = [
        {"path": material_path(slot.path, number), "bound": f"{slot.path}/geometry/part_{number}"}
        for slot in pool.slots
        if slot.shape.dressed
        for number in range(len(pool.models[slot.shape.model].parts))
    ]
    sides = sorted({path for frame in frames for path in frame.surfaces} - {item["path"] for item in found})
    return found + [{"path": path, "bound": f"/World/room/{path.rsplit('/', 1)[-1]}"} for path in sides]
