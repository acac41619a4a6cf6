"""When rows were measured: in order, far apart as they should be, and on which clocks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from seqlab.datasets.sources.own_file.faults import Faults, counted
from seqlab.datasets.sources.series_file import clocks
from seqlab.datasets.sources.series_file.checking import Rows
from seqlab.datasets.sources.series_file.columns import Columns
from seqlab.datasets.sources.series_file.frequency import (
    COUNTED,
    DAY,
    MONDAY,
    Frequency,
    named,
    of_seconds,
)
from seqlab.datasets.sources.series_file.inferring import Inferred, infer
from seqlab.datasets.sources.series_file.timestamps import Reading


@dataclass(frozen=True, eq=False)
class Timed:
    """Rows in order, on the clocks on which their frequency counts.

    Args:
        rows: those whose times are sound; their seconds are in UTC where there is a time zone and
            the frequency is one of the clock, else local, or counts.
        frequency: of the rows.
        found: how it was found, in words.
        timezone: of the file; empty for none.
    """

    rows: Rows
    frequency: Frequency
    found: str
    timezone: str

    def in_utc(self, seconds: NDArray[np.int64]) -> NDArray[np.int64]:
        """Times of these clocks in UTC where there is a time zone."""
        if self.timezone and not self.frequency.by_clock:
            return clocks.to_utc_by_day(seconds, self.timezone)
        return seconds


def check_times(rows: Rows, way: Reading, columns: Columns, faults: Faults) -> Timed | None:
    """Note what is wrong with times, and find out their frequency.

    Args:
        rows: with seconds as they were read, all of them times.
        way: how they were read.
        columns: what the settings say about them.
        faults: where repeated and backward times, times that clocks skip or show twice, and a
            frequency that is not certain are noted.

    Returns:
        The rows with sound times; None if their frequency is not known.
    """
    given = _given(way, columns, faults)
    timezone = columns.timezone or ""
    if way.kind == "utc":
        timezone = timezone or _zone_of(way, columns, faults)
    if timezone and way.kind != "counts":
        rows = _on_clocks(rows, way, timezone, given, faults)
    hint = way.kind == "local" and not timezone
    rows = rows.only(_in_order(rows, hint, faults))
    if given == COUNTED:
        counts = np.arange(len(rows.values)) - np.repeat(rows.bounds[:-1], np.diff(rows.bounds))
        rows = replace(rows, seconds=counts)
    if given is not None:
        return Timed(rows, given, "given", timezone)
    assert rows.seconds is not None
    neighbours = rows.within()
    if rows.after_others is not None:
        neighbours &= ~rows.after_others[1:]
    steps = np.diff(rows.seconds)[neighbours]
    if way.kind == "counts":
        frequency = _of_counts(steps)
        return Timed(rows, frequency, f"none: {columns.timestamp_column} counts", "")
    inferred = infer(rows.seconds, steps)
    if inferred.frequency is None:
        _note_uncertain(rows, inferred, neighbours, faults)
        return None
    return Timed(rows, inferred.frequency, f"inferred from {len(rows.seconds):,} rows", timezone)


def _given(way: Reading, columns: Columns, faults: Faults) -> Frequency | None:
    """The frequency that a setting gives; None for none, or one that these times cannot have."""
    if columns.freq is None:
        return None
    given = named(columns.freq)
    if way.kind == "counts" and given != COUNTED:
        faults.add(
            f"column {columns.timestamp_column!r}: expected times, since dataset.freq is "
            f"{columns.freq}, found whole numbers, which have no clock.",
            "Leave dataset.freq out, and set dataset.season to the steps in a season; or set "
            "dataset.time_format if they are times, such as %Y%m%d, %Y or unix.",
        )
    return None if way.kind == "counts" else given


def _zone_of(way: Reading, columns: Columns, faults: Faults) -> str:
    """UTC; a fault where offsets show that clocks are others, and no setting says which."""
    others = sorted(way.offsets - {"Z", "+00:00", "-00:00"})
    if others:
        faults.add(
            f"column {columns.timestamp_column!r}: expected a known time zone, found offsets from "
            f"UTC: {', '.join(others[:3])}.",
            "Set dataset.timezone, such as Europe/Berlin, or UTC.",
        )
    return "UTC"


def _on_clocks(
    rows: Rows, way: Reading, timezone: str, given: Frequency | None, faults: Faults
) -> Rows:
    """Rows in UTC if their frequency is one of the clock, else on local clocks."""
    assert rows.seconds is not None
    local = rows.seconds if way.kind == "local" else clocks.to_local(rows.seconds, timezone)
    steps = np.abs(np.diff(local)[rows.within()])
    by_clock = given.by_clock if given else bool(len(steps) and np.median(steps) < DAY)
    if not by_clock or way.kind == "utc":
        seconds, shown_in = (rows.seconds, timezone) if by_clock else (local, "")
        return replace(rows, seconds=seconds, timezone=shown_in)
    utc = clocks.to_utc(local, rows.bounds, timezone)
    for wrong, what, remedy in (
        (
            utc.absent,
            "one that clocks skip when they go forward",
            "If the clocks of the file never change, set "
            "dataset.timezone to a zone like them, such as Etc/GMT-1 for UTC+01:00.",
        ),
        (
            utc.unclear,
            "one that clocks show twice when they go back, with nothing to tell which is meant",
            "Write times with offsets such as +02:00, or in UTC and set dataset.timezone to UTC.",
        ),
    ):
        if wrong.any():
            faults.add(
                f"{rows.place(int(wrong.argmax()))}: expected a time of {timezone}, found {what} "
                f"{counted(int(wrong.sum()), 'row')}.",
                remedy,
            )
    return replace(rows, seconds=utc.seconds, timezone=timezone).only(~(utc.absent | utc.unclear))


def _in_order(rows: Rows, hint: bool, faults: Faults) -> NDArray[np.bool_]:
    """Which rows are later than all before them in their series, `(rows,)`; a fault for others."""
    assert rows.seconds is not None
    sound = np.ones(len(rows.seconds), np.bool_)
    steps, within = np.diff(rows.seconds), rows.within()
    repeated, backward = (steps == 0) & within, (steps < 0) & within
    if not repeated.any() and not backward.any():
        return sound
    for wrong, what, remedy in (
        (repeated, "the same time again", "Leave one of the rows out."),
        (backward, "an earlier one", _sort_remedy(backward, within)),
    ):
        if wrong.any():
            row = int(wrong.argmax()) + 1
            clock = clock_change(rows.seconds[1:][wrong]) if hint else ""
            faults.add(
                f"{rows.place(row)}: expected a later time than {rows.time(row - 1)} of "
                f"{rows.line(row - 1)}, found {what} {counted(int(wrong.sum()), 'row')}.",
                f"{remedy}{clock}",
            )
    for first, stop in pairwise(rows.bounds.tolist()):
        latest = np.maximum.accumulate(rows.seconds[first:stop])
        sound[first + 1 : stop] = rows.seconds[first + 1 : stop] > latest[:-1]
    return sound


def _sort_remedy(backward: NDArray[np.bool_], within: NDArray[np.bool_]) -> str:
    if backward.sum() == within.sum():
        return "The newest row comes first: sort rows by time, the oldest first."
    return "Sort the rows of each series by time, if they are right."


def clock_change(local: NDArray[np.int64]) -> str:
    """A hint where times are of nights in which clocks change, on Sundays in spring and autumn."""
    days = local // DAY
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12
    sunday = (days - MONDAY) % 7 == 6
    nights = sunday & (local % DAY <= 4 * 3600) & np.isin(months, (2, 3, 8, 9, 10))
    if not nights.any():
        return ""
    return (
        f" {int(nights.sum()):,} of them in a night in which clocks change: if times are local, "
        "set dataset.timezone."
    )


def _of_counts(steps: NDArray[np.int64]) -> Frequency:
    """Every number, or every second one, whichever is usual."""
    inferred = infer(np.zeros(1, np.int64), steps)
    return replace(COUNTED, count=inferred.counts[0][0] if inferred.counts else 1)


def _note_uncertain(
    rows: Rows, inferred: Inferred, neighbours: NDArray[np.bool_], faults: Faults
) -> None:
    if neighbours.sum() < 2:
        if rows.after_others is None:  # else other faults are why
            faults.add(
                "expected at least three rows, to see how far rows are apart, found "
                f"{len(rows.values):,} in {len(rows.ids):,} series.",
                "Set dataset.freq.",
            )
        return
    candidates = ", ".join(
        f"{of_seconds(length).alias} ({count:,} time{'s' * (count != 1)})"
        for length, count in inferred.counts[:4]
    )
    rest = len(inferred.counts) - 4
    assert rows.seconds is not None
    usual = inferred.counts[0][0]
    steps = np.diff(rows.seconds)
    row = int(((steps != usual) & neighbours).argmax()) + 1
    faults.add(
        f"{rows.place(row)}: expected all rows equally far apart, found steps of {candidates}"
        f"{f' and {rest:,} others' if rest > 0 else ''}: the frequency is not certain.",
        "Set dataset.freq, such as 10min, h, D, B, W-MON, MS; or to steps, if rows have no clock.",
    )
