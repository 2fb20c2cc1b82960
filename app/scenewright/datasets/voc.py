"""Pascal VOC: detection, and segmentation by class and by object.

Format: the VOC2012 development kit. Boxes are whole pixels counted from 1, both ends included. Masks are PNG with VOC's
palette, 0 for background; borders are not marked 255 (void), since none is in doubt. Pictures stay PNG: nothing is
compressed anew.

Of what a visibility rule judged, the dropped has no `object` element; the ignored has one that is `difficult`, which
VOC's evaluation neither asks for nor counts as wrong; in the masks both are void, as VOC does with difficult objects.
The flagged is an object as ever: there is no element for the flag.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, ParseError, SubElement, indent

import defusedxml.ElementTree
import numpy as np
from defusedxml import DefusedXmlException
from numpy.typing import NDArray

from scenewright.datasets.coco import file_name
from scenewright.datasets.images import encode_png, read_array
from scenewright.datasets.palette import voc_colors
from scenewright.datasets.reading import Dataset
from scenewright.datasets.records import InstanceRecord, ViewRecord
from scenewright.datasets.splits import Splits
from scenewright.datasets.staging import export_folder, place_file
from scenewright.errors import UserError, os_error_sentence
from scenewright.geometry.boxes import Box2D

LABELMAP_FILE = "labelmap.txt"
VOID = 255
OURS = "Scenewright"

_TRUNCATED, _OCCLUDED = 0.15, 0.05
"""From so much on, VOC's guidelines for annotators call an object truncated or occluded."""

