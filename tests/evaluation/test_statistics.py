"""Intervals against SciPy's own, against plain loops, and against how often they hold the truth."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from seqlab.evaluation.statistics import (
    Interval,
    apart,
    block_bootstrap,
    ratio_bootstrap,
    t_interval,
)

numbers = st.floats(-1e3, 1e3, allow_nan=False)


def test_the_worked_example_of_the_t_interval() -> None:
    found = t_interval([1, 2, 3])
    assert found.mean == 2
    assert found.low == pytest.approx(-0.484, abs=1e-3)
    assert found.high == pytest.approx(4.484, abs=1e-3)
    assert found.margin == pytest.approx(2.484, abs=1e-3)


@given(st.lists(numbers, min_size=2, max_size=10, unique=True))
def test_the_t_interval_is_that_of_scipy(values) -> None:
    expected = stats.ttest_1samp(values, 0).confidence_interval(0.95)
    found = t_interval(values)
    assert found.low == pytest.approx(expected.low, rel=1e-6, abs=1e-6)
    assert found.high == pytest.approx(expected.high, rel=1e-6, abs=1e-6)


def test_an_interval_without_zero_is_the_paired_t_test_at_5_percent() -> None:
    generator = np.random.default_rng(3)
    for _ in range(200):
        left, right = generator.normal(0.8, 1, 4), generator.normal(0, 1, 4)
        found = t_interval(left - right)
        assert (found.low > 0 or found.high < 0) == (stats.ttest_rel(left, right).pvalue < 0.05)


def test_equal_values_have_an_interval_without_width() -> None:
    assert t_interval([0.25, 0.25, 0.25]) == Interval(0.25, 0.25, 0.25, 3)


def test_one_value_has_no_interval() -> None:
    with pytest.raises(ValueError, match="over one value"):
        t_interval([1.0])


@given(st.lists(numbers, min_size=1, max_size=30), st.integers(1, 40))
def test_a_bootstrap_lies_within_the_values_and_around_their_mean(values, block) -> None:
    array = np.array(values)
    found = block_bootstrap(array, block)
    slack = 1e-6 * (1 + np.abs(array).max())
    assert array.min() - slack <= found.low <= found.high <= array.max() + slack
    assert found.mean == pytest.approx(array.mean())
    assert found.count == len(values)


def test_blocks_as_long_as_the_values_leave_nothing_to_chance() -> None:
    found = block_bootstrap(np.array([1.0, 5.0, 3.0]), 3)
    assert found.low == pytest.approx(3) == found.high


def test_a_plain_bootstrap_agrees_with_scipys() -> None:
    values = np.random.default_rng(1).exponential(1, 400)
    theirs = stats.bootstrap(
        (values,), np.mean, method="percentile", rng=np.random.default_rng(2), n_resamples=2000
    ).confidence_interval
    ours = block_bootstrap(values, 1)
    assert ours.low == pytest.approx(theirs.low, abs=0.01)
    assert ours.high == pytest.approx(theirs.high, abs=0.01)


def dependent(generator: np.random.Generator) -> np.ndarray:
    """3000 values around 0, each mostly its neighbours: a moving average over 50."""
    return np.convolve(generator.normal(size=3049), np.ones(50) / 50, "valid")


def test_blocks_keep_the_promise_of_95_percent_where_neighbours_depend_on_each_other() -> None:
    generator = np.random.default_rng(5)
    held = {1: 0, 200: 0}
    for _ in range(60):
        values = dependent(generator)
        for block in held:
            found = block_bootstrap(values, block)
            held[block] += found.low <= 0 <= found.high
    assert held[200] >= 50
    assert held[1] < 30  # single values taken for independent ones promise far too much


def test_a_ratio_that_never_changes_has_an_interval_without_width() -> None:
    parts = np.array([1.0, 3.0, 2.0, 5.0, 8.0])
    half, third = ratio_bootstrap(parts, [2 * parts, 3 * parts], 2)
    assert (half.mean, half.low, half.high) == pytest.approx((0.5, 0.5, 0.5))
    assert (third.mean, third.count) == (pytest.approx(1 / 3), 5)


def test_a_ratio_of_single_values_agrees_with_scipys() -> None:
    generator = np.random.default_rng(1)
    wholes = generator.exponential(1, 400)
    parts = 0.8 * wholes + generator.normal(0, 0.3, 400)
    theirs = stats.bootstrap(
        (parts, wholes),
        lambda above, below, axis=-1: above.mean(axis=axis) / below.mean(axis=axis),
        paired=True,
        method="percentile",
        vectorized=True,
        rng=np.random.default_rng(2),
        n_resamples=2000,
    ).confidence_interval
    (ours,) = ratio_bootstrap(parts, [wholes], 1)
    assert ours.low == pytest.approx(theirs.low, abs=0.005)
    assert ours.high == pytest.approx(theirs.high, abs=0.005)


@given(st.integers(1, 40), st.integers(1, 50), st.integers(0, 99))
def test_a_ratio_to_ones_is_the_mean_and_has_its_interval(count, block, seed) -> None:
    values = np.random.default_rng(seed).normal(size=count)
    (ratio,) = ratio_bootstrap(values, [np.ones(count)], block)
    mean = block_bootstrap(values, block)
    assert (ratio.mean, ratio.low, ratio.high) == pytest.approx((mean.mean, mean.low, mean.high))


def test_resamples_with_nothing_to_divide_by_leave_an_end_open() -> None:
    (ratio,) = ratio_bootstrap(np.ones(20), [np.eye(1, 20)[0]], 1)
    assert ratio.mean == 20
    assert not np.isfinite(ratio.high)


def test_the_difference_of_two_means_has_the_uncertainty_of_both() -> None:
    found = apart(Interval(5, 2, 8, 10), Interval(1, -3, 5, 20))
    assert found == Interval(4, -1, 9, 10)
