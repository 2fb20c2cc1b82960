"""Groups of objects, lights and cameras as wholes: copied as YAML, pasted, duplicated, moved and deleted."""

import re
from typing import Any

import yaml
from pydantic import ValidationError

from scenewright.errors import UserError
from scenewright.spec.places import Place, value_at
from scenewright.spec.project import ClassSpec, ProjectSpec
from scenewright.spec.yaml_io import dump_data
from scenewright.ui.binding import sentence_of
from scenewright.ui.language import translate

LISTS = ("objects", "lights", "cameras")

Changed = tuple[ProjectSpec, Place]
"""The project after it, and what is to be selected."""


def part_of(spec: ProjectSpec, place: Place) -> Place | None:
    """Return the group, light or camera that a place is in; nothing where it is in none."""
    whole = place[:2]
    if len(whole) < 2 or whole[0] not in LISTS:
        return None
    try:
        value_at(spec, whole)
    except LookupError:
        return None
    return whole


def copied(spec: ProjectSpec, part: Place) -> str:
    """Return a part as the project file would hold it, for the clipboard."""
    return dump_data({str(part[0]): [value_at(spec, part).model_dump(mode="json")]})


def pasted(spec: ProjectSpec, text: str, after: Place | None) -> Changed:
    """Return a project with the parts that a text holds, under names that are free.

    Args:
        spec: The project.
        text: YAML, as `copied` makes it, or as it stands in a project file.
        after: The part behind which those of its kind go; else they go to the end.

    Raises:
        UserError: The text holds no parts, or they do not fit into the project.
    """
    data = _parts_in(text)
    place: Place = ()
    for field in LISTS:
        for item in data.get(field) or ():
            spec, place = _with_part(spec, field, item, after)
            after = place if after is None or after[0] == field else after
    return spec, place


def duplicated(spec: ProjectSpec, part: Place) -> Changed:
    """Return a project with a copy of a part behind it."""
    return pasted(spec, copied(spec, part), part)


def deleted(spec: ProjectSpec, part: Place) -> Changed:
    """Return a project without a part; classes that only it had go with it.

    Raises:
        UserError: Others need it, or it is the last that must be there.
    """
    field, number = str(part[0]), int(part[1])
    items = getattr(spec, field)
    rest = (*items[:number], *items[number + 1 :])
    changes: dict[str, Any] = {field: rest}
    if field == "objects":
        used = {name for group in rest for name in group.class_names}
        gone = set(items[number].class_names) - used
        changes["classes"] = tuple(item for item in spec.classes if item.name not in gone)
    place = (field, min(number, len(rest) - 1)) if rest else ()
    return _replaced(spec, changes), place


def moved(spec: ProjectSpec, part: Place, step: int) -> Changed:
    """Return a project with a part one place up (-1) or down (1); at the end it stays.

    Raises:
        UserError: It must stand behind what it goes by, or before what goes by it.
    """
    field, number = str(part[0]), int(part[1])
    items = list(getattr(spec, field))
    other = number + step
    if not 0 <= other < len(items):
        return spec, part
    items[number], items[other] = items[other], items[number]
    return _replaced(spec, {field: tuple(items)}), (field, other)


def free_name(name: str, taken: set[str], *, is_camera: bool = False) -> str:
    """Return a name that is not taken: "cups", "cups 2", "cups 3"."""
    if name not in taken:
        return name
    mark = "-" if is_camera else " "
    stem = re.sub(rf"{mark}\d+$", "", name)
    number = 2
    while f"{stem}{mark}{number}" in taken:
        number += 1
    return f"{stem}{mark}{number}"


def _with_part(spec: ProjectSpec, field: str, item: Any, after: Place | None) -> Changed:
    items = getattr(spec, field)
    if not isinstance(item, dict):
        raise _unfit(translate("parts", "an entry of {field} is no group of fields").format(field=field))
    taken = {each.name for each in items}
    usual = "camera" if field == "cameras" else field
    item = {**item, "name": free_name(str(item.get("name", usual)), taken, is_camera=field == "cameras")}
    number = int(after[1]) + 1 if after is not None and after[0] == field else len(items)
    changes: dict[str, Any] = {field: (*items[:number], item, *items[number:])}
    if field == "objects":
        changes["classes"] = _with_classes(spec, item)
    return _replaced(spec, changes), (field, number)


def _with_classes(spec: ProjectSpec, group: dict[str, Any]) -> tuple[ClassSpec, ...]:
    assets = group.get("assets")
    names = [group.get("class_name")]
    names += [a.get("class_name") for a in assets if isinstance(a, dict)] if isinstance(assets, list | tuple) else []
    known = {item.name for item in spec.classes}
    new = dict.fromkeys(name for name in names if isinstance(name, str) and name not in known)
    return (*spec.classes, *(ClassSpec(name=name) for name in new))


def _parts_in(text: str) -> dict[str, Any]:
    try:
        data = yaml.safe_load(text) if len(text) < 1_000_000 else None
    except yaml.YAMLError:
        data = None
    if not isinstance(data, dict) or not any(isinstance(data.get(field), list) and data[field] for field in LISTS):
        raise _unfit(translate("parts", "it holds no objects, lights or cameras of a project"))
    return {field: data[field] for field in LISTS if isinstance(data.get(field), list)}


def _replaced(spec: ProjectSpec, changes: dict[str, Any]) -> ProjectSpec:
    try:
        return spec.replace(**changes)
    except ValidationError as error:
        raise UserError(translate("parts", "Not done: {reason}.").format(reason=sentence_of(error))) from error


def _unfit(reason: str) -> UserError:
    return UserError(translate("parts", "The clipboard cannot be pasted: {reason}.").format(reason=reason))
