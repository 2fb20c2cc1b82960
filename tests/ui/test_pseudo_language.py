"""The window in a made-up language whose texts are marked and longer: what is not marked cannot be translated."""

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QAbstractButton, QLabel, QTabWidget

from scenewright.jobs.generate import Wish, generate
from scenewright.paths import shipped
from scenewright.spec.yaml_io import load_project, save_project
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


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    """Six small frames of the cup preset, of which two pictures are the same, and one cannot be read."""
    folder = tmp_path_factory.mktemp("looked_through")
    spec = load_project(CUPS).spec
    camera = spec.cameras[0].replace(width_px=160, height_px=120)
    save_project(folder / "cups.yaml", spec.replace(cameras=(camera,)))
    wish = Wish(load_project(folder / "cups.yaml"), folder / "cups", range(6), engine="flat")
    assert generate(wish, lambda _: None).outcome == "succeeded"
    pictures = sorted((folder / "cups" / "rgb").rglob("*.png"))
    pictures[1].write_bytes(pictures[0].read_bytes())
    pictures[2].write_bytes(b"no picture")
    return folder / "cups"


def test_inspect_can_be_translated_with_its_findings_and_figures(qtbot, window, dataset, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    window.files.new(CUPS)
    window.go_to("inspect")
    page = window.workspace.page("inspect")
    assert unmarked(page) == []
    page.open_folder(dataset)
    with qtbot.waitSignal(page.dataset.finished, timeout=120_000):
        pass
    tabs = page.findChild(QTabWidget, "inspect_tabs")
    qtbot.waitUntil(lambda: "pictures cannot be read" in texts(page.findings), timeout=20_000)
    for number in range(tabs.count()):
        tabs.setCurrentIndex(number)
    qtbot.waitUntil(lambda: "Brightness" in texts(page.statistics), timeout=20_000)
    page.show_row(0)
    qtbot.waitUntil(lambda: page.frame.frame is not None, timeout=20_000)
    left = {text for _, _, text in unmarked(page)} - {dataset.name}
    assert left == set()
    sorts = [page.tools.sort.itemText(number) for number in range(page.tools.sort.count())]
    assert all("«" in text for text in sorts if "." not in text), sorts
    page.close_readings()


def texts(widget):
    return " ".join(label.text() for label in widget.findChildren(QLabel))


def test_longer_words_still_fit_the_window(window):
    window.files.new(CUPS)
    for step in steps():
        window.go_to(step.key)
        assert window.minimumSizeHint().width() <= 1280, step.key
