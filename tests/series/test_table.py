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
