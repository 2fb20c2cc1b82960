"""A stand-in for Isaac Sim, set up as a person would, and a small project to draw with it."""

import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent / "standin"))

from install import put_up

from scenewright.jobs.generate import Wish
from scenewright.jobs.proved_run import generate_proved
from scenewright.render.isaac.backend_profile import BackendProfile, profile_path, save_profile
from scenewright.render.isaac.environment import JOB_MARK
from scenewright.render.isaac.graphics_cards import driver_version
from scenewright.render.isaac.installations import installation_at
from scenewright.render.isaac.settings import IsaacSettings, save_settings
from scenewright.render.stage.values import Gains
from scenewright.spec.yaml_io import load_project

FRAMES = 6

QUICK = {"start_s": 60, "load_s": 60, "frame_s": 5, "silence_s": 60, "close_s": 2, "most_waiting": 4}
"""Budgets at which nobody waits long for a stand-in that hangs."""

SETTINGS = IsaacSettings(eula_accepted="2026-01-01", subframes=2, own_engine="flat", budgets=QUICK)


@pytest.fixture(scope="session")
def project(write_shapes):
    return write_shapes(
        frames=FRAMES,
        width_px=96,
        height_px=64,
        cubes=2,
        scale=5,
        look="{color: {kind: palette, colors: ['#c02020', '#2040c0']}, paint: cover}",
        labels=("camera_normals", "amodal_mask"),
    )


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Where this machine's settings for Isaac Sim are."""
    monkeypatch.setenv("SCENEWRIGHT_ISAAC", str(tmp_path / "settings"))
    return tmp_path / "settings"


@pytest.fixture
def isaac(tmp_path, place):
    """Install a stand-in that behaves as told, known by an earlier self-test, and choose it."""

    def install(version="5.1.0", *, settings=SETTINGS, profile=None, **behaviour):
        root = put_up(tmp_path / f"isaac-{version}", version, **behaviour)
        settings = replace(settings, installation=str(root))
        save_settings(settings)
        known = profile or BackendProfile(gains=Gains(450, 450, 450, 450, 450))
        save_profile(profile_path(installation_at(str(root)), settings, driver_version()), known)
        return root

    return install


@pytest.fixture
def run(project, tmp_path):
    """Generate and prove the project's dataset with Isaac Sim; return what was said and the folder."""

    def generate(frames=FRAMES, stop=lambda: False, path=project):
        said = []
        folder = tmp_path / "dataset"
        wish = Wish(load_project(path), folder, range(frames), 1, "isaac")
        finished = generate_proved(wish, said.append, stop)
        return finished, [event.text for event in said if event.type == "log"], folder

    return generate


@pytest.fixture
def left_behind(tmp_path):
    """Tell which processes of this test's jobs there are; other tests may run beside it."""

    def processes():
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                variables = (folder / "environ").read_bytes().split(b"\0")
                if any(v.startswith(f"{JOB_MARK}={tmp_path.resolve()}/".encode()) for v in variables):
                    found.append(int(folder.name))
        return found

    return processes


@pytest.fixture
def nothing_left(left_behind):
    """No process of Isaac's is left when the test ends."""
    yield
    assert left_behind() == []
