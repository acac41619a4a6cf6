"""Every series on the full grid of its frequency, rows that are missing as rows of NaN."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from seqlab.datasets.sources.own_file.faults import Faults, counted
from seqlab.datasets.sources.series_file.columns import Missing
from seqlab.datasets.sources.series_file.frequency import DAY, Frequency
from seqlab.datasets.sources.series_file.times import Timed, clock_change

LARGEST = 10
"""Rows of a grid for each row that is there: with more, a year is mistyped."""


@dataclass(frozen=True, eq=False)
class Gridded:
    """Rows without gaps.

    Args:
        seconds: on the same clocks as before, `(rows,)`.
        values: `(rows, columns)`.
        bounds: the first row of each series, and the row after the last one.
    """

    seconds: NDArray[np.int64]
    values: NDArray[np.float64]
    bounds: NDArray[np.int64]


def check_grid(
    timed: Timed, missing: Missing, hint: bool, faults: Faults
) -> NDArray[np.int64] | None:
    """Note rows that are out of place, and gaps where they are not allowed.

    Args:
        timed: rows in order.
        missing: what shall become of missing rows.
        hint: whether clocks that change may be why, for lack of a time zone.
        faults: where they are noted.

    Returns:
        How many steps each row is after the first one of its series, `(rows,)`; None where a row is
        out of place.
    """
    rows, frequency = timed.rows, timed.frequency
    assert rows.seconds is not None
    units, fits = _units(rows.seconds, rows.bounds, frequency)
    if not fits.all():
        faults.add(
            f"{rows.place(int(fits.argmin()))}: expected a time of the frequency {frequency.alias} "
            f"({timed.found}), found one between them {counted(int((~fits).sum()), 'row')}.",
            "Mend the times, or set dataset.freq if it is another.",
        )
        return None
    steps = units // frequency.count
    gaps = (np.diff(steps) > 1) & rows.within()
    if rows.after_others is not None:  # they were noted already
        gaps &= ~rows.after_others[1:]
    if gaps.any() and missing == "error":
        row = int(gaps.argmax()) + 1
        absent = int((np.diff(steps) - 1)[gaps].sum())
        clock = clock_change(rows.seconds[:-1][gaps]) if hint else ""
        what = f"row{'s' * (absent != 1)}"
        times = " If they are times, set dataset.time_format." if rows.is_count else ""
        step = f"one step of {frequency.alias} ({timed.found})"
        faults.add(
            f"{rows.place(row)}: expected {'the next number' if rows.is_count else step} after "
            f"{rows.time(row - 1)} of {rows.line(row - 1)}, found a gap "
            f"{counted(int(gaps.sum()), 'gap')[:-1]}, {absent:,} missing {what}).",
            f"dataset.missing decides: interpolate, or drop_windows.{clock or times}",
        )
    total = int((steps[rows.bounds[1:] - 1] + 1).sum())
    if total > LARGEST * len(steps) + 1000:
        row = int(np.where(rows.within(), np.diff(steps), 0).argmax()) + 1
        faults.add(
            f"{rows.place(row)}: expected a time near that of the row before, found one "
            f"{int(steps[row] - steps[row - 1]):,} steps of {frequency.alias} after it, so that "
            "most rows were missing.",
            "Mend the time, or set dataset.freq if it is another.",
        )
    return steps


def put_on_grid(timed: Timed, steps: NDArray[np.int64]) -> Gridded:
    """Put rows of NaN in the place of missing ones.

    Worked example: the rows of a series are 0, 1 and 4 steps after its first one, so that its grid
    has 5 rows, and the rows 2 and 3 are NaN.

    Args:
        timed: rows in order.
        steps: how many each row is after the first one of its series, `(rows,)`.
    """
    rows, frequency = timed.rows, timed.frequency
    assert rows.seconds is not None
    lengths = steps[rows.bounds[1:] - 1] + 1
    bounds = np.concatenate([[0], np.cumsum(lengths)])
    if bounds[-1] == len(steps):  # nothing is missing: no copy of many values
        seconds, values = rows.seconds, rows.values
    else:
        seconds = np.concatenate(
            [
                frequency.after(first, np.arange(length))
                for first, length in zip(rows.seconds[rows.bounds[:-1]], lengths, strict=True)
            ]
        )
        values = np.full((bounds[-1], rows.values.shape[1]), np.nan)
        values[np.repeat(bounds[:-1], np.diff(rows.bounds)) + steps] = rows.values
    return Gridded(seconds, values, bounds)


def _units(
    seconds: NDArray[np.int64], bounds: NDArray[np.int64], frequency: Frequency
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Units since the first row of each series, and which rows are at a time of the frequency."""
    numbers = frequency.numbers(seconds)
    units = numbers - np.repeat(numbers[bounds[:-1]], np.diff(bounds))
    fits = frequency.fits(seconds)
    fits &= units % frequency.count == 0
    if not frequency.by_clock:
        of_day = seconds % DAY
        fits &= of_day == np.repeat(of_day[bounds[:-1]], np.diff(bounds))
    if not fits.all():
        # Where most rows of a series differ from its first one, that one is out of place.
        phases = numbers % frequency.count * DAY + (0 if frequency.by_clock else seconds % DAY)
        for first, stop in pairwise(bounds.tolist()):
            if fits[first:stop].mean() < 0.5:
                found, counts = np.unique(phases[first:stop], return_counts=True)
                fits[first:stop] = phases[first:stop] == found[counts.argmax()]
                fits[first:stop] &= frequency.fits(seconds[first:stop])
    return units, fits
