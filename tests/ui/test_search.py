"""Search and help: every setting is found, explained, and has a control where it is revealed."""

import pytest

from scenewright.paths import shipped
from scenewright.spec.places import value_at
from scenewright.spec.project import ProjectSpec
from scenewright.spec.yaml_io import load_project
from scenewright.ui.help import explain
from scenewright.ui.search import ranked, settings_of

PRESETS = sorted(shipped("presets").glob("*.yaml"))


@pytest.mark.parametrize("preset", PRESETS, ids=lambda path: path.stem)
def test_every_setting_that_is_found_is_there_and_has_a_title(qapp, preset):
    spec = load_project(preset).spec
    found = settings_of(spec)
    assert {item.place[0] for item in found} == set(ProjectSpec.model_fields) - {"schema_version"}
    for item in found:
        value_at(spec, item.place)
        assert item.title


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("occlusion", "visibility"),
        ("focal length", "focal_length_mm"),
        ("seed", "seed"),
        ("spacing", "spacing_m"),
        ("distractor", "role"),
        ("sun's elevation", "environment"),
    ],
)
def test_a_word_of_the_trade_finds_its_setting(qapp, text, field):
    settings = [item for preset in PRESETS for item in settings_of(load_project(preset).spec)]
    assert field in [item.place[-1] for item in ranked(settings, text)]


def test_a_title_counts_more_than_an_explanation(qapp, cup_spec):
    assert ranked(settings_of(cup_spec), "count")[0].place[-1] == "count"


def test_without_words_nothing_is_found(qapp, cup_spec):
    assert ranked(settings_of(cup_spec), "  ") == []


@pytest.mark.parametrize("preset", PRESETS, ids=lambda path: path.stem)
def test_every_setting_is_explained(qapp, preset):
    spec = load_project(preset).spec
    for item in settings_of(spec):
        found = explain(item.place, spec)
        assert found.title
        assert found.text or found.about, item.place


def test_a_setting_is_explained_by_what_it_does_to_the_data(qapp, cup_spec):
    found = explain(("objects", 0, "count"), cup_spec)
    assert found.title == "Count"
    assert found.path == ("Objects", "cups")
    assert found.text == "Objects in a frame."
    assert found.key == "objects.0.count"


def test_a_place_that_is_not_there_is_explained_as_far_as_it_is(qapp, cup_spec):
    assert explain(("objects", 7, "nothing"), cup_spec).title
