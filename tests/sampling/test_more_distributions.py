"""The richer distributions, against scipy on 20,000 draws, and their order over frames and objects."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError
from scipy import stats

from scenewright.assets.loading import AssetLoader
from scenewright.errors import UserError
from scenewright.sampling.draw import Luck, drawn, quantile, shuffled
from scenewright.sampling.named import leaning
from scenewright.sampling.rng import uniform01
from scenewright.sampling.sampler import sample_frame
from scenewright.spec.distributions import Distribution
from scenewright.spec.limits import support

DRAWS = 20_000
LEAST_P = 1e-3
ASSETS = AssetLoader(Path())
DISTRIBUTION = TypeAdapter(Distribution)


def of(**fields):
    return DISTRIBUTION.validate_python(fields)


@pytest.fixture(scope="module")
def shares():
    return [uniform01(3, frame, "lights/key/intensity") for frame in range(DRAWS)]


def test_a_log_uniform_value_is_scipys(shares):
    values = [quantile(of(kind="log_uniform", low=0.02, high=30), u) for u in shares]
    assert stats.kstest(values, stats.loguniform(0.02, 30).cdf).pvalue > LEAST_P


def test_a_histogram_value_is_scipys(shares):
    shape = of(kind="histogram", edges=[0, 1, 1.5, 4], weights=[1, 5, 2])
    values = [quantile(shape, u) for u in shares]
    curve = stats.rv_histogram((np.array([1.0, 5.0, 2.0]), np.array([0, 1, 1.5, 4])), density=False)
    assert stats.kstest(values, curve.cdf).pvalue > LEAST_P


def test_a_mixture_is_the_weighted_sum_of_its_parts(shares):
    shape = of(
        kind="mixture",
        parts=[
            {"value": {"kind": "uniform", "low": 0, "high": 1}, "weight": 3},
            {"value": {"kind": "normal", "mean": 5, "standard_deviation": 0.5}, "weight": 1},
        ],
    )
    values = [quantile(shape, u) for u in shares]

    def curve(x):
        return 0.75 * stats.uniform(0, 1).cdf(x) + 0.25 * stats.norm(5, 0.5).cdf(x)

    assert stats.kstest(values, curve).pvalue > LEAST_P


@pytest.mark.parametrize("progress", [0, 0.3, 1])
def test_a_curriculum_widens_from_start_to_end(shares, progress):
    shape = of(
        kind="curriculum",
        start={"kind": "uniform", "low": 0.9, "high": 1.1},
        end={"kind": "uniform", "low": 0.5, "high": 3.0},
    )
    values = [drawn(shape, Luck(u, progress=progress)) for u in shares]
    low, high = 0.9 - 0.4 * progress, 1.1 + 1.9 * progress
    assert stats.kstest(values, stats.uniform(low, high - low).cdf).pvalue > LEAST_P


def test_a_curriculum_runs_over_the_frames_of_the_dataset(project):
    widening = {"kind": "curriculum", "start": 1, "end": 3}
    spec = project(objects=[project.group("cups", count=1, scale=widening)], output={"frames": 11})
    scales = [sample_frame(spec, index, ASSETS).objects[0].scale for index in range(11)]
    assert scales == pytest.approx(np.linspace(1, 3, 11))


def test_a_sequence_runs_over_the_frames(project):
    turning = {"kind": "sequence", "values": [10, 20, 40]}
    spec = project(floor={"textures": ["oak"], "rotation_deg": turning})
    angles = [np.degrees(sample_frame(spec, index, ASSETS).floor.rotation_rad) for index in range(7)]
    assert angles == pytest.approx([10, 20, 40, 10, 20, 40, 10])


def test_an_objects_sequence_runs_over_the_objects_of_a_frame(project):
    sizes = {"kind": "sequence", "values": [1, 2, 3]}
    spec = project(objects=[project.group("cups", count=5, scale=sizes)])
    for index in (0, 7):
        assert [item.scale for item in sample_frame(spec, index, ASSETS).objects] == [1, 2, 3, 1, 2]


def test_without_replacement_each_value_comes_once_before_any_comes_again(project):
    once = {"kind": "choice", "values": [1, 2, 3, 4], "weights": [1, 1, 5, 0], "replacement": False}
    spec = project(objects=[project.group("cups", count=6, scale=once)])
    orders = [[item.scale for item in sample_frame(spec, index, ASSETS).objects] for index in range(40)]
    assert all(sorted(order[:3]) == sorted(order[3:]) == [1, 2, 3] for order in orders)
    assert len({tuple(order) for order in orders}) > 5


def test_without_replacement_over_the_frames_every_lap_is_another_order(project):
    once = {"kind": "choice", "values": [0, 1, 2, 3, 4, 5, 6, 7], "replacement": False}
    spec = project(floor={"textures": ["oak"], "rotation_deg": once})
    angles = [round(np.degrees(sample_frame(spec, index, ASSETS).floor.rotation_rad)) for index in range(80)]
    laps = {tuple(angles[start : start + 8]) for start in range(0, 80, 8)}
    assert all(sorted(lap) == list(range(8)) for lap in laps)
    assert len(laps) > 5


def test_of_values_without_replacement_heavy_ones_come_early():
    weights = [1.0, 2.0, 0.0, 5.0]
    firsts = Counter(shuffled(weights, (9, frame, "x"))[0] for frame in range(DRAWS))
    assert set(firsts) == {0, 1, 3}
    expected = [DRAWS * weight / 8 for weight in (1, 2, 5)]
    assert stats.chisquare([firsts[0], firsts[1], firsts[3]], expected).pvalue > LEAST_P


def test_an_expression_is_computed_from_the_frames_variables(project):
    variables = [
        {"name": "height", "value": {"kind": "uniform", "low": 1, "high": 2}},
        {"name": "lift", "value": {"kind": "expression", "formula": "max(height - 1.5, 0)"}},
    ]
    formula = {"kind": "expression", "formula": "2 * height + lift"}
    group = project.group("cups", count=2, position_m={"z": formula})
    spec = project(variables=variables, objects=[group])
    heights = []
    for index in range(20):
        one, other = sample_frame(spec, index, ASSETS).objects
        assert one.position[2] == other.position[2]
        heights.append(one.position[2])
    assert 2 <= min(heights) < 2.5
    assert 4 < max(heights) <= 4.5


def test_an_expression_is_held_within_its_limits():
    held = of(kind="expression", formula="10 * x", low=1, high=4)
    assert [drawn(held, Luck(0.5, variables={"x": x})) for x in (-1, 0.2, 9)] == [1, 2, 4]


def test_an_expression_without_a_value_names_formula_and_numbers():
    with pytest.raises(UserError, match=r"'1 / x' cannot be computed.*with x = 0"):
        drawn(of(kind="expression", formula="1 / x"), Luck(0.5, variables={"x": 0.0}))


@pytest.mark.parametrize("correlation", [-0.9, -0.3, 0.5, 0.95])
def test_variables_that_follow_keep_their_own_distribution_and_are_as_related_as_wanted(correlation):
    one = np.array([uniform01(1, frame, "one") for frame in range(DRAWS)])
    other = np.array([leaning(uniform01(1, frame, "other"), one[frame], correlation) for frame in range(DRAWS)])
    assert stats.kstest(other, "uniform").pvalue > LEAST_P
    measured = np.corrcoef(stats.norm.ppf(one), stats.norm.ppf(other))[0, 1]
    assert measured == pytest.approx(correlation, abs=0.02)


def test_following_variables_are_drawn_together(project):
    between = {"kind": "uniform", "low": 0, "high": 1}
    variables = [
        {"name": "near", "value": between},
        {"name": "far", "value": between, "follows": "near", "correlation": 0.95},
    ]
    position = {axis: {"kind": "expression", "formula": name} for axis, name in (("x", "near"), ("y", "far"))}
    spec = project(variables=variables, objects=[project.group("cups", count=1, position_m=position)])
    points = np.array([sample_frame(spec, index, ASSETS).objects[0].position[:2] for index in range(300)])
    assert np.corrcoef(points.T)[0, 1] > 0.85


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "log_uniform", "low": 0, "high": 1}, "greater than 0"),
        ({"kind": "log_uniform", "low": 2, "high": 1}, "must not be above"),
        ({"kind": "histogram", "edges": [0, 1], "weights": [1, 2]}, "need 3 edges"),
        ({"kind": "histogram", "edges": [0, 0, 1], "weights": [1, 2]}, "must rise"),
        ({"kind": "histogram", "edges": [0, 1], "weights": [0]}, "sum to zero"),
        ({"kind": "mixture", "parts": [{"value": 1, "weight": 0}]}, "sum to zero"),
        ({"kind": "expression", "formula": "__import__('os')"}, "may not"),
        ({"kind": "expression", "formula": "(1).real"}, "may not"),
        ({"kind": "expression", "formula": "[1]"}, "may not"),
        ({"kind": "expression", "formula": "1 +"}, "no formula"),
        ({"kind": "expression", "formula": "True"}, "may not"),
        ({"kind": "expression", "formula": "-" * 60 + "1"}, "nested too deeply"),
        ({"kind": "expression", "formula": "1", "low": 2, "high": 1}, "must not be above"),
        (
            {"kind": "curriculum", "start": {"kind": "choice", "values": [1], "replacement": False}, "end": 2},
            "always may repeat",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_words(fields, words):
    with pytest.raises(ValidationError, match=words):
        of(**fields)


@pytest.mark.parametrize("formula", ["9 ** 9 ** 9", "(-8) ** 0.5", "log(0)", "exp(1e6)", "1e308 * 10", "abs(1, 2)"])
def test_formulas_without_a_finite_value_end_in_a_sentence(formula):
    with pytest.raises(UserError, match="cannot be computed"):
        drawn(of(kind="expression", formula=formula), Luck(0.5))


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("sin_deg(30) + cos_deg(60)", 1.0),
        ("7 % 4 - -2 ** 2", 7.0),
        ("3 if 2 > 1 else 4", 3.0),
        ("round(2.6) + floor(-0.5) + min(1, 2, 3)", 3.0),
    ],
)
def test_formulas_compute_what_they_say(formula, value):
    assert drawn(of(kind="expression", formula=formula), Luck(0.5)) == pytest.approx(value)


@pytest.mark.parametrize(
    ("fields", "limits"),
    [
        ({"kind": "log_uniform", "low": 1, "high": 9}, (1, 9)),
        ({"kind": "histogram", "edges": [0, 1, 2, 3], "weights": [0, 1, 0]}, (1, 2)),
        ({"kind": "choice", "values": [5, 1, 9], "weights": [1, 1, 0]}, (1, 5)),
        ({"kind": "sequence", "values": [3, 1]}, (1, 3)),
        ({"kind": "mixture", "parts": [{"value": 7}, {"value": 9, "weight": 0}]}, (7, 7)),
        ({"kind": "curriculum", "start": 1, "end": {"kind": "uniform", "low": 0, "high": 5}}, (0, 5)),
        ({"kind": "expression", "formula": "x", "low": 2}, (2, float("inf"))),
    ],
)
def test_the_limits_of_what_can_be_drawn_are_known(fields, limits):
    assert support(of(**fields)) == limits


@pytest.mark.parametrize(
    ("variables", "scale", "words"),
    [
        ([], "y", "uses 'y', which is no variable under variables: there are none"),
        ([{"name": "x", "value": 1}], "y", "there are x"),
        ([{"name": "x", "value": {"kind": "expression", "formula": "z"}}, {"name": "z", "value": 1}], "x", "above it"),
        ([{"name": "x", "value": 1, "follows": "z", "correlation": 0.5}], "x", "uses 'z'"),
        ([{"name": "x", "value": 1, "correlation": 0.5}], "x", "give both or neither"),
        ([{"name": "max", "value": 1}], "1", "is a function's name"),
    ],
)
def test_formulas_over_unknown_names_are_found_before_rendering(project, variables, scale, words):
    formula = {"kind": "expression", "formula": scale, "low": 1, "high": 2}
    with pytest.raises(ValidationError, match=words):
        project(variables=variables, objects=[project.group("cups", scale=formula)])
