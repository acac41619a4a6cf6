"""How far rows are apart: in words, as a season, and counted on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

STEPS = "steps"
"""The frequency of rows without a clock."""
MINUTES_IN_A_DAY = 24 * 60
YEARLY = {"ME": 12, "MS": 12, "BME": 12, "BMS": 12, "QE": 4, "QS": 4, "BQE": 4, "BQS": 4}
"""Rows in a year of what has a season of a year."""


def season_of(freq: str) -> int | None:
    """Rows in a season: a day of what is shorter, a week of days, a year of what is longer.

    Worked example: 24 for `h`, 144 for `10min`, 7 for `D`, 5 for `B`, 52 for `W-MON`, 12 for `MS`.

    Args:
        freq: a pandas alias, or `steps`.

    Returns:
        None where there is none, as of years and of rows without a clock.
    """
    if freq == STEPS:
        return None
    import pandas as pd

    offset = pd.tseries.frequencies.to_offset(freq)
    if isinstance(offset, pd.offsets.Tick):
        minutes = pd.Timedelta(offset).total_seconds() / 60
        rows = MINUTES_IN_A_DAY / minutes
        if rows == 1:
            return 7
        return round(rows) if rows > 1 and rows == round(rows) else None
    name, _, _ = offset.rule_code.partition("-")
    seasons = {"W": 52, "B": 5, "D": 7, **YEARLY}
    rows = seasons.get(name, 0)
    return rows // offset.n if rows and rows % offset.n == 0 and rows > offset.n else None


def times_after(
    last: np.datetime64, freq: str, timezone: str, count: int
) -> NDArray[np.datetime64]:
    """The times of the rows that follow one, `datetime64[s]`, `(count,)`.

    Days and what is longer are counted on the local clock: a day across the change of clocks has
    23 or 25 hours.

    Args:
        last: the time of the last row, in UTC where there is a time zone.
        freq: a pandas alias, or `steps`.
        timezone: of the local clock; empty for none.
        count: rows.
    """
    if freq == STEPS:
        return last + np.arange(1, count + 1).astype("timedelta64[s]")
    import pandas as pd

    start = pd.Timestamp(last)
    if not timezone or isinstance(pd.tseries.frequencies.to_offset(freq), pd.offsets.Tick):
        following = pd.date_range(start, periods=count + 1, freq=freq)[1:]
    else:
        local = start.tz_localize("UTC").tz_convert(timezone).tz_localize(None)
        following = pd.date_range(local, periods=count + 1, freq=freq)[1:]
        # Of a time that occurs twice the first one, of one that is skipped the next: as files of
        # such rows are read.
        summer = np.ones(count, np.bool_)
        following = following.tz_localize(
            timezone, ambiguous=summer, nonexistent="shift_forward"
        ).tz_convert("UTC")
        following = following.tz_localize(None)
    found: NDArray[np.datetime64] = following.to_numpy("datetime64[s]")
    return found


def spoken(freq: str, rows: int) -> str:
    """A number of rows as time: `4 days`, `12 months`, `48 steps`.

    Args:
        freq: a pandas alias, or `steps`.
        rows: how many.
    """
    if freq == STEPS:
        return _counted(rows, "step")
    import pandas as pd

    offset = pd.tseries.frequencies.to_offset(freq)
    if isinstance(offset, pd.offsets.Tick):
        seconds = pd.Timedelta(offset).total_seconds() * rows
        for word, size in (("day", 86400), ("hour", 3600), ("minute", 60)):
            if seconds >= size and seconds % size == 0 and (word != "day" or seconds > size):
                return _counted(int(seconds // size), word)
        return _counted(round(seconds), "second")
    name, _, _ = offset.rule_code.partition("-")
    words = {"W": "week", "B": "working day", "D": "day", "YE": "year", "YS": "year"}
    words |= dict.fromkeys(YEARLY, "month") | dict.fromkeys(("QE", "QS", "BQE", "BQS"), "quarter")
    return _counted(rows * offset.n, words[name]) if name in words else f"{rows:,} x {freq}"


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
