"""What a project can name: the shelf that ships, and the user's own."""

import pytest
import yaml

from scenewright.assets.entries import Entry, entries, read_entry, write_entry
from scenewright.assets.library import KINDS, folder_entries, library, shipped_library, user_library
from scenewright.errors import UserError


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    monkeypatch.setenv("SCENEWRIGHT_LIBRARY", str(tmp_path))

    def put(kind, name, file=None, **description):
        folder = tmp_path / f"{kind}s" / name
        folder.mkdir(parents=True)
        if file is not None:
            (folder / file).write_text("")
        if description:
            (folder / "entry.yaml").write_text(yaml.safe_dump(description))
        return folder

    return put


def test_the_users_entries_stand_beside_the_shipped_ones(shelf):
    folder = shelf("object", "my_part", "my_part.usdc")
    assert library("object")["my_part"] == folder / "my_part.usdc"
    assert "mug_classic" in library("object")


def test_the_users_entries_never_hide_a_shipped_one(shelf):
    shelf("object", "mug_classic", "mug_classic.usdc")
    assert library("object")["mug_classic"].is_relative_to(shipped_library())


@pytest.mark.parametrize(
    ("kind", "file", "is_entry"),
    [
        ("object", "thing.usda", True),
        ("object", "other.usda", False),
        ("environment", "thing.exr", True),
        ("floor", None, True),
        ("wall", None, True),
    ],
)
def test_an_entry_is_a_folder_with_the_file_it_is_named_after(shelf, kind, file, is_entry):
    shelf(kind, "thing", file)
    assert ("thing" in folder_entries(user_library(), kind)) is is_entry


def test_a_folder_that_is_being_written_is_no_entry(shelf):
    shelf("floor", ".half_written")
    assert folder_entries(user_library(), "floor") == {}


def test_a_description_survives_writing_and_reading(tmp_path):
    given = Entry(
        "object",
        "drill",
        tmp_path / "drill.usdc",
        title="Cordless drill",
        class_name="drill",
        tags=("tool", "workshop"),
        licence="CC0",
        size_m=(0.2, 0.08, 0.25),
        triangles=1234,
        split="validation",
        poses=("open",),
        details={"poses": [{"name": "open"}], "provenance": "a scan"},
    )
    write_entry(tmp_path, given)
    assert read_entry("object", "drill", tmp_path / "drill.usdc") == given


def test_an_entry_without_a_description_has_its_name_for_a_title(tmp_path):
    assert read_entry("object", "hex_bolt", tmp_path / "hex_bolt.usdc").title == "Hex bolt"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title: [", "is no YAML"),
        ("- a list", "does not describe"),
        ("split: test", "write any, train or validation"),
        ("size_m: [a, b]", "does not describe"),
        ("poses: [stand]", "does not describe"),
    ],
)
def test_a_bad_description_is_refused_with_its_file(tmp_path, text, words):
    (tmp_path / "entry.yaml").write_text(text)
    with pytest.raises(UserError, match=words) as caught:
        read_entry("object", "drill", tmp_path / "drill.usdc")
    assert str(tmp_path / "entry.yaml") in str(caught.value)


@pytest.mark.parametrize("kind", KINDS)
def test_every_shipped_entry_is_described(kind):
    for entry in entries(kind):
        assert entry.title
        assert entry.tags
        assert entry.licence
        assert entry.class_name or kind != "object"
