"""Where two projects differ."""

from typing import Any

from scenewright.spec.base import SpecModel
from scenewright.spec.places import Place


def changed_places(before: Any, after: Any) -> list[Place]:
    """Return the places at which two specs, or parts of them, differ, each as deep as it can be named.

    Lists of other lengths differ as a whole, and so do parts of another kind.
    """
    if before == after:
        return []
    if isinstance(before, SpecModel) and type(before) is type(after):
        steps: list[str | int] = list(type(before).model_fields)
        pairs = [(step, getattr(before, str(step)), getattr(after, str(step))) for step in steps]
    elif isinstance(before, tuple) and isinstance(after, tuple) and len(before) == len(after):
        pairs = [(number, *pair) for number, pair in enumerate(zip(before, after, strict=True))]
    else:
        return [()]
    return [(step, *rest) for step, old, new in pairs for rest in changed_places(old, new)]
