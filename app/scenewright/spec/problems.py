"""What pydantic found wrong with a project, in the user's words and with the file's line numbers."""

import difflib
from typing import Any, get_args

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from scenewright.errors import Problem
from scenewright.spec.misfits import MISFIT
from scenewright.spec.project import DUPLICATE, ProjectSpec
from scenewright.spec.yaml_tree import Location, child_of, line_of

_WORDS = {
    "missing": "is missing",
    "finite_number": "must be a finite number, not NaN or infinity",
    "float_parsing": "must be a number, not {input!r}",
    "float_type": "must be a number, not {input!r}",
    "int_parsing": "must be a whole number, not {input!r}",
    "int_type": "must be a whole number, not {input!r}",
    "int_from_float": "must be a whole number, not {input!r}",
    "string_type": "must be text, not {input!r}",
    "bool_parsing": "must be true or false, not {input!r}",
    "bool_type": "must be true or false, not {input!r}",
    "tuple_type": "must be a list, not {input!r}",
    "model_type": "must hold fields of its own, not {input!r}",
    "model_attributes_type": (
        "must be a number or a distribution such as {{kind: uniform, low: 0, high: 1}}, not {input!r}"
    ),
    "union_tag_not_found": "needs a 'kind'",
    "union_tag_invalid": "unknown kind {tag!r}: choose one of {expected_tags}",
    "literal_error": "unknown choice {input!r}: choose one of {expected}",
    "greater_than": "must be above {gt}, not {input}",
    "greater_than_equal": "must be at least {ge}, not {input}",
    "less_than": "must be below {lt}, not {input}",
    "less_than_equal": "must be at most {le}, not {input}",
    "too_short": "must have at least {min_length} entry",
    "too_long": "must have at most {max_length} entries, not {actual_length}",
    "string_too_short": "must not be empty",
    "value_error": "{error}",
}


def sentences(error: ValidationError, root: yaml.Node) -> list[Problem]:
    """Return every mistake as one sentence with its line."""
    details = error.errors()
    spoilt = {detail["loc"][:depth] for detail in details for depth in range(1, len(detail["loc"]))}
    # A list whose entries are wrong also counts as too short; the entries' own sentences say what matters.
    told_elsewhere = [d for d in details if d["type"] == DUPLICATE or (d["type"] == "too_short" and d["loc"] in spoilt)]
    return [_problem(d, root) for d in details if d not in told_elsewhere]


def name_problems(data: dict[str, Any], root: yaml.Node) -> list[Problem]:
    """Return where a name is used twice in one list, in plain data that may hold other mistakes."""
    problems = []
    for field, default in (
        ("classes", None),
        ("objects", None),
        ("lights", None),
        ("cameras", "camera"),
        ("labels", None),
    ):
        seen: dict[str, int] = {}
        for index, item in enumerate(_entries(data, field)):
            name = item if isinstance(item, str) else _field(item, "name", default)
            if isinstance(name, str) and name in seen:
                location = (field, index, "name") if isinstance(item, dict) and "name" in item else (field, index)
                message = f"{name!r} is there twice, first as {field}.{seen[name]}: remove or rename one of them"
                problems.append(_located(root, location, message))
            elif isinstance(name, str):
                seen[name] = index
    return problems


def class_problems(data: dict[str, Any], root: yaml.Node) -> list[Problem]:
    """Return where object groups and the list of classes do not fit, in plain data that may hold other mistakes."""
    listed = [_field(item, "name", item) for item in _entries(data, "classes")]
    used = _used_classes(data)
    problems = [
        _located(
            root,
            place,
            f"class {name!r} is not in the list of classes: add it there, or use one of {', '.join(map(str, listed))}",
        )
        for place, name in used
        if name not in listed
    ]
    problems += [
        _located(
            root,
            ("classes", index),
            f"class {name!r} has no assets: add an object group for it, or remove it from the list",
        )
        for index, name in enumerate(listed)
        # A project needs a class, though all it shows be scenery: the designer keeps one then.
        if isinstance(name, str) and name not in [item for _, item in used] and (used or index > 0)
    ]
    return problems


