"""What lies ahead of series: their last rows, and behind them the rows that are to be forecast."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from seqlab.errors import DataError
from seqlab.series.calendar import local_clock
from seqlab.series.frequency import STEPS, times_after
from seqlab.series.table import Table
from seqlab.tasks.forecast import Forecast
from seqlab.tasks.questions import ForecastDrawing, Questions

if TYPE_CHECKING:
    import pandas as pd

    from seqlab.series.data import SeriesData
    from seqlab.tasks.data import InputBatch, SplitName

NAMED = 5
"""Series that an error names."""


class CutsWindows(Protocol):
    """The preprocessing of a series."""

    def windows(self, table: Table, newest: NDArray[np.int64]) -> InputBatch:
        """The windows of a table that end in some rows, standardised as in training."""


@dataclass(frozen=True)
class Headings:
    """What a file calls the columns that say which row it is.

    Args:
        ids: the column of the names of series; None where there is no such column.
        times: the column of times or counts; None where rows stand in their order.
    """

    ids: str | None = None
    times: str | None = None


@dataclass(frozen=True, eq=False)
class Outlook(Questions):
    """Windows, and the rows ahead of them that a model is to forecast.

    Args:
        table: series in original units; the rows ahead are among them, if only with their times.
        newest: the row of each window's newest input, `(windows,)`.
        offsets: rows of a window's inputs, seen from its newest one, ascending, `(time,)`.
        ahead: rows of its targets, seen from its newest input, ascending, `(horizon,)`.
        asked: the task.
        units: what each target was centred by and divided by, `(series, targets, 2)`.
        known: the columns that a model sees of the rows ahead.
        headings: of a file with such series.
    """

    can_be_drawn: ClassVar[bool] = True

    table: Table
    newest: NDArray[np.int64] = field(repr=False)
    offsets: NDArray[np.int64] = field(repr=False)
    ahead: NDArray[np.int64]
    asked: Forecast
    units: NDArray[np.float64] = field(repr=False)
    known: tuple[str, ...]
    headings: Headings

    @property
    def task(self) -> Forecast:
        return self.asked

    @property
    def noun(self) -> str:
        return "windows"

    def __len__(self) -> int:
        return len(self.newest)

    def chosen(self, places: NDArray[np.int64]) -> Self:
        return replace(self, newest=self.newest[places])

    @property
    def series(self) -> NDArray[np.int64]:
        """The number of the series that each window is of, `(windows,)`."""
        found: NDArray[np.int64] = self.table.series_bounds.searchsorted(self.newest, "right") - 1
        return found

    @property
    def rows_ahead(self) -> NDArray[np.int64]:
        """The rows of every window's targets, `(windows, horizon)`."""
        rows: NDArray[np.int64] = self.newest[:, np.newaxis] + self.ahead
        return rows

    def inputs(self, prepared: CutsWindows) -> InputBatch:
        """What a model sees of every window.

        Raises:
            DataError: a reading is missing of what it sees.
        """
        columns = range(len(self.table.columns))
        past = self.newest[:, np.newaxis] + self.offsets
        self._refuse_missing(past, columns, "Fill it in, or give a later or longer history.")
        known = [self.table.columns.index(name) for name in self.known]
        self._refuse_missing(
            self.rows_ahead,
            known,
            "The model sees these columns of the rows that it forecasts. `seqlab predict RUN "
            "--template FILE` writes a file in which to fill them in.",
        )
        return prepared.windows(self.table, self.newest)

    def answers(self, outputs: NDArray[np.float64], *, from_logits: bool) -> pd.DataFrame:  # noqa: ARG002
        """A row for each window, target and step; see `seqlab.series.forecasts`."""
        from seqlab.series.forecasts import forecast_table

        return forecast_table(self, outputs)

    def drawings(self, outputs: NDArray[np.float64]) -> list[ForecastDrawing]:
        from seqlab.series.forecasts import forecast_drawings

        return forecast_drawings(self, outputs)

    def examples(
        self, outputs: NDArray[np.float64], errors: NDArray[np.float64], dependent: int
    ) -> dict[str, list[ForecastDrawing]]:
        from seqlab.series.examples import forecast_examples

        return forecast_examples(self, outputs, errors, dependent)

    def _refuse_missing(self, rows: NDArray[np.int64], columns: Sequence[int], remedy: str) -> None:
        """Refuse windows whose rows, `(windows, rows)`, have no reading in some columns."""
        for column in columns:
            absent = ~np.isfinite(self.table.values[rows, column])
            if absent.any():
                row = int(rows.ravel()[absent.ravel().argmax()])
                raise DataError(
                    f"{place(self.table, row)}, column {self.table.columns[column]!r}: expected a "
                    f"reading, found none; such cells that the model sees: {int(absent.sum()):,}.",
                    remedy=remedy,
                )


