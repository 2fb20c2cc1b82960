"""Changes of one part of a project that other parts must follow: names, classes and roles.

Each returns a whole project, validated.
"""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from scenewright.spec.base import SpecModel
from scenewright.spec.camera_models import CAMERA_MODELS
from scenewright.spec.distributions import Expression, Fixed
from scenewright.spec.places import Place, value_at
from scenewright.spec.project import ClassSpec, ProjectSpec
from scenewright.spec.visibility import VisibilityRule


def with_group_name(spec: ProjectSpec, place: Place, name: str) -> ProjectSpec:
    """Rename a group of objects, and wherever others go by it."""
    old = value_at(spec, place)
    changed = _replaced(spec, place, name)
    return _followed(changed, {"of": old, "groups": old}, name, ("objects", "cameras"))


def with_camera_name(spec: ProjectSpec, place: Place, name: str) -> ProjectSpec:
    """Rename a camera, and wherever objects stand before it or others are mounted on it."""
    old = value_at(spec, place)
    changed = _replaced(spec, place, name)
    return _followed(changed, {"camera": old, "on": old}, name, ("objects", "cameras"))


def with_variable_name(spec: ProjectSpec, place: Place, name: str) -> ProjectSpec:
    """Rename a variable, in formulas and where others follow it."""
    old = value_at(spec, place)
    data = _mapped(_replaced(spec, place, name), lambda part: _with_formula(part, old, name))
    return _validated(_mapped(data, lambda part: _with_field(part, "follows", old, name)))


def with_class_renamed(spec: ProjectSpec, place: Place, name: str) -> ProjectSpec:
    """Rename a class in the list, and wherever objects and rules speak of it."""
    old = value_at(spec, place)
    changed = _replaced(spec, place, name)
    return _followed(changed, {"class_name": old, "classes": old}, name, ("objects", "visibility"))


def with_class_name(spec: ProjectSpec, place: Place, name: str | None) -> ProjectSpec:
    """Say what objects are called, and keep the list of classes to those that objects have."""
    return _validated(with_fitting_classes(_replaced(spec, place, name)))


def with_role(spec: ProjectSpec, place: Place, role: str) -> ProjectSpec:
    """Change what a group is there for, with the class that this needs or forbids."""
    group = value_at(spec, place[:-1])
    changes: dict[str, Any] = {"role": role}
    if role == "target" and not group.class_names:
        changes["class_name"] = re.sub(r"\W+", "_", group.name).strip("_").lower() or "object"
    if role != "target":
        changes["class_name"] = None
        changes["assets"] = tuple(asset.replace(class_name=None) for asset in group.assets)
    changed = _replaced(spec, place[:-1], group.model_copy(update=changes))
    return _validated(with_fitting_classes(changed))


def with_camera_model(spec: ProjectSpec, place: Place, model: str | None) -> ProjectSpec:
    """Give a camera the lens and image size of a known one."""
    camera = value_at(spec, place[:-1])
    lens: dict[str, Any] = dict(CAMERA_MODELS[model].lens) if model in CAMERA_MODELS else {}
    if lens:
        lens |= {"focal_length_mm": Fixed(value=lens["focal_length_mm"]), "intrinsics": None, "lens": None}
    return _validated(_replaced(spec, place[:-1], camera.model_copy(update={"model": model, **lens})))


def with_objects(spec: ProjectSpec, objects: tuple[Any, ...]) -> ProjectSpec:
    """Add, remove or order groups of objects, and keep the list of classes to those that objects have."""
    return _validated(with_fitting_classes(spec.model_copy(update={"objects": objects})))


def with_fitting_classes(spec: ProjectSpec) -> ProjectSpec:
    """Return a project whose classes are those that its objects have, in their order, new ones at the end.

    Rules go that speak of no class any more. Where no object has a class, one stays, for a project needs one. The
    result is not validated.
    """
    used = list(dict.fromkeys(name for group in spec.objects for name in group.class_names))
    kept = [item for item in spec.classes if item.name in used]
    known = [item.name for item in kept]
    classes = (*kept, *(ClassSpec(name=name) for name in used if name not in known)) or spec.classes[:1]
    names = [item.name for item in classes]
    rules = [(rule, tuple(name for name in rule.classes if name in names)) for rule in spec.visibility]
    visibility: tuple[VisibilityRule, ...] = tuple(
        rule.replace(classes=left) for rule, left in rules if left or not rule.classes
    )
    return spec.model_copy(update={"classes": classes, "visibility": visibility})


def _replaced(spec: ProjectSpec, place: Place, value: Any) -> ProjectSpec:
    """Return a project with another value at a place, not validated yet: other parts have still to follow."""
    changed: ProjectSpec = _put(spec, place, value)
    return changed


def _put(part: Any, place: Place, value: Any) -> Any:
    if not place:
        return value
    inner = _put(value_at(part, place[:1]), place[1:], value)
    if isinstance(part, SpecModel):
        return part.model_copy(update={str(place[0]): inner})
    number = int(place[0])
    return (*part[:number], inner, *part[number + 1 :])


def _followed(spec: ProjectSpec, fields: dict[str, str], new: str, parts: tuple[str, ...]) -> ProjectSpec:
    changes = {}
    for name in parts:
        part = getattr(spec, name)
        for field, old in fields.items():
            part = _mapped(part, partial(_with_field, field=field, old=old, new=new))
        changes[name] = part
    return _validated(spec.model_copy(update=changes))


def _mapped(part: Any, change: Callable[[SpecModel], SpecModel]) -> Any:
    """Return a part of a project with a change made to every model in it, the inner ones first."""
    if isinstance(part, tuple):
        items = tuple(_mapped(item, change) for item in part)
        return items if any(a is not b for a, b in zip(items, part, strict=True)) else part
    if not isinstance(part, SpecModel):
        return part
    inner = {name: _mapped(value, change) for name, value in part}
    changed = {name: value for name, value in inner.items() if value is not getattr(part, name)}
    return change(part.model_copy(update=changed) if changed else part)


def _with_field(part: SpecModel, field: str, old: str, new: str) -> SpecModel:
    value = getattr(part, field, None) if field in type(part).model_fields else None
    if value == old:
        return part.model_copy(update={field: new})
    if isinstance(value, tuple) and old in value:
        return part.model_copy(update={field: tuple(new if name == old else name for name in value)})
    return part


def _with_formula(part: SpecModel, old: str, new: str) -> SpecModel:
    if not isinstance(part, Expression):
        return part
    formula = re.sub(rf"\b{re.escape(old)}\b", new, part.formula)
    return part.model_copy(update={"formula": formula}) if formula != part.formula else part


def _validated(spec: ProjectSpec) -> ProjectSpec:
    # From plain data, as copies made beside validation are: nothing unchecked comes through.
    return ProjectSpec.model_validate(spec.model_dump(exclude_unset=False))
