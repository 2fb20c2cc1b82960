"""Filters and orders."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenewright.datasets.curation import Curation
from scenewright.errors import UserError
from scenewright.inspection.examining import Examined
from scenewright.inspection.findings import Finding
from scenewright.inspection.histograms import histogram
from scenewright.inspection.marking import marked, marks_of
from scenewright.inspection.measures import measure_named
from scenewright.inspection.query import Condition, filter_text, matching, parsed_filter, sorted_rows


def test_conditions_about_objects_must_hold_for_one_and_the_same(evidence):
    objects = evidence.columns.objects
    shown = matching(evidence.source, parsed_filter("class=cup occlusion>0.4"))
    is_wanted = (objects.class_id == 1) & (objects.occlusion > 0.4)
    assert set(np.flatnonzero(shown)) == set(objects.image[is_wanted].tolist())


def test_conditions_about_images_and_objects_go_together(evidence):
    shown = matching(evidence.source, parsed_filter("split=validation class=plate size>=60 brightness<0.5"))
    assert 0 < shown.sum() < 80
    assert (np.flatnonzero(shown) % 5 == 0).all()


def test_an_empty_filter_shows_all(evidence):
    assert matching(evidence.source, parsed_filter("  ")).all()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("hello", "no condition"),
        ("colour=red", "Nothing is called 'colour'"),
        ("class<cup", "compares a name"),
        ("class=car", "there are cup, plate, spoon"),
        ("size>big", "needs a number"),
    ],
)
def test_what_a_filter_cannot_mean_is_told_in_words(evidence, text, words):
    with pytest.raises(UserError, match=words):
        matching(evidence.source, parsed_filter(text))


@given(
    st.lists(
        st.builds(
            Condition,
            st.text(st.characters(exclude_characters='"', exclude_categories=("C",)), min_size=1),
            st.sampled_from(["=", "!=", "<", "<=", ">", ">="]),
            st.text(st.characters(exclude_characters='"', exclude_categories=("C",))),
        )
    )
)
def test_a_filter_is_read_as_it_was_written(conditions):
    assert parsed_filter(filter_text(tuple(conditions))) == tuple(conditions)


@pytest.fixture
def tagged(evidence):
    curation = Curation({3: "odd"}, {1: ("missed",), 2: ("missed", "false alarm"), 999: ("elsewhere",)})
    findings = [Finding("dark", "warning", "They are dark.", np.array([2, 5]))]
    return marked(Examined(evidence), marks_of(evidence.columns, curation, findings)).source


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("tag=missed", [1, 2]),
        ('tag="false alarm"', [2]),
        ("tag=missed tag!=missed", []),
        ("finding=dark", [2, 5]),
        ("finding=dark tag=missed", [2]),
        ("aside=yes", [3]),
    ],
)
def test_images_are_filtered_by_tags_findings_and_what_is_set_aside(tagged, text, rows):
    assert np.flatnonzero(matching(tagged, parsed_filter(text))).tolist() == rows
    assert matching(tagged, parsed_filter("aside=no tag!=missed finding!=dark")).sum() == 400 - 4


def test_images_are_ordered_by_how_many_tags_and_findings_they_have(tagged):
    rows = np.arange(6)
    assert sorted_rows(tagged, rows, "tag", descending=True)[:2].tolist() == [2, 1]
    assert sorted_rows(tagged, rows, "finding", descending=True)[:2].tolist() == [2, 5]


def test_tags_are_counted_by_their_names(tagged):
    found = histogram(tagged, measure_named(tagged, "tag"))
    assert dict(zip(found.names, found.counts.tolist(), strict=True)) == {"missed": 2, "false alarm": 1}


def test_a_tag_that_no_image_has_is_told_with_those_that_are_there(tagged, evidence):
    with pytest.raises(UserError, match="No image has the tag 'mised': there are false alarm, missed"):
        matching(tagged, parsed_filter("tag=mised"))
    with pytest.raises(UserError, match="there are none yet"):
        matching(evidence.source, parsed_filter("tag=missed"))
    with pytest.raises(UserError, match="compares a name"):
        matching(tagged, parsed_filter("tag>missed"))


def test_images_are_ordered_by_their_largest_object_and_unknown_ones_come_last(evidence, planted):
    values = evidence.columns.objects.distance_m.copy()
    values[:3] = np.nan
    source = planted(objects={"distance_m": values}).source
    order = sorted_rows(source, np.arange(400), "distance", descending=True)
    most = np.nanmax(values[3:].reshape(-1, 3), axis=1)
    assert order[0] == np.argmax(most) + 1
    assert order[-1] == 0
