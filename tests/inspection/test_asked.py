"""Asked and got, against what scipy says of planted values."""

import numpy as np
import pytest
from scipy.stats import ks_2samp, kstest, norm

from scenewright.inspection.asked import Rejected, asked_and_got, asked_values, what_rejection_did
from scenewright.inspection.histograms import distance
from scenewright.sampling.trace import Draw, Rejection, Trace
from scenewright.spec.distributions import Choice, Curriculum, Expression, LogUniform, Normal, Sequence, Uniform

PLACE = ("objects", 0, "scale")


class FakePlan:
    def __init__(self, index=0, objects=(), left_out=()):
        self.index, self.objects, self.left_out = index, objects, left_out


def traces(values, place=PLACE):
    return [
        Trace(FakePlan(number), (Draw(place, place[:2], 0, "objects/cups/0/scale", float(value)),), ())
        for number, value in enumerate(values)
    ]


def spec_with(cups, wanted):
    return cups.replace(objects=(cups.objects[0].replace(scale=wanted),))


@pytest.fixture
def cups(project_spec):
    return project_spec("cup_detection")


def test_the_distance_is_that_of_scipy(rng):
    one, other = rng.normal(0, 1, 900), rng.normal(0.3, 1.2, 700)
    assert distance(one, other) == pytest.approx(ks_2samp(one, other).statistic, abs=1e-12)


def test_the_distance_to_what_was_asked_for_is_that_of_the_one_sample_test(cups, rng):
    values = rng.uniform(1.0, 2.0, 500) ** 1.3
    [found] = asked_and_got(spec_with(cups, Uniform(low=1, high=2)), traces(values))
    assert found.distance == pytest.approx(kstest(values, "uniform", (1, 1)).statistic, abs=0.002)
    assert found.is_off


def test_values_as_asked_for_are_not_called_off(cups, rng):
    for wanted, values in (
        (Uniform(low=1, high=2), rng.uniform(1, 2, 800)),
        (LogUniform(low=1, high=4), np.exp(rng.uniform(0, np.log(4), 800))),
        (Normal(mean=3, standard_deviation=0.5, low=0.5, high=9), norm(3, 0.5).rvs(800, random_state=3)),
        (Choice(values=(1, 2, 3), weights=(1, 2, 1)), rng.choice([1, 2, 3], 800, p=[0.25, 0.5, 0.25])),
    ):
        [found] = asked_and_got(spec_with(cups, wanted), traces(values))
        assert not found.is_off, wanted


def test_values_that_rules_turned_down_are_called_off(cups, rng):
    values = rng.uniform(1, 2, 800)
    [found] = asked_and_got(spec_with(cups, Uniform(low=1, high=2)), traces(values[values > 1.4]))
    assert found.is_off
    assert found.distance == pytest.approx(0.4, abs=0.03)


def test_formulas_are_left_out_and_other_kinds_have_their_own_shape():
    assert asked_values(Expression(formula="2 * a")) is None
    assert asked_values(Sequence(values=(3, 1))).tolist() == [3, 1]
    rising = asked_values(Curriculum(start=Uniform(low=0, high=1), end=Uniform(low=0, high=3)))
    assert 0 <= rising.min() < 0.1
    assert 2.8 < rising.max() <= 3
    assert set(asked_values(Uniform(low=1, high=3), whole=True).tolist()) == {1.0, 2.0, 3.0}


def test_what_rejection_did_is_told(cups):
    draws = tuple(
        Draw(("objects", 0, "placement"), ("objects", 0), number, f"objects/cups/{number}/place", (x, 0.0, 0.0))
        for number, x in enumerate((-2.0, 2.0))
    )
    rejections = tuple(
        Rejection(("objects", 0), 0, (x, 0.0, 0.0), "it runs into the table") for x in (-0.1, 0.0, 0.1, 0.2)
    )
    [found] = what_rejection_did(cups, [Trace(FakePlan(), draws, rejections)])
    assert found == Rejected(("objects", 0), 6, 2, 0, found.moved, found.inward_m)
    assert found.acceptance == pytest.approx(1 / 3)
    assert found.inward_m < 0
    assert found.moved[0] > 0.3
    assert found.moved[2] == 0
