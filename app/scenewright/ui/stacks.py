"""Stacks of pages."""

from functools import partial

from PySide6.QtWidgets import QStackedWidget, QWidget
from shiboken6 import isValid

from scenewright.ui.turns import spare_turns

NEXT_TURN_MS = 1
"""With 0 Qt goes on in the same turn of the event loop, and what the user does meanwhile waits for both."""


def bring_to_front(stack: QStackedWidget, page: QWidget) -> None:
    """Show a page of a stack: one turn of the event loop lays it out, another paints it, and a third another stack."""
    if stack.currentWidget() is page:
        return
    stack.setUpdatesEnabled(False)
    stack.setCurrentWidget(page)
    spare_turns().ask(partial(_paint, stack), is_first=True)  # the user waits for it


def _paint(stack: QStackedWidget) -> bool:
    if isValid(stack):
        stack.setUpdatesEnabled(True)
    return False
