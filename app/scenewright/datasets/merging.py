"""Several datasets as one: pictures and masks are hard links, records are written anew."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np

from scenewright import __version__
from scenewright.datasets import files
from scenewright.datasets.conventions import CONVENTIONS
from scenewright.datasets.images import encode_png
from scenewright.datasets.layout import image_name, record_name
from scenewright.datasets.merged_project import Names, merged_project
from scenewright.datasets.naming import content_hash
from scenewright.datasets.number_ranges import as_ranges
from scenewright.datasets.reading import Dataset, read_skeletons
from scenewright.datasets.records import FrameRecord, InstanceRecord, ViewRecord, record_json
from scenewright.datasets.skeletons import NO_SKELETONS, Skeleton, Skeletons
from scenewright.datasets.staging import export_folder, place_file, refuse_empty
from scenewright.datasets.writing import finalise, open_for_writing
from scenewright.errors import UserError, os_error_sentence
from scenewright.spec.project import ProjectSpec

_MOST_IN_A_BYTE = 254

_STATEMENTS = ("format", "format_version", "world", "matrices", "camera", "boxes_2d", "boxes_3d", "ids", "keypoints")
"""What two datasets must agree on, of their `conventions.json`."""


def merge_datasets(datasets: Sequence[Dataset], out: Path) -> ProjectSpec:
    """Write all frames of several datasets as one dataset; all of it or nothing.

    Frames and scenes are numbered anew, one dataset after the other; classes are united by name. `sources/` holds each
    one's project and `sources.json`, which says where every frame came from. What not all datasets hold is left out.

    Args:
        datasets: Two or more.
        out: A folder that is new or empty.

    Returns:
        The merged project.

    Raises:
        UserError: They do not fit together, or the place cannot be written; nothing was left there.
    """
    _refuse_misfits(datasets)
    spec, names = merged_project(datasets)
    skeletons = _merged_skeletons(datasets) if "keypoints" in spec.labels else NO_SKELETONS
    with export_folder(datasets[0], out) as folder:
        open_for_writing(folder, spec, skeletons)
        first = 0
        told: list[dict[str, Any]] = []
        for number, (dataset, its) in enumerate(zip(datasets, names, strict=True)):
            classes = {k: spec.class_id(item.name) for k, item in enumerate(dataset.spec.classes, 1)}
            change = _Change(its, classes, _kept_channels(spec), {})
            with files.told_in_words("write the merged dataset", out):
                told.append(_write_source(dataset, folder / files.SOURCES_FOLDER / str(number), first))
                for index, frame in enumerate(dataset.frames(), first):
                    merged = _written_frame(dataset, frame, index, folder, change)
                    files.write_files({folder / record_name(index): record_json(merged).encode()})
            first += len(dataset.indices)
        with files.told_in_words("write the merged dataset", out):
            files.write_json(folder / files.SOURCES_FOLDER / "sources.json", {"sources": told})
        finalise(folder, {"program": "scenewright", "version": __version__, "merged": told, "frames_made": first})
    return spec


@dataclass(frozen=True, slots=True)
class _Change:
    """What becomes of one source: new names, class ids by the old ones, what is kept, new scenes by the old ones."""

    names: Names
    classes: Mapping[int, int]
    kept: frozenset[str]
    scenes: dict[int, int]

    def renumbers_classes(self) -> bool:
        """Tell whether any class gets another id."""
        return any(old != new for old, new in self.classes.items())


def _kept_channels(spec: ProjectSpec) -> frozenset[str]:
    """Return the channels that a project's labels are stored in; keypoints among them, which are in the records."""
    occlusions = (label.replace("_flow", "_occlusion") for label in spec.labels if label.endswith("_flow"))
    return frozenset(("rgb", *spec.labels, *occlusions))


def _written_frame(dataset: Dataset, frame: FrameRecord, index: int, folder: Path, change: _Change) -> FrameRecord:
    """Place a frame's files, and return its new record."""
    views = []
    for view in frame.views:
        camera = change.names.cameras[view.camera]
        shown = "" if len(frame.views) == 1 else camera
        places = {
            channel: image_name(channel, index, shown, PurePosixPath(old).suffix)
            for channel, old in view.files.items()
            if channel in change.kept
        }
        placed = {channel: _placed(dataset, view, channel, folder / new, change) for channel, new in places.items()}
        sizes = {channel: size for channel, (size, _) in placed.items()}
        hashes = {channel: known for channel, (_, known) in placed.items() if known}
        instances = tuple(_instance(item, change) for item in view.instances)
        views.append(
            replace(view, camera=camera, files=places, file_bytes=sizes, file_hashes=hashes, instances=instances)
        )
    return FrameRecord(index, _plan(frame, index, change), tuple(views))


