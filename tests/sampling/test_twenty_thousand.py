"""Every distribution, drawn as frames draw it, for 20,000 frames: scipy's tests find nothing against its definition."""

import numpy as np
import pytest
from scipy import stats

from scenewright.sampling.named import Named
from scenewright.spec.lights import PointLight
from scenewright.spec.project import ProjectSpec

FRAMES = 20_000


def mixture_cdf(value):
    return 0.25 * stats.uniform(0, 1).cdf(value) + 0.75 * stats.truncnorm(-2, 2, 3, 0.5).cdf(value)


def histogram_cdf(value):
    return np.interp(value, [0, 1, 3, 4], [0, 0.2, 0.2, 1])


CONTINUOUS = {
    "uniform": ({"kind": "uniform", "low": -2, "high": 5}, stats.uniform(-2, 7).cdf),
    "log_uniform": ({"kind": "log_uniform", "low": 0.01, "high": 10}, stats.loguniform(0.01, 10).cdf),
    "normal": ({"kind": "normal", "mean": 3, "standard_deviation": 2}, stats.norm(3, 2).cdf),
    "normal, cut on both sides": (
        {"kind": "normal", "mean": 3, "standard_deviation": 2, "low": 2, "high": 8},
        stats.truncnorm(-0.5, 2.5, 3, 2).cdf,
    ),
    "normal, cut far out": (
        {"kind": "normal", "mean": 0, "standard_deviation": 1, "low": 4.5},
        stats.truncnorm(4.5, np.inf).cdf,
    ),
    "histogram": ({"kind": "histogram", "edges": [0, 1, 3, 4], "weights": [1, 0, 4]}, histogram_cdf),
    "mixture": (
        {
            "kind": "mixture",
            "parts": [
                {"value": {"kind": "uniform", "low": 0, "high": 1}, "weight": 1},
                {"value": {"kind": "normal", "mean": 3, "standard_deviation": 0.5, "low": 2, "high": 4}, "weight": 3},
            ],
        },
        mixture_cdf,
    ),
    "expression": ({"kind": "expression", "formula": "2 * mood ** 2"}, lambda value: np.sqrt(np.asarray(value) / 2)),
    "expression of one that follows": ({"kind": "expression", "formula": "shade"}, stats.uniform(0, 1).cdf),
}

DISCRETE = {
    "choice": ({"kind": "choice", "values": [1, 2, 5]}, {1: 1, 2: 1, 5: 1}),
    "choice by weight": ({"kind": "choice", "values": [1, 2, 5], "weights": [1, 0, 3]}, {1: 1, 5: 3}),
    "choice without replacement": (
        {"kind": "choice", "values": [1, 2, 5, 7], "replacement": False},
        {1: 1, 2: 1, 5: 1, 7: 1},
    ),
    "sequence": ({"kind": "sequence", "values": [4, 4, 9, 1]}, {4: 2, 9: 1, 1: 1}),
    "mixture of choices": (
        {
            "kind": "mixture",
            "parts": [{"value": 3, "weight": 1}, {"value": {"kind": "choice", "values": [3, 8]}, "weight": 2}],
        },
        {3: 2, 8: 1},
    ),
}


def draws(distribution, coverage, project):
    light = PointLight.model_validate({"name": "lamp", "kind": "point", "intensity": 1})
    position = type(light.position_m).model_validate({"x": distribution})
    variables = [
        {"name": "mood", "value": {"kind": "uniform", "low": 0, "high": 1}},
        {
            "name": "shade",
            "value": {"kind": "uniform", "low": 0, "high": 1},
            "follows": "mood",
            "correlation": -0.6,
        },
    ]
    spec: ProjectSpec = project(variables=variables, output={"frames": FRAMES, "seed": 11, "coverage": coverage})
    return np.array([Named(spec, index).number("lights/lamp/x", position.x) for index in range(FRAMES)])


@pytest.mark.parametrize("coverage", ["random", "even"])
@pytest.mark.parametrize("what", CONTINUOUS)
def test_continuous_distributions_pass_kolmogorov_and_smirnov(what, coverage, project):
    fields, cdf = CONTINUOUS[what]
    assert stats.kstest(draws(fields, coverage, project), cdf).pvalue > 1e-3


@pytest.mark.parametrize("coverage", ["random", "even"])
@pytest.mark.parametrize("what", DISCRETE)
def test_discrete_distributions_pass_chi_square(what, coverage, project):
    fields, weights = DISCRETE[what]
    values, counts = np.unique(draws(fields, coverage, project), return_counts=True)
    assert set(values) == set(weights)
    expected = np.array([weights[value] for value in values], float)
    assert stats.chisquare(counts, expected / expected.sum() * FRAMES).pvalue > 1e-3


def test_a_curriculum_is_at_each_part_of_the_dataset_what_it_says(project):
    fields = {"kind": "curriculum", "start": 0, "end": {"kind": "uniform", "low": 0, "high": 10}}
    values = draws(fields, "random", project)
    progress = np.arange(FRAMES) / (FRAMES - 1)
    assert stats.kstest(values[1:] / progress[1:], stats.uniform(0, 10).cdf).pvalue > 1e-3


@pytest.mark.parametrize(("low", "high"), [(1, 6), (0, 1)])
def test_whole_numbers_pass_chi_square(low, high, project):
    spec = project(output={"frames": FRAMES, "seed": 3, "coverage": "random"})
    die = type(spec.objects[0]).model_validate(
        {"name": "dice", "class_name": "die", "assets": ["a"], "count": {"kind": "uniform", "low": low, "high": high}}
    )
    counts = np.bincount([Named(spec, k).whole("objects/dice/count", die.count) for k in range(FRAMES)])[low:]
    assert stats.chisquare(counts).pvalue > 1e-3


def test_weights_without_replacement_order_values_as_drawing_from_an_urn_does(project):
    # The first of each lap falls on a value as often as its weight says.
    values = draws(
        {"kind": "choice", "values": [1, 2, 3], "weights": [1, 2, 3], "replacement": False}, "random", project
    )
    firsts = np.unique(values[: FRAMES // 3 * 3 : 3], return_counts=True)[1]
    assert stats.chisquare(firsts, np.array([1, 2, 3]) / 6 * len(values[: FRAMES // 3 * 3 : 3])).pvalue > 1e-3
