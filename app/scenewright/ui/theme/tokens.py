"""The design's values by name: colours for light and dark, spacing and sizes of text. Nothing else names a colour."""

from dataclasses import dataclass

SPACE_XS = 4
SPACE_S = 8
SPACE_M = 12
SPACE_L = 16
SPACE_XL = 24
SPACE_XXL = 32
"""Distances in pixels; all are multiples of 4."""

RADIUS = 6
RADIUS_LARGE = 10
CONTROL_HEIGHT = 30
SPIN_MARGIN = 7
"""Left of a spin box's text, which style sheets do not reach: as far in as in every other field."""
ICON_SIZE = 18

TEXT_SMALL = 12
TEXT = 13
TEXT_LARGE = 15
TEXT_TITLE = 20
TEXT_DISPLAY = 26
"""Heights of text in pixels at 100 %."""


@dataclass(frozen=True)
class Colors:
    """One theme's colours, as '#rrggbb'.

    Attributes:
        is_dark: Whether light text stands on dark ground.
        window: The ground of the window, behind panels.
        surface: Panels and cards.
        raised: What lies on a panel: a hovered row, a button.
        field: Where something is typed.
        canvas: Behind pictures.
        border: Thin lines between things.
        border_strong: The outline of what can be used.
        text: What is read.
        text_muted: Second to it: units, captions.
        text_faint: What cannot be used now.
        accent: The one colour that says "here": selection, focus, the main button.
        accent_hover: The same under the pointer.
        accent_soft: The ground of what is selected.
        on_accent: Text on the accent.
        ok: All is well.
        ok_soft: Its ground.
        warning: Look at this.
        warning_soft: Its ground.
        error: This must be mended.
        error_soft: Its ground.
        chart: Curves and bars, told apart also by people who see few colours (after Okabe and Ito).
    """

    is_dark: bool
    window: str
    surface: str
    raised: str
    field: str
    canvas: str
    border: str
    border_strong: str
    text: str
    text_muted: str
    text_faint: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    ok: str
    ok_soft: str
    warning: str
    warning_soft: str
    error: str
    error_soft: str
    chart: tuple[str, ...]


LIGHT = Colors(
    is_dark=False,
    window="#f4f5f7",
    surface="#ffffff",
    raised="#eceff3",
    field="#ffffff",
    canvas="#e6e9ee",
    border="#dde1e8",
    border_strong="#838c9c",
    text="#1a2029",
    text_muted="#566070",
    text_faint="#959eac",
    accent="#2f5bd8",
    accent_hover="#244bbb",
    accent_soft="#e4ebfc",
    on_accent="#ffffff",
    ok="#17774a",
    ok_soft="#dff3e8",
    warning="#8f5800",
    warning_soft="#fdf0d8",
    error="#bc2c3a",
    error_soft="#fce6e8",
    chart=("#2f5bd8", "#c75c00", "#00876c", "#a8477f", "#3a8fc4", "#8a7400"),
)

DARK = Colors(
    is_dark=True,
    window="#14171c",
    surface="#1b1f26",
    raised="#272d37",
    field="#14171c",
    canvas="#0e1013",
    border="#2d333e",
    border_strong="#6b7585",
    text="#e7eaf0",
    text_muted="#a3acbb",
    text_faint="#687181",
    accent="#84a2ff",
    accent_hover="#a0b7ff",
    accent_soft="#25304c",
    on_accent="#0f1525",
    ok="#5fcf97",
    ok_soft="#163427",
    warning="#f0b456",
    warning_soft="#3a2c12",
    error="#ff8a94",
    error_soft="#43202a",
    chart=("#84a2ff", "#f29a4a", "#3ec9a7", "#e08fbe", "#6fbde8", "#e0cc52"),
)
