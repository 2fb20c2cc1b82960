"""Filters: which images are shown. A filter is text, such as `class=cup occlusion<0.5 objects>=3`.

Conditions about objects must hold for one and the same object.
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scenewright.errors import UserError
from scenewright.inspection.measures import Measure, Source, Values, measure_named, measures_of

Comparison = Literal["=", "!=", "<", "<=", ">", ">="]

_COMPARED: dict[Comparison, Callable[[Values, float], NDArray[np.bool_]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_CONDITION = re.compile(r'\s*("[^"]+"|[^\s=!<>"]+)\s*(!=|<=|>=|=|<|>)\s*("[^"]*"|[^\s"]+)')


@dataclass(frozen=True)
class Condition:
    """One condition on one measure.

    Attributes:
        measure: Its name.
        comparison: How the value compares.
        value: With what: a number, or a name.
    """

    measure: str
    comparison: Comparison
    value: str

    def __str__(self) -> str:
        return f"{_quoted(self.measure)}{self.comparison}{_quoted(self.value)}"


Filter = tuple[Condition, ...]
"""All of these hold."""


def parsed_filter(text: str) -> Filter:
    """Return the filter that a text means.

    Raises:
        UserError: It means none.
    """
    conditions: list[Condition] = []
    at = 0
    while at < len(text.rstrip()):
        found = _CONDITION.match(text, at)
        if found is None:
            raise UserError(f"{text[at:].strip()!r} is no condition: write one such as class=cup or occlusion<0.5.")
        name, comparison, value = found.groups()
        conditions.append(Condition(name.strip('"'), comparison, value.strip('"')))  # type: ignore[arg-type]
        at = found.end()
    return tuple(conditions)


def filter_text(conditions: Filter) -> str:
    """Return the text of a filter."""
    return " ".join(map(str, conditions))


def matching(source: Source, conditions: Filter) -> NDArray[np.bool_]:
    """Return which images a filter lets through, (N,).

    Raises:
        UserError: It speaks of something that the dataset does not have.
    """
    columns = source.columns
    images = np.ones(len(columns.images), bool)
    objects = columns.labelled.copy()
    of_objects = False
    for condition in conditions:
        measure = _measure(source, condition)
        holds = _holds(source, measure, condition)
        if measure.of == "image":
            images &= holds
        else:
            of_objects = True
            if measure.name == "verdict":
                objects |= holds  # what a rule dropped is asked for by it
            objects &= holds
    if of_objects:
        images &= np.bincount(columns.objects.image[objects], minlength=len(images)) > 0
    return images


def sorted_rows(source: Source, rows: NDArray[np.int64], by: str, *, descending: bool = False) -> NDArray[np.int64]:
    """Return images in the order of a measure; by an object's measure, its largest value in the image counts.

    Images whose value is unknown come last.

    Raises:
        LookupError: There is no such measure.
    """
    measure = measure_named(source, by)
    values = measure.values(source)
    if measure.of == "object":
        objects = source.columns.objects
        usable = source.columns.labelled & np.isfinite(values)
        most = np.full(len(source.columns.images), -np.inf)
        np.maximum.at(most, objects.image[usable], values[usable])
        values = np.where(np.isinf(most), np.nan, most)
    keys = values[rows]
    order = np.argsort(-keys if descending else keys, kind="stable")
    return rows[order]


def _measure(source: Source, condition: Condition) -> Measure:
    try:
        return measure_named(source, condition.measure)
    except LookupError as error:
        names = ", ".join(measure.name for measure in measures_of(source))
        raise UserError(f"Nothing is called '{condition.measure}' here: filter by {names}.") from error


def _holds(source: Source, measure: Measure, condition: Condition) -> NDArray[np.bool_]:
    if measure.members is not None:
        has = _member(measure.members(source), measure, condition)
        return has if condition.comparison == "=" else ~has
    values = measure.values(source)
    wanted = _number(source, measure, condition)
    holds: NDArray[np.bool_] = np.isfinite(values) & _COMPARED[condition.comparison](values, wanted)
    return holds


def _member(members: Mapping[str, NDArray[np.bool_]], measure: Measure, condition: Condition) -> NDArray[np.bool_]:
    if condition.comparison not in ("=", "!="):
        raise UserError(f"'{condition}' compares a name: write {measure.name}=... or {measure.name}!=...")
    if condition.value not in members:
        known = f"there are {', '.join(members)}" if members else "there are none yet"
        raise UserError(f"No image has the {measure.name} '{condition.value}': {known}.")
    return members[condition.value]


def _number(source: Source, measure: Measure, condition: Condition) -> float:
    if measure.names is not None:
        names = measure.names(source.columns)
        if condition.comparison not in ("=", "!="):
            raise UserError(f"'{condition}' compares a name: write {measure.name}=... or {measure.name}!=...")
        if condition.value not in names:
            raise UserError(f"No {measure.title.lower()} is called '{condition.value}': there are {', '.join(names)}.")
        return float(names.index(condition.value))
    try:
        return float(condition.value)
    except ValueError as error:
        raise UserError(f"'{condition}' needs a number, as in {measure.name}{condition.comparison}0.5.") from error


def _quoted(text: str) -> str:
    return f'"{text}"' if re.search(r"[\s=!<>]", text) or not text else text
