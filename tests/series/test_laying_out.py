"""Tables laid out for cutting: which column stands where, and what each row knows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.series.calendar import calendar_features, local_clock
from seqlab.series.laying_out import Roles, described_targets, lay_out
from seqlab.series.rows import Rows
from seqlab.series.scaling import Scaling
from seqlab.series.static import fit_static
from seqlab.series.table import Table
from seqlab.series.windows import WindowCutter, WindowShape
from tests.datasets.panels.examples import made_up

SHAPE = WindowShape(6, 2, 1, "strict", 2)


def laid_out(table: Table, **roles: Any) -> tuple[WindowCutter, Rows, Scaling]:
    stops = table.series_bounds[1:] - 10
    scaling = Scaling.fit(table.values, table.series_bounds, stops, "standard")
    whole: dict[str, Any] = {"targets": ("sales (t)",)}
    return *lay_out(table, scaling, SHAPE, Roles(**(whole | roles))), scaling


def scaled(table: Table, scaling: Scaling) -> np.ndarray:
    """Every cell by the centre and the width of its own series, cell by cell."""
    series = np.searchsorted(table.series_bounds, np.arange(len(table)), side="right") - 1
    centred: np.ndarray = table.values - scaling.centre[series]
    return centred / scaling.width[series]


@given(st.lists(st.integers(12, 30), min_size=1, max_size=3), st.integers(0, 99))
def test_features_are_the_scaled_columns_and_the_calendar_behind_them(lengths, seed) -> None:
    table = made_up(*lengths, seed=seed, timezone="Europe/Berlin")
    cutter, rows, scaling = laid_out(table, calendar=("hour", "month"), known=("price",))
    expected = scaled(table, scaling)
    features = cutter.series()
    clock = local_clock(table.times, "Europe/Berlin")
    np.testing.assert_array_equal(features[:, :3], expected.astype(np.float32))
    np.testing.assert_array_equal(features[:, 3:], calendar_features(clock, ("hour", "month")))
    np.testing.assert_array_equal(rows.clock, clock)
    np.testing.assert_array_equal(rows.targets, expected[:, :1])  # in all their digits
    np.testing.assert_array_equal(rows.known, features[:, [2, 3, 4, 5, 6]])


def test_roles_decide_what_is_asked_and_known_and_every_column_is_an_input() -> None:
    table = made_up(30, 20)
    cutter, rows, scaling = laid_out(
        table, targets=("visits", "sales (t)"), static=fit_static(table.static)
    )
    expected = scaled(table, scaling)
    assert cutter.series().shape == (50, 3)
    np.testing.assert_array_equal(rows.targets, expected[:, [1, 0]])
    assert rows.known.shape == (50, 0)
    assert (rows.static.shape, rows.ids) == ((2, 3), ("shop 1", "shop 2"))
    assert rows.bounds.tolist() == [0, 30, 50]
    assert rows.series_of(np.array([29, 30])).tolist() == [0, 1]


def test_without_a_clock_or_roles_there_is_nothing_of_them() -> None:
    cutter, rows, _ = laid_out(made_up(30, freq="steps"))
    assert rows.clock is None
    assert (rows.known.shape, rows.static.shape) == ((30, 0), (1, 0))
    assert cutter.series().shape == (30, 3)


def test_a_missing_reading_stays_one() -> None:
    table = made_up(30)
    table.values[4, 0] = np.nan
    cutter, rows, _ = laid_out(table)
    assert np.argwhere(np.isnan(cutter.series())).tolist() == [[4, 0]]
    assert np.argwhere(np.isnan(rows.targets)).tolist() == [[4, 0]]


def test_targets_are_described_with_their_place_and_units_of_each_series() -> None:
    table = made_up(30, 20)
    scaling = laid_out(table)[2]
    targets, units = described_targets(table, scaling, ("visits", "sales (t)"))
    assert [(t.name, t.unit, t.feature, t.mean, t.scale) for t in targets] == [
        ("visits", "", 1, None, None),
        ("sales (t)", "t", 0, None, None),
    ]
    assert units.shape == (2, 2, 2)
    assert units[1, 0].tolist() == [scaling.centre[1, 1], scaling.width[1, 1]]
    alone = made_up(30)
    scaling = laid_out(alone)[2]
    (target,), _ = described_targets(alone, scaling, ("sales (t)",))
    training = alone.values[:20, 0]
    assert (target.mean, target.scale) == (
        pytest.approx(training.mean()),
        pytest.approx(training.std()),
    )
