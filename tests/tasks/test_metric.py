"""Which way a metric is better is decided once, and everything else follows."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.tasks.metric import ACCURACY, KNOWN, MAE, Metric

METRICS = pytest.mark.parametrize("metric", [MAE, ACCURACY], ids=lambda metric: metric.name)
VALUES = st.floats(0, 1, allow_subnormal=False)


@METRICS
@given(st.lists(VALUES, min_size=1, max_size=9))
def test_the_best_value_is_better_than_every_other(metric: Metric, values: list[float]) -> None:
    best = metric.best_of(values)
    assert best == (min(values) if metric.lower_is_better else max(values))
    assert not any(metric.is_better(value, best) for value in values)


@METRICS
@given(VALUES, VALUES)
def test_one_of_two_values_is_better_or_they_are_the_same(metric, one, other) -> None:
    better, worse = metric.is_better(one, other), metric.is_better(other, one)
    assert better + worse + (one == other) == 1
    assert not better or metric.error(one) <= metric.error(other)
    assert metric.error(metric.best) == 0 <= metric.error(one)


@METRICS
@given(VALUES, VALUES)
def test_skill_is_the_share_of_the_baselines_error_that_is_gone(metric, model, baseline) -> None:
    left = metric.error(baseline)
    found = metric.skill(model, baseline)
    if left == 0:
        assert found is None
        return
    assert found == pytest.approx(float(1 - Fraction(metric.error(model)) / Fraction(left)))
    assert metric.skill(metric.best, baseline) == 1
    assert metric.skill(baseline, baseline) == 0
    assert (found > 0) == metric.is_better(model, baseline) or found == pytest.approx(0)


def test_values_whose_errors_round_to_the_same_number_are_still_told_apart() -> None:
    tiny = 1.175494351e-38
    assert ACCURACY.error(tiny) == ACCURACY.error(0.0)
    assert ACCURACY.best_of([0.0, tiny]) == tiny
    assert ACCURACY.is_better(tiny, 0.0)


def test_the_worked_examples() -> None:
    assert ACCURACY.skill(0.9, 0.5) == pytest.approx(0.8)
    assert MAE.skill(0.25, 0.5) == pytest.approx(0.5)
    assert (MAE.error(0.3), ACCURACY.error(0.9)) == (0.3, pytest.approx(0.1))


@METRICS
def test_a_perfect_baseline_leaves_nothing_to_gain(metric: Metric) -> None:
    assert metric.skill(metric.best, metric.best) is None
    assert metric.skill(0.5, metric.best) is None
    assert metric.skill(0.5, np.float64(metric.best)) is None


@given(st.lists(st.booleans(), min_size=1, max_size=50))
def test_an_accuracy_is_the_mean_of_what_is_right(wrong: list[bool]) -> None:
    errors = np.array(wrong, np.float64)
    assert ACCURACY.of_samples(errors).mean() == pytest.approx(1 - sum(wrong) / len(wrong))
    np.testing.assert_array_equal(MAE.of_samples(errors), errors)


def test_axes_are_named_and_shares_are_known() -> None:
    assert MAE.label == "mean absolute error (standard deviations)"
    assert (ACCURACY.label, ACCURACY.is_share, MAE.is_share) == ("accuracy (%)", True, False)
    assert Metric("f1", "macro F1", "", False, 1.0, "mistakes").label == "macro F1"


@METRICS
def test_its_record_makes_the_same_metric_again(metric: Metric) -> None:
    assert Metric(**metric.record()) == metric == KNOWN[metric.name]
