"""Every setting of a project file has a control on some page."""

from typing import Annotated, Any, get_args, get_origin

import pytest
from pydantic import ValidationError
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QWidget

from scenewright.paths import shipped
from scenewright.spec.base import SpecModel
from scenewright.spec.distributions import AnyDistribution, MixturePart
from scenewright.spec.places import value_at, with_value
from scenewright.spec.project import ProjectSpec
from scenewright.spec.yaml_io import load_project
from scenewright.ui.fields import starting
from scenewright.ui.fields.colors import ColorsField
from scenewright.ui.fields.distribution import DistributionField
from scenewright.ui.fields.layouts import EITHER
from scenewright.ui.fields.points import PointsField
from scenewright.ui.fields.poses import PosesField
from scenewright.ui.library.sources_field import SourcesField
from scenewright.ui.pages import camera, labels, lights, objects, scene

WHOLE = (DistributionField, SourcesField, PosesField, ColorsField, PointsField)
"""Fields that show all of what stands at their place."""
PAGES = {"objects": objects, "lights": lights, "cameras": camera, "labels": labels, "classes": labels,
         "visibility": labels, "output": labels}  # fmt: skip
ELSEWHERE = {("ProjectSpec", "schema_version"), ("OutputSpec", "frames"), ("OutputSpec", "seed"),
             ("CameraSpec", "mount")}  # fmt: skip
"""What the program says by itself, what the page Generate asks for, and what the first camera has none above it for."""


LISTS = ("objects", "lights", "cameras", "output")


def models_in(annotation: Any) -> list[type[SpecModel]]:
    if isinstance(annotation, type) and issubclass(annotation, SpecModel):
        return [annotation]
    inner = get_args(annotation)[:1] if get_origin(annotation) is Annotated else get_args(annotation)
    return [model for item in inner for model in models_in(item)]


def all_models() -> set[type[SpecModel]]:
    found, waiting = set(), [ProjectSpec]
    while waiting:
        model = waiting.pop()
        if model not in found and model not in (*get_args(AnyDistribution), MixturePart):
            found.add(model)
            waiting += [inner for info in model.model_fields.values() for inner in models_in(info.annotation)]
    return found


def alternatives(spec: ProjectSpec, place: tuple, part: SpecModel):
    """Yield projects with another kind of part, or one that was not there, at each place."""
    for name, info in type(part).model_fields.items():
        here, value = (*place, name), getattr(part, name)
        options = [
            model for model in models_in(info.annotation) if model not in (*get_args(AnyDistribution), MixturePart)
        ]
        if get_origin(info.annotation) is tuple or isinstance(value, tuple):
            for model in options:
                yield from changed(spec, here, (*value, made(model, value, len(value))))
            for number, item in enumerate(value):
                if isinstance(item, SpecModel):
                    yield from alternatives(spec, (*here, number), item)
            continue
        for model in options:
            if not isinstance(value, model):
                yield from changed(spec, here, made(model, value, 0))
        if isinstance(value, SpecModel) and type(value) not in get_args(AnyDistribution):
            yield from alternatives(spec, here, value)


def made(model, value, number):
    fields = {"of": "pallets"} if starting.carriers(model) else {}
    if "name" in model.model_fields and model.model_fields["name"].is_required():
        fields["name"] = f"extra{number}"
    if model.__name__ == "ObjectGroupSpec":
        return value[0].replace(name="extra")
    if model.__name__ in ("Weighted", "WeightedAsset"):
        fields["source"] = "extra"
    if model.__name__ == "VariableSpec":
        fields["value"] = 1.0
    if model.__name__ == "ClassCount":
        return model(class_name="carton", count=1)
    if model.__name__ == "MountSpec":
        return model(on="front")
    if model.__name__ == "CameraSpec":
        return value[0].replace(name="extra")
    return starting.refitted(None if isinstance(value, tuple) else value, model, **fields)


