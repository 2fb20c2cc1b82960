"""Which setting a control changes: the mark by which help, search and problems find it."""

from PySide6.QtWidgets import QWidget

from scenewright.spec.places import Place

_PROPERTY = "scenewright_place"


def mark_place(widget: QWidget, place: Place) -> None:
    """Say which setting a control changes."""
    widget.setObjectName("field:" + ".".join(map(str, place)))
    widget.setProperty(_PROPERTY, place)


def place_of(widget: QWidget) -> Place:
    """Return the setting that a control was marked with; empty for none."""
    marked = widget.property(_PROPERTY)
    return tuple(marked) if marked is not None else ()
