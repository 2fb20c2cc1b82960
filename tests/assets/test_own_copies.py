import pytest

from scenewright.assets.entries import find_entry
from scenewright.assets.own_copies import own_copy
from scenewright.assets.usd_model import read_model
from scenewright.errors import UserError


@pytest.fixture(autouse=True)
def _own_library(tmp_path, monkeypatch):
    monkeypatch.setenv("SCENEWRIGHT_LIBRARY", str(tmp_path / "library"))


def test_a_copy_is_an_entry_of_the_users_own_that_reads_as_the_shipped_one_does():
    copy = own_copy("mug_classic")
    assert copy.name == "my_mug_classic"
    assert not copy.is_shipped
    assert find_entry("my_mug_classic") == copy
    assert read_model(copy.path).bounds == read_model(find_entry("mug_classic").path).bounds


def test_a_second_copy_has_a_name_of_its_own():
    assert own_copy("mug_classic").name != own_copy("mug_classic").name


def test_only_objects_are_copied():
    with pytest.raises(UserError, match="is a floor"):
        own_copy("wood_oak")
