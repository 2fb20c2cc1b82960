"""Layouts within layouts."""

from PySide6.QtWidgets import QBoxLayout, QLayout
from shiboken6.Shiboken import invalidate


def add_layout(outer: QBoxLayout, inner: QLayout, stretch: int = 0) -> None:
    """Put a layout into another one, as `outer.addLayout(inner, stretch)` does, and let go of its items.

    PySide makes a Python object for each item that is there by then, and keeps it for as long as the outer layout. But
    Qt deletes an item with its widget and tells nobody: what comes to lie at its address, often a style, would be
    taken for the item.
    """
    outer.addLayout(inner, stretch)
    _let_go(inner)


def _let_go(layout: QLayout) -> None:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        if isinstance(item, QLayout):
            _let_go(item)
        elif item is not None:
            invalidate(item)
