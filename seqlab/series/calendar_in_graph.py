"""What the clock says of a row, computed by a model's own graph.

All in floating point, because mobile formats hardly divide whole numbers: these are far below 2^24,
which float32 holds exactly, and a half is added before a quotient is rounded down, because a
converter may multiply by the reciprocal instead. Worked example, 146,097 / 146,097 computed as
0.99999994: the floor of it would be 0, that of 146,097.5 / 146,097 is 1.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from seqlab.series.calendar import LENGTHS, Field

if TYPE_CHECKING:
    import keras

    from seqlab.tasks.deployment import Precision

DAY = 86_400
"""Seconds in a day."""
_FROM_MARCH_OF_YEAR_0 = 719_468
"""Days from 1 March of the year 0 to 1 January 1970."""


def calendar_in_graph(
    times: keras.KerasTensor, fields: tuple[Field, ...], precision: Precision
) -> keras.KerasTensor:
    """The numbers of `seqlab.series.calendar.calendar_features`.

    Args:
        times: seconds of the local clock since 1970-01-01 00:00, int64, `(batch, rows)`.
        fields: what of it, in the order of the numbers.
        precision: to compute in.

    Returns:
        `(batch, rows, 2 * fields)`, float32.
    """
    from keras import ops

    of_day = ops.mod(times, DAY)
    second = ops.cast(of_day, precision)
    # A multiple of 86,400 may lose its last digits in float32, but not a whole day of them.
    days = ops.round(ops.cast(times - of_day, precision) / DAY)
    places = {
        "minute": lambda: second / 60 - 60 * _floor(second, 3600),
        "hour": lambda: second / 3600,
        # 1970-01-01 was a Thursday, which is day 3 of a week.
        "day_of_week": lambda: _modulo(days + 3, 7) + second / DAY,
        "day_of_month": lambda: _date(days)[1] + second / DAY,
        "day_of_year": lambda: _day_of_year(days) + second / DAY,
        "month": lambda: _date(days)[0],
    }
    numbers = []
    for name in fields:
        turns = places[name]() * (2 * math.pi / LENGTHS[name])
        numbers += [ops.sin(turns), ops.cos(turns)]
    return ops.cast(ops.stack(numbers, axis=-1), "float32")


def _floor(dividend: keras.KerasTensor, divisor: int) -> keras.KerasTensor:
    """The whole part of a quotient of whole numbers."""
    from keras import ops

    return ops.floor((dividend + 0.5) / divisor)


def _modulo(dividend: keras.KerasTensor, divisor: int) -> keras.KerasTensor:
    return dividend - divisor * _floor(dividend, divisor)


def _years_from_march(days: keras.KerasTensor) -> tuple[keras.KerasTensor, keras.KerasTensor]:
    """The year that begins in March, and the day in it from 0 (Hinnant, "chrono-compatible
    low-level date algorithms", 2013): so a leap day is the last of its year.
    """
    shifted = days + _FROM_MARCH_OF_YEAR_0
    era = _floor(shifted, 146_097)  # of 400 years
    day = shifted - 146_097 * era
    leap = _floor(day, 1_460) - _floor(day, 36_524) + _floor(day, 146_096)
    year = _floor(day - leap, 365)
    first = 365 * year + _floor(year, 4) - _floor(year, 100)
    return 400 * era + year, day - first


def _date(days: keras.KerasTensor) -> tuple[keras.KerasTensor, keras.KerasTensor]:
    """Month and day of the month, both from 0. Worked example, 1970-01-01: 0 and 0."""
    _, day = _years_from_march(days)
    month = _floor(5 * day + 2, 153)  # 0 is March
    return _modulo(month + 2, 12), day - _floor(153 * month + 2, 5)


def _day_of_year(days: keras.KerasTensor) -> keras.KerasTensor:
    """From 0. January and February are the days 306 to 365 of the year before, from March on."""
    from keras import ops

    year, day = _years_from_march(days)
    leap = ops.cast(_modulo(year, 4) < 1, day.dtype)
    leap -= ops.cast(_modulo(year, 100) < 1, day.dtype)
    leap += ops.cast(_modulo(year, 400) < 1, day.dtype)
    return ops.where(day < 306, day + 59 + leap, day - 306)
