"""Previews of the cup preset, with the engine that needs no graphics adapter."""

import pytest

from scenewright.paths import shipped
from scenewright.spec.yaml_io import load_project
from scenewright.ui.document import ProjectDocument
from scenewright.ui.preview.preview import Preview


@pytest.fixture(scope="session")
def cups():
    spec = load_project(shipped("presets") / "cup_detection.yaml").spec
    # Small pictures: the process is what is tested, not the engine.
    return spec.replace(cameras=(spec.cameras[0].replace(width_px=256, height_px=192),))


@pytest.fixture
def document(qapp, cups, tmp_path):
    document = ProjectDocument(cups, tmp_path / "cups.yaml")
    yield document
    document.deleteLater()


@pytest.fixture
def preview(document):
    """A preview whose process is ended with the test."""
    preview = Preview(document, engine="flat")
    yield preview
    preview.close()
    preview.deleteLater()


@pytest.fixture
def frames(preview):
    """All frames that come."""
    found = []
    preview.frame_ready.connect(found.append)
    return found
