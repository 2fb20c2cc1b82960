"""What is known about a setting: read from its model, so that nothing is said twice."""

from dataclasses import dataclass, field
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import annotated_types
from pydantic import AfterValidator
from pydantic.fields import FieldInfo

from scenewright.spec.base import SpecModel
from scenewright.spec.choices import Color
from scenewright.spec.distributions import AnyDistribution, Fixed
from scenewright.spec.limits import Within
from scenewright.ui.fields.units import unit_of
from scenewright.ui.fields.words import spoken, told

_IS_COLOR = Color.__metadata__[0].func  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Facts:
    """What is known about one setting.

    Attributes:
        model: Where it stands.
        name: Its name there.
        title: What it is called.
        description: What it does to the data.
        unit: Of its numbers.
        type: Its type without None and annotations; of a union the tuple of its models.
        is_optional: Whether it may be None.
        within: Which numbers it may be or draw.
        is_color: Whether its text is a colour.
        default: What it is where the file says nothing; None where it must be said.
    """

    model: type[SpecModel]
    name: str
    title: str
    description: str
    unit: str
    type: Any
    is_optional: bool
    within: Within = field(default_factory=Within)
    is_color: bool = False
    default: Any = None

    @property
    def is_random(self) -> bool:
        """Whether it is a number that is drawn."""
        return isinstance(self.type, tuple) and Fixed in self.type


@cache
def facts_of(model: type[SpecModel], name: str) -> Facts:
    """Return what is known about a setting of a model."""
    info = model.model_fields[name]
    core, marks, is_optional = _peeled(info.annotation, list(info.metadata))
    return Facts(
        model=model,
        name=name,
        title=spoken(info.title or name.replace("_", " ").capitalize()),
        description=told(model, info.description or "", _doc_of(core)),
        unit=unit_of(name),
        type=core,
        is_optional=is_optional,
        within=_within(marks, core),
        is_color=any(isinstance(mark, AfterValidator) and mark.func is _IS_COLOR for mark in marks),
        default=None if info.is_required() else info.get_default(call_default_factory=True),
    )


def distributions_of(facts: Facts) -> tuple[type[AnyDistribution], ...]:
    """Return the kinds of distribution that a random number may have."""
    return tuple(kind for kind in facts.type if issubclass(kind, SpecModel))


def _peeled(annotation: Any, marks: list[Any]) -> tuple[Any, list[Any], bool]:
    """Return a type without None and annotations, what the annotations said, and whether None is allowed."""
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *more = get_args(annotation)
        for mark in more:
            marks += mark.metadata if isinstance(mark, FieldInfo) else [mark]
        return _peeled(inner, marks)
    if origin in (Union, UnionType):
        members = get_args(annotation)
        others = tuple(member for member in members if member is not type(None))
        if len(others) == 1:
            core, marks, _ = _peeled(others[0], marks)
            return core, marks, len(others) < len(members)
        return others, marks, len(others) < len(members)
    return annotation, marks, False


def _within(marks: list[Any], core: Any) -> Within:
    low, high, above = -float("inf"), float("inf"), False
    for mark in marks:
        match mark:
            case AfterValidator(func=Within() as within):
                return within
            case annotated_types.Ge(ge=limit):
                low = float(limit)  # type: ignore[arg-type]
            case annotated_types.Gt(gt=limit):
                low, above = float(limit), True  # type: ignore[arg-type]
            case annotated_types.Le(le=limit):
                high = float(limit)  # type: ignore[arg-type]
            case _:
                pass
    return Within(low, high, above, whole=core is int)


def _doc_of(core: Any) -> str:
    is_model = isinstance(core, type) and issubclass(core, SpecModel)
    return (core.__doc__ or "") if is_model else ""