def _placed(dataset: Dataset, view: ViewRecord, channel: str, place: Path, change: _Change) -> tuple[int, str]:
    """Link a channel's file, or write it anew where it holds class ids that change; return its size and hash."""
    place.parent.mkdir(parents=True, exist_ok=True)
    if channel != "semantic_mask" or not change.renumbers_classes():
        place_file(dataset.folder / view.files[channel], place, link=True)
        return view.file_bytes[channel], view.file_hashes.get(channel, "")
    largest = max(change.classes.values())
    table = np.zeros(max(change.classes) + 1, np.uint8 if largest <= _MOST_IN_A_BYTE else np.uint16)
    for old, new in change.classes.items():
        table[old] = new
    content = encode_png(table[dataset.load(view, channel)])
    place.write_bytes(content)
    return len(content), content_hash(content)


def _instance(item: InstanceRecord, change: _Change) -> InstanceRecord:
    has_points = "keypoints" in change.kept
    return replace(
        item,
        class_id=change.classes[item.class_id],
        group=change.names.groups.get(item.group, item.group),
        skeleton=item.skeleton if has_points else "",
        keypoints=item.keypoints if has_points else (),
    )


def _plan(frame: FrameRecord, index: int, change: _Change) -> str:
    """Return a frame's plan in the merged dataset's numbers and names."""
    plan: dict[str, Any] = json.loads(frame.plan)
    plan["index"] = index
    for item in (*plan["objects"], *plan.get("left_out", ())):
        item["group"] = change.names.groups.get(item["group"], item["group"])
    for item in plan["objects"]:
        item["class_id"] = change.classes.get(item["class_id"], 0)
    for camera in plan["cameras"]:
        camera["name"] = change.names.cameras[camera["name"]]
    if plan.get("clip") is not None:
        scene = plan["clip"]["scene"]
        plan["clip"]["scene"] = change.scenes.setdefault(scene, index)
    return json.dumps(plan, separators=(",", ":"), ensure_ascii=False)


def _write_source(dataset: Dataset, folder: Path, first: int) -> dict[str, Any]:
    """Keep a source's project, and return where its frames are now."""
    folder.mkdir(parents=True)
    place_file(dataset.folder / files.PROJECT_FILE, folder / files.PROJECT_FILE, link=False)
    return {
        "project": dataset.spec.name,
        "folder": dataset.folder.name,
        "first_frame": first,
        "frames": len(dataset.indices),
        "original_frames": as_ranges(dataset.indices),
    }


def _refuse_misfits(datasets: Sequence[Dataset]) -> None:
    if len(datasets) < 2:
        raise UserError("Merging takes two datasets or more.")
    places = [dataset.folder.resolve() for dataset in datasets]
    if len(set(places)) < len(places):
        raise UserError("The same dataset is there twice: its frames would be, too.")
    for dataset in datasets:
        refuse_empty(dataset)
        differing = _differing(_conventions(dataset), CONVENTIONS)
        if differing:
            raise UserError(
                f"{dataset.folder} follows other conventions than this version ({', '.join(differing)}): "
                "generate it again with this version, then merge."
            )


def _conventions(dataset: Dataset) -> dict[str, Any]:
    path = dataset.folder / files.CONVENTIONS_FILE
    try:
        found: dict[str, Any] = json.loads(path.read_bytes())
    except OSError as error:
        raise UserError(os_error_sentence("read the conventions", path, error)) from error
    except ValueError as error:
        raise UserError(f"{path} is damaged: generate any frame again to have it written anew.") from error
    return found


def _differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """Return what two statements of conventions both say, and say differently."""
    differing = []
    for name in _STATEMENTS:
        mine, theirs = one.get(name), other.get(name)
        if isinstance(mine, dict) and isinstance(theirs, dict):
            differing += [f"{name}: {key}" for key in mine if key in theirs and mine[key] != theirs[key]]
        elif mine is not None and mine != theirs:
            differing.append(name)
    return differing


def _merged_skeletons(datasets: Sequence[Dataset]) -> Skeletons:
    by_name: dict[str, Skeleton] = {}
    of_class: dict[str, str] = {}
    for dataset in datasets:
        skeletons = read_skeletons(dataset)
        for name, skeleton in skeletons.by_name.items():
            if by_name.setdefault(name, skeleton).points != skeleton.points:
                raise UserError(f"The keypoints '{name}' of {dataset.folder} are not those of the others: rename them.")
        for class_name, name in skeletons.of_class.items():
            if of_class.setdefault(class_name, name) != name:
                before = of_class[class_name]
                raise UserError(
                    f"Class '{class_name}' has the keypoints '{name}' in {dataset.folder}, but '{before}' in another: "
                    "give one of them another class."
                )
    return Skeletons(by_name, of_class)
