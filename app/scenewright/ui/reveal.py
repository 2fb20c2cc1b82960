"""Bringing the control of a setting into sight."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from scenewright.spec.places import Place
from scenewright.ui.help import place_of

_FLASH_MS = 1200


def reveal_in(page: QWidget, place: Place) -> bool:
    """Scroll a page to the control of a place, give it the focus and let it light up.

    A page may have a method `reveal(place)` that first opens the part in which the control is.

    Returns:
        Whether there is a control for the place, or for what it is a part of.
    """
    reveal = getattr(page, "reveal", None)
    if callable(reveal):
        reveal(place)
    control = control_of(page, place)
    if control is None:
        return False
    show(control)
    return True


def control_of(page: QWidget, place: Place) -> QWidget | None:
    """Return the visible control that was marked with a place, or with the nearest place around it."""
    best, depth = None, 0
    for widget in page.findChildren(QWidget):
        marked = place_of(widget)
        if marked and len(marked) > depth and place[: len(marked)] == marked and widget.isVisibleTo(page):
            best, depth = widget, len(marked)
    return best


def show(control: QWidget) -> None:
    """Scroll to a control, give it the focus and let it light up for a moment."""
    area = control.parentWidget()
    while area is not None:
        if isinstance(area, QScrollArea):
            area.ensureWidgetVisible(control, 16, 48)
        area = area.parentWidget()
    (_first_to_focus(control) or control).setFocus()
    _light(control, is_lit=True)
    QTimer.singleShot(_FLASH_MS, control, lambda: _light(control, is_lit=False))


def _first_to_focus(control: QWidget) -> QWidget | None:
    candidates = [control, *control.findChildren(QWidget)]
    usable = (w for w in candidates if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isEnabled() and not w.isHidden())
    return next(usable, None)


def _light(control: QWidget, *, is_lit: bool) -> None:
    control.setProperty("revealed", "true" if is_lit else "false")
    control.style().unpolish(control)
    control.style().polish(control)
