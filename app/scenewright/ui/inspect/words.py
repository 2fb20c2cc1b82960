"""What the parts of a dataset are called in the user's language: measures, labels, ranges, and sentences of findings.

Those texts stand in modules that know no window, so they are listed there and translated here, by their English.
"""

import re
from itertools import pairwise

from scenewright.inspection.measures import Measure
from scenewright.ui.language import translate


def measure_title(measure: Measure) -> str:
    """Return a measure's title; the name of a setting that was drawn stays as it is."""
    return measure.title if measure.title == measure.name else translate("measures", measure.title)


def layer_title(title: str) -> str:
    """Return the title of a layer of labels, with a capital."""
    words = translate("layers", title)
    return words[:1].upper() + words[1:]


def range_texts(edges: list[float], unit: str) -> list[str]:
    """Return the ranges between a histogram's edges, as 0.1 to 0.2 m."""
    words = translate("inspect", "{0} to {1} {2}")
    return [words.format(f"{low:.3g}", f"{high:.3g}", unit).strip() for low, high in pairwise(edges)]


_VALUE = re.compile(r"'[^']*'|\d+(?:[.,]\d+)*")
"""What differs between two sentences of one kind: names in quotes, and numbers."""


def sentence_text(sentence: str) -> str:
    """Return a sentence of a finding in the user's language; its names and numbers are put in place of {0}, {1}."""
    values = _VALUE.findall(sentence)
    places = iter(range(len(values)))
    form = _VALUE.sub(lambda _: f"{{{next(places)}}}", sentence.replace("{", "(").replace("}", ")"))
    return translate("findings", form).format(*values)
