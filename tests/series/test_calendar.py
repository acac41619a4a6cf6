"""Places on the circles of the clock, and local time across the change of clocks."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.errors import DataError
from seqlab.series.calendar import LENGTHS, calendar_features, feature_names, local_clock

FIELDS = tuple(LENGTHS)
MOMENTS = st.datetimes(datetime(1980, 1, 1), datetime(2060, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0)
)


def stamps(*moments: datetime) -> np.ndarray:
    return np.array(moments, "datetime64[s]")


def place(moment: datetime, field: str) -> float:
    """Where a moment is on a field's circle, by the standard library."""
    day = (moment - datetime(moment.year, moment.month, moment.day)) / timedelta(days=1)
    return {
        "minute": moment.minute + moment.second / 60,
        "hour": 24 * day,
        "day_of_week": moment.weekday() + day,
        "day_of_month": moment.day - 1 + day,
        "day_of_year": moment.timetuple().tm_yday - 1 + day,
        "month": float(moment.month - 1),
    }[field]


@given(st.lists(MOMENTS, min_size=1, max_size=5), st.permutations(FIELDS))
def test_features_are_sine_and_cosine_of_what_the_standard_library_says(moments, fields) -> None:
    found = calendar_features(stamps(*moments), tuple(fields))
    assert (found.shape, found.dtype) == ((len(moments), 12), np.float32)
    for row, moment in zip(found, moments, strict=True):
        for number, field in enumerate(fields):
            turn = 2 * math.pi * place(moment, field) / LENGTHS[field]
            waves = [math.sin(turn), math.cos(turn)]
            np.testing.assert_allclose(row[2 * number : 2 * number + 2], waves, atol=1e-6)


def test_worked_example_and_no_seam_at_midnight() -> None:
    evening, before, after = calendar_features(
        stamps(datetime(2020, 1, 1, 18), datetime(2020, 1, 1, 23, 59), datetime(2020, 1, 2)),
        ("hour",),
    )
    np.testing.assert_allclose(evening, [-1, 0], atol=1e-6)
    assert np.abs(before - after).max() < 0.005


def test_features_are_named_as_they_stand() -> None:
    assert feature_names(("hour", "month")) == (
        "sine of hour",
        "cosine of hour",
        "sine of month",
        "cosine of month",
    )
    assert calendar_features(stamps(datetime(2020, 1, 1)), ()).shape == (1, 0)


@given(MOMENTS, st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC"]))
def test_local_time_is_that_of_the_standard_library(moment, timezone) -> None:
    local = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(timezone)).replace(tzinfo=None)
    assert local_clock(stamps(moment), timezone).tolist() == [local]


@pytest.mark.parametrize(
    ("midnight", "hours"),
    [
        # Forward on 2020-03-29: from 01:59 to 03:00. Back on 2020-10-25: from 02:59 to 02:00.
        (datetime(2020, 3, 28, 23), [0, 1, *range(3, 24)]),
        (datetime(2020, 10, 24, 22), [0, 1, 2, *range(2, 24)]),
    ],
    ids=["23 hours", "25 hours"],
)
def test_a_day_when_clocks_change_has_an_hour_less_or_more(midnight, hours) -> None:
    utc = stamps(*(midnight + timedelta(hours=n) for n in range(len(hours))))
    local = local_clock(utc, "Europe/Berlin")
    assert [moment.hour for moment in local.tolist()] == hours
    assert len({moment.date() for moment in local.tolist()}) == 1


def test_without_a_time_zone_times_are_local_and_an_unknown_one_is_refused() -> None:
    times = stamps(datetime(2020, 1, 1))
    assert local_clock(times, "") is times
    for name in ("Europe/Belrin", "../etc"):
        with pytest.raises(DataError, match=f"no time zone '{name}'"):
            local_clock(times, name)
