"""The theme: readable in light and dark, complete, and at every scale."""

import re

import pytest
from PySide6.QtGui import QColor

from scenewright.paths import shipped
from scenewright.ui.steps import steps
from scenewright.ui.theme.icons import icon
from scenewright.ui.theme.theme import SCALES, style_sheet
from scenewright.ui.theme.tokens import DARK, LIGHT


def contrast(one, other):
    """Return the contrast ratio of WCAG 2 between two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(name):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in QColor(name).getRgbF()[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_text_is_readable_on_every_ground(colors):
    for ground in (colors.window, colors.surface, colors.raised, colors.field):
        for text in (colors.text, colors.text_muted, colors.ok, colors.warning, colors.error):
            assert contrast(text, ground) >= 4.5, (text, ground)
    assert contrast(colors.on_accent, colors.accent) >= 4.5
    assert contrast(colors.text, colors.accent_soft) >= 4.5
    assert contrast(colors.accent, colors.accent_soft) >= 4.5
    for soft in (colors.ok_soft, colors.warning_soft, colors.error_soft):
        assert contrast(colors.text, soft) >= 4.5


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_what_can_be_used_is_seen(colors):
    for ground in (colors.window, colors.surface, colors.field):
        assert contrast(colors.accent, ground) >= 3
        assert contrast(colors.border_strong, ground) >= 3


@pytest.mark.parametrize("scale", SCALES)
def test_a_style_sheet_names_no_value_that_is_not_there(qapp, scale):
    assert "$" not in style_sheet(LIGHT, scale)


def test_an_icon_takes_the_color_of_the_text_around_it(theme):
    before = icon("scene").pixmap(24, 24).toImage()
    theme.set_mode("dark")
    assert icon("scene").pixmap(24, 24).toImage() != before


def test_every_icon_is_one_color_and_every_step_has_one(qapp):
    folder = shipped("resources") / "icons"
    assert {step.icon for step in steps()} <= {path.stem for path in folder.glob("*.svg")}
    for path in folder.glob("*.svg"):
        if path.stem != "scenewright":
            assert not re.search("#[0-9a-fA-F]{3}", path.read_text()), path
