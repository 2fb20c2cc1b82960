"""VOC and YOLO annotations without the lists that name their pictures, as label tools leave them.

labelImg, Roboflow and many others put a text or XML file beside each picture, or into a folder beside the pictures'
folder; the class names of YOLO rows are then in `classes.txt`, `obj.names` or a YAML file, or nowhere.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree
import numpy as np
import yaml
from defusedxml import DefusedXmlException
from PIL import Image

from scenewright.datasets.voc import VocImage, voc_object
from scenewright.datasets.yolo import PICTURES, YoloImage, label_path, yolo_object
from scenewright.errors import UserError, os_error_sentence

_DEEPEST = 3
"""So many folders down annotations are looked for."""
_BESIDE = (".", "../JPEGImages", "../images", "..")
"""Where the picture of an XML file may be, from where that lies."""
_NAMES = ("classes.txt", "obj.names", "labels.txt", "_darknet.labels")


def loose_voc(folder: Path) -> Iterator[tuple[str, VocImage]]:
    """Yield the folder of each VOC file that is found, relative, and what it annotates, by name.

    Boxes count from 1 as in VOC; one that begins at 0, as some tools write it, begins at the picture's edge.

    Raises:
        UserError: A file cannot be read.
    """
    for path in _files(folder, ".xml"):
        try:
            root = defusedxml.ElementTree.fromstring(path.read_bytes())
            if root.tag == "annotation":
                yield path.parent.relative_to(folder).as_posix(), _voc_image(path, root)
        except OSError as error:
            raise UserError(os_error_sentence("read the annotations", path, error)) from error
        except (DefusedXmlException, ParseError, TypeError, ValueError) as error:
            raise UserError(f"{path} is not a VOC annotation: {error}.") from error


def loose_yolo(folder: Path) -> Iterator[tuple[str, YoloImage]]:
    """Yield the folder of each picture, relative, and its rows, by name; a picture without a text file shows nothing.

    Raises:
        UserError: A picture or a row cannot be read.
    """
    names = _class_names(folder)
    for picture in _files(folder, *(f".{suffix}" for suffix in sorted(PICTURES))):
        place = label_path(picture) if "/images/" in picture.as_posix() else picture.with_suffix(".txt")
        try:
            with Image.open(picture) as image:
                size = image.size
            text = place.read_text(encoding="utf-8") if place.is_file() else ""
            objects = tuple(yolo_object(row.split(), names, size, None) for row in text.splitlines() if row.strip())
        except OSError as error:
            raise UserError(os_error_sentence("read the dataset", picture, error)) from error
        except (KeyError, IndexError, ValueError) as error:
            raise UserError(f"{place} is not as YOLO has it: {type(error).__name__} {error}.") from error
        yield picture.parent.relative_to(folder).as_posix(), YoloImage(picture, *size, objects)


def has_yolo_rows(folder: Path) -> bool:
    """Tell whether a folder has a text file of YOLO rows that belongs to a picture."""
    for path in _files(folder, ".txt"):
        rows = path.read_text(encoding="utf-8", errors="replace").splitlines()[:1]
        if rows and _is_row(rows[0]) and _picture_of_rows(path) is not None:
            return True
    return False


def _files(folder: Path, *suffixes: str) -> list[Path]:
    found = []
    for depth in range(_DEEPEST):
        pattern = "/".join(["*"] * (depth + 1))
        found += [path for path in folder.glob(pattern) if path.suffix.lower() in suffixes and path.is_file()]
    return sorted(found)


def _voc_image(path: Path, root: Element) -> VocImage:
    name = (root.findtext("filename") or path.stem).strip()
    picture = _picture_of_xml(path, name)
    width, height = (int(float(root.findtext(f"size/{side}") or 0)) for side in ("width", "height"))
    if width <= 0 or height <= 0:
        with Image.open(picture) as image:
            width, height = image.size
    objects = tuple(voc_object(item) for item in root.iter("object"))
    return VocImage(picture, width, height, objects, None, None)


def _picture_of_xml(path: Path, name: str) -> Path:
    names = [Path(name).name, *(f"{path.stem}.{suffix}" for suffix in sorted(PICTURES))]
    places = [path.parent / beside / one for one in names for beside in _BESIDE]
    return next((place.resolve() for place in places if place.is_file()), path.parent / names[0])


def _picture_of_rows(path: Path) -> Path | None:
    before, _, after = path.as_posix().rpartition("/labels/")
    places = [path, Path(f"{before}/images/{after}")] if before else [path]
    pictures = (place.with_suffix(f".{suffix}") for place in places for suffix in sorted(PICTURES))
    return next((picture for picture in pictures if picture.is_file()), None)


def _is_row(text: str) -> bool:
    try:
        numbers = np.array(text.split(), float)
    except ValueError:
        return False
    return len(numbers) >= 5 and numbers[0] == int(numbers[0]) and bool((np.abs(numbers[1:5]) <= 1.5).all())


class _Numbered(dict[int, str]):
    """Names of classes; one that has none is called by its number."""

    def __missing__(self, number: int) -> str:
        return f"class {number}"


def _class_names(folder: Path) -> Mapping[int, str]:
    places = [folder / name for name in _NAMES] + [folder / "labels" / name for name in _NAMES]
    for place in places:
        if place.is_file():
            lines = place.read_text(encoding="utf-8", errors="replace").splitlines()
            return _Numbered(enumerate(line.strip() for line in lines if line.strip()))
    for place in sorted(folder.glob("*.y*ml")):
        try:
            names = yaml.safe_load(place.read_text(encoding="utf-8"))["names"]
            return _Numbered(names if isinstance(names, dict) else enumerate(names))
        except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError):
            continue
    return _Numbered()
