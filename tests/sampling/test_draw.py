"""Each distribution against scipy's, on 20,000 draws from the named random numbers themselves."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from scenewright.sampling.draw import choose, quantile, whole_quantile
from scenewright.sampling.rng import uniform01
from scenewright.spec.distributions import Choice, Fixed, Normal, Uniform

DRAWS = 20_000
LEAST_P = 1e-3


@pytest.fixture(scope="module")
def shares():
    return np.array([uniform01(7, frame, "objects/cups/0/scale") for frame in range(DRAWS)])


def chi_square_p(values, expected):
    """The chance to be as far from the expected shares, a dict."""
    counts = Counter(values)
    assert counts.keys() <= expected.keys()
    keys = [key for key, share in expected.items() if share > 0]
    return stats.chisquare([counts[key] for key in keys], [expected[key] * len(values) for key in keys]).pvalue


def test_the_random_numbers_are_uniform(shares):
    assert stats.kstest(shares, "uniform").pvalue > LEAST_P
    assert shares.min() >= 0
    assert shares.max() < 1


def test_the_random_numbers_of_neighbours_are_independent(shares):
    for other in (
        [uniform01(7, frame, "objects/cups/1/scale") for frame in range(DRAWS)],
        [uniform01(8, frame, "objects/cups/0/scale") for frame in range(DRAWS)],
        np.roll(shares, 1),
    ):
        assert abs(np.corrcoef(shares, other)[0, 1]) < 0.03


def test_a_uniform_value_is_scipys(shares):
    drawn = [quantile(Uniform(low=-2.0, high=5.0), u) for u in shares]
    assert stats.kstest(drawn, stats.uniform(-2, 7).cdf).pvalue > LEAST_P


@pytest.mark.parametrize(
    ("low", "high"), [(None, None), (0.5, None), (None, 1.2), (0.0, 2.5), (2.9, 3.0), (-9.0, -1.0)]
)
def test_a_normal_value_is_scipys_truncated_normal(shares, low, high):
    drawn = np.array([quantile(Normal(mean=1.0, standard_deviation=0.7, low=low, high=high), u) for u in shares])
    a = -np.inf if low is None else (low - 1.0) / 0.7
    b = np.inf if high is None else (high - 1.0) / 0.7
    curve = stats.truncnorm(a, b, loc=1.0, scale=0.7)
    assert stats.kstest(drawn, curve.cdf).pvalue > LEAST_P
    np.testing.assert_allclose(drawn, curve.ppf(shares), rtol=1e-6, atol=1e-6)


def test_a_choice_follows_its_weights(shares):
    drawn = [quantile(Choice(values=(1.0, 2.0, 5.0, 9.0), weights=(1.0, 0.0, 2.5, 0.5)), u) for u in shares]
    assert 2.0 not in drawn
    assert chi_square_p(drawn, {1.0: 0.25, 2.0: 0.0, 5.0: 0.625, 9.0: 0.125}) > LEAST_P


def test_a_choice_without_weights_takes_all_alike(shares):
    drawn = [quantile(Choice(values=(3.0, 4.0, 6.0)), u) for u in shares]
    assert chi_square_p(drawn, dict.fromkeys((3.0, 4.0, 6.0), 1 / 3)) > LEAST_P


def test_a_fixed_value_is_always_the_same(shares):
    assert {quantile(Fixed(value=0.3), u) for u in shares[:100]} == {0.3}


def test_a_uniform_whole_number_includes_both_limits_and_all_are_as_likely(shares):
    drawn = [whole_quantile(Uniform(low=1, high=5), u) for u in shares]
    assert {type(value) for value in drawn} == {int}
    assert chi_square_p(drawn, dict.fromkeys(range(1, 6), 0.2)) > LEAST_P


def test_a_normal_whole_number_is_the_rounded_one(shares):
    drawn = [whole_quantile(Normal(mean=4.0, standard_deviation=1.5, low=0, high=9), u) for u in shares]
    curve = stats.truncnorm(-4 / 1.5, 5 / 1.5, loc=4, scale=1.5)
    expected = {n: curve.cdf(n + 0.5) - curve.cdf(n - 0.5) for n in range(10)}
    assert chi_square_p(drawn, expected) > LEAST_P


def test_a_whole_choice_and_a_fixed_whole_number_keep_their_values(shares):
    assert {whole_quantile(Choice(values=(2.0, 8.0)), u) for u in shares} == {2, 8}
    assert whole_quantile(Fixed(value=3.0), 0.99) == 3


@given(st.floats(0, 1, exclude_max=True), st.lists(st.floats(0, 1e6), min_size=1, max_size=9).filter(any))
def test_an_index_without_weight_is_never_chosen(u, weights):
    assert weights[choose(weights, u)] > 0


extremes = st.sampled_from([0.0, 1e-320, 1e-18, 0.5, 1 - 2**-53])


@given(extremes, st.floats(-100, 100), st.floats(1e-3, 10), st.floats(0, 5))
def test_a_normal_value_stays_within_its_limits_even_at_the_ends(u, mean, deviation, width):
    low, high = mean - width * deviation, mean + (width + 0.1) * deviation
    assert low <= quantile(Normal(mean=mean, standard_deviation=deviation, low=low, high=high), u) <= high


@given(extremes, st.floats(-100, 100), st.floats(0, 50))
def test_a_uniform_value_stays_within_its_limits_even_at_the_ends(u, low, width):
    assert low <= quantile(Uniform(low=low, high=low + width), u) <= low + width


@given(extremes)
def test_an_uncut_normal_value_is_finite_even_at_the_ends(u):
    assert np.isfinite(quantile(Normal(mean=0.0, standard_deviation=1.0), u))
