"""A small dataset, and the page that looks through it."""

import pytest

from scenewright.jobs.generate import Wish, generate
from scenewright.spec.yaml_io import load_project, save_project
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
