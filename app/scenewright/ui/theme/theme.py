"""The theme that is in force: given to all parts of the window, and told to what paints by itself.

Palette and font are the application's. The style sheet is given to parts of the window one by one: to the application
as a whole, Qt 6 gives it anew to each widget once for every widget around it, which took over a second.
"""

import sys
from string import Template
from time import perf_counter
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from scenewright.paths import shipped
from scenewright.ui.theme import tokens
from scenewright.ui.theme.dressing import Dress, InParts, measure
from scenewright.ui.theme.icons import icon_file
from scenewright.ui.theme.tokens import DARK, LIGHT, Colors
from scenewright.ui.turns import spare_turns

Mode = Literal["system", "light", "dark"]
MODES: tuple[Mode, ...] = ("system", "light", "dark")

SCALES = (1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
"""Sizes of text and controls, beside what the system itself scales."""

_SLICE_S = 0.004
"""So long a turn of the event loop goes on with parts that need another style."""

_FAMILIES = ("Inter", "Segoe UI Variable Text", "Segoe UI", "SF Pro Text", "Roboto", "Noto Sans", "Cantarell", "Ubuntu")


class Theme(QObject):
    """Light or dark, and how large; follows the system unless told otherwise."""

    changed = Signal()
    """Other colours or sizes are in force: paint anew what no palette or style sheet reaches."""

    def __init__(self, application: QApplication, mode: Mode = "system", scale: float = 1.0) -> None:
        super().__init__(application)
        self._application = application
        self._mode = mode
        self._scale = scale
        self._family = _best_family()
        self._sheet = ""
        self._dressed: list[QWidget] = []
        self._waiting: list[QWidget] = []
        application.setStyle("Fusion")
        application.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._apply()

    @property
    def mode(self) -> Mode:
        """What the user asked for."""
        return self._mode

    @property
    def scale(self) -> float:
        """How large text and controls are; 1 is usual."""
        return self._scale

    @property
    def colors(self) -> Colors:
        """The colours in force."""
        if self._mode == "system":
            is_dark = self._application.styleHints().colorScheme() is Qt.ColorScheme.Dark
        else:
            is_dark = self._mode == "dark"
        return DARK if is_dark else LIGHT

    def set_mode(self, mode: Mode) -> None:
        """Ask for light, dark, or as the system is."""
        if mode != self._mode:
            self._mode = mode
            self._apply()

    def set_scale(self, scale: float) -> None:
        """Make everything larger or smaller."""
        if scale != self._scale:
            self._scale = scale
            self._apply()

    def px(self, length: float) -> int:
        """Return a length of the design, given at 100 %, at the present scale."""
        return round(length * self._scale)

    def dress(self, part: QWidget, dress: Dress | None = None) -> None:
        """Give a part of the window, with all that is in it, the style of the theme, now and whenever it changes.

        A turn of the event loop gives one part its style: what is large is `InParts`, and takes its own ground from
        the palette.

        Args:
            part: Not within another one that is dressed.
            dress: Dresses its parts, if it has any; at once if None.
        """
        if isinstance(part, InParts) and part.is_in_parts:
            part.dress_parts(dress or self.dress)
            return
        self._dressed = [item for item in self._dressed if isValid(item)]
        if isValid(part) and part not in self._dressed:
            self._dressed.append(part)
            part.setStyleSheet(self._sheet)

    def _dress_next(self) -> bool:
        """Give more parts the new style sheet, and have them painted: all at once would hold the window up."""
        end = perf_counter() + _SLICE_S
        while self._waiting and perf_counter() < end:
            self._go_on_with(self._waiting[0])
        return bool(self._waiting)

    def _go_on_with(self, part: QWidget) -> None:
        """Give a part its sheet; next time find out its sizes, and have it painted."""
        if isValid(part) and part.styleSheet() != self._sheet:
            part.setStyleSheet(self._sheet)
            return
        self._waiting.pop(0)
        if isValid(part):
            measure(part)
            part.setUpdatesEnabled(True)

    def _follow_system(self) -> None:
        if self._mode == "system":
            self._apply()

    def _apply(self) -> None:
        colors = self.colors
        self._waiting = [part for part in self._dressed if isValid(part)]
        for part in self._waiting:
            part.setUpdatesEnabled(False)  # else all of it would be painted at once, and again with its new style
        self._application.setPalette(palette_of(colors))
        font = QFont(self._family) if self._family else QFont(self._application.font())
        font.setPixelSize(self.px(tokens.TEXT))
        self._application.setFont(font)
        self._sheet = style_sheet(colors, self._scale)
        self._waiting.sort(key=lambda part: not part.isVisible())
        spare_turns().ask(self._dress_next)
        pyqtgraph = sys.modules.get("pyqtgraph")  # where nothing plots, nobody waits for it
        if pyqtgraph is not None:
            color_plots(pyqtgraph, colors)
        self.changed.emit()


def color_plots(pyqtgraph: object, colors: Colors) -> None:
    """Give new plots of pyqtgraph the theme's colours; plots that exist follow `Theme.changed` themselves."""
    set_options = pyqtgraph.setConfigOptions  # type: ignore[attr-defined]  # an untyped package
    set_options(background=colors.canvas, foreground=colors.text_muted, imageAxisOrder="row-major", antialias=True)


def palette_of(colors: Colors) -> QPalette:
    """Return the palette of a theme; it says every role, as platforms differ in what they give."""
    role = QPalette.ColorRole
    palette = QPalette()
    pairs = {
        role.Window: colors.window,
        role.WindowText: colors.text,
        role.Base: colors.field,
        role.AlternateBase: colors.raised,
        role.ToolTipBase: colors.surface,
        role.ToolTipText: colors.text,
        role.PlaceholderText: colors.text_muted,
        role.Text: colors.text,
        role.Button: colors.surface,
        role.ButtonText: colors.text,
        role.BrightText: colors.error,
        role.Link: colors.accent,
        role.LinkVisited: colors.accent,
        role.Highlight: colors.accent,
        role.HighlightedText: colors.on_accent,
        role.Accent: colors.accent,
        role.Light: colors.raised,
        role.Midlight: colors.raised,
        role.Mid: colors.border,
        role.Dark: colors.border_strong,
        role.Shadow: colors.border_strong,
    }
    for which, color in pairs.items():
        palette.setColor(which, QColor(color))
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText, role.PlaceholderText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(colors.text_faint))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(colors.border))
    return palette


def style_sheet(colors: Colors, scale: float = 1.0) -> str:
    """Return the style sheet of a theme."""
    lengths = {
        f"px{length}": f"{round(length * scale)}px"
        for length in (2, 4, 6, 8, 10, 12, 14, 15, 16, 18, 20, 24, 26, 28, 30)
    }
    shades = {name: value for name, value in vars(colors).items() if isinstance(value, str)}
    marks = {
        f"mark_{name}": icon_file(name, colors.text_muted if name != "check" else colors.on_accent)
        for name in ("chevron_down", "chevron_up", "check", "chevron_right")
    }
    text = (shipped("resources") / "style" / "designer.qss").read_text(encoding="utf-8")
    return Template(text).substitute(lengths | shades | marks)


def _best_family() -> str:
    known = set(QFontDatabase.families())
    return next((family for family in _FAMILIES if family in known), "")
