"""Formats of boxes: what they hold comes back, linked; and what all formats refuse (`round_trips` has the rest)."""

import numpy as np
import pytest

from scenewright.datasets.basic_writer_reading import read_basic_writer
from scenewright.datasets.coco import read_coco
from scenewright.datasets.coco_panoptic import read_coco_panoptic
from scenewright.datasets.formats import FORMAT_NAMES, FORMATS, SPLIT_FORMATS
from scenewright.datasets.voc import read_voc
from scenewright.datasets.yolo import read_yolo
from scenewright.errors import UserError

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy:DeprecationWarning")

CLASSES = ("cup", "grüne Kiste", "マグ: ½ <&> 'x'")


def read(name, folder):
    """Return each picture's name and its objects as (class, box), whichever the format."""
    if name == "coco_panoptic":
        images = list(read_coco_panoptic(folder))
        return [(i.path, [(s.class_name, s.box) for s in i.segments if s.is_thing]) for i in images]
    if name.startswith("coco"):
        return [(i.path, [(o.class_name, o.box) for o in i.objects]) for i in read_coco(folder)]
    images = read_voc(folder, "trainval") if name == "voc" else [*read_yolo(folder, "train"), *read_yolo(folder, "val")]
    return [(i.path, [(o.class_name, o.box) for o in i.objects]) for i in sorted(images, key=lambda i: i.path.name)]


def write(name, dataset, out):
    """Write all frames but the last as train, and the last as val, where there are splits."""
    if name in FORMATS:
        FORMATS[name](dataset, out)
        return
    train, val = dataset.indices[:-1], dataset.indices[-1:]
    SPLIT_FORMATS[name]({"train": part(dataset, train), "val": part(dataset, val)}, out)


def part(dataset, indices):
    return type(dataset)(dataset.folder, dataset.spec, indices)


def truth(dataset):
    return [
        [(item.class_name, item.box_tight) for item in frame.views[0].instances if item.visible_px]
        for frame in dataset.frames()
    ]


READABLE = [
    name
    for name in FORMAT_NAMES
    if name.startswith(("coco", "yolo", "voc")) and not name.endswith(("keypoints", "pose", "obb"))
]
"""Formats that hold every object's box; keypoints and oriented boxes have tests of their own."""


def grid(columns, rows, first=1, size=5):
    """Return an id image of rectangles side by side, with gaps."""
    ids = np.arange(columns * rows).reshape(rows, columns) + first
    image = np.repeat(np.repeat(ids, size, axis=0), size, axis=1)
    image[::size] = image[:, ::size] = 0
    return image


@pytest.mark.parametrize("name", READABLE)
@pytest.mark.parametrize(
    "images",
    [
        pytest.param([np.zeros((20, 30), int)] * 2, id="empty frames"),
        pytest.param([grid(1, 1, size=20), np.zeros((20, 30), int)], id="one object"),
        pytest.param([grid(25, 20), grid(2, 2)], id="500 objects"),
        pytest.param([grid(2, 2, first=254, size=12), grid(2, 2, first=65_531, size=12)], id="ids past 255"),
        pytest.param([np.pad(np.full((10, 30), 3), ((0, 6), (0, 0)))] * 2, id="one that touches three borders"),
    ],
)
def test_what_is_written_is_read(name, images, write_drawn, tmp_path):
    dataset = write_drawn(tmp_path / "a dataset, größer", images, CLASSES)
    write(name, dataset, tmp_path / "an export of images")
    found = read(name, tmp_path / "an export of images")
    assert [path.name for path, _ in found] == ["000000.png", "000001.png"]
    for (path, objects), frame, expected in zip(found, dataset.frames(), truth(dataset), strict=True):
        assert path.samefile(dataset.folder / frame.views[0].files["rgb"]), "linked, not encoded anew"
        assert [of for of, _ in objects] == [of for of, _ in expected]
        boxes, true_boxes = ([box for _, box in items] for items in (objects, expected))
        np.testing.assert_allclose(np.reshape(boxes, (-1, 4)), np.reshape(true_boxes, (-1, 4)), atol=1e-4)


@pytest.mark.parametrize("name", FORMAT_NAMES)
def test_a_used_folder_stays_as_it_is(name, write_drawn, tmp_path):
    dataset = write_drawn(tmp_path / "dataset", [grid(2, 2)] * 2, CLASSES)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("mine")
    with pytest.raises(UserError, match=r"is not empty|holds no keypoints"):
        write(name, dataset, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("name", ["coco_keypoints", "yolo_pose"])
def test_keypoints_are_asked_for_in_words(name, write_drawn, tmp_path):
    dataset = write_drawn(tmp_path / "dataset", [grid(2, 2)] * 2, CLASSES)
    with pytest.raises(UserError, match="holds no keypoints: add keypoints to the project's labels"):
        write(name, dataset, tmp_path / "out")


@pytest.mark.parametrize("name", ["coco", "coco_polygons", "coco_panoptic", "yolo_segment", "yolo_obb"])
def test_masks_are_asked_for_in_words(name, spec_of, write_dataset, tmp_path):
    dataset = write_dataset(spec_of(labels=("bounding_box_2d_tight",)))
    with pytest.raises(UserError, match=r"need the label instance_mask, which .* does not hold: add instance_mask"):
        write(name, dataset, tmp_path / "out")


@pytest.mark.parametrize("name", ["coco_detection", "yolo_detect", "voc"])
def test_boxes_need_no_masks(name, spec_of, write_dataset, tmp_path):
    dataset = write_dataset(spec_of(labels=("bounding_box_2d_tight",)))
    write(name, dataset, tmp_path / "out")
    found = [[(of, np.round(box, 4).tolist()) for of, box in objects] for _, objects in read(name, tmp_path / "out")]
    assert found == [[(of, list(box)) for of, box in objects] for objects in truth(dataset)]


def test_basicwriter_is_read_too(write_drawn, tmp_path):
    dataset = write_drawn(tmp_path / "dataset", [grid(2, 2)] * 2, CLASSES)
    write("basicwriter", dataset, tmp_path / "out")
    assert len(list(read_basic_writer(tmp_path / "out"))) == 2
