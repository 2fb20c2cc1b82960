"""Which setting a control changes: the mark by which help, search and problems find it."""

from PySide6.QtCore import QObject

from scenewright.spec.places import Place

_PROPERTY = "scenewright_place"


def mark(widget: QObject, place: Place) -> None:
    """Say which setting a control changes; its name is then as `field:objects.0.count`."""
    widget.setObjectName("field:" + ".".join(map(str, place)))
    widget.setProperty(_PROPERTY, place)


def place_of(widget: QObject) -> Place:
    """Return the setting that a control itself was marked with; empty for none."""
    place = widget.property(_PROPERTY)
    return tuple(place) if place is not None else ()