def misfit_classes(spec: ProjectSpec) -> list[str]:
    """Return where object groups and the list of classes do not fit, which keeps a project's file from being read."""
    problems = class_problems(spec.model_dump(mode="json"), yaml.MappingNode("tag:yaml.org,2002:map", []))
    return [problem.message.split(": ", 1)[-1] for problem in problems]


def _used_classes(data: dict[str, Any]) -> list[tuple[Location, str]]:
    """Return the class names of groups and of their assets, and where they stand."""
    found: list[tuple[Location, Any]] = []
    for index, group in enumerate(_entries(data, "objects")):
        found.append((("objects", index, "class_name"), _field(group, "class_name", None)))
        assets = _entries(group, "assets") if isinstance(group, dict) else []
        places = enumerate(assets)
        found += [(("objects", index, "assets", k, "class_name"), _field(a, "class_name", None)) for k, a in places]
    return [(place, name) for place, name in found if isinstance(name, str)]


def _entries(data: dict[str, Any], field: str) -> list[Any]:
    value = data.get(field)
    return value if isinstance(value, list) else []


def _field(item: Any, field: str, otherwise: Any) -> Any:
    return item.get(field, otherwise) if isinstance(item, dict) else otherwise


def _located(root: yaml.Node, location: Location, message: str) -> Problem:
    return Problem(f"{'.'.join(map(str, location))}: {message}", line_of(root, location))


def _problem(detail: ErrorDetails, root: yaml.Node) -> Problem:
    location = detail["ctx"]["place"] if detail["type"] == MISFIT else detail["loc"]
    shown = ".".join(str(step) for step in _without_tags(root, location))
    place = (*location, "kind") if detail["type"] == "union_tag_invalid" else location
    return Problem(f"{shown}: {sentence(detail)}" if shown else sentence(detail), line_of(root, place))


def sentence(detail: ErrorDetails) -> str:
    """Return what is wrong with one value, without its place."""
    kind = detail["type"]
    if kind == "extra_forbidden":
        return _unknown_field(detail["loc"])
    pattern = _WORDS.get(kind)
    if pattern is None:
        return detail["msg"]
    context = {name: _short(value) for name, value in detail.get("ctx", {}).items()}
    return pattern.format(input=_short(detail["input"]), **context)


def _short(value: Any) -> Any:
    if isinstance(value, dict):
        return _Words("a group of fields")
    if isinstance(value, list):
        return _Words("a list")
    if isinstance(value, float) and value.is_integer():
        return int(value)  # 0 rather than 0.0
    return value if not isinstance(value, str) or len(value) < 40 else value[:37] + "..."


class _Words(str):
    """Text that is shown without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def _unknown_field(location: Location) -> str:
    fields = sorted(_model_at(location[:-1]).model_fields)
    near = difflib.get_close_matches(str(location[-1]), fields, n=1)
    return "unknown field: " + (f"did you mean '{near[0]}'?" if near else f"known fields are {', '.join(fields)}")


def _model_at(location: Location) -> type[BaseModel]:
    """Return the model that a location inside a project belongs to."""
    models: list[type[BaseModel]] = [ProjectSpec]
    for step in location:
        if isinstance(step, int):
            continue
        tagged = [m for m in models if "kind" in m.model_fields and m.model_fields["kind"].default == step]
        if tagged:
            models = tagged
            continue
        annotations = [m.model_fields[step].annotation for m in models if step in m.model_fields]
        found = [model for annotation in annotations for model in _models_in(annotation)]
        models = found or models
    return models[0]


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for argument in get_args(annotation) for model in _models_in(argument)]


def _without_tags(root: yaml.Node, location: Location) -> list[str | int]:
    """Return a location without the union tags that the file does not show."""
    node: yaml.Node | None = root
    kept: list[str | int] = []
    for number, step in enumerate(location):
        _, child = child_of(node, step)
        if child is not None:
            node = child
        if child is not None or number == len(location) - 1:
            kept.append(step)
    return kept
