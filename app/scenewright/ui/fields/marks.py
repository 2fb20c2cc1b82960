"""Which setting a control changes: the mark by which help, search and problems find it."""

from PySide6.QtWidgets import QWidget

from scenewright.spec.places import Place
from scenewright.ui.help import mark_place


def mark(widget: QWidget, place: Place) -> None:
    """Say which setting a control changes; its name is then as `field:objects.0.count`."""
    widget.setObjectName("field:" + ".".join(map(str, place)))
    mark_place(widget, place)
