"""A table knows its clock, its units, and what stands where there is no reading."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from seqlab.series.table import split_unit
from tests.series.examples import every


def test_units_are_split_from_names() -> None:
    assert split_unit("T (degC)") == ("T", "degC")
    assert split_unit("rho (g/m**3)") == ("rho", "g/m**3")
    assert split_unit("plain") == ("plain", "")


def test_rows_are_trimmed_from_both_ends_of_every_series() -> None:
    table = replace(every(1, 11), ids=("a", "b", "c"), bounds=(0, 5, 7, 11))
    table.values[:, 0] = np.arange(11)
    trimmed = table.trimmed(1, 2)
    assert trimmed.bounds == (0, 2, 2, 3)
    assert trimmed.values[:, 0].tolist() == [1, 2, 8]
    assert trimmed.times.tolist() == table.times[[1, 2, 8]].tolist()
    assert len(table.trimmed(5, 0)) == 0
    assert table.trimmed(0, 0).values.tolist() == table.values.tolist()


@pytest.mark.parametrize("minutes", [1, 10, 60, 1440])
def test_the_interval_is_that_of_the_clock_whatever_gaps_there_are(minutes) -> None:
    table = every(minutes, 100)
    table.times[40:] += np.timedelta64(10**6, "s")
    table.times[70:] -= np.timedelta64(7200, "s")
    assert table.interval_minutes == minutes
    assert isinstance(table.interval_minutes, int)


def test_an_interval_of_seconds_is_a_part_of_a_minute() -> None:
    table = every(1, 50)
    quick = replace(table, times=table.times[0] + np.arange(50) * np.timedelta64(15, "s"))
    assert quick.interval_minutes == 0.25


def test_a_sentinel_is_found_where_the_series_has_one() -> None:
    table = every(10, 4, columns=2)
    table.values[2, 1] = -9999.0
    assert np.argwhere(table.is_sentinel()).tolist() == [[2, 1]]
    assert not replace(table, sentinel=None).is_sentinel().any()
    assert len(table) == 4


def test_a_table_without_bounds_is_one_series_and_has_a_clock_unless_rows_are_steps() -> None:
    table = every(10, 4)
    assert table.series_bounds.tolist() == [0, 4]
    assert table.has_clock
    assert not replace(table, freq="steps").has_clock


def test_some_series_are_left_with_their_own_rows_ids_and_static_values() -> None:
    whole = every(10, 9)
    table = replace(
        whole,
        values=np.arange(9.0)[:, np.newaxis],
        ids=("a", "b", "c"),
        bounds=(0, 2, 5, 9),
        static={"city": ("Aachen", "Bonn", "Celle")},
    )
    left = table.only(np.array([2, 0]))
    assert left.ids == ("c", "a")
    assert left.series_bounds.tolist() == [0, 4, 6]
    assert left.values[:, 0].tolist() == [5, 6, 7, 8, 0, 1]
    assert left.times.tolist() == table.times[[5, 6, 7, 8, 0, 1]].tolist()
    assert left.static == {"city": ("Celle", "Aachen")}