_NOT_IN_XML = re.compile("[^\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""All but the characters of XML 1.0, section 2.2, and those that begin a new line or column."""


def write_voc(splits: Splits, out: Path) -> None:
    """Write a dataset as VOC; all of it or nothing.

    Masks are written where the dataset holds instance masks and has at most 254 classes, for the pictures of at most
    254 objects: a byte holds no more. `ImageSets/Segmentation` lists those. `labelmap.txt` names the classes.

    Args:
        splits: What to export.
        out: A folder that is new or empty.

    Raises:
        UserError: A class has a name that XML cannot hold, or the export cannot be written.
    """
    any_dataset = next(iter(splits.values()))
    classes = [item.name for item in any_dataset.spec.classes]
    for name in classes:
        if not _fits_xml(name):
            raise UserError(f"VOC is XML, which cannot hold the class name {name!r}: rename the class, or choose COCO.")
    has_masks = "instance_mask" in any_dataset.spec.labels and len(classes) < VOID
    folders = ["Annotations", "JPEGImages", "ImageSets/Main"]
    folders += ["SegmentationClass", "SegmentationObject", "ImageSets/Segmentation"] if has_masks else []
    with export_folder(any_dataset, out) as folder:
        for name in folders:
            (folder / name).mkdir(parents=True)
        (folder / LABELMAP_FILE).write_text(_labelmap(classes), encoding="utf-8", newline="\n")
        for split, dataset in splits.items():
            lists = [split] if split == "test" else [split, "trainval"]
            for frame in dataset.frames():
                for view in frame.views:
                    _write_view(dataset, view, folder, lists, has_masks=has_masks)


@dataclass(frozen=True, slots=True)
class VocObject:
    """One object; `box` is XYXY, half-open, counted from 0 like everywhere else in this program."""

    class_name: str
    box: Box2D
    is_truncated: bool
    is_occluded: bool
    is_difficult: bool


@dataclass(frozen=True, slots=True)
class VocImage:
    """One picture; the masks are uint8 (H, W) with the class's or the object's number, where there are any.

    `annotation` names what the labels come from: "Scenewright" for ours.
    """

    path: Path
    width: int
    height: int
    objects: tuple[VocObject, ...]
    class_mask: NDArray[np.uint8] | None
    object_mask: NDArray[np.uint8] | None
    annotation: str = ""


def read_voc(folder: Path, split: str) -> Iterator[VocImage]:
    """Yield the pictures of a split, in the order of its list in `ImageSets/Main`.

    Raises:
        UserError: There is no such list, or a file of it is missing or damaged.
    """
    path = folder / "ImageSets" / "Main" / f"{split}.txt"
    try:
        for name in path.read_text(encoding="utf-8").splitlines():
            path = folder / "Annotations" / f"{name}.xml"
            yield _image(folder, path)
    except OSError as error:
        raise UserError(os_error_sentence("read the annotations", path, error)) from error
    except (DefusedXmlException, ParseError, TypeError, ValueError) as error:
        raise UserError(f"{path} is not a VOC annotation: {error}.") from error


def _image(folder: Path, path: Path) -> VocImage:
    root = defusedxml.ElementTree.fromstring(path.read_bytes())
    masks = [folder / name / f"{path.stem}.png" for name in ("SegmentationClass", "SegmentationObject")]
    by_class, by_object = (read_array(mask) if mask.is_file() else None for mask in masks)
    picture = folder / "JPEGImages" / _text(root, "filename")
    objects = tuple(voc_object(item) for item in root.iter("object"))
    size = int(_text(root, "size/width")), int(_text(root, "size/height"))
    annotation = root.findtext("source/annotation", "").strip()
    return VocImage(picture, *size, objects, by_class, by_object, annotation)


def voc_object(item: Element) -> VocObject:
    """Return what an `object` element says; raises ValueError where it has no name or box."""
    x0, y0, x1, y1 = (float(_text(item, f"bndbox/{name}")) for name in ("xmin", "ymin", "xmax", "ymax"))
    truncated, occluded, difficult = (
        item.findtext(name, "0").strip() == "1" for name in ("truncated", "occluded", "difficult")
    )
    return VocObject(_text(item, "name"), (max(x0 - 1, 0.0), max(y0 - 1, 0.0), x1, y1), truncated, occluded, difficult)


def _text(item: Element, name: str) -> str:
    text = item.findtext(name)
    if text is None:
        raise ValueError(f"it has no {name}")
    return text


def _write_view(dataset: Dataset, view: ViewRecord, folder: Path, lists: Iterable[str], *, has_masks: bool) -> None:
    name = file_name(view)
    stem = Path(name).stem
    place_file(dataset.folder / view.files["rgb"], folder / "JPEGImages" / name, link=True)
    seen = [item for item in view.annotated if item.box_tight is not None and item.visible_px > 0]
    is_segmented = has_masks and len(seen) < VOID
    annotation = ElementTree(_annotation(dataset, view, seen, is_segmented=is_segmented))
    annotation.write(folder / "Annotations" / f"{stem}.xml", encoding="utf-8")
    kinds = ["Main", "Segmentation"] if is_segmented else ["Main"]
    for place in (folder / "ImageSets" / kind / f"{part}.txt" for kind in kinds for part in lists):
        with place.open("a", encoding="utf-8", newline="\n") as file:
            file.write(stem + "\n")
    if is_segmented:
        ids = dataset.load(view, "instance_mask")
        void = {item.instance_id: VOID for item in view.instances if item.verdict in ("drop", "ignore")}
        numbers = {item.instance_id: number for number, item in enumerate(seen, 1)} | void
        classes = {item.instance_id: item.class_id for item in seen} | void
        for kind, values in (("SegmentationClass", classes), ("SegmentationObject", numbers)):
            (folder / kind / f"{stem}.png").write_bytes(encode_png(_renumbered(ids, values), palette=voc_colors()))


def _renumbered(ids: NDArray[np.uint16], values: Mapping[int, int]) -> NDArray[np.uint8]:
    table = np.zeros(int(ids.max()) + 1, np.uint8)
    for instance_id, value in values.items():
        if instance_id < len(table):
            table[instance_id] = value
    return table[ids]


def _annotation(dataset: Dataset, view: ViewRecord, seen: Iterable[InstanceRecord], *, is_segmented: bool) -> Element:
    root = Element("annotation")
    size = view.intrinsics
    _add(root, {"folder": "JPEGImages", "filename": file_name(view)})
    database = dataset.spec.name if _fits_xml(dataset.spec.name) else OURS
    _add(SubElement(root, "source"), {"database": database, "annotation": OURS})
    _add(SubElement(root, "size"), {"width": size.width, "height": size.height, "depth": 3})
    _add(root, {"segmented": int(is_segmented)})
    for item in seen:
        x0, y0, x1, y1 = item.box_tight or (0.0, 0.0, 0.0, 0.0)
        about = SubElement(root, "object")
        told: dict[str, str | int] = {
            "name": item.class_name,
            "pose": "Unspecified",
            "truncated": int((item.truncation_ratio or 0) >= _TRUNCATED),
            "occluded": int((item.occlusion_ratio or 0) >= _OCCLUDED),
            "difficult": int(item.verdict == "ignore"),
        }
        _add(about, told)
        box = {"xmin": round(x0) + 1, "ymin": round(y0) + 1, "xmax": round(x1), "ymax": round(y1)}
        _add(SubElement(about, "bndbox"), box)
    indent(root)
    return root


def _add(parent: Element, members: Mapping[str, str | int]) -> None:
    for name, value in members.items():
        SubElement(parent, name).text = str(value)


def _fits_xml(text: str) -> bool:
    return _NOT_IN_XML.search(text) is None


def _labelmap(classes: Iterable[str]) -> str:
    """Return the colour of each class, as label tools write it: a line `label:red,green,blue:parts:actions`."""
    colors = voc_colors().tolist()
    rows = [f"{name}:{','.join(map(str, colors[k % 256]))}::" for k, name in enumerate(["background", *classes])]
    return "\n".join(["# label:color_rgb:parts:actions", *rows]) + "\n"
