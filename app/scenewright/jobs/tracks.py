"""Point tracks of a dataset's clips, as files."""

import io
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

import numpy as np

from scenewright.annotate.labelled_view import LabelledView
from scenewright.annotate.tracks import Tracks, point_tracks, spread_queries
from scenewright.assets.loading import AssetLoader
from scenewright.assets.model import Model
from scenewright.datasets.files import write_files
from scenewright.datasets.staging import export_folder, refuse_without
from scenewright.datasets.store import Dataset, read_dataset
from scenewright.errors import UserError
from scenewright.inspection.traces import project_folder
from scenewright.jobs.events import Emit, Finished, Progress, Started
from scenewright.jobs.sheet import labelled_views
from scenewright.jobs.watching import StoppedError
from scenewright.sampling.plan import ObjectPlan


def write_tracks(
    folder: Path, out: Path, points: int, emit: Emit, stop: Callable[[], bool] = lambda: False
) -> Finished:
    """Write `points` tracks for each clip and camera, an NPZ each, all of it or nothing.

    A file holds query_points float32 (N, 3) as step, y, x; target_points float32 (N, T, 2) as x, y in pixels; occluded
    bool (N, T), as TAP-Vid names them; and world float64 (N, T, 3), instance_ids (N,), and frames (T,).

    Raises:
        UserError: The dataset has no clips, lacks the labels that are needed, or the place cannot be written.
    """
    dataset = read_dataset(folder)
    if dataset.spec.clip is None:
        raise UserError(f"{folder} holds no clips: add clip: {{length: 24, rate_hz: 12}} to its project.")
    for label in ("instance_mask", "distance_to_image_plane"):
        refuse_without(label, dataset, "Point tracks")
    assets = AssetLoader(project_folder(folder))
    length = dataset.spec.clip.length
    clips = [list(indices) for _, indices in groupby(dataset.indices, lambda index: index // length)]
    emit(Started(len(clips)))
    try:
        with export_folder(dataset, out) as place:
            for done, indices in enumerate(clips, start=1):
                _go_on_unless(stop())
                _write_clip(dataset, indices, points, assets, place)
                emit(Progress(done, len(clips)))
    except StoppedError:
        return Finished("cancelled", f"Stopped: nothing was written to {out}")
    return Finished("succeeded", f"The tracks of {len(clips)} clips are in {out}")


def _go_on_unless(is_stopped: bool) -> None:
    if is_stopped:
        raise StoppedError


def _write_clip(dataset: Dataset, indices: list[int], points: int, assets: AssetLoader, place: Path) -> None:
    def posed(item: ObjectPlan) -> Model:
        return assets.posed(item.asset, item.pose, item.phase)

    for camera, views in _cameras(dataset, indices):
        number = indices[0] // (len(indices) if dataset.spec.clip is None else dataset.spec.clip.length)
        name = f"{number:06d}" + (f"_{camera}" if len(dataset.spec.cameras) > 1 else "")
        tracks = point_tracks(views, spread_queries(views, points, seed=indices[0]), posed)
        write_files({place / f"{name}.npz": _encoded(tracks, indices)})


def _cameras(dataset: Dataset, indices: list[int]) -> Iterator[tuple[str, list[LabelledView]]]:
    by_camera: dict[str, list[LabelledView]] = {}
    for index in indices:
        for view in labelled_views(dataset, index):
            kept = {name: view.channels[name] for name in ("instance_mask", "distance_to_image_plane")}
            by_camera.setdefault(view.record.camera, []).append(LabelledView(view.plan, view.record, kept))
    return iter(by_camera.items())


def _encoded(tracks: Tracks, indices: list[int]) -> bytes:
    file = io.BytesIO()
    query = tracks.queries.astype(np.float32) + np.array([0.0, 0.5, 0.5], np.float32)
    np.savez_compressed(
        file,
        query_points=query,
        target_points=tracks.pixels,
        occluded=~tracks.visible,
        world=tracks.world,
        instance_ids=tracks.instance_ids,
        frames=np.array(indices, np.int64),
    )
    return file.getvalue()
