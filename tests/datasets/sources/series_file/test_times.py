"""Times that are out of order, on clocks that change, or of no certain frequency are refused."""

import numpy as np
import pandas as pd
import pytest

from tests.datasets.sources.series_file.files import parse, refusal, series

AUTUMN = series(72, "2020-10-24T00:00", "h")
AUTUMN_TWICE = AUTUMN.replace("2020-10-25 02:00,26\n", "2020-10-25 02:00,26\n" * 2)
SPRING = series(72, "2020-03-28T00:00", "h")
SPRING_ONCE = SPRING.replace("2020-03-29 02:00,26\n", "")


def lines(*times):
    return "t,y\n" + "".join(f"{time},{n}\n" for n, time in enumerate(times))


def test_a_repeated_time_is_named(tmp_path) -> None:
    (line,) = refusal(tmp_path, series(40).replace("2020-01-20", "2020-01-19"))
    assert "line 21, 2020-01-19 00:00:00: expected a later time than 2020-01-19" in line
    assert "of line 20, found the same time again (1 such row)" in line


def test_a_backward_time_is_named(tmp_path) -> None:
    (line,) = refusal(tmp_path, series(40).replace("2020-01-20", "2020-01-03"))
    assert "line 21, 2020-01-03 00:00:00: expected a later time than 2020-01-19" in line
    assert "found an earlier one (1 such row). Sort" in line


def test_a_file_with_the_newest_row_first_is_called_so(tmp_path) -> None:
    (line,) = refusal(tmp_path, lines("2020-01-03", "2020-01-02", "2020-01-01"))
    assert "The newest row comes first" in line


def test_steps_of_many_lengths_are_counted(tmp_path) -> None:
    days = ["2020-01-01", "2020-01-02", "2020-01-05", "2020-01-06", "2020-01-09", "2020-01-10"]
    (line,) = refusal(tmp_path, lines(*days))
    assert "line 4, 2020-01-05 00:00:00: expected all rows equally far apart" in line
    assert "found steps of D (3 times), 3D (2 times)" in line
    assert "Set dataset.freq" in line
    assert parse(tmp_path, lines(*days), freq="D", missing="interpolate").values.shape == (10, 1)


def test_two_rows_have_no_certain_frequency(tmp_path) -> None:
    text = lines("2020-01-01", "2020-01-02")
    assert "expected at least three rows" in refusal(tmp_path, text)[0]
    assert parse(tmp_path, text, freq="D").freq == "D"


def test_rows_without_a_clock_may_be_called_steps(tmp_path) -> None:
    table = parse(tmp_path, lines("2020-01-01", "2020-01-02", "2020-01-09"), freq="steps")
    assert table.times.astype(int).tolist() == [0, 1, 2]
    assert (table.freq, table.freq_from, table.has_clock) == ("steps", "given", False)


def test_counts_have_no_clock(tmp_path) -> None:
    text = lines(3, 5, 7, 11)
    assert "expected the next number after 7 of line 4, found a gap" in refusal(tmp_path, text)[0]
    table = parse(tmp_path, text, missing="drop_windows")
    assert table.times.astype(int).tolist() == [3, 5, 7, 9, 11]
    np.testing.assert_array_equal(table.values[:, 0], [0, 1, 2, np.nan, 3])
    found = refusal(tmp_path, text, freq="h")
    assert "expected times, since dataset.freq is h, found whole numbers" in found[1]


def test_an_hour_that_occurs_twice_is_told_by_its_order(tmp_path) -> None:
    table = parse(tmp_path, AUTUMN_TWICE, timezone="Europe/Berlin")
    assert (np.diff(table.times) == np.timedelta64(3600, "s")).all()
    assert (str(table.times[0]), len(table)) == ("2020-10-23T22:00:00", 73)


def test_an_hour_that_should_occur_twice_and_does_not_is_refused(tmp_path) -> None:
    (line,) = refusal(tmp_path, AUTUMN, timezone="Europe/Berlin")
    assert "line 28, 2020-10-25 02:00:00: expected a time of Europe/Berlin, found one that" in line
    assert "clocks show twice" in line


def test_an_hour_that_clocks_skip_is_refused(tmp_path) -> None:
    assert len(parse(tmp_path, SPRING_ONCE, timezone="Europe/Berlin")) == 71
    (line,) = refusal(tmp_path, SPRING, timezone="Europe/Berlin")
    assert "line 28, 2020-03-29 02:00:00" in line and "clocks skip" in line


@pytest.mark.parametrize("text", [AUTUMN_TWICE, SPRING_ONCE])
def test_without_a_zone_an_error_in_such_a_night_names_the_setting(tmp_path, text) -> None:
    (line,) = refusal(tmp_path, text)
    assert "in a night in which clocks change: if times are local, set dataset.timezone" in line


def test_days_on_local_clocks_have_23_24_or_25_hours(tmp_path) -> None:
    table = parse(tmp_path, series(400), timezone="Europe/Berlin")
    assert (table.freq, table.timezone) == ("D", "Europe/Berlin")
    expected = pd.date_range("2020-01-01", periods=400, freq="D", tz="Europe/Berlin")
    np.testing.assert_array_equal(table.times.astype(np.int64), expected.as_unit("s").asi8)
    assert set(np.diff(table.times).astype(int)) == {23 * 3600, 24 * 3600, 25 * 3600}


@pytest.mark.parametrize("alias", ["h", "15min", "D", "MS"])
def test_offsets_in_the_file_give_the_same_table_as_a_zone(tmp_path, alias) -> None:
    times = pd.date_range("2020-01-01", "2021-02-01", freq=alias, tz="Europe/Berlin")
    table = parse(tmp_path, lines(*times.astype(str)), timezone="Europe/Berlin")
    np.testing.assert_array_equal(table.times.astype(np.int64), times.as_unit("s").asi8)
    assert table.freq == alias
    naive = parse(tmp_path, lines(*times.tz_localize(None).astype(str)), timezone="Europe/Berlin")
    np.testing.assert_array_equal(naive.times, table.times)
    assert naive.freq_from == table.freq_from


def test_offsets_without_a_zone_are_refused_unless_they_are_utc(tmp_path) -> None:
    times = [f"2020-01-01T0{n}:00" for n in range(5)]
    assert parse(tmp_path, lines(*(f"{time}Z" for time in times))).timezone == "UTC"
    (line,) = refusal(tmp_path, lines(*(f"{time}+01:00" for time in times)))
    assert (
        "expected a known time zone, found offsets from UTC: +01:00. Set dataset.timezone" in line
    )


def test_gaps_beside_rows_that_were_refused_are_not_named_again(tmp_path) -> None:
    text = series(60, "2020-01-01T00:00", "h").replace("2020-01-01 05:00", "soon")
    (line,) = refusal(tmp_path, text)
    assert "found 'soon'" in line
