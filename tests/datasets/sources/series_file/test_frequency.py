"""Frequencies count as pandas does."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.datasets.sources.series_file.frequency import named, of_months, of_seconds, of_weekday
from seqlab.errors import ConfigError

ALIASES = [
    "s", "30s", "10min", "h", "6h", "D", "3D", "W-MON", "W-SUN", "2W-WED", "B", "MS", "ME", "2MS",
    "QS-JAN", "QS-FEB", "QE-DEC", "QE-JAN", "YS-JAN", "YS-JUL", "YE-DEC", "YE-MAR",
]  # fmt: skip


@given(
    st.sampled_from(ALIASES),
    st.dates(pd.Timestamp("1965-01-01").date(), pd.Timestamp("2040-01-01").date()),
    st.integers(0, 86399),
    st.integers(1, 60),
)
def test_the_times_of_a_frequency_are_those_of_pandas(alias, start, time_of_day, rows) -> None:
    at = pd.Timestamp(start) + pd.Timedelta(time_of_day, "s")
    times = pd.date_range(at, periods=rows, freq=alias).as_unit("s").asi8
    frequency = named(alias)
    assert frequency.fits(times).all()
    steps = frequency.numbers(times) - frequency.numbers(times[:1])
    assert steps.tolist() == [frequency.count * n for n in range(rows)]
    np.testing.assert_array_equal(frequency.after(int(times[0]), np.arange(rows)), times)


@given(st.sampled_from([a for a in ALIASES if a[-1] not in "snhD"]), st.integers(0, 30_000))
def test_a_day_fits_if_pandas_has_it_on_its_offset(alias, day) -> None:
    offset = pd.tseries.frequencies.to_offset(alias)
    expected = offset.is_on_offset(pd.Timestamp(day, unit="D"))
    assert named(alias).fits(np.array([day * 86400 + 3600])).tolist() == [expected]


@pytest.mark.parametrize("month", range(12))
@pytest.mark.parametrize("months", [1, 2, 3, 4, 6, 12])
@pytest.mark.parametrize("at_end", [False, True])
def test_a_frequency_of_months_is_named_as_pandas_names_it(months, month, at_end) -> None:
    found = of_months(months, at_end, month)
    assert found == named(found.alias)
    day = np.datetime64(month, "M") + at_end
    seconds = (day.astype("datetime64[D]") - int(at_end)).astype(np.int64) * 86400
    assert found.fits(np.array([seconds])).all()


@pytest.mark.parametrize("seconds", [1, 90, 60, 600, 3600, 5400, 86400, 259200])
def test_a_frequency_of_seconds_is_named_as_pandas_names_it(seconds) -> None:
    assert of_seconds(seconds) == named(of_seconds(seconds).alias)
    assert named(of_seconds(seconds).alias).by_clock == (seconds < 86400)


def test_weekdays_begin_with_monday() -> None:
    assert of_weekday(0) == named("W-MON")
    assert of_weekday(6) == named("W")


@pytest.mark.parametrize(
    ("alias", "hint"),
    [("H", "did you mean `h`"), ("M", "did you mean `ME`"), ("hourly", "no frequency of pandas"),
     ("-1h", "cannot have"), ("SMS", "cannot have"), ("ms", "cannot have"), ("", "no frequency")],
)  # fmt: skip
def test_what_is_no_frequency_is_refused(alias, hint) -> None:
    with pytest.raises(ConfigError, match=hint) as caught:
        named(alias)
    assert caught.value.message.startswith(f"dataset.freq is {alias!r}")
