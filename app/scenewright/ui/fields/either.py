"""Two settings of which only one may speak, as one chooser."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from scenewright.spec.base import SpecModel
from scenewright.spec.limits import Vector3
from scenewright.spec.places import Place
from scenewright.ui.fields import editors, starting
from scenewright.ui.fields.containers import Variant, VariantsField
from scenewright.ui.fields.facts import facts_of
from scenewright.ui.fields.form import Form, Row
from scenewright.ui.fields.layouts import Either
from scenewright.ui.fields.marks import mark
from scenewright.ui.fields.words import spoken, summary
from scenewright.ui.session import Session

_NEITHER = "neither"


def either_row(session: Session, place: Place, model: type[SpecModel], either: Either) -> QWidget:
    """Return the row of a chooser between two settings of a part."""
    plain, instead = facts_of(model, either.plain), facts_of(model, either.instead)

    def to_plain(part: Any) -> Any:
        here = getattr(part, either.plain)
        return part.replace(**{either.instead: None, either.plain: here or _first(plain.name)})

    variants = [
        Variant(
            "",
            spoken(either.plain_title),
            plain.description or instead.description,
            to_plain,
            lambda: editors.editor_for(session, (*place, either.plain), replace(plain, is_optional=False)),
        )
    ]
    if either.neither_title:
        variants.append(_neither(either))
    kinds = instead.type if isinstance(instead.type, tuple) else (instead.type,)
    variants += [_instead(session, place, either, kind, plain.default) for kind in kinds]

    def key_of(part: Any) -> str:
        value = getattr(part, either.instead)
        if value is None:
            return _NEITHER if getattr(part, either.plain) is None else ""
        return str(getattr(value, "kind", either.instead))

    field = VariantsField(variants, key_of)
    facts = replace(instead, title=spoken(either.title), description=plain.description or instead.description)
    editors.tied(session, place, field, facts)
    mark(field, (*place, either.instead))
    mark(field.combo, (*place, either.plain))  # the way to it where the other one speaks
    return Row(facts.title, field)


def _neither(either: Either) -> Variant:
    nothing = {either.plain: None, either.instead: None}
    title = spoken(either.neither_title)
    return Variant(_NEITHER, title, title, lambda part: part.replace(**nothing), lambda: None)


def _instead(session: Session, place: Place, either: Either, kind: type[SpecModel], plain: Any) -> Variant:
    inner = (*place, either.instead)

    def made(part: Any) -> Any:
        value = editors.refitted_here(session, inner, getattr(part, either.instead), kind)
        return part.replace(**{either.instead: value, either.plain: plain})

    if "kind" in kind.model_fields:
        return editors.kind_variant(session, inner, kind, made)
    content: Callable[[], QWidget] = lambda: Form(session, inner, kind)  # noqa: E731
    return Variant(either.instead, spoken(either.instead_title), summary(kind), made, content)


def _first(name: str) -> Any:
    """Return a point to start from: a camera may not stand where it looks."""
    away = {"x": 0.0, "y": -1.0, "z": 1.0} if name == "position_m" else {}
    return starting.first_of(Vector3, **away)
