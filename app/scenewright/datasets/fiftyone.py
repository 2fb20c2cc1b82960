"""FiftyOne's simplest format with boxes, which its documentation calls `FiftyOneImageDetectionDataset`.

    data/000012.png         pictures, hard links
    labels.json             {"classes": [...], "labels": {"000012": [{"label", "bounding_box", "attributes"}]}}

A bounding box is [x, y, width, height] as shares of the image. Of what a visibility rule judged, the dropped has no
detection; the ignored has the attribute `iscrowd` 1, by which FiftyOne's COCO evaluation passes over it; the flagged
has a detection as ever. Both say `verdict` and `reason`. In Python:

    fiftyone.Dataset.from_dir(dataset_dir=..., dataset_type=fiftyone.types.FiftyOneImageDetectionDataset)
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scenewright.datasets.json_lists import compact_json
from scenewright.datasets.reading import Dataset
from scenewright.datasets.records import InstanceRecord, ViewRecord
from scenewright.datasets.staging import export_folder, place_file
from scenewright.errors import UserError

LABELS_FILE, PICTURES = "labels.json", "data"


def write_fiftyone(dataset: Dataset, out: Path) -> None:
    """Write a dataset for FiftyOne; a few frames are in memory at a time.

    Raises:
        UserError: A frame cannot be read, or the export not be written.
    """
    with export_folder(dataset, out) as folder:
        (folder / PICTURES).mkdir()
        classes = [item.name for item in dataset.spec.classes]
        with (folder / LABELS_FILE).open("w", encoding="utf-8", newline="\n") as file:
            file.write(f'{{"classes":{compact_json(classes)},"labels":{{')
            before = "\n"
            for index, view in _views(dataset):
                source = dataset.folder / view.files["rgb"]
                several = "" if len(dataset.spec.cameras) == 1 else f"_{view.camera}"
                name = f"{index:06d}{several}"
                place_file(source, folder / PICTURES / f"{name}{source.suffix}", link=True)
                file.write(f"{before}{compact_json(name)}:{compact_json(_detections(view))}")
                before = ",\n"
            file.write("}}\n")


def read_fiftyone(folder: Path) -> Iterator[tuple[Path, list[dict[str, Any]]]]:
    """Yield each picture of an export with its detections, as `labels.json` has them.

    Raises:
        UserError: The folder is no such export.
    """
    try:
        labels: dict[str, list[dict[str, Any]]] = json.loads((folder / LABELS_FILE).read_bytes())["labels"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(f"{folder} is no export for FiftyOne: it has no usable {LABELS_FILE}.") from error
    pictures = {path.stem: path for path in (folder / PICTURES).iterdir()}
    for name, detections in labels.items():
        if name not in pictures:
            raise UserError(f"{folder / PICTURES} has no picture {name}: export the dataset again.")
        yield pictures[name], detections


def _views(dataset: Dataset) -> Iterator[tuple[int, ViewRecord]]:
    for frame in dataset.frames():
        for view in frame.views:
            yield frame.index, view


def _detections(view: ViewRecord) -> list[dict[str, Any]]:
    return [_detection(item, view) for item in view.annotated if item.box_tight is not None]


def _detection(item: InstanceRecord, view: ViewRecord) -> dict[str, Any]:
    x0, y0, x1, y1 = item.box_tight or (0.0, 0.0, 0.0, 0.0)
    width, height = view.intrinsics.width, view.intrinsics.height
    attributes = {
        "instance": item.instance_id,
        "asset": item.asset,
        "occlusion": item.occlusion_ratio,
        "truncation": item.truncation_ratio,
        "visible_px": item.visible_px,
        "iscrowd": int(item.verdict == "ignore"),
        "verdict": item.verdict,
        "reason": item.reason,
    }
    return {
        "label": item.class_name,
        "bounding_box": [x0 / width, y0 / height, (x1 - x0) / width, (y1 - y0) / height],
        "attributes": attributes,
    }
