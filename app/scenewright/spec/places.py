"""Parts of a project by their place, as ("objects", 0, "count"): the same places that problems and references name."""

from typing import Any

from scenewright.spec.base import SpecModel

Place = tuple[str | int, ...]


def value_at(part: Any, place: Place) -> Any:
    """Return what stands at a place.

    Raises:
        LookupError: There is no such place.
    """
    for step in place:
        if isinstance(part, SpecModel) and step in type(part).model_fields:
            part = getattr(part, str(step))
        elif isinstance(part, tuple) and isinstance(step, int) and 0 <= step < len(part):
            part = part[step]
        else:
            raise LookupError(f"there is no {'.'.join(map(str, place))}")
    return part


def with_value(part: Any, place: Place, value: Any) -> Any:
    """Return a copy of a spec (or of a tuple of its parts) with another value at a place, all of it validated.

    Raises:
        LookupError: There is no such place.
        pydantic.ValidationError: The value does not fit there, or not with the rest of the project.
    """
    if not place:
        return value
    inner = with_value(value_at(part, place[:1]), place[1:], value)
    if isinstance(part, SpecModel):
        return part.replace(**{str(place[0]): inner})
    number = int(place[0])
    return (*part[:number], inner, *part[number + 1 :])
