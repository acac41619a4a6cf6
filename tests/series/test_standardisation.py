"""Means and standard deviations of some rows, column by column, against plain NumPy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.series.standardisation import Standardisation

SEEDS = st.integers(0, 2**32 - 1)


def numbers(seed: int, rows: int = 40, columns: int = 3) -> np.ndarray:
    return np.random.default_rng(seed).normal(50, 20, (rows, columns))


@given(SEEDS, st.integers(0, 15), st.integers(20, 40))
def test_only_the_rows_asked_for_are_measured(seed, first, stop) -> None:
    values = numbers(seed)
    fitted = Standardisation.fit(values, (first, stop))
    np.testing.assert_array_equal(fitted.mean, values[first:stop].mean(axis=0))
    np.testing.assert_allclose(fitted.std, values[first:stop].std(axis=0), rtol=1e-12)
    elsewhere = values.copy()
    elsewhere[:first], elsewhere[stop:] = np.nan, np.inf
    again = Standardisation.fit(elsewhere, (first, stop))
    np.testing.assert_array_equal([again.mean, again.std], [fitted.mean, fitted.std])


@given(SEEDS, st.sets(st.tuples(st.integers(0, 39), st.integers(0, 2)), min_size=1, max_size=30))
def test_readings_that_are_left_out_do_not_count(seed, cells) -> None:
    values, left_out = numbers(seed), np.zeros((40, 3), np.bool_)
    for cell in cells:
        values[cell], left_out[cell] = np.nan, True
    fitted = Standardisation.fit(values, (0, 40), left_out)
    for column in range(3):
        sound = values[~left_out[:, column], column]
        assert fitted.mean[column] == pytest.approx(sound.mean())
        assert fitted.std[column] == pytest.approx(sound.std())


def test_a_constant_column_becomes_zero_not_nan() -> None:
    fitted = Standardisation.fit(np.ones((10, 2)), (0, 10))
    np.testing.assert_array_equal(fitted.apply(np.ones((3, 2)), 1), np.zeros(3))


def test_a_column_without_a_sound_reading_stays_finite() -> None:
    fitted = Standardisation.fit(np.full((5, 1), np.nan), (0, 5), np.ones((5, 1), np.bool_))
    assert (fitted.mean.tolist(), fitted.std.tolist()) == ([0.0], [1.0])


@given(SEEDS)
def test_what_a_model_sees_is_float32_of_what_was_computed_in_float64(seed) -> None:
    values = numbers(seed)
    fitted = Standardisation.fit(values, (0, 30))
    whole = fitted.apply(values)
    np.testing.assert_array_equal(whole[:, 1], fitted.apply(values, 1))
    np.testing.assert_array_equal(fitted.inputs(values), whole.astype(np.float32))
    np.testing.assert_allclose(whole * fitted.std + fitted.mean, values)
