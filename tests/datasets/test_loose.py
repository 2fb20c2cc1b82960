"""VOC and YOLO annotations as label tools leave them: beside the pictures, without any list."""

import numpy as np
import pytest
from PIL import Image

from scenewright.datasets.loose import has_yolo_rows, loose_voc, loose_yolo
from scenewright.errors import UserError
from scenewright.inspection.foreign_masks import instance_mask
from scenewright.inspection.opening import open_columns, recognised

XML = """<annotation><folder>x</folder><filename>{name}</filename><size><width>{w}</width><height>{h}</height></size>
<object><name>bolt</name><bndbox><xmin>{x0}</xmin><ymin>5</ymin><xmax>40</xmax><ymax>30</ymax></bndbox></object>
</annotation>"""


def picture(path, size=(80, 60)):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.full((size[1], size[0], 3), 90, np.uint8)).save(path)
    return path


def whole(folder):
    return list(open_columns(folder))[-1]


@pytest.mark.parametrize(
    ("image", "xml"),
    [
        ("a.jpg", "a.xml"),
        ("train/a.png", "train/a.xml"),
        ("images/a.png", "annotations/a.xml"),
        ("JPEGImages/a.png", "Annotations/a.xml"),
    ],
)
def test_voc_files_beside_pictures_open_without_lists(tmp_path, image, xml):
    picture(tmp_path / image)
    (tmp_path / xml).parent.mkdir(exist_ok=True)
    (tmp_path / xml).write_text(XML.format(name=image.rpartition("/")[2], w=80, h=60, x0=11))
    (tmp_path / xml).with_name("settings.xml").write_text("<project/>")
    assert recognised(tmp_path) == "voc"
    columns = whole(tmp_path)
    assert columns.images.path.tolist() == [image]
    assert columns.objects.box_px.tolist() == [[10, 4, 40, 30]]
    assert columns.class_names == ("bolt",)


def test_a_voc_file_without_a_size_or_with_another_ending_takes_its_picture_s(tmp_path):
    picture(tmp_path / "a.png")
    (tmp_path / "a.xml").write_text(XML.format(name="C:/photos/a.tif", w=0, h=0, x0=0))
    columns = whole(tmp_path)
    assert columns.images.size_px.tolist() == [[80, 60]]
    assert columns.images.path.tolist() == ["a.png"]
    assert columns.objects.box_px.tolist() == [[0, 4, 40, 30]]


def test_a_voc_file_that_is_damaged_is_named(tmp_path):
    picture(tmp_path / "a.png")
    (tmp_path / "a.xml").write_text(XML.format(name="a.png", w=80, h=60, x0="left"))
    with pytest.raises(UserError, match=r"a\.xml is not a VOC annotation"):
        list(loose_voc(tmp_path))


@pytest.mark.parametrize(
    ("image", "rows"),
    [("a.jpg", "a.txt"), ("images/a.png", "labels/a.txt"), ("train/images/a.png", "train/labels/a.txt")],
)
def test_yolo_rows_beside_pictures_open_without_a_yaml_file(tmp_path, image, rows):
    picture(tmp_path / image)
    picture((tmp_path / image).with_name("empty.png"))
    (tmp_path / rows).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / rows).write_text("1 0.5 0.5 0.25 0.5\n0 0.25 0.5 0.1 0.1\n")
    (tmp_path / "classes.txt").write_text("nut\nbolt\n")
    assert recognised(tmp_path) == "yolo"
    columns = whole(tmp_path)
    assert len(columns.images) == 2
    assert columns.class_names == ("bolt", "nut")
    assert columns.objects.box_px.tolist()[0] == [30, 15, 50, 45]


def test_classes_without_names_are_called_by_their_numbers(tmp_path):
    picture(tmp_path / "a.png")
    (tmp_path / "a.txt").write_text("7 0.5 0.5 0.25 0.5\n")
    assert whole(tmp_path).class_names == ("class 7",)


def test_a_row_that_is_none_is_named_and_other_text_is_not_taken_for_rows(tmp_path):
    picture(tmp_path / "a.png")
    (tmp_path / "a.txt").write_text("a photograph of 5 bolts on a table\n")
    assert not has_yolo_rows(tmp_path)
    assert recognised(tmp_path) == "photos"
    (tmp_path / "a.txt").write_text("0 0.5 0.5 0.2 0.2\n0 0.5 half\n")
    with pytest.raises(UserError, match=r"a\.txt is not as YOLO has it"):
        list(loose_yolo(tmp_path))


def test_outlines_of_yolo_become_masks(tmp_path):
    picture(tmp_path / "a.png")
    (tmp_path / "a.txt").write_text("0 0.25 0.25 0.75 0.25 0.75 0.75 0.25 0.75\n")
    ids = instance_mask(whole(tmp_path), 0)
    assert ids.shape == (60, 80)
    assert abs(int((ids == 1).sum()) - 40 * 30) <= 71  # the outline's own pixels
    assert ids[30, 40] == 1
    assert ids[5, 5] == 0


@pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy:DeprecationWarning")
def test_coco_files_of_roboflow_and_of_programs_that_add_to_coco_open(tmp_path):
    for split in ("train", "valid"):
        picture(tmp_path / split / "a.jpg")
        item = (
            '{"id": 1, "image_id": 1, "category_id": 1, "bbox": [10, 10, 20, 30], '
            '"keypoints": [{"xy": [1, 2], "keypoint_category_id": 3}], '
            '"segmentation": [[10, 10, 30, 10, 30, 40, 10, 40]]}'
        )
        (tmp_path / split / "_annotations.coco.json").write_text(
            '{"images": [{"id": 1, "file_name": "a.jpg", "width": 80, "height": 60}], "annotations": [' + item + "], "
            '"categories": [{"id": 1, "name": "bolt"}]}'
        )
    assert recognised(tmp_path) == "coco"
    columns = whole(tmp_path)
    assert sorted(columns.images.path.tolist()) == ["train/a.jpg", "valid/a.jpg"]
    assert set(columns.splits) == {"train", "validation"}
    assert columns.objects.box_px[0].tolist() == [10, 10, 30, 40]
    assert (instance_mask(columns, 0) == 1).sum() == 20 * 30
