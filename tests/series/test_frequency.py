"""Seasons, times that follow across the change of clocks, and rows as time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.series.calendar import local_clock
from seqlab.series.frequency import season_of, spoken, times_after

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("freq", "season"),
    [
        ("h", 24), ("10min", 144), ("15min", 96), ("30s", 2880), ("12h", 2), ("24h", 7),
        ("D", 7), ("B", 5), ("W-MON", 52), ("MS", 12), ("ME", 12), ("QS-JAN", 4), ("QE-DEC", 4),
        ("3MS", 4), ("YS-JAN", None), ("5h", None), ("2D", None), ("7D", None), ("48h", None),
        ("steps", None),
    ],
)  # fmt: skip
def test_a_season_is_a_day_a_week_or_a_year_of_rows(freq, season) -> None:
    assert season_of(freq) == season


@pytest.mark.parametrize(
    ("freq", "rows", "words"),
    [
        ("h", 1, "1 hour"), ("h", 24, "24 hours"), ("h", 96, "4 days"), ("10min", 1, "10 minutes"),
        ("10min", 144, "24 hours"), ("min", 90, "90 minutes"), ("s", 45, "45 seconds"),
        ("D", 14, "14 days"), ("B", 5, "5 working days"), ("W-MON", 2, "2 weeks"),
        ("MS", 12, "12 months"), ("2MS", 3, "6 months"), ("QE-DEC", 1, "1 quarter"),
        ("YE-DEC", 3, "3 years"), ("steps", 48, "48 steps"), ("steps", 1, "1 step"),
        ("D", 2000, "2,000 days"),
    ],
)  # fmt: skip
def test_rows_are_spoken_as_time(freq, rows, words) -> None:
    assert spoken(freq, rows) == words


def utc(moment: datetime) -> np.datetime64:
    """A moment of Berlin in UTC."""
    return np.datetime64(moment.replace(tzinfo=BERLIN).astimezone(UTC).replace(tzinfo=None), "s")


def in_berlin(times: np.ndarray) -> list[datetime]:
    found: list[datetime] = local_clock(times, "Europe/Berlin").tolist()
    return found


@pytest.mark.parametrize(
    ("day", "hours"), [(datetime(2020, 3, 28), 23), (datetime(2020, 10, 24), 25)]
)
def test_days_are_counted_on_the_local_clock_when_clocks_change(day, hours) -> None:
    for hour in (0, 6, 23):
        last = day + timedelta(hours=hour)
        found = times_after(utc(last), "D", "Europe/Berlin", 4)
        assert in_berlin(found) == [last + timedelta(days=n) for n in range(1, 5)]
        apart = np.diff(np.array([utc(last), *found])).astype("timedelta64[h]").astype(int)
        assert sorted(apart.tolist()) == sorted([24, 24, 24, hours])


@pytest.mark.parametrize("freq", ["h", "10min", "24h"])
@pytest.mark.parametrize("day", [datetime(2020, 3, 28, 20), datetime(2020, 10, 24, 20)])
def test_hours_are_equally_long_when_clocks_change(freq, day) -> None:
    found = times_after(utc(day), freq, "Europe/Berlin", 50)
    naive = times_after(utc(day), freq, "", 50)
    np.testing.assert_array_equal(found, naive)
    assert len(np.unique(np.diff(found))) == 1


def test_a_time_of_day_that_is_skipped_or_occurs_twice_is_taken_as_the_reader_takes_it() -> None:
    spring = times_after(utc(datetime(2020, 3, 27, 2, 30)), "D", "Europe/Berlin", 3)
    assert in_berlin(spring) == [
        datetime(2020, 3, 28, 2, 30),
        datetime(2020, 3, 29, 3, 0),  # 02:30 does not exist: the first time after it
        datetime(2020, 3, 30, 2, 30),
    ]
    autumn = times_after(utc(datetime(2020, 10, 23, 2, 30)), "D", "Europe/Berlin", 3)
    assert autumn[1] == np.datetime64("2020-10-25T00:30:00")  # in summer time, the first of the two
    assert in_berlin(autumn)[2] == datetime(2020, 10, 26, 2, 30)


@pytest.mark.parametrize(
    ("last", "freq", "following"),
    [
        ("2020-01-31", "ME", ["2020-02-29", "2020-03-31", "2020-04-30"]),
        ("2020-01-01", "MS", ["2020-02-01", "2020-03-01", "2020-04-01"]),
        ("2020-01-31T18:00", "ME", ["2020-02-29T18:00", "2020-03-31T18:00", "2020-04-30T18:00"]),
        ("2019-12-31", "QE-DEC", ["2020-03-31", "2020-06-30", "2020-09-30"]),
        ("2020-01-03", "B", ["2020-01-06", "2020-01-07", "2020-01-08"]),
        ("2020-01-06", "W-MON", ["2020-01-13", "2020-01-20", "2020-01-27"]),
        ("2020-02-28", "D", ["2020-02-29", "2020-03-01", "2020-03-02"]),
        ("2020-01-01", "YS-JAN", ["2021-01-01", "2022-01-01", "2023-01-01"]),
    ],
)
def test_the_times_after_one_follow_the_calendar(last, freq, following) -> None:
    found = times_after(np.datetime64(last, "s"), freq, "", 3)
    np.testing.assert_array_equal(found, np.array(following, "datetime64[s]"))


def test_month_ends_stay_month_ends_in_a_time_zone() -> None:
    found = times_after(utc(datetime(2020, 2, 29)), "ME", "Europe/Berlin", 9)
    assert in_berlin(found)[:2] == [datetime(2020, 3, 31), datetime(2020, 4, 30)]
    assert in_berlin(found)[-1] == datetime(2020, 11, 30)


@given(st.integers(0, 10**6), st.integers(0, 20))
def test_rows_without_a_clock_are_counted(last, count) -> None:
    found = times_after(np.datetime64(last, "s"), "steps", "", count)
    assert found.astype(int).tolist() == list(range(last + 1, last + count + 1))
