"""The commands about assets, as a person types them."""

import json

import pytest
import yaml
from typer.testing import CliRunner

from scenewright.cli import app
from scenewright.errors import UserError


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    monkeypatch.setenv("SCENEWRIGHT_LIBRARY", str(tmp_path))
    folder = tmp_path / "objects" / "my_drill"
    folder.mkdir(parents=True)
    (folder / "my_drill.usdc").write_text("")
    description = {"title": "My drill", "class_name": "drill", "tags": ["tool"], "size_m": [0.2, 0.1, 0.3]}
    (folder / "entry.yaml").write_text(yaml.safe_dump(description))
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(app, ["assets", *arguments], catch_exceptions=False)


def test_the_list_has_shipped_and_own_entries(shelf):
    listed = run("list", "--kind", "object").stdout
    assert "mug_classic" in listed
    assert "my_drill*" in listed


def test_every_word_of_a_search_must_be_found(shelf):
    found = json.loads(run("list", "--search", "TOOL drill", "--json").stdout)
    assert "my_drill" in [entry["name"] for entry in found]
    assert all("drill" in json.dumps(entry) for entry in found)
    assert json.loads(run("list", "--search", "drill mug", "--json").stdout) == []


def test_show_prints_all_that_is_known(shelf):
    entry = json.loads(run("show", "my_drill").stdout)
    assert (entry["class_name"], entry["size_m"], entry["shipped"]) == ("drill", [0.2, 0.1, 0.3], False)


def test_an_unknown_name_is_answered_with_the_nearest(shelf):
    with pytest.raises(UserError, match="did you mean 'my_drill'"):
        run("show", "my_dril")


def test_an_own_entry_can_be_held_out(shelf):
    assert "for validation frames" in run("mark", "my_drill", "--split", "validation").stdout
    assert json.loads(run("show", "my_drill").stdout)["split"] == "validation"


def test_a_shipped_entry_stays_as_it_is():
    with pytest.raises(UserError, match="write 'split: train' beside it in the project"):
        run("mark", "mug_classic", "--split", "train")
