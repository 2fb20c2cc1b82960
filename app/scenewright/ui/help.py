"""What a setting means for the data, in words: read from the models of the project, so that nothing is said twice."""

import inspect
from dataclasses import dataclass
from typing import Any, get_args

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from scenewright.spec.base import SpecModel
from scenewright.spec.places import Place, value_at
from scenewright.spec.project import ProjectSpec
from scenewright.ui.language import translate

_PROPERTY = "scenewright_place"


@dataclass(frozen=True)
class Explanation:
    """What the help panel says about one setting.

    Attributes:
        title: What the setting is called.
        path: Where it stands, in the users' words, the outermost first.
        text: What it does to the data.
        about: What the part of the project is in which it stands.
        key: How the project file calls it.
    """

    title: str
    path: tuple[str, ...]
    text: str
    about: str
    key: str


def explain(place: Place, spec: ProjectSpec | None = None) -> Explanation:
    """Return what is known about a place of the project.

    Args:
        place: As in `scenewright.spec.places`; a place that is not there is explained as far as it is.
        spec: The project, which says which of several kinds of part stands there.
    """
    path: list[str] = []
    texts: list[str] = []
    abouts: list[str] = []
    models: list[type[SpecModel]] = [ProjectSpec]
    for depth, step in enumerate(place, start=1):
        value = _value(spec, place[:depth])
        if isinstance(step, int):
            path.append(str(getattr(value, "name", None) or getattr(value, "source", None) or step + 1))
        else:
            owner = next((model for model in models if step in model.model_fields), None)
            if owner is None:
                break
            field = owner.model_fields[step]
            path.append(_told(field.title or step.replace("_", " ").capitalize()))
            texts.append(_told(field.description or ""))
            abouts.append("" if owner is ProjectSpec else _told(_doc(owner)))
            models = models_in(field.annotation) or models
        if isinstance(value, SpecModel):
            models = [type(value)]
    own = _told(_doc(models[0])) if len(models) == 1 and isinstance(_value(spec, place), SpecModel) else ""
    text = (texts[-1] if texts else "") or own
    about = own or (abouts[-1] if abouts else "")
    about = about if about != text else ""
    title = path[-1] if path else translate("help", "Project")
    return Explanation(title, tuple(path[:-1]), text, about, ".".join(map(str, place)))


def mark_place(widget: QWidget, place: Place) -> None:
    """Say which setting a control changes: the help panel explains it while the control has the focus."""
    widget.setProperty(_PROPERTY, place)


def place_of(widget: QWidget) -> Place:
    """Return the setting that a control itself was marked with; empty for none."""
    place = widget.property(_PROPERTY)
    return tuple(place) if place is not None else ()


def marked_place(widget: QObject | None) -> Place | None:
    """Return the setting that a control, or the nearest one around it, was marked with."""
    while widget is not None:
        if isinstance(widget, QWidget) and (place := place_of(widget)):
            return place
        widget = widget.parent()
    return None


def models_in(annotation: Any) -> list[type[SpecModel]]:
    """Return all parts of a project that a type may hold."""
    if isinstance(annotation, type) and issubclass(annotation, SpecModel):
        return [annotation]
    return [model for argument in get_args(annotation) for model in models_in(argument)]


def _value(spec: ProjectSpec | None, place: Place) -> Any:
    try:
        return None if spec is None else value_at(spec, place)
    except LookupError:
        return None


def _doc(model: type[SpecModel]) -> str:
    return inspect.cleandoc(model.__doc__ or "").replace("\n\n", "\0").replace("\n", " ").replace("\0", "\n\n")


def _told(text: str) -> str:
    return translate("spec", text) if text else ""
