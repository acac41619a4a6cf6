"""Local times as UTC, through the nights when clocks change.

When clocks go forward, an hour of local time does not exist; when they go back, an hour occurs
twice. Where rows of both occurrences are there, their order tells which is which.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqlab.errors import ConfigError


@dataclass(frozen=True, eq=False)
class Utc:
    """Local times as UTC.

    Args:
        seconds: since 1970, `(rows,)`; of no meaning where a time does not exist.
        absent: which local times do not exist, `(rows,)`.
        unclear: which occur twice, with nothing to tell which one is meant, `(rows,)`.
    """

    seconds: NDArray[np.int64]
    absent: NDArray[np.bool_]
    unclear: NDArray[np.bool_]


def check_timezone(timezone: str) -> None:
    """Refuse what is no time zone.

    Raises:
        ConfigError: with the name that was perhaps meant.
    """
    from zoneinfo import ZoneInfo, available_timezones

    from seqlab.errors import did_you_mean

    try:
        ZoneInfo(timezone)
    except (KeyError, ValueError, OSError):
        raise ConfigError(
            f"dataset.timezone is {timezone!r}, which is no time zone"
            f"{did_you_mean(timezone, available_timezones())}",
            remedy="Such are UTC, Europe/Berlin, America/New_York.",
        ) from None


def to_utc(local: NDArray[np.int64], bounds: NDArray[np.int64], timezone: str) -> Utc:
    """Find the UTC of local times.

    Worked example, Berlin on 2020-10-25: of the local times 01:30 02:00 02:30 02:00 02:30 03:00 the
    middle four occur twice. They fall once, from 02:30 to 02:00: those before are in summer time,
    00:00 and 00:30 UTC, those after in winter time, 01:00 and 01:30 UTC.

    Args:
        local: seconds since 1970 on local clocks, `(rows,)`.
        bounds: the first row of each series, and the row after the last one.
        timezone: such as `Europe/Berlin`.
    """
    summer, winter = _utc(local, timezone, True), _utc(local, timezone, False)
    absent = summer == _NOWHERE
    twice = (summer != winter) & ~absent
    seconds, unclear = np.where(absent, local, summer), np.zeros(len(local), np.bool_)
    rows = np.flatnonzero(twice)
    if len(rows):
        series = np.searchsorted(bounds, rows, side="right")
        apart = (np.diff(rows) > 1) | (np.diff(series) > 0)
        apart |= np.abs(np.diff(local[rows])) > 12 * 3600  # of another year
        for night in np.split(rows, np.flatnonzero(apart) + 1):
            falls = np.flatnonzero(np.diff(local[night]) <= 0)
            if len(falls) == 1:
                after = night[falls[0] + 1 :]
                seconds[after] = winter[after]
            else:
                unclear[night] = True
    return Utc(seconds, absent, unclear)


def to_utc_by_day(local: NDArray[np.int64], timezone: str) -> NDArray[np.int64]:
    """The UTC of local times that are days or more apart.

    Which occurrence of an hour is meant makes no difference to them: the first is taken, and for a
    time that does not exist the first one after it.
    """
    import pandas as pd

    index = pd.DatetimeIndex(local.astype("datetime64[s]"))
    first = np.ones(len(local), np.bool_)
    return index.tz_localize(timezone, ambiguous=first, nonexistent="shift_forward").asi8


def to_local(utc: NDArray[np.int64], timezone: str) -> NDArray[np.int64]:
    """Seconds since 1970 on local clocks, of seconds since 1970 in UTC."""
    import pandas as pd

    index = pd.DatetimeIndex(utc.astype("datetime64[s]")).tz_localize("UTC")
    return index.tz_convert(timezone).tz_localize(None).asi8


_NOWHERE = np.iinfo(np.int64).min


def _utc(local: NDArray[np.int64], timezone: str, summer: bool) -> NDArray[np.int64]:
    """UTC, where an hour that occurs twice is in summer time or not; `_NOWHERE` where none is."""
    import pandas as pd

    index = pd.DatetimeIndex(local.astype("datetime64[s]"))
    which = np.full(len(local), summer)
    return index.tz_localize(timezone, ambiguous=which, nonexistent="NaT").asi8
