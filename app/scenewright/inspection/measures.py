"""Everything that can be counted, plotted, filtered and sorted by: one table, for all of these."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scenewright.inspection.columns import VERDICTS, Columns
from scenewright.inspection.pictures import Pictures

Values = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Marks:
    """What is said of images as wholes.

    Attributes:
        aside: (N,) which are set aside; nothing where none is known to be.
        tags: Tag to the images that have it, (N,).
        findings: Check to the images that it found, (N,).
    """

    aside: NDArray[np.bool_] | None = None
    tags: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)
    findings: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Source:
    """What measures are taken of.

    Attributes:
        columns: The dataset.
        pictures: What was measured of its pictures; nothing before that.
        drawn: (N,) values by the name of what was randomised, NaN where it was not; see `inspection.drawn`.
        marks: Which images are set aside, tagged, or found to be odd.
    """

    columns: Columns
    pictures: Pictures | None = None
    drawn: Mapping[str, NDArray[np.float64]] | None = None
    marks: Marks = field(default_factory=Marks)


@dataclass(frozen=True)
class Measure:
    """Something that each image or each object has one value of.

    Attributes:
        name: For filters and files.
        title: For people.
        of: Whether images or objects have it.
        values: Its values, (N,) or (M,); NaN where unknown. Names are given as their places in `names`.
        unit: Of a number.
        names: Of a measure that is no number, its values.
        members: Of names of which an image may have several, which images have which, (N,) each; the value is then how
            many it has.
        logarithmic: Whether its sizes are better seen on a logarithmic axis.
        whole: Whether it counts.
    """

    name: str
    title: str
    of: Literal["image", "object"]
    values: Callable[[Source], Values]
    unit: str = ""
    names: Callable[[Columns], tuple[str, ...]] | None = None
    members: Callable[[Source], Mapping[str, NDArray[np.bool_]]] | None = None
    logarithmic: bool = False
    whole: bool = False


def _width(source: Source) -> Values:
    box = source.columns.objects.box_px.astype(np.float64)
    return box[:, 2] - box[:, 0]


def _height(source: Source) -> Values:
    box = source.columns.objects.box_px.astype(np.float64)
    return box[:, 3] - box[:, 1]


def _size(source: Source) -> Values:
    return np.sqrt(_width(source) * _height(source))


def _aspect(source: Source) -> Values:
    return np.asarray(_width(source) / _height(source))


def _share(source: Source) -> Values:
    columns = source.columns
    return np.asarray(_width(source) * _height(source) / columns.images.size_px[columns.objects.image].prod(axis=1))


def _place(axis: int) -> Callable[[Source], Values]:
    def values(source: Source) -> Values:
        columns = source.columns
        box = columns.objects.box_px
        size = columns.images.size_px[columns.objects.image, axis]
        return np.asarray((box[:, axis] + box[:, axis + 2]) / 2 / size, np.float64)

    return values


def _per_image(source: Source) -> Values:
    columns = source.columns
    return np.bincount(columns.objects.image[columns.labelled], minlength=len(columns.images)).astype(np.float64)


def _object(name: str) -> Callable[[Source], Values]:
    def values(source: Source) -> Values:
        return np.asarray(getattr(source.columns.objects, name), np.float64)

    return values


def _image(name: str) -> Callable[[Source], Values]:
    def values(source: Source) -> Values:
        return np.asarray(getattr(source.columns.images, name), np.float64)

    return values


def _class(source: Source) -> Values:
    return source.columns.objects.class_id.astype(np.float64) - 1


def _picture(name: str) -> Callable[[Source], Values]:
    def values(source: Source) -> Values:
        if source.pictures is None:
            return np.full(len(source.columns.images), np.nan)
        return np.asarray(source.pictures[name], np.float64)

    return values


def _aside(source: Source) -> Values:
    nothing = np.zeros(len(source.columns.images))
    return nothing if source.marks.aside is None else source.marks.aside.astype(np.float64)


def _how_many(members: Callable[[Source], Mapping[str, NDArray[np.bool_]]]) -> Callable[[Source], Values]:
    def values(source: Source) -> Values:
        count = np.zeros(len(source.columns.images))
        for images in members(source).values():
            count += images
        return count

    return values


def _tags(source: Source) -> Mapping[str, NDArray[np.bool_]]:
    return source.marks.tags


def _findings(source: Source) -> Mapping[str, NDArray[np.bool_]]:
    return source.marks.findings


MEASURES: tuple[Measure, ...] = (
    Measure("class", "Class", "object", _class, names=lambda columns: columns.class_names),
    Measure("objects", "Objects in an image", "image", _per_image, whole=True),
    Measure("size", "Size of the box", "object", _size, "px", logarithmic=True),
    Measure("width", "Width of the box", "object", _width, "px", logarithmic=True),
    Measure("height", "Height of the box", "object", _height, "px", logarithmic=True),
    Measure("aspect", "Width to height of the box", "object", _aspect, logarithmic=True),
    Measure("area", "Share of the image", "object", _share, logarithmic=True),
    Measure("x", "Place from left to right", "object", _place(0)),
    Measure("y", "Place from top to bottom", "object", _place(1)),
    Measure("visible", "Visible pixels", "object", _object("visible_px"), "px", logarithmic=True),
    Measure("occlusion", "Occlusion", "object", _object("occlusion")),
    Measure("truncation", "Truncation", "object", _object("truncation")),
    Measure("distance", "Distance", "object", _object("distance_m"), "m"),
    Measure("azimuth", "Seen from, azimuth", "object", _object("azimuth_deg"), "°"),
    Measure("elevation", "Seen from, elevation", "object", _object("elevation_deg"), "°"),
    Measure("yaw", "Yaw", "object", _object("yaw_deg"), "°"),
    Measure("asset", "Asset", "object", _object("asset"), names=lambda columns: columns.assets),
    Measure("group", "Group of objects", "object", _object("group"), names=lambda columns: columns.groups),
    Measure("verdict", "Visibility rule", "object", _object("verdict"), names=lambda _: VERDICTS),
    Measure("split", "Split", "image", _image("split"), names=lambda columns: columns.splits),
    Measure("camera", "Camera", "image", _image("camera"), names=lambda columns: columns.cameras),
    Measure("frame", "Frame", "image", _image("index"), whole=True),
    Measure("tag", "Tags", "image", _how_many(_tags), members=_tags),
    Measure("finding", "Findings", "image", _how_many(_findings), members=_findings),
    Measure("aside", "Set aside", "image", _aside, names=lambda _: ("no", "yes")),
    Measure("brightness", "Brightness", "image", _picture("brightness")),
    Measure("contrast", "Contrast", "image", _picture("contrast")),
    Measure("saturation", "Saturation", "image", _picture("saturation")),
    Measure("red", "Red", "image", _picture("red")),
    Measure("green", "Green", "image", _picture("green")),
    Measure("blue", "Blue", "image", _picture("blue")),
    Measure("sharpness", "Sharpness", "image", _picture("sharpness"), logarithmic=True),
    Measure("spectrum", "Fall of the spectrum", "image", _picture("spectrum")),
)
"""What every dataset has; what it randomised comes on top, see `measures_of`."""


def measures_of(source: Source) -> tuple[Measure, ...]:
    """Return all measures of a dataset, those of what it randomised among them."""

    def of_drawn(name: str) -> Measure:
        return Measure(name, name, "image", lambda it: it.drawn[name] if it.drawn else np.empty(0))

    return (*MEASURES, *(of_drawn(name) for name in source.drawn or ()))


def measure_named(source: Source, name: str) -> Measure:
    """Return a measure by its name.

    Raises:
        LookupError: There is none.
    """
    for measure in measures_of(source):
        if measure.name == name:
            return measure
    raise LookupError(f"there is no measure '{name}': there are {', '.join(m.name for m in measures_of(source))}")