def outlook_of(data: SeriesData, table: Table, split: SplitName, headings: Headings) -> Outlook:
    """The windows of a split, whose targets were measured long ago.

    Args:
        data: loaded.
        table: what it was loaded from; series that were left out may be among its own.
        split: which windows.
        headings: of its file.
    """
    if table.ids != data.rows.ids:
        table = table.only(np.array([table.ids.index(name) for name in data.rows.ids]))
    panel = data.panel()
    return Outlook(
        table=table,
        newest=panel.newest[split],
        offsets=panel.offsets,
        ahead=panel.ahead,
        asked=data.task,
        units=data.units,
        known=(),
        headings=headings,
    )


def last_measured(table: Table, targets: Sequence[str]) -> NDArray[np.int64]:
    """The last row of each series with a reading of any target, `(series,)`.

    Raises:
        DataError: a series has none.
    """
    places = [table.columns.index(name) for name in targets]
    measured = np.any(np.isfinite(table.values[:, places]), axis=1)
    found = []
    for series, (start, stop) in enumerate(itertools.pairwise(table.series_bounds.tolist())):
        rows = np.flatnonzero(measured[start:stop])
        if not len(rows):
            raise DataError(
                f"{named(table.ids[series])} has no reading of {', '.join(targets)}.",
                remedy="A forecast begins behind the last row with one: give the history of each "
                "series, and leave targets empty in the rows ahead alone.",
            )
        found.append(start + int(rows[-1]))
    return np.array(found, np.int64)


def refuse_short(table: Table, newest: NDArray[np.int64], reach: int) -> None:
    """Refuse series that a window does not fit into.

    Args:
        table: the series.
        newest: the last measured row of each, `(series,)`.
        reach: rows from the oldest input of a window to its newest.

    Raises:
        DataError: names some of them, and the rows that they have.
    """
    rows = newest - table.series_bounds[:-1] + 1
    short = np.flatnonzero(rows <= reach)
    if not len(short):
        return
    told = "; ".join(f"{named(table.ids[n])} has {int(rows[n]):,}" for n in short[:NAMED])
    more = f" and {len(short) - NAMED:,} more series have too few" if len(short) > NAMED else ""
    raise DataError(
        f"A window takes {reach + 1:,} rows up to the last one with a target: {told}{more}.",
        remedy="Give more rows of the past, or leave such series out.",
    )


def with_rows_ahead(
    table: Table, newest: NDArray[np.int64], reach: int, ahead: int, freq: str
) -> tuple[Table, NDArray[np.int64]]:
    """Cut one window out of each series, and add the rows that follow it.

    Worked example, a series of the rows 0 to 9 with a target up to row 7, a reach of 2 and 3 rows
    ahead: rows 5 to 7 are the window, rows 8 and 9 are there already, with all that is known of
    them, and of row 10 there is only the time. Its newest row is the third one, 2.

    Args:
        table: series on a regular grid.
        newest: the last measured row of each, `(series,)`.
        reach: rows from the oldest input of a window to its newest.
        ahead: rows from there to the last one that is forecast.
        freq: how far rows are apart, a pandas alias or `steps`.

    Returns:
        The table, NaN where nothing is known, and the newest row of each series in it.
    """
    length = reach + 1 + ahead
    times = np.empty((len(newest), length), "datetime64[s]")
    values = np.full((len(newest), length, len(table.columns)), np.nan)
    following: dict[np.datetime64, NDArray[np.datetime64]] = {}  # most series end at one time
    for series, (row, stop) in enumerate(zip(newest, table.series_bounds[1:], strict=True)):
        first, last = row - reach, table.times[row]
        if freq == STEPS:
            apart = last - table.times[row - 1] if reach else np.timedelta64(1, "s")
            after = last + apart * np.arange(1, ahead + 1)
        else:
            if last not in following:
                following[last] = times_after(last, freq, table.timezone, ahead)
            after = following[last]
        times[series] = np.concatenate([table.times[first : row + 1], after])
        own = table.values[first : min(stop, first + length)]
        values[series, : len(own)] = own
    cut = replace(
        table,
        times=times.ravel(),
        values=values.reshape(-1, len(table.columns)),
        bounds=tuple(range(0, len(newest) * length + 1, length)),
    )
    return cut, np.arange(len(newest)) * length + reach


def place(table: Table, row: int) -> str:
    """Where a row is, for people: `Series 'Jena', 2020-10-25 02:00:00`."""
    series = int(table.series_bounds.searchsorted(row, "right")) - 1
    return f"{named(table.ids[series])}, {moment(table, row)}"


def moment(table: Table, row: int) -> str:
    """When a row was measured, in words: its local time, or its number."""
    if not table.has_clock:
        return f"row {int(table.times[row].astype(np.int64)):,}"
    (local,) = local_clock(table.times[row : row + 1], table.timezone)
    return str(local).replace("T", " ")


def named(series: str) -> str:
    """A series in a sentence."""
    return f"Series {series!r}" if series else "The series"
