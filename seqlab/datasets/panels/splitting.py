"""Where the splits of one's own series lie."""

from __future__ import annotations

import itertools
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from seqlab.errors import ConfigError
from seqlab.series.every_window import SplitRows
from seqlab.series.table import Table
from seqlab.series.windows import WindowShape
from seqlab.tasks.data import ORDER, SplitName

if TYPE_CHECKING:
    from seqlab.datasets.split import Place, Split

NAMED = 5
"""Series that an error names."""


def split_rows(table: Table, split: Split) -> SplitRows:
    """Find the first row of each split of each series.

    Worked example, 20 rows, validation 0.2 and test 0.2: the splits begin at rows 0, 12 and 16.

    Args:
        table: one series or several.
        split: shares, numbers of rows, or first dates.

    Raises:
        ConfigError: a date lies outside the file, or nothing is left to train on.
    """
    bounds = table.series_bounds
    ends: dict[SplitName, NDArray[np.int64]] = {"training": bounds[:-1]}
    ends["test"] = _starts(table, split.test, bounds[1:], "test")
    ends["validation"] = _starts(table, split.validation, ends["test"], "validation")
    rows = SplitRows(bounds, {name: ends[name] for name in ORDER})
    if not (rows.lengths("training") > 0).any():
        raise ConfigError(
            "dataset.split: validation and test leave no row to train on; the longest series has "
            f"{int(np.diff(bounds).max()):,} rows.",
            remedy="Make them smaller, or give them as shares of each series, such as 0.2.",
        )
    return rows


def too_short(rows: SplitRows, shape: WindowShape, *, reach_back: bool) -> NDArray[np.bool_]:
    """Which series have no window in some split, `(series,)`."""
    inputs = (shape.length - 1) * shape.step + 1
    short = rows.lengths("training") < inputs + shape.horizon
    for split in ORDER[1:]:
        lengths = rows.lengths(split)
        if not reach_back:
            lengths = lengths - inputs
        short |= lengths < shape.horizon
    return short


def refuse_short(table: Table, rows: SplitRows, shape: WindowShape, short: list[int]) -> None:
    """Say which series are too short for which split, and what would help.

    Raises:
        ConfigError: always.
    """
    inputs = (shape.length - 1) * shape.step + 1
    counts = {split: rows.lengths(split) for split in ORDER}
    for split in ORDER[1:]:
        longest = int(counts[split].max())
        if longest < shape.horizon:
            raise ConfigError(
                f"dataset.horizon {shape.horizon:,} is longer than the {split} split, which has "
                f"{longest:,} rows{' of the longest series' if len(table.ids) > 1 else ''}.",
                remedy=f"Shorten the horizon, or give dataset.split.{split} more rows.",
            )
    lines = [
        f"  {table.ids[series] or 'the series'}: "
        + ", ".join(f"{int(counts[split][series]):,} rows of {split}" for split in ORDER)
        for series in short[:NAMED]
    ]
    more = f"\n  and {len(short) - NAMED:,} more" if len(short) > NAMED else ""
    raise ConfigError(
        f"dataset.lookback {shape.lookback:,} and dataset.horizon {shape.horizon:,}: "
        f"{len(short):,} of {len(table.ids):,} series are too short for a window in each split. It "
        f"takes {inputs + shape.horizon:,} rows of training and {shape.horizon:,} of each other "
        "split:\n" + "\n".join(lines) + more,
        remedy="Shorten lookback or horizon, or leave such series out: dataset.short_series=drop.",
    )


def _starts(table: Table, place: Place, stops: NDArray[np.int64], split: str) -> NDArray[np.int64]:
    """The first row of the part that ends at `stops`, of every series, `(series,)`."""
    bounds = table.series_bounds
    match place:
        case float(share):
            rows = np.round(np.diff(bounds) * share).astype(np.int64)
        case int(count):
            rows = np.full(len(stops), count)
        case str(date):
            return np.minimum(_first_of(table, date, split), stops)
    starts: NDArray[np.int64] = np.maximum(stops - rows, bounds[:-1])
    return starts


def _first_of(table: Table, date: str, split: str) -> NDArray[np.int64]:
    """The first row at or after a date, in the local time where there is one, of every series."""
    from seqlab.series.calendar import local_clock

    if not table.has_clock:
        raise ConfigError(
            f"dataset.split.{split} is the date {date}, and the rows have no times.",
            remedy="Give a share such as 0.2 or a number of rows, or dataset.timestamp_column.",
        )
    clock = local_clock(table.times, table.timezone)
    first = np.datetime64(datetime.fromisoformat(date), "s")
    if not clock.min() < first <= clock.max():
        raise ConfigError(
            f"dataset.split.{split} begins on {date}, which the file does not reach: it has rows "
            f"from {clock.min()} to {clock.max()}.",
            remedy="Choose a date within, a share such as 0.2, or a number of rows.",
        )
    bounds = table.series_bounds
    return np.array(
        [
            start + np.searchsorted(clock[start:stop], first)
            for start, stop in itertools.pairwise(bounds)
        ],
        np.int64,
    )
