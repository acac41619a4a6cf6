"""Timestamps are read as people write them."""

from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.datasets.sources.series_file.timestamps import COUNTS, ISO, NAT, ways_to_read

TIMES = st.datetimes(datetime(1950, 1, 1), datetime(2060, 1, 1)).map(
    lambda time: time.replace(microsecond=0)
)
FORMATS = [
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M:%S", "%Y/%m/%d %H:%M:%S",
    "%d/%m/%Y %H:%M:%S", "%m/%d/%Y %I:%M:%S %p", "%d-%b-%Y %H:%M:%S", "%d %B %Y %H:%M:%S",
]  # fmt: skip


def read(texts, time_format=None):
    ways = ways_to_read(pa.array(texts), time_format)
    for way in ways:
        way.extend(pa.array(texts))
    return ways


@given(st.lists(TIMES, min_size=1, max_size=20), st.sampled_from(FORMATS))
def test_one_way_to_read_times_is_that_in_which_they_were_written(times, form) -> None:
    ways = read([time.strftime(form) for time in times])
    expected = [int(time.replace(tzinfo=UTC).timestamp()) for time in times]
    assert expected in [way.seconds.array.tolist() for way in ways]
    assert ways[0].kind == "local" and not ways[0].bad


@given(TIMES, st.integers(-14 * 4, 14 * 4))
def test_offsets_are_taken_off(time, quarters) -> None:
    sign, (hours, minutes) = "-" if quarters < 0 else "+", divmod(abs(quarters) * 15, 60)
    text = f"{time:%Y-%m-%d %H:%M:%S}{sign}{hours:02}:{minutes:02}"
    (way,) = read([text])
    assert way.seconds.array.tolist() == [int(datetime.fromisoformat(text).timestamp())]
    assert way.kind == "utc"
    assert way.offsets == {text[-6:]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-02-29", "2020-02-29T00:00:00"),
        ("2020-02", "2020-02-01T00:00:00"),
        ("2020-02-29 23:50", "2020-02-29T23:50:00"),
        ("2020-02-29T23:50:00.000", "2020-02-29T23:50:00"),
        ("2020-02-29T23:50Z", "2020-02-29T23:50:00"),
        ("2020-02-29T23:50+0200", "2020-02-29T21:50:00"),
        ("01.02.2020", "2020-02-01T00:00:00"),
        ("1.2.2020 5:07", "2020-02-01T05:07:00"),
        ("01.02.20 05:07", "2020-02-01T05:07:00"),
        ("2020/02/29", "2020-02-29T00:00:00"),
        ("20200229", "2020-02-29T00:00:00"),
        (" 2020-02-29 ", "2020-02-29T00:00:00"),
        ("Feb 29, 2020", "2020-02-29T00:00:00"),
    ],
)
def test_common_forms_are_known(text, expected) -> None:
    (way,) = read([text])
    assert np.datetime64(int(way.seconds.array[0]), "s") == np.datetime64(expected)


@pytest.mark.parametrize(
    "text", ["soon", "", "31.02.2020", "2020-02-30", "2020-13-01", "32/01/2020", "24:00"]
)
def test_what_is_no_time_is_kept_as_it_is_written(text) -> None:
    (way,) = read(["2020-01-01", text, "2020-01-03"])
    assert (way.bad, way.texts, way.seconds.array[1]) == ([1], [text], NAT)


def test_a_day_or_a_month_may_come_first() -> None:
    for texts, bad in ((["01/02/2020", "03/04/2020"], []), (["01/02/2020", "13/04/2020"], [1])):
        first, second = read(texts)
        assert (first.format, second.format) == ("%d/%m/%Y", "%m/%d/%Y")
        assert (first.bad, second.bad) == ([], bad)


def test_whole_numbers_count_and_days_without_dashes_do_not() -> None:
    assert [way.format for way in read(["1", "2", "30"])] == [COUNTS]
    assert [way.format for way in read(["1990", "1991"])] == [COUNTS]
    assert [way.format for way in read(["20200101", "20200102"])] == ["%Y%m%d"]
    assert [way.format for way in read(["20200101", "20209901"])] == [COUNTS]
    assert [way.format for way in read(["hello"])] == [ISO]


def test_seconds_and_milliseconds_since_1970_are_read_where_that_is_set() -> None:
    (way,) = read(["1577836800", "1577840400"], "unix")
    assert (way.kind, way.seconds.array.tolist()) == ("utc", [1577836800, 1577840400])
    (way,) = read(["1577836800000", "1577840400500"], "unix_ms")
    assert (way.seconds.array.tolist(), way.finer) == ([1577836800, 1577840400], [1])


def test_parts_of_seconds_are_told() -> None:
    (way,) = read(["2020-01-01 00:00:00", "2020-01-01 00:00:00.5"])
    assert (way.bad, way.finer) == ([], [1])


def test_a_time_without_an_offset_among_others_with_one_is_bad() -> None:
    (way,) = read(["2020-01-01 00:00Z", "2020-01-01 01:00Z", "2020-01-01 02:00"])
    assert (way.kind, way.bad, way.offsets) == ("utc", [2], {"Z"})
