"""Filters and orders."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenewright.errors import UserError
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


def test_images_are_ordered_by_their_largest_object_and_unknown_ones_come_last(evidence, planted):
    values = evidence.columns.objects.distance_m.copy()
    values[:3] = np.nan
    source = planted(objects={"distance_m": values}).source
    order = sorted_rows(source, np.arange(400), "distance", descending=True)
    most = np.nanmax(values[3:].reshape(-1, 3), axis=1)
    assert order[0] == np.argmax(most) + 1
    assert order[-1] == 0
