"""Synthetic pictures beside the user's photos: what differs most, in terms of settings.

Only a diagnosis: neither appearance nor geometry alone foretells how well a detector does on real pictures.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scenewright.inspection.comparing import Comparison
from scenewright.spec.places import Place

_WORTH_SAYING = 0.25
"""A Kolmogorov-Smirnov distance below this is common between two halves of one set of photos."""


@dataclass(frozen=True)
class Advice:
    """One difference, and the setting that would lessen it.

    Attributes:
        measure: What differs.
        sentence: How, and what to change.
        place: The setting.
    """

    measure: str
    sentence: str
    place: Place


def advice(comparisons: Sequence[Comparison]) -> tuple[Advice, ...]:
    """Return what to change so that a dataset comes nearer to photos, the largest difference first.

    Args:
        comparisons: The dataset beside the photos, as `comparing.compared` returns them.
    """
    found = []
    for item in comparisons:
        if item.distance < max(_WORTH_SAYING, _by_luck(item)) or item.measure.name not in _SAYINGS:
            continue
        said = _SAYINGS[item.measure.name](item)
        if said is not None:
            found.append(Advice(item.measure.name, *said))
    return tuple(found)


def _by_luck(item: Comparison) -> float:
    """Return how far apart two sets of so many values are by luck in one of a hundred cases."""
    one, other = int(item.one.counts.sum()), int(item.other.counts.sum())
    return 1.63 * math.sqrt((one + other) / max(1, one * other))


Saying = Callable[[Comparison], tuple[str, Place] | None]


def _range(item: Comparison, *, of_photos: bool) -> str:
    """Return where the middle four fifths of the values are, as 40 to 90 px."""
    histogram = item.other if of_photos else item.one
    total, reached, low, high = histogram.counts.sum(), 0, float("nan"), float("nan")
    for number, count in enumerate(histogram.counts.tolist()):
        if math.isnan(low) and reached + count >= 0.1 * total:
            low = histogram.edges[number]
        if math.isnan(high) and reached + count >= 0.9 * total:
            high = histogram.edges[number + 1]
        reached += count
    unit = f" {item.measure.unit}" if item.measure.unit else ""
    return f"{low:.3g} to {high:.3g}{unit}"


def _size(item: Comparison) -> tuple[str, Place]:
    mine, photos = item.medians
    remedy = "move the camera back, or shorten the focal length" if mine > photos else "move the camera nearer"
    factor = mine / photos if mine > photos else photos / mine
    sentence = (
        f"Objects are {_range(item, of_photos=True)} in the photos, {_range(item, of_photos=False)} here: {remedy}, by "
        f"about {factor:.1f} times."
    )
    return sentence, ("cameras", 0)


def _more_or_less(what: str, more: str, less: str, place: Place) -> Saying:
    def saying(item: Comparison) -> tuple[str, Place]:
        mine, photos = item.medians
        remedy = more if photos > mine else less
        return f"{what} is {photos:.2g} in the photos (the median), {mine:.2g} here: {remedy}.", place

    return saying


_SAYINGS: dict[str, Saying] = {
    "size": _size,
    "objects": _more_or_less(
        "The number of objects in an image",
        "raise the count",
        "lower the count, or narrow the camera's view",
        ("objects", 0, "count"),
    ),
    "brightness": _more_or_less(
        "The brightness",
        "raise the exposure or the surroundings' brightness",
        "lower the exposure or the surroundings' brightness",
        ("cameras", 0, "exposure_stops"),
    ),
    "contrast": _more_or_less(
        "The contrast",
        "add a directional light with a shadow, or raise the sensor's contrast",
        "use softer light, or lower the sensor's contrast",
        ("lights",),
    ),
    "saturation": _more_or_less(
        "The saturation of colours",
        "use more colourful floors and objects, or raise the sensor's saturation",
        "use plainer floors and objects, or lower the sensor's saturation",
        ("cameras", 0, "sensor"),
    ),
    "sharpness": _more_or_less(
        "The sharpness",
        "add noise and fine textures, and lessen blur",
        "add blur, or a depth of field, to the sensor",
        ("cameras", 0, "sensor"),
    ),
    "aspect": _more_or_less(
        "The width to height of boxes",
        "turn the objects or the camera as in the photos",
        "turn the objects or the camera as in the photos",
        ("objects", 0, "rotation"),
    ),
    "y": _more_or_less(
        "The objects' place from top (0) to bottom (1)",
        "aim the camera higher",
        "aim the camera lower",
        ("cameras", 0, "look_at_m"),
    ),
}