def changed(spec, place, value):
    for others in ({}, {"position_m": {}}, {"rotation_deg": {}}, {"position_m": None}, {"look_at_m": None}):
        holder = place[:-1]
        try:
            part = value_at(spec, holder)
            if not set(others) <= set(type(part).model_fields):
                continue
            yield with_value(spec, holder, part.replace(**{**others, place[-1]: value}))
        except (ValidationError, LookupError, AttributeError):
            continue
        return


def everything() -> list[ProjectSpec]:
    """Return few projects that together hold every kind of part."""
    spec = load_project(shipped("presets") / "warehouse_robot.yaml").spec
    clips = {"length": 4}
    base = ProjectSpec.model_validate({**spec.model_dump(), "clip": clips, "variables": [{"name": "a", "value": 1.0}],
        "objects": spec.model_dump()["objects"][:3] + spec.model_dump()["objects"][-1:],
        "classes": ["shelf", "pallet", "carton", "person"], "visibility": [{"least_px": 5}]})  # fmt: skip
    still = base.cameras[0].replace(rules=None)
    return [base, base.replace(cameras=(still, still.replace(name="second")))]


def kinds_of(part: Any, place: tuple = ()) -> dict[type[SpecModel], tuple]:
    if isinstance(part, tuple):
        return {k: p for n, item in reversed(list(enumerate(part))) for k, p in kinds_of(item, (*place, n)).items()}
    if not isinstance(part, SpecModel) or type(part) in get_args(AnyDistribution):
        return {}
    found = {}
    for name, value in part:
        found |= kinds_of(value, (*place, name))
    return found | {type(part): place}


def projects_with_all_models() -> dict[type[SpecModel], tuple[ProjectSpec, tuple]]:
    found: dict[type[SpecModel], tuple[ProjectSpec, tuple]] = {}
    first = everything()
    waiting = list(first)
    while waiting:
        spec = waiting.pop(0)
        new = [model for model in kinds_of(spec) if model not in found]
        if not new and spec not in first:
            continue
        for model, place in kinds_of(spec).items():
            found.setdefault(model, (spec, place))
        waiting += list(alternatives(spec, (), spec))
    return found


FOUND = projects_with_all_models()


def test_projects_hold_every_model_of_the_project_file():
    assert {model.__name__ for model in all_models()} - {model.__name__ for model in FOUND} == set()


def has_control(page: QWidget, place: tuple) -> bool:
    page.reveal(place)
    if page.findChildren(QWidget, "field:" + ".".join(map(str, place))):
        return True
    for depth in range(len(place) - 1, 0, -1):
        around = page.findChildren(QWidget, "field:" + ".".join(map(str, place[:depth])))
        if around:
            return any(isinstance(widget, WHOLE) for widget in around)
    return False


@pytest.mark.parametrize("model", sorted(FOUND, key=lambda model: model.__name__), ids=lambda model: model.__name__)
def test_every_setting_has_a_control(model, make_session, qtbot):
    spec, place = FOUND[model]
    session = make_session(spec)
    missing = []
    pages: dict[Any, QWidget] = {}
    for name in model.model_fields:
        here = (*place, name)
        if name == "kind" and get_origin(model.model_fields[name].annotation) is not None and place:
            is_tag = len(get_args(model.model_fields[name].annotation)) == 1
            if is_tag:
                continue  # its chooser is the part itself
        if (model.__name__, name) in ELSEWHERE or (
            model is ProjectSpec and name in ("objects", "lights", "cameras", "output")
        ):
            continue
        module = PAGES.get(here[0], scene)
        if module not in pages:
            session.selection.select(here)
            pages[module] = module.make_page(session)
            qtbot.addWidget(pages[module])
        instead = [pair.instead for pair in EITHER.get(model, {}).values() if pair.plain == name]
        if not any(has_control(pages[module], (*place, wanted)) for wanted in (name, *instead)):
            missing.append(here)
    QThreadPool.globalInstance().waitForDone()
    assert missing == []
