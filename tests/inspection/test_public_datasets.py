"""Labelled datasets that other people's packages ship or make open, and what is found in them is told.

`packaging/public_datasets.py FOLDER` brings them together; SCENEWRIGHT_PUBLIC_DATASETS names the folder.
"""

import os
from collections import deque
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from scenewright.inspection.examining import Effort, examined
from scenewright.inspection.findings import look
from scenewright.inspection.foreign_masks import instance_mask
from scenewright.inspection.opening import recognised
from scenewright.jobs.inspect import Look, report

NAMED = os.environ.get("SCENEWRIGHT_PUBLIC_DATASETS", "")
FOUND = sorted(path for path in Path(NAMED).iterdir() if path.is_dir()) if NAMED else []
NEEDED = {"voc_deepforest", "coco_kwcoco", "coco_detection", "yolo_detection", "coco_segmentation", "yolo_segmentation"}

pytestmark = [
    pytest.mark.long,
    pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy:DeprecationWarning"),
    pytest.mark.skipif(
        not NAMED,
        reason="needs datasets of other packages: run packaging/public_datasets.py FOLDER, and name the folder in "
        "SCENEWRIGHT_PUBLIC_DATASETS",
    ),
]


def test_the_datasets_are_there():
    assert {path.name for path in FOUND} >= NEEDED


@pytest.mark.parametrize("folder", FOUND or [Path("none")], ids=lambda path: path.name)
def test_a_public_dataset_opens_with_its_pictures_boxes_and_figures(folder, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert recognised(folder) == folder.name.split("_")[0]
    found = deque(examined(folder, effort=Effort(pictures=None)), maxlen=1).pop()
    columns = found.source.columns
    assert len(columns.images) > 0
    assert columns.labelled.all()
    for row, path in enumerate(columns.images.path.tolist()):
        with Image.open(folder / path) as image:
            assert image.size == tuple(columns.images.size_px[row].tolist()), path
    # Every picture is readable, and no box leaves its image: nothing of ours has moved them.
    errors = {item.check for item in look(found.evidence) if item.level == "error"}
    assert not errors & {"unreadable", "other_size", "geometry", "classes", "nothing_labelled"}
    ended = report(Look(folder), tmp_path / "report", lambda _: None)
    assert (tmp_path / "report.html").is_file(), ended.message


@pytest.mark.parametrize(
    "folder", [path for path in FOUND if "segmentation" in path.name] or [Path("none")], ids=lambda path: path.name
)
def test_masks_of_a_public_dataset_fill_their_boxes(folder):
    columns = deque(examined(folder, effort=Effort(pictures=0)), maxlen=1).pop().source.columns
    checked = 0
    for row in range(len(columns.images)):
        ids = instance_mask(columns, row)
        for number, item in enumerate(np.flatnonzero(columns.objects.image == row), start=1):
            rows, places = np.nonzero(ids == number)
            if len(rows) < 40:
                continue  # others lie over it
            x0, y0, x1, y1 = columns.objects.box_px[item].tolist()
            assert places.min() >= x0 - 1.5
            assert places.max() + 1 <= x1 + 1.5
            assert rows.min() >= y0 - 1.5
            assert rows.max() + 1 <= y1 + 1.5
            checked += 1
    assert checked > 20
