"""A bad dataset is refused before the first epoch, by a sentence that says what is wrong and where."""

import json

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PIL import Image

from scenewright.datasets.coco import write_coco
from scenewright.datasets.store import read_dataset
from scenewright.errors import UserError
from scenewright.training.preparing import TrainWish, prepared

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy:DeprecationWarning")


def refusal(folder, **more):
    with pytest.raises(UserError) as caught:
        prepared(TrainWish(folder, folder.parent / "run", **more))
    return str(caught.value)


def rewritten(folder, column, change):
    path = folder / "instances.parquet"
    table = pq.read_table(path)
    values = [change(row, value) for row, value in enumerate(table.column(column).to_pylist())]
    place = table.schema.get_field_index(column)
    pq.write_table(table.set_column(place, column, pa.array(values, table.schema.field(column).type)), path)


def test_a_good_dataset_is_taken_with_its_own_division(rectangles):
    ready = prepared(TrainWish(rectangles, rectangles.parent / "run"))
    assert (len(ready.training), len(ready.validation)) == (9, 3)
    assert ready.told == ()


def test_no_labels(tmp_path, write_rectangles):
    folder = write_rectangles(tmp_path / "d", verdict_of=lambda _frame, _number: "drop")
    assert "not one labelled object" in refusal(folder)


def test_one_class_missing(tmp_path, write_rectangles):
    folder = write_rectangles(tmp_path / "d", class_of=lambda _frame, _number: 1)
    assert "No frame for training shows a blue" in refusal(folder)


def test_boxes_that_are_no_numbers(fresh_rectangles):
    rewritten(fresh_rectangles, "box_tight", lambda row, box: [float("nan"), *box[1:]] if row == 5 else box)
    said = refusal(fresh_rectangles)
    assert "no finite numbers" in said
    assert "000002.png" in said


def test_boxes_without_area_and_outside_the_picture_are_both_told(fresh_rectangles):
    changed = {0: [5.0, 5.0, 5.0, 9.0], 4: [10.0, 10.0, 900.0, 20.0]}
    rewritten(fresh_rectangles, "box_tight", lambda row, box: changed.get(row, box))
    said = refusal(fresh_rectangles)
    assert "no area: 000000.png" in said
    assert "outside its picture: 000002.png" in said


def test_unreadable_pictures_are_counted_and_named(fresh_rectangles):
    (fresh_rectangles / "rgb/000001.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    whole = (fresh_rectangles / "rgb/000004.png").read_bytes()
    (fresh_rectangles / "rgb/000004.png").write_bytes(whole[: len(whole) // 2])
    said = refusal(fresh_rectangles)
    assert "2 of 9 pictures cannot be read: 000001.png, 000004.png" in said


def test_pictures_of_another_size_than_their_labels(fresh_rectangles):
    path = fresh_rectangles / "rgb/000002.png"
    Image.open(path).resize((32, 24)).save(path)
    said = refusal(fresh_rectangles)
    assert "32x24 instead of 64x48" in said
    assert "000002.png" in said


def test_a_task_without_its_labels(rectangles):
    assert "has no keypoints" in refusal(rectangles, task="keypoints")


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ({"model": "yolo"}, "There is no model 'yolo'"),
        ({"task": "semantic", "model": "center_small"}, "is for detection, not for semantic"),
        ({"task": "captions"}, "There is no task 'captions'"),
        ({"recipe": "best"}, "There is no recipe 'best'"),
        ({"changes": {"learning_rate": -1.0}}, "learning rate must be above 0"),
    ],
)
def test_wishes_that_make_no_sense(rectangles, wish, sentence):
    assert sentence in refusal(rectangles, **wish)


def test_a_damaged_coco_file_and_a_folder_of_nothing(tmp_path, rectangles):
    write_coco(read_dataset(rectangles), tmp_path / "coco")
    path = tmp_path / "coco/annotations.json"
    data = json.loads(path.read_text())
    data["annotations"][0]["bbox"] = [float("nan"), 1, 2, 3]
    path.write_text(json.dumps(data))
    assert "no finite numbers" in refusal(tmp_path / "coco")
    path.write_text(path.read_text()[:100])
    assert "annotations.json" in refusal(tmp_path / "coco")
    (tmp_path / "empty").mkdir()
    assert "no dataset that can be read" in refusal(tmp_path / "empty")


def test_rare_classes_are_told_and_stop_nothing(tmp_path, write_rectangles):
    folder = write_rectangles(
        tmp_path / "d", frames=40, class_of=lambda frame, number: 2 if (frame, number) == (0, 1) else 1
    )
    ready = prepared(TrainWish(folder, tmp_path / "run"))
    assert any("of blue" in sentence for sentence in ready.told)


def test_frames_that_were_never_finished_are_told(fresh_rectangles):
    (fresh_rectangles / "instances.parquet").unlink()
    assert "is not finished" in refusal(fresh_rectangles)


def test_held_back_frames_are_never_trained_on(tmp_path, write_rectangles):
    folder = write_rectangles(tmp_path / "d", frames=20, validation_share=0.0)
    ready = prepared(TrainWish(folder, tmp_path / "run"))
    assert not set(ready.training.frames) & set(ready.validation.frames)
    assert len(ready.training) + len(ready.validation) == 20
    assert 2 <= len(ready.validation) <= 6
    assert np.isfinite(ready.training.boxes).all()
