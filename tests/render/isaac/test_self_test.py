"""The self-test finds out what an Isaac Sim does, and refuses what it cannot trust."""

import pytest

from scenewright.errors import UserError
from scenewright.render.isaac.backend_profile import BackendProfile, load_profile, profile_path, save_profile
from scenewright.render.isaac.budgets import budgets_with
from scenewright.render.isaac.graphics_cards import driver_version
from scenewright.render.isaac.installations import installation_at
from scenewright.render.isaac.self_test import self_test
from scenewright.render.isaac.settings import load_settings
from scenewright.render.isaac.shares import Setup
from scenewright.render.stage.values import Gains

pytestmark = pytest.mark.usefixtures("nothing_left")

WIDTH = 128
QUICK = {"start_s": 60, "load_s": 60, "frame_s": 30, "close_s": 3}


@pytest.fixture
def examine(isaac, tmp_path):
    """Run the self-test with a stand-in of some version and behaviour."""

    def of(version="5.1.0", omnipbr=True, **behaviour):
        root = isaac(version, **behaviour)
        setup = Setup(
            installation_at(str(root)), load_settings(), budgets_with(QUICK), tmp_path / "cache", omnipbr, print
        )
        return self_test(tmp_path / "test", setup, width=WIDTH)

    return of


LONG = pytest.mark.long


@pytest.mark.parametrize(
    "version", ["4.5.0", *(pytest.param(version, marks=LONG) for version in ("5.0.0", "5.1.0", "6.0.1"))]
)
def test_each_version_is_understood(version, examine):
    found = examine(version)
    assert found.refused == {}
    assert (found.normals, found.normals_sign) == ("world", 1)
    assert (found.transforms, found.view_transforms) == ("rows", "rows")
    assert (found.motion_unit, found.motion_sign) == ("pixels", (1, 1))
    assert found.depth_background == "infinite"
    assert found.off_centre
    assert found.omnipbr
    assert found.gains.dome_turn == (1, 0, 0, 0, 1, 0, 0, 0, 1)
    # The stand-in's lights are 700 times as weak as ours; the 18 % grey is wanted at 100 of 255.
    strengths = (found.gains.dome, found.gains.directional, found.gains.point, found.gains.spot, found.gains.area)
    assert all(400 < strength < 500 for strength in strengths), strengths


def test_other_units_and_frames_are_found_out(examine):
    found = examine(
        normals="camera", matrices="columns", motion="shares", depth="zero", no_offset=True, omnipbr_unknown=True
    )
    assert found.refused == {}
    assert found.normals == "camera"
    assert found.transforms == "columns"
    assert (found.motion_unit, found.motion_sign) == ("shares", (-1, -1))
    assert found.depth_background == "zero"
    assert not found.off_centre
    assert not found.omnipbr


@LONG
def test_a_dome_light_that_is_turned_is_turned_back(examine):
    assert examine(dome_turned=True).gains.dome_turn == (0, 1, 0, -1, 0, 0, 0, 0, 1)


@pytest.mark.parametrize(
    ("behaviour", "subject", "words"),
    [
        ({"normals": "nonsense"}, "normals", "neither in the world's nor in the camera's frame"),
        ({"upside_down": True}, "engine", "upside down"),
        pytest.param({"opaque_rooms": True}, "brightness", "keep the light out", marks=LONG),
        pytest.param({"depth": "centimetres"}, "engine", "100 times what it should be", marks=LONG),
    ],
)
def test_what_cannot_be_trusted_is_refused_in_words(behaviour, subject, words, examine):
    refused = examine(**behaviour).refused
    assert words in refused[subject]


def test_a_refused_label_ends_the_run_before_it_begins(isaac, run):
    root = isaac()
    path = profile_path(installation_at(str(root)), load_settings(), driver_version())
    save_profile(path, BackendProfile(refused={"normals": "The normals of this Isaac Sim cannot be trusted."}))
    with pytest.raises(UserError, match="normals of this Isaac Sim cannot be trusted"):
        run()


def test_a_profile_is_read_as_it_was_written(tmp_path):
    found = BackendProfile(
        normals="camera", gains=Gains(dome=3.0, dome_turn=(0, 1, 0, -1, 0, 0, 0, 0, 1)), refused={"a": "b"}
    )
    save_profile(tmp_path / "deep" / "profile.json", found)
    assert load_profile(tmp_path / "deep" / "profile.json") == found


@pytest.mark.parametrize("text", ["", "{}", '{"gains": {"dome_turn": 3}}', "[1]"])
def test_a_damaged_profile_means_that_the_test_runs_again(tmp_path, text):
    (tmp_path / "profile.json").write_text(text)
    assert load_profile(tmp_path / "profile.json") is None
