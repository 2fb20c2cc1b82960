"""FiftyOne's folder: what it holds is what the records say."""

import json

import pytest

from scenewright.datasets.fiftyone import read_fiftyone, write_fiftyone
from scenewright.errors import UserError


def test_boxes_and_pictures_come_back(dataset, tmp_path):
    write_fiftyone(dataset, tmp_path / "out")
    read = list(read_fiftyone(tmp_path / "out"))
    views = [view for frame in dataset.frames() for view in frame.views]
    assert len(read) == len(views)
    for (picture, detections), view in zip(read, views, strict=True):
        assert picture.read_bytes() == (dataset.folder / view.files["rgb"]).read_bytes()
        items = [item for item in view.annotated if item.box_tight is not None]
        assert [detection["label"] for detection in detections] == [item.class_name for item in items]
        for detection, item in zip(detections, items, strict=True):
            x, y, wide, high = detection["bounding_box"]
            width, height = view.intrinsics.width, view.intrinsics.height
            box = (x * width, y * height, (x + wide) * width, (y + high) * height)
            assert box == pytest.approx(item.box_tight)


def test_the_file_holds_classes_and_labels_only(dataset, tmp_path):
    write_fiftyone(dataset, tmp_path / "out")
    data = json.loads((tmp_path / "out" / "labels.json").read_text(encoding="utf-8"))
    assert list(data) == ["classes", "labels"]
    assert data["classes"] == [item.name for item in dataset.spec.classes]


def test_another_folder_is_refused_in_words(tmp_path):
    with pytest.raises(UserError, match="no export for FiftyOne"):
        list(read_fiftyone(tmp_path))
