"""The last window of every series, and the rows ahead of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.errors import DataError
from seqlab.series.outlook import (
    Headings,
    Outlook,
    last_measured,
    moment,
    place,
    refuse_short,
    with_rows_ahead,
)
from seqlab.series.table import Table
from seqlab.tasks.forecast import Forecast, Target
from seqlab.tasks.inputs import Sequence

NAN = np.nan


def hourly(
    *series: tuple[list[float], list[float]],
    first: str = "2020-03-01T00:00:00",
    timezone: str = "",
    freq: str = "h",
) -> Table:
    """Series A, B ... of the columns y and x, each with its first row at the same time."""
    values = np.concatenate([np.array(columns, float).T for columns in series])
    hour = np.timedelta64(3600 if freq == "h" else 1, "s")
    times = [np.datetime64(first, "s") + hour * np.arange(len(y)) for y, _ in series]
    return Table(
        times=np.concatenate(times),
        values=values,
        columns=("y", "x"),
        ids=tuple("ABCDEFGH"[: len(series)]),
        bounds=(0, *np.cumsum([len(y) for y, _ in series]).tolist()),
        freq=freq,
        timezone=timezone,
    )


def outlook(table: Table, newest: list[int], known: tuple[str, ...] = ()) -> Outlook:
    """Windows of two rows, the next two rows as targets."""
    return Outlook(
        table=table,
        newest=np.array(newest),
        offsets=np.array([-1, 0]),
        ahead=np.array([1, 2]),
        asked=Forecast(Sequence(2, 2), (Target("y", "", None, None, 0),), 2),
        units=np.tile([[[0.0, 1.0]]], (len(table.ids), 1, 1)),
        known=known,
        headings=Headings(),
    )


def test_a_forecast_begins_behind_the_last_row_with_any_target() -> None:
    table = hourly(([1, 2, NAN, NAN], [1, 1, 1, 1]), ([1, NAN, 3], [NAN, 1, 1]))
    assert last_measured(table, ["y"]).tolist() == [1, 6]
    assert last_measured(table, ["y", "x"]).tolist() == [3, 6]


def test_a_series_without_a_target_is_named() -> None:
    table = hourly(([1], [1]), ([NAN, NAN], [1, 1]))
    with pytest.raises(DataError, match="Series 'B' has no reading of y"):
        last_measured(table, ["y"])


def test_series_that_a_window_does_not_fit_into_are_named_with_their_rows() -> None:
    table = hourly(*[([1.0] * rows, [1.0] * rows) for rows in (3, 1, 2, 1, 1, 1, 1, 1)])
    newest = table.series_bounds[1:] - 1
    refuse_short(table, newest, 0)
    with pytest.raises(DataError) as caught:
        refuse_short(table, newest, 2)
    assert str(caught.value).startswith(
        "A window takes 3 rows up to the last one with a target: Series 'B' has 1; "
        "Series 'C' has 2; "
    )
    assert "and 2 more series have too few" in str(caught.value)


@given(
    rows=st.lists(st.tuples(st.integers(3, 8), st.integers(0, 4)), min_size=1, max_size=4),
    ahead=st.integers(1, 4),
)
def test_each_series_becomes_its_last_rows_and_those_ahead(rows, ahead) -> None:
    numbers = iter(range(1_000))
    series = []
    for history, future in rows:
        y = [float(next(numbers)) for _ in range(history)] + [NAN] * future
        series.append((y, [float(next(numbers)) for _ in y]))
    table = hourly(*series)
    cut, newest = with_rows_ahead(table, last_measured(table, ["y"]), 2, ahead, "h")
    assert np.diff(cut.series_bounds).tolist() == [3 + ahead] * len(rows)
    for number, ((history, future), (y, x)) in enumerate(zip(rows, series, strict=True)):
        first = cut.series_bounds[number]
        assert newest[number] == first + 2
        for place_, row in enumerate(range(history - 3, history + ahead)):
            there = row < history + future
            expected = [y[row], x[row]] if there else [NAN, NAN]
            np.testing.assert_array_equal(cut.values[first + place_], expected)
            time = np.datetime64("2020-03-01T00:00:00") + np.timedelta64(row, "h")
            assert cut.times[first + place_] == time


def test_days_ahead_are_counted_on_the_local_clock_and_hours_on_any() -> None:
    """Berlin, 2020-10-25: the day has 25 hours; its first one is 22:00 UTC of the day before."""
    table = hourly(([1, 2], [1, 1]), first="2020-10-23T21:00:00", timezone="Europe/Berlin")
    cut, newest = with_rows_ahead(table, np.array([1]), 0, 2, "D")
    assert newest.tolist() == [0]
    assert cut.times.astype(str).tolist() == [
        "2020-10-23T22:00:00", "2020-10-24T22:00:00", "2020-10-25T23:00:00"
    ]  # fmt: skip
    cut, _ = with_rows_ahead(table, np.array([1]), 0, 48, "h")
    assert (np.diff(cut.times) == np.timedelta64(3600, "s")).all()


def test_counts_go_on_as_they_were() -> None:
    table = hourly(([1, 2, 3], [1, 1, 1]), freq="steps")
    times = np.array([3, 5, 7]).astype("datetime64[s]")
    table = Table(times, table.values, ("y", "x"), freq="steps")
    cut, _ = with_rows_ahead(table, np.array([2]), 1, 3, "steps")
    assert cut.times.astype(int).tolist() == [5, 7, 9, 11, 13]
    assert moment(cut, 0) == "row 5"
    assert place(cut, 0) == "The series, row 5"


class Windows:
    """Stands for a preprocessing."""

    def windows(self, table: Table, newest: np.ndarray) -> np.ndarray:
        return table.values[newest]


def test_what_a_window_sees_must_be_there_and_nothing_else() -> None:
    table = hourly(([NAN, 2, 3, NAN, NAN], [1, 1, 1, 5, NAN]), timezone="Europe/Berlin")
    np.testing.assert_array_equal(outlook(table, [2]).inputs(Windows()), [[3, 1]])
    with pytest.raises(
        DataError, match=r"Series 'A', 2020-03-01 05:00:00, column 'x': .* sees: 1\."
    ):
        outlook(table, [2], ("x",)).inputs(Windows())
    with pytest.raises(DataError, match="Series 'A', 2020-03-01 01:00:00, column 'y'"):
        outlook(table, [1]).inputs(Windows())
