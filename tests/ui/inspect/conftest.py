"""A small dataset, and the page that looks through it."""

import pytest

from scenewright.datasets.curation import CURATION_FILE
from scenewright.jobs.generate import Wish, generate
from scenewright.paths import shipped
from scenewright.spec.yaml_io import load_project, save_project
from scenewright.ui.app import make_window
from scenewright.ui.inspect.page import InspectPage

FRAMES = 8


@pytest.fixture(scope="session")
def dataset(tmp_path_factory, cup_spec):
    """Eight frames of the cup preset, small, drawn by the plain engine."""
    folder = tmp_path_factory.mktemp("inspected")
    camera = cup_spec.cameras[0].replace(width_px=320, height_px=240)
    save_project(folder / "cups.yaml", cup_spec.replace(cameras=(camera,)))
    wish = Wish(load_project(folder / "cups.yaml"), folder / "cups", range(FRAMES), engine="flat")
    assert generate(wish, lambda _: None).outcome == "succeeded"
    return folder / "cups"


@pytest.fixture
def page(qtbot, session, dataset, tmp_path, monkeypatch):
    """The page with the dataset's images and objects read; its pictures are still being measured."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    page = InspectPage(session)
    qtbot.addWidget(page)
    page.resize(1200, 760)
    page.show()
    page.open_folder(dataset)
    qtbot.waitUntil(
        lambda: page.dataset.examined is not None and len(page.dataset.examined.source.columns.objects) > 0,
        timeout=20_000,
    )
    yield page
    page.close_readings()


@pytest.fixture
def undecided(dataset):
    """The dataset, about whose frames nothing is decided, before and after."""
    yield dataset
    for path in dataset.glob(f"{CURATION_FILE.removesuffix('.json')}*"):
        path.unlink()


@pytest.fixture
def opened(qtbot, session, tmp_path, monkeypatch):
    """Return a function that opens the page with a dataset, and waits until all is looked at unless told otherwise."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    pages = []

    def open_page(folder, *, is_awaited=True):
        page = InspectPage(session)
        pages.append(page)
        qtbot.addWidget(page)
        page.resize(1200, 760)
        page.show()
        page.open_folder(folder)
        if is_awaited:
            with qtbot.waitSignal(page.dataset.finished, timeout=120_000):
                pass
        return page

    yield open_page
    for page in pages:
        page.close_readings()


@pytest.fixture
def window(qtbot, qapp, tmp_path, monkeypatch):
    """The designer with the cup preset open."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("scenewright.ui.project_files.projects_folder", lambda: tmp_path / "projects")
    window = make_window(qapp, tmp_path / "state")
    window.settings.set("tour_seen", True)
    qtbot.addWidget(window)
    window.show()
    window.files.new(shipped("presets") / "cup_detection.yaml")
    yield window
    window.close_for_good()
    window.theme.deleteLater()
