"""Pascal VOC: boxes as the development kit counts them, masks with its palette, and what other readers see."""

from xml.etree import ElementTree

import numpy as np
import pytest
from globox import AnnotationSet
from labelformat.formats import PascalVOCObjectDetectionInput, PascalVOCSemanticSegmentationInput
from PIL import Image

from scenewright.datasets.images import encode_png
from scenewright.datasets.palette import voc_colors
from scenewright.datasets.voc import read_voc, write_voc
from scenewright.errors import UserError


def parts(dataset, **indices):
    return {name: type(dataset)(dataset.folder, dataset.spec, of) for name, of in indices.items()}


@pytest.fixture
def exported(dataset, tmp_path):
    write_voc(parts(dataset, train=(0,), val=(1,), test=(2,)), tmp_path / "voc")
    return tmp_path / "voc"


def visible(dataset, index):
    return [item for item in dataset.frame(index).views[0].instances if item.visible_px]


def counted_from_one(item):
    """Return a box as the development kit has it: [0, 0, 10, 20] wide and high is 1, 1, 10, 20."""
    x0, y0, x1, y1 = item.box_tight
    return [x0 + 1, y0 + 1, x1, y1]


def test_boxes_are_whole_pixels_from_one_with_both_ends(exported, dataset):
    root = ElementTree.parse(exported / "Annotations" / "000000.xml").getroot()
    found = [
        [int(item.findtext(f"bndbox/{name}")) for name in ("xmin", "ymin", "xmax", "ymax")]
        for item in root.iter("object")
    ]
    assert found == [counted_from_one(item) for item in visible(dataset, 0)]
    assert [item.tag for item in root][:5] == ["folder", "filename", "source", "size", "segmented"]


def test_reading_is_the_inverse_of_writing(exported, dataset):
    for split, index in (("train", 0), ("val", 1), ("test", 2)):
        [image] = read_voc(exported, split)
        view = dataset.frame(index).views[0]
        truth = visible(dataset, index)
        assert image.path.samefile(dataset.folder / view.files["rgb"])
        assert (image.width, image.height) == (view.intrinsics.width, view.intrinsics.height)
        assert [(item.class_name, item.box) for item in image.objects] == [(i.class_name, i.box_tight) for i in truth]
        assert [item.is_occluded for item in image.objects] == [item.occlusion_ratio >= 0.05 for item in truth]
        assert [item.is_truncated for item in image.objects] == [item.truncation_ratio >= 0.15 for item in truth]
        np.testing.assert_array_equal(image.class_mask, dataset.load(view, "semantic_mask"))
        ids = dataset.load(view, "instance_mask")
        for number, item in enumerate(truth, 1):
            np.testing.assert_array_equal(image.object_mask == number, ids == item.instance_id)


def test_lists_name_every_picture_of_a_split(exported):
    for kind in ("Main", "Segmentation"):
        names = {path.stem: path.read_text().split() for path in (exported / "ImageSets" / kind).iterdir()}
        assert names == {"train": ["000000"], "val": ["000001"], "trainval": ["000000", "000001"], "test": ["000002"]}


def test_masks_have_vocs_palette(exported):
    with Image.open(exported / "SegmentationClass" / "000000.png") as mask:
        assert mask.mode == "P"
        palette = np.reshape(mask.getpalette(), (-1, 3))
    # As the development kit lists them: aeroplane, bicycle, ..., tvmonitor, void.
    assert palette[[0, 1, 2, 20, 255]].tolist() == [[0, 0, 0], [128, 0, 0], [0, 128, 0], [0, 64, 128], [224, 224, 192]]
    assert (exported / "labelmap.txt").read_text(encoding="utf-8").splitlines() == [
        "# label:color_rgb:parts:actions",
        "background:0,0,0::",
        "cup:128,0,0::",
        "box:0,128,0::",
        "grün:128,128,0::",
    ]


