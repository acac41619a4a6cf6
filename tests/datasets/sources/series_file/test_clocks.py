"""Local times become UTC in the nights when clocks change, in both directions."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.datasets.sources.series_file.clocks import (
    check_timezone,
    to_local,
    to_utc,
    to_utc_by_day,
)
from seqlab.errors import ConfigError

ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"]


@given(
    st.sampled_from(ZONES),
    st.sampled_from([900, 1800, 3600, 7200]),
    st.datetimes(datetime(2015, 1, 1), datetime(2025, 1, 1)),
    st.integers(1, 3),
)
def test_a_year_on_local_clocks_comes_back_as_it_was(zone, step, start, series) -> None:
    first = int(start.replace(tzinfo=UTC).timestamp()) // 900 * 900
    # No series begins or ends in a night when clocks change with half of it.
    utc = np.tile(first + np.arange(0, 400 * 86400, step), series)
    bounds = np.linspace(0, len(utc), series + 1).astype(np.int64)
    found = to_utc(to_local(utc, zone), bounds, zone)
    assert not found.absent.any()
    sure = ~found.unclear
    np.testing.assert_array_equal(found.seconds[sure], utc[sure])
    # Lord Howe's clocks change by half an hour, of which hours take in one occurrence at most.
    assert found.unclear.sum() <= 4 * series or step >= 3600


def local(*texts):
    return np.array(texts, "datetime64[s]").astype(np.int64)


def test_the_worked_example_holds() -> None:
    clock = ["01:30", "02:00", "02:30", "02:00", "02:30", "03:00"]
    times = local(*(f"2020-10-25T{time}" for time in clock))
    found = to_utc(times, np.array([0, 6]), "Europe/Berlin")
    expected = [
        datetime(2020, 10, day, hour, minute, tzinfo=UTC).timestamp()
        for day, hour, minute in
        [(24, 23, 30), (25, 0, 0), (25, 0, 30), (25, 1, 0), (25, 1, 30), (25, 2, 0)]
    ]  # fmt: skip
    assert found.seconds.tolist() == expected
    assert not found.unclear.any() and not found.absent.any()


def test_each_series_has_its_own_order() -> None:
    times = local("2020-10-25T02:00", "2020-10-25T02:00", "2020-10-25T02:00", "2020-10-25T02:00")
    assert to_utc(times, np.array([0, 2, 4]), "Europe/Berlin").seconds.tolist() == (
        [1603584000, 1603587600] * 2
    )
    assert to_utc(times, np.array([0, 1, 2, 3, 4]), "Europe/Berlin").unclear.all()


def test_a_time_that_does_not_exist_is_told() -> None:
    times = local("2020-03-29T01:59", "2020-03-29T02:00", "2020-03-29T02:59", "2020-03-29T03:00")
    assert to_utc(times, np.array([0, 4]), "Europe/Berlin").absent.tolist() == [
        False, True, True, False,
    ]  # fmt: skip


@given(st.sampled_from(ZONES), st.integers(0, 23))
def test_days_are_never_doubtful(zone, hour) -> None:
    days = np.arange("2020-01-01", "2021-01-01", dtype="datetime64[D]").astype(np.int64)
    found = to_utc_by_day(days * 86400 + hour * 3600, zone)
    for day, seconds in zip(days[::7], found[::7], strict=True):
        expected = datetime.fromtimestamp(int(day) * 86400 + hour * 3600, UTC).replace(
            tzinfo=ZoneInfo(zone)
        )
        assert seconds == int(expected.timestamp())
    assert (np.diff(found) > 0).all()


def test_what_is_no_time_zone_is_refused() -> None:
    check_timezone("Europe/Berlin")
    with pytest.raises(ConfigError, match="did you mean `Europe/Berlin`"):
        check_timezone("Europe/Berlni")
    for wrong in ("", "../etc/passwd", "/etc/localtime", "a\0b"):
        with pytest.raises(ConfigError, match=r"dataset\.timezone"):
            check_timezone(wrong)
