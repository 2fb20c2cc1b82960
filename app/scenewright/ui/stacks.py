"""Stacks of pages."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

NEXT_TURN_MS = 1
"""With 0 Qt goes on in the same turn of the event loop, and what the user does meanwhile waits for both."""


def bring_to_front(stack: QStackedWidget, page: QWidget) -> None:
    """Show a page of a stack: one turn of the event loop lays it out, another paints it."""
    if stack.currentWidget() is page:
        return
    stack.setUpdatesEnabled(False)
    stack.setCurrentWidget(page)
    QTimer.singleShot(NEXT_TURN_MS, stack, lambda: stack.setUpdatesEnabled(True))
