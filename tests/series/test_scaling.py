"""Centres and widths of training rows alone, column by column, against plain NumPy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.series.scaling import Scaling

SEEDS = st.integers(0, 2**32 - 1)
ONE = np.array([0, 40])
"""The bounds of a single series of 40 rows."""
HOWS = ("standard", "robust", "minmax", "none")


def numbers(seed: int, rows: int = 40, columns: int = 3) -> np.ndarray:
    return np.random.default_rng(seed).normal(50, 20, (rows, columns))


@given(SEEDS, st.integers(0, 15), st.integers(20, 40))
def test_only_the_rows_asked_for_are_measured(seed, first, stop) -> None:
    values = numbers(seed)
    fitted = Scaling.of_rows(values, (first, stop))
    np.testing.assert_array_equal(fitted.centre[0], values[first:stop].mean(axis=0))
    np.testing.assert_allclose(fitted.width[0], values[first:stop].std(axis=0), rtol=1e-12)
    elsewhere = values.copy()
    elsewhere[:first], elsewhere[stop:] = np.nan, np.inf
    again = Scaling.of_rows(elsewhere, (first, stop))
    np.testing.assert_array_equal([again.centre, again.width], [fitted.centre, fitted.width])


@given(SEEDS, st.sets(st.tuples(st.integers(0, 39), st.integers(0, 2)), min_size=1, max_size=30))
def test_readings_that_are_left_out_do_not_count(seed, cells) -> None:
    values, left_out = numbers(seed), np.zeros((40, 3), np.bool_)
    for cell in cells:
        values[cell], left_out[cell] = np.nan, True
    fitted = Scaling.of_rows(values, (0, 40), left_out)
    by_series = Scaling.fit(values, ONE, ONE[1:], "standard")
    for column in range(3):
        sound = values[~left_out[:, column], column]
        for found in (fitted, by_series):
            assert found.centre[0, column] == pytest.approx(sound.mean())
            assert found.width[0, column] == pytest.approx(sound.std())


@given(SEEDS, st.sampled_from(HOWS), st.integers(1, 12), st.integers(1, 28))
def test_a_series_is_measured_by_its_own_training_rows_and_never_by_a_later_one(
    seed, how, first, second
) -> None:
    values, bounds = numbers(seed), np.array([0, 12, 40])
    stops = np.array([first, 12 + second])
    fitted = Scaling.fit(values, bounds, stops, how)
    later = values.copy()
    later[first:12], later[12 + second :] = 1e9, -1e9
    again = Scaling.fit(later, bounds, stops, how)
    np.testing.assert_array_equal([again.centre, again.width], [fitted.centre, fitted.width])
    for series, part in enumerate((values[:first], values[12 : stops[1]])):
        alone = Scaling.fit(part, np.array([0, len(part)]), np.array([len(part)]), how)
        np.testing.assert_array_equal(fitted.centre[series], alone.centre[0])
        np.testing.assert_array_equal(fitted.width[series], alone.width[0])


@given(SEEDS)
def test_each_way_to_scale_is_what_it_says(seed) -> None:
    values = numbers(seed)
    by = {how: Scaling.fit(values, ONE, ONE[1:], how).apply(values, ONE, 1) for how in HOWS}
    assert (by["standard"].mean(), by["standard"].std()) == (
        pytest.approx(0, abs=1e-9),
        pytest.approx(1),
    )
    assert (by["minmax"].min(), by["minmax"].max()) == (0, pytest.approx(1))
    assert np.median(by["robust"]) == pytest.approx(0, abs=1e-9)
    quartiles = np.quantile(by["robust"], [0.25, 0.75])
    assert np.diff(quartiles) == pytest.approx(1.349, abs=1e-3)  # of a normal distribution
    np.testing.assert_array_equal(by["none"], values[:, 1])


@pytest.mark.parametrize("how", HOWS)
@given(st.floats(-1e6, 1e6), st.integers(1, 300))
def test_a_column_that_never_changes_is_not_divided_by_a_rounding_error(how, value, rows) -> None:
    values, bounds = np.full((rows, 1), value), np.array([0, rows])
    for fitted in (
        Scaling.of_rows(values, (0, rows)),
        Scaling.fit(values, bounds, bounds[1:], how),
    ):
        assert fitted.width.tolist() == [[1.0]]
        if how != "none":
            np.testing.assert_allclose(fitted.apply(values, bounds, 0), 0, atol=1e-6)


def test_a_column_without_a_sound_reading_stays_finite() -> None:
    nothing = np.full((5, 1), np.nan)
    fitted = Scaling.of_rows(nothing, (0, 5), np.ones((5, 1), np.bool_))
    assert (fitted.centre.tolist(), fitted.width.tolist()) == ([[0.0]], [[1.0]])
    for how in HOWS:
        fitted = Scaling.fit(nothing, np.array([0, 5]), np.array([5]), how)
        assert (fitted.centre.tolist(), fitted.width.tolist()) == ([[0.0]], [[1.0]])


@given(SEEDS, st.integers(1, 39), st.integers(0, 3))
def test_what_a_model_sees_is_float32_of_what_was_computed_in_float64(seed, second, more) -> None:
    values, bounds = numbers(seed), np.array([0, second, 40])
    fitted = Scaling.fit(values, bounds, bounds[1:], "standard")
    seen = fitted.inputs(values, bounds, more)
    assert (seen.shape, seen.dtype) == ((40, 3 + more), np.float32)
    of_rows = np.repeat([0, 1], np.diff(bounds))
    for column in range(3):
        whole = fitted.apply(values, bounds, column)
        np.testing.assert_array_equal(seen[:, column], whole.astype(np.float32))
        back = whole * fitted.width[of_rows, column] + fitted.centre[of_rows, column]
        np.testing.assert_allclose(back, values[:, column])
