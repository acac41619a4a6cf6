"""Finding the frequency of rows where it is certain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqlab.datasets.sources.series_file.frequency import (
    DAY,
    MONDAY,
    WORKING_DAYS,
    Frequency,
    of_months,
    of_seconds,
    of_weekday,
)

CERTAIN = 0.9
"""The part of all steps that must be of one length; the others are gaps, or rows out of place."""


@dataclass(frozen=True)
class Inferred:
    """What the steps between rows say.

    Args:
        frequency: of the rows; None where it is not certain.
        counts: the seconds of each step, and how often it occurs, the most frequent first.
    """

    frequency: Frequency | None
    counts: tuple[tuple[int, int], ...]


def infer(seconds: NDArray[np.int64], steps: NDArray[np.int64]) -> Inferred:
    """Find the frequency of rows.

    Months, quarters and years are tried first, since they have no fixed length; then one length;
    then working days, where rows leave out weekends.

    Args:
        seconds: when rows were measured, `(rows,)`; on local clocks where they are days apart.
        steps: seconds between neighbours in the same series, all above 0.
    """
    lengths, counts = _count(steps)
    order = np.argsort(-counts, kind="stable")
    found = tuple((int(lengths[n]), int(counts[n])) for n in order)
    if len(steps) < 2:
        return Inferred(None, found)
    # A month has at least 28 days. Two neighbouring years of days must not look like months.
    if lengths.min() >= 28 * DAY and (by_month := _by_month(seconds)) is not None:
        return Inferred(by_month, found)
    length, count = found[0]
    if count >= CERTAIN * len(steps):
        weekly = of_weekday(int(seconds[0] // DAY - MONDAY) % 7)
        is_weekly = length == 7 * DAY and weekly.fits(seconds).mean() >= CERTAIN
        return Inferred(weekly if is_weekly else of_seconds(length), found)
    return Inferred(WORKING_DAYS if _is_working_days(seconds, lengths, counts) else None, found)


def _count(steps: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    if len(steps) and (steps == steps[0]).all():  # most files; sorting is slower
        return steps[:1], np.array([len(steps)])
    ordered = np.sort(steps)  # not np.unique, which hashes and takes ten times as long
    starts = np.flatnonzero(np.diff(ordered, prepend=ordered[:1] - 1))
    return ordered[starts], np.diff(starts, append=len(ordered))


def _by_month(seconds: NDArray[np.int64]) -> Frequency | None:
    """Months, quarters or years, where all rows are at the start or all at the end of a month."""
    for at_end in (False, True):
        months = of_months(1, at_end, 0)
        if months.fits(seconds).all() and len(np.unique(seconds % DAY)) == 1:
            numbers = np.unique(months.numbers(seconds))
            apart, counts = _count(np.diff(numbers))
            usual = int(apart[counts.argmax()])
            if counts.max() >= CERTAIN * counts.sum() and usual in (1, 2, 3, 4, 6, 12):
                return of_months(usual, at_end, int(numbers[0]))
    return None


def _is_working_days(
    seconds: NDArray[np.int64], lengths: NDArray[np.int64], counts: NDArray[np.int64]
) -> bool:
    """Whether no row is on a weekend, and nearly all steps lead to the next working day."""
    usual = (lengths == DAY) | (lengths == 3 * DAY)
    enough = counts[usual].sum() >= CERTAIN * counts.sum()
    return bool(enough and (lengths == 3 * DAY).any() and WORKING_DAYS.fits(seconds).all())
