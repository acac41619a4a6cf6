"""Frequencies are inferred where they are certain, and only there."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.datasets.sources.series_file.frequency import named
from seqlab.datasets.sources.series_file.inferring import infer


def inferred(times):
    seconds = pd.DatetimeIndex(times).as_unit("s").asi8
    return infer(seconds, np.diff(seconds))


@pytest.mark.parametrize(
    "alias",
    ["s", "90s", "min", "15min", "h", "6h", "D", "2D", "W-SAT", "2W-SAT", "B", "MS", "ME", "2ME",
     "QS-FEB", "QE-DEC", "YS-JAN", "YE-JUN"],
)  # fmt: skip
@given(st.integers(12, 40), st.integers(0, 20_000))
def test_the_frequency_of_a_range_is_found(alias, rows, day) -> None:
    times = pd.date_range(pd.Timestamp(day, unit="D"), periods=rows, freq=alias)
    found = inferred(times).frequency
    assert found is not None
    np.testing.assert_array_equal(
        found.after(int(times.as_unit("s").asi8[0]), np.arange(rows)), times.as_unit("s").asi8
    )
    assert found == named(alias) or alias == "2W-SAT"


@pytest.mark.parametrize("alias", ["10min", "h", "D", "MS", "ME"])
def test_a_few_gaps_leave_it_certain(alias) -> None:
    times = pd.date_range("2020-01-01", periods=100, freq=alias).delete([10, 50, 51, 90])
    assert inferred(times).frequency == named(alias)


def test_many_lengths_are_counted_and_decide_nothing() -> None:
    found = inferred(pd.to_datetime(["2020-01-01", "2020-01-02", "2020-01-05", "2020-01-06"]))
    assert found.frequency is None
    assert found.counts == ((86400, 2), (259200, 1))


def test_two_rows_are_not_enough() -> None:
    assert inferred(pd.to_datetime(["2020-01-01", "2020-01-02"])).frequency is None


def test_weekdays_without_a_weekend_are_days() -> None:
    assert inferred(pd.date_range("2020-01-06", periods=5)).frequency == named("D")
