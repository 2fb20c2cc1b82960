"""The window in a made-up language whose texts are marked and longer: what is not marked cannot be translated."""

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QAbstractButton, QLabel

from scenewright.paths import shipped
from scenewright.ui.app import make_window
from scenewright.ui.fields.facts import facts_of
from scenewright.ui.start.presets import presets
from scenewright.ui.steps import steps

CUPS = shipped("presets") / "cup_detection.yaml"
NAMES = {"Scenewright"}


class Marked(QTranslator):
    """Translates every text into itself, marked and a third longer."""

    def translate(self, context, text, disambiguation=None, n=-1):
        return f"«{text}{'·' * (len(text) // 3)}»"

    def isEmpty(self):  # noqa: N802
        return False


@pytest.fixture
def window(qtbot, qapp, tmp_path):
    language = Marked()
    facts_of.cache_clear()  # the language of a program never changes while it runs, but here it does
    qapp.installTranslator(language)
    window = make_window(qapp, tmp_path / "state")
    window.settings.set("tour_seen", True)
    qtbot.addWidget(window)
    yield window
    window.close_for_good()
    window.theme.deleteLater()
    qapp.removeTranslator(language)
    facts_of.cache_clear()


def unmarked(widget):
    """Return the texts of a widget that did not go through the translator, but for names and numbers."""
    found = []
    for part in [*widget.findChildren(QLabel), *widget.findChildren(QAbstractButton)]:
        text = part.text()
        is_word = any(letter.isalpha() for letter in text)
        is_name = text in NAMES or part.objectName().startswith("format_")
        if is_word and "«" not in text and not is_name:
            found.append((type(part).__name__, part.objectName(), text))
    return found


def test_the_start_page_can_be_translated(window):

    left = [text for _, _, text in unmarked(window.start_page)]
    assert set(left) <= {preset.title for preset in presets()}


def test_menus_and_header_can_be_translated(window):
    assert all("«" in command.text for command in window.actions_table.commands)
    assert unmarked(window.header) == []


def test_the_rail_and_the_page_generate_can_be_translated(window):
    window.files.new(CUPS)
    window.go_to("generate")
    assert unmarked(window.workspace.rail) == []
    assert unmarked(window.workspace.page("generate")) == []


def test_longer_words_still_fit_the_window(window):
    window.files.new(CUPS)
    for step in steps():
        window.go_to(step.key)
        assert window.minimumSizeHint().width() <= 1280, step.key
