"""The training windows that a baseline is fitted to, and those that choose its settings."""

from __future__ import annotations

from math import gcd

import numpy as np
from numpy.typing import NDArray

from seqlab.errors import DataError
from seqlab.tasks.panel import Panel

LATER = 0.25
"""The share of each series' training windows, its newest, that settings are chosen on."""


def some_training_windows(panel: Panel, most: int) -> NDArray[np.int64]:
    """Training windows that know all their targets, evenly spread over time and series.

    Every n-th of them, where n shares no divisor with the season and the days of a week: every
    sixth of hourly windows would only ever see four hours of the day. Worked example, 1,000 windows
    with a season of 24, at most 400: n is not 3 or 4 but 5, which leaves 200.

    Args:
        panel: the series.
        most: how many at most.

    Returns:
        The rows of their newest inputs, ascending, `(windows,)`.

    Raises:
        DataError: no training window knows all its targets.
    """
    newest = np.sort(panel.newest["training"])
    stride = max(1, -(-len(newest) // most))
    while gcd(stride, 7 * (panel.season or 1)) > 1:
        stride += 1
    newest = newest[::stride]
    known = np.ones(len(newest), bool)
    for ahead in (0, *panel.ahead):
        known &= np.isfinite(panel.targets[newest + ahead]).all(axis=1)
    if not known.any():
        raise DataError(
            f"None of {len(newest):,} training windows has a reading of each of its targets.",
            remedy="Fill the gaps of the file, or shorten the horizon.",
        )
    return newest[known]


def earlier_and_later(
    panel: Panel, newest: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Part windows in time, series by series, so that they share no row of a target.

    Worked example, a series whose windows have the newest inputs 10 to 17 and targets up to 2 rows
    ahead: 16 and 17 are the later ones, their first target is row 17, and the earlier ones are
    those up to 14, whose last target is row 16.

    Args:
        panel: the series.
        newest: the rows of the windows' newest inputs, ascending, `(windows,)`.

    Returns:
        The places in `newest` of the earlier ones and of the later ones.
    """
    series = panel.series_of(newest)
    starts, stops = (series.searchsorted(series, side=side) for side in ("left", "right"))
    first_later = stops - np.maximum(1, ((stops - starts) * LATER).astype(np.int64))
    places = np.arange(len(newest))
    ends_before = newest + panel.ahead[-1] < newest[first_later] + panel.ahead[0]
    return places[ends_before], places[places >= first_later]