def test_a_palette_picture_keeps_its_numbers(tmp_path):
    pixels = np.arange(256, dtype=np.uint8).reshape(8, 32)
    (tmp_path / "a.png").write_bytes(encode_png(pixels, palette=voc_colors()))
    with Image.open(tmp_path / "a.png") as image:
        np.testing.assert_array_equal(image, pixels)
        np.testing.assert_array_equal(image.convert("RGB"), voc_colors()[pixels])


def test_globox_and_labelformat_read_the_boxes(exported, dataset):
    globox = AnnotationSet.from_pascal_voc(exported / "Annotations")
    labelformat = PascalVOCObjectDetectionInput(exported / "Annotations", "cup,box,grün")
    for label in labelformat.get_labels():
        index = int(label.image.filename.removesuffix(".png"))
        truth = [(item.class_name, counted_from_one(item)) for item in visible(dataset, index)]
        found = [(o.category.name, [o.box.xmin, o.box.ymin, o.box.xmax, o.box.ymax]) for o in label.objects]
        assert found == truth
        assert [(box.label, list(box.ltrb)) for box in globox[label.image.filename].boxes] == truth


def test_labelformat_reads_the_class_masks(exported, dataset):
    names = {0: "background", 1: "cup", 2: "box", 3: "grün"}
    read = PascalVOCSemanticSegmentationInput.from_dirs(exported / "JPEGImages", exported / "SegmentationClass", names)
    for label in read.get_labels():
        index = int(label.image.filename.removesuffix(".png"))
        truth = dataset.load(dataset.frame(index).views[0], "semantic_mask")
        assert {item.category.id for item in label.objects} == set(np.unique(truth).tolist())
        for item in label.objects:
            np.testing.assert_array_equal(item.segmentation.get_binary_mask() == 1, truth == item.category.id)


def test_pictures_of_more_objects_than_a_byte_holds_have_boxes_only(write_drawn, tmp_path):
    many = np.arange(1, 256).reshape(15, 17)
    dataset = write_drawn(tmp_path / "dataset", [many, np.minimum(many, 254)], ("cup",))
    write_voc({"train": dataset}, tmp_path / "voc")
    crowded, full = read_voc(tmp_path / "voc", "train")
    assert (len(crowded.objects), crowded.object_mask) == (255, None)
    assert full.object_mask.max() == 254
    assert (tmp_path / "voc" / "ImageSets" / "Segmentation" / "train.txt").read_text() == "000001\n"


def test_with_more_classes_than_a_byte_holds_there_are_boxes_only(write_drawn, tmp_path):
    classes = tuple(f"class {k}" for k in range(255))
    dataset = write_drawn(tmp_path / "dataset", [np.full((16, 16), 255)], classes)
    write_voc({"train": dataset}, tmp_path / "voc")
    [image] = read_voc(tmp_path / "voc", "train")
    assert [item.class_name for item in image.objects] == ["class 254"]
    assert not (tmp_path / "voc" / "SegmentationClass").exists()


def test_a_name_that_xml_cannot_hold_is_refused_in_words(write_drawn, tmp_path):
    dataset = write_drawn(tmp_path / "dataset", [np.ones((16, 16), int)], ("bell \x07",))
    with pytest.raises(UserError, match=r"VOC is XML, which cannot hold the class name 'bell \\x07'"):
        write_voc({"train": dataset}, tmp_path / "voc")


@pytest.mark.parametrize(
    "text",
    [
        "<annotation>",
        "<annotation/>",
        "<annotation><filename>a.png</filename><size><width>wide</width><height>3</height></size></annotation>",
        '<!DOCTYPE a [<!ENTITY b "c">]><annotation><filename>&b;</filename></annotation>',
    ],
)
def test_a_damaged_annotation_is_named(exported, text):
    (exported / "Annotations" / "000001.xml").write_text(text)
    with pytest.raises(UserError, match=r"000001\.xml is not a VOC annotation"):
        list(read_voc(exported, "val"))


def test_a_split_that_is_not_there_is_named(exported):
    with pytest.raises(UserError, match=r"Could not read the annotations: .*minival\.txt"):
        list(read_voc(exported, "minival"))
