"""Frames of a project as a USD stage, for Isaac Sim and any other USD program."""

from collections.abc import Callable, Iterator
from pathlib import Path

from scenewright.assets.checking import check_assets
from scenewright.jobs.events import Emit, Finished, Log, Progress, Started
from scenewright.render.lens import without_lenses
from scenewright.render.stage.job import STAGE, Models, write_stage
from scenewright.sampling.plan import FramePlan
from scenewright.sampling.sampler import sample_frame
from scenewright.spec.project import ProjectSpec
from scenewright.spec.yaml_io import ProjectFile


def export_stage(
    file: ProjectFile, frames: range, out: Path, models: Models, emit: Emit, stop: Callable[[], bool]
) -> Finished:
    """Write the stage of some frames into a folder.

    Raises:
        UserError: An asset cannot be used, or the folder cannot be written.
    """
    loader = check_assets(file)
    for sentence in _left_out(file.spec):
        emit(Log("warning", sentence))
    emit(Started(total=len(frames)))
    plans: list[FramePlan] = []
    for index in frames:
        if stop():
            return Finished("cancelled", "Stopped; nothing was written.")
        plans += without_lenses([sample_frame(file.spec, index, loader)])
        emit(Progress(len(plans), len(frames)))
    rate_hz = 24.0 if file.spec.clip is None else file.spec.clip.rate_hz
    write_stage(out, plans, loader, models=models, film_hz=rate_hz)
    return Finished("succeeded", f"{len(plans)} frames are in {out / STAGE}: open it in any USD program.")


def _left_out(spec: ProjectSpec) -> Iterator[str]:
    """Yield what the frames have and a stage has not."""
    for camera in spec.cameras:
        if camera.lens is not None:
            yield (
                f"Camera '{camera.name}' is in the stage without its lens's distortion, as the pinhole that sees all "
                "that the lens sees."
            )
        if camera.sensor is not None or camera.depth_sensor is not None:
            yield f"Sensor effects of camera '{camera.name}' are not in the stage: they are made in finished images."
    if spec.backdrop is not None:
        yield "The backdrop is not in the stage: it is laid behind finished images."
