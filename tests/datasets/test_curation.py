"""Decisions about frames: kept, carried over to what others decided meanwhile, and never overwritten unread."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenewright.datasets.curation import (
    CURATION_FILE,
    Curation,
    carried_over,
    put_damaged_aside,
    read_curation,
    write_curation,
)
from scenewright.errors import UserError

frames = st.integers(0, 5)
tags = st.lists(st.sampled_from(["missed", "odd", "good"]), min_size=1, unique=True).map(lambda it: tuple(sorted(it)))
curations = st.builds(
    Curation,
    st.dictionaries(frames, st.sampled_from(["", "dark"])),
    st.dictionaries(frames, tags),
    st.dictionaries(st.sampled_from(["a", "b"]), st.sampled_from(["x=1", "y=2"])),
)


@given(curations)
def test_what_is_written_is_read_again(tmp_path_factory, decided):
    folder = tmp_path_factory.mktemp("decided")
    write_curation(folder, decided)
    assert read_curation(folder) == decided


@given(curations, curations)
def test_a_change_carried_over_to_what_it_was_made_from_is_the_change(before, after):
    assert carried_over(before, before, after) == after


@given(curations, curations)
def test_a_change_taken_back_leaves_what_was_there(before, after):
    assert carried_over(carried_over(before, before, after), after, before) == before


def test_a_change_leaves_what_others_decided_meanwhile():
    before = Curation({}, {2: ("odd",)})
    after = before.with_set_aside([1], "").with_tag([2], "good")
    meanwhile = before.with_tag([2, 3], "missed").with_set_aside([5], "dark")
    both = carried_over(meanwhile, before, after)
    assert both == Curation({5: "dark", 1: ""}, {2: ("good", "missed", "odd"), 3: ("missed",)})
    assert carried_over(both, after, before) == meanwhile


@pytest.mark.parametrize("damage", [b"{", b"[]", b'{"set_aside": 3}', b'{"tags": {"x": []}}', b"\xff\xfe"])
def test_damaged_decisions_are_told_and_can_be_put_aside(tmp_path, damage):
    (tmp_path / CURATION_FILE).write_bytes(damage)
    (tmp_path / "curation.damaged-1.json").write_text("from before")
    with pytest.raises(UserError, match=r"is damaged: mend it .* or rename it"):
        read_curation(tmp_path)
    assert put_damaged_aside(tmp_path) == tmp_path / "curation.damaged-2.json"
    assert (tmp_path / "curation.damaged-2.json").read_bytes() == damage
    assert read_curation(tmp_path) == Curation()


@pytest.mark.skipif(os.name == "nt", reason="there a folder is opened in another way")
def test_decisions_that_the_system_does_not_give_are_told(tmp_path):
    (tmp_path / CURATION_FILE).mkdir()
    with pytest.raises(UserError, match="read what was decided"):
        read_curation(tmp_path)
