"""What the clock says of a row, in numbers that a model can use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from seqlab.errors import DataError

if TYPE_CHECKING:
    import pandas as pd

Field = Literal["minute", "hour", "day_of_week", "day_of_month", "day_of_year", "month"]

LENGTHS: dict[Field, float] = {
    "minute": 60,
    "hour": 24,
    "day_of_week": 7,
    "day_of_month": 31,
    "day_of_year": 365.25,
    "month": 12,
}
"""How many steps of a field make one turn of its circle."""


def calendar_features(
    clock: NDArray[np.datetime64], fields: tuple[Field, ...]
) -> NDArray[np.float32]:
    """The sine and the cosine of each field's place on its circle.

    A circle has no seam: 23 hours and 0 hours are neighbours. Hours and what is longer move on
    between two whole ones. Worked example, 18:00: three quarters of a turn, sine -1 and cosine 0.

    Args:
        clock: the local time of each row, `(rows,)`.
        fields: what of it, in the order of the numbers.

    Returns:
        `(rows, 2 * fields)`.
    """
    import pandas as pd

    features = np.empty((len(clock), 2 * len(fields)), np.float32)
    times = pd.DatetimeIndex(clock)
    for number, name in enumerate(fields):
        turns = 2 * np.pi * _place(times, name) / LENGTHS[name]
        features[:, 2 * number] = np.sin(turns)
        features[:, 2 * number + 1] = np.cos(turns)
    return features


def feature_names(fields: tuple[Field, ...]) -> tuple[str, ...]:
    """What the numbers of `calendar_features` are called: `sine of hour`."""
    return tuple(f"{wave} of {name}" for name in fields for wave in ("sine", "cosine"))


def local_clock(times: NDArray[np.datetime64], timezone: str) -> NDArray[np.datetime64]:
    """The local time of each row, `(rows,)`.

    Args:
        times: in UTC; local where `timezone` is empty.
        timezone: such as `Europe/Berlin`.

    Raises:
        DataError: there is no such time zone.
    """
    if not timezone:
        return times
    import pandas as pd

    try:
        local = pd.DatetimeIndex(times).tz_localize("UTC").tz_convert(timezone)
    except (KeyError, ValueError) as error:  # zoneinfo's own error is a KeyError
        raise DataError(
            f"dataset.timezone: there is no time zone {timezone!r}.",
            remedy="Name it as the IANA does: Europe/Berlin, America/New_York, UTC.",
        ) from error
    found: NDArray[np.datetime64] = local.tz_localize(None).to_numpy("datetime64[s]")
    return found


def _place(times: pd.DatetimeIndex, name: Field) -> NDArray[np.float64]:
    """Where rows are on a field's circle, in its steps, `(rows,)`."""
    day = (times.hour + times.minute / 60 + times.second / 3600).to_numpy(np.float64)
    match name:
        case "minute":
            return (times.minute + times.second / 60).to_numpy(np.float64)
        case "hour":
            return day
        case "day_of_week":
            return times.day_of_week.to_numpy(np.float64) + day / 24
        case "day_of_month":
            return times.day.to_numpy(np.float64) - 1 + day / 24
        case "day_of_year":
            return times.day_of_year.to_numpy(np.float64) - 1 + day / 24
        case "month":
            return times.month.to_numpy(np.float64) - 1
