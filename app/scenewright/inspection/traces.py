"""Frames of a dataset, traced again: how each value came about, from the project that the dataset carries."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from scenewright.datasets.files import RUN_FILE
from scenewright.datasets.reading import Dataset
from scenewright.errors import UserError
from scenewright.inspection.measuring import evenly
from scenewright.sampling.plan import plan_json
from scenewright.sampling.trace import Trace


def traced(dataset: Dataset, most: int, stop: Callable[[], bool] = lambda: False) -> Iterator[Trace]:
    """Yield evenly spread frames' traces; of frames whose plan cannot be made again, none.

    Args:
        dataset: The dataset.
        most: So many frames at the most.
        stop: Asked between frames.

    Raises:
        UserError: The project's assets cannot be found.
    """
    # Only now: the window shows datasets whose frames nobody traces, and these bring along the whole sampler.
    from scenewright.assets.loading import AssetLoader  # noqa: PLC0415
    from scenewright.sampling.tracing import trace_frame, traceable  # noqa: PLC0415

    project = traceable(dataset.spec)
    assets = AssetLoader(project_folder(dataset.folder))
    for place in evenly(len(dataset.indices))[:most].tolist():
        if stop():
            return
        index = dataset.indices[place]
        try:
            trace = trace_frame(project, index, assets)
            stored = dataset.frame(index).plan
        except UserError:  # its files are damaged, which is a finding of its own
            continue
        if plan_json(trace.plan) == stored:
            yield trace


def project_folder(folder: Path) -> Path:
    """Return where a dataset's relative sources start from: the folder of the project that it was made from."""
    made_from = made_from_file(folder)
    return folder if made_from is None else made_from.parent


def made_from_file(folder: Path) -> Path | None:
    """Return the project file that a dataset was made from, as long as its folder is there; the file may have gone."""
    try:
        made_from = Path(json.loads((folder / RUN_FILE).read_bytes())["project_file"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return made_from if made_from.parent.is_dir() else None
