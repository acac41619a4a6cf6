"""How far rows are apart: by the clock, by the calendar, or by their number.

A frequency numbers its own times: row `n` of a series is `n` steps after its first one. So gaps,
and rows between the times, are found in the same way for hours, for months and for working days.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from seqlab.errors import ConfigError

DAY = 86_400
MONDAY = 4
"""The first Monday in days after 1970-01-01, a Thursday."""
STEPS = "steps"
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")

Unit = Literal["seconds", "days", "months", "month ends", "working days"]

_OFFSETS: dict[str, tuple[Unit, int]] = {
    "Second": ("seconds", 1),
    "Minute": ("seconds", 60),
    "Hour": ("seconds", 3600),
    "Day": ("days", 1),
    "Week": ("days", 7),
    "BusinessDay": ("working days", 1),
    "MonthBegin": ("months", 1),
    "MonthEnd": ("month ends", 1),
    "QuarterBegin": ("months", 3),
    "QuarterEnd": ("month ends", 3),
    "YearBegin": ("months", 12),
    "YearEnd": ("month ends", 12),
}
"""What pandas' offsets count, and how many of it are in one."""


@dataclass(frozen=True)
class Frequency:
    """How far rows are apart.

    Args:
        alias: as pandas writes it, or `steps`.
        unit: what is counted.
        count: how many of it lie between two rows.
        anchor: one that a row may be in, counted from 1970.
        period: how many lie between any two that rows may be in: 7 days for a weekday, 3 months for
            quarters.
    """

    alias: str
    unit: Unit
    count: int
    anchor: int = 0
    period: int = 1

    @property
    def by_clock(self) -> bool:
        """Whether the seconds between two rows are always the same, also when clocks change."""
        return self.unit == "seconds"

    def numbers(self, seconds: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many units of this frequency each time is after 1970, whole ones."""
        match self.unit:
            case "seconds":
                return seconds
            case "days":
                return seconds // DAY
            case "working days":
                start = np.datetime64("1970-01-01", "D")
                return np.busday_count(start, _dates(seconds)).astype(np.int64)
            case _:
                return _dates(seconds).astype("datetime64[M]").astype(np.int64)

    def fits(self, seconds: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which times are of this frequency, whatever their time of day, `(rows,)`."""
        dates = _dates(seconds)
        match self.unit:
            case "seconds":
                return np.ones(len(seconds), np.bool_)
            case "working days":
                fits = np.is_busday(dates)
            case "months":
                fits = _day_of_month(dates) == 1
            case "month ends":
                fits = _day_of_month(dates + np.timedelta64(1, "D")) == 1
            case "days":
                fits = np.ones(len(seconds), np.bool_)
        in_period: NDArray[np.bool_] = (self.numbers(seconds) - self.anchor) % self.period == 0
        return in_period & fits

    def after(self, first: int, steps: NDArray[np.int64]) -> NDArray[np.int64]:
        """The times that are some steps after the first time of a series.

        Worked example: two steps of a month after 2020-01-31 18:00, at month ends, are 2020-03-31
        18:00: January is month 600 after 1970, 602 is March, and its end is the day before April.

        Args:
            first: seconds since 1970.
            steps: `(rows,)`.
        """
        start = np.array([first], np.int64)
        numbers = self.numbers(start) + steps * self.count
        time_of_day = first % DAY
        match self.unit:
            case "seconds":
                return numbers
            case "days":
                return numbers * DAY + time_of_day
            case "working days":
                dates = np.busday_offset(_dates(start)[0], steps * self.count)
            case "months":
                dates = numbers.astype("datetime64[M]").astype("datetime64[D]")
            case "month ends":
                dates = (numbers + 1).astype("datetime64[M]").astype("datetime64[D]")
                dates = dates - np.timedelta64(1, "D")
        return dates.astype(np.int64) * DAY + time_of_day


def of_seconds(seconds: int) -> Frequency:
    """The frequency of rows as many seconds apart; of whole days, the calendar's."""
    if seconds % DAY == 0:
        days = seconds // DAY
        return Frequency("D" if days == 1 else f"{days}D", "days", days)
    for alias, size in (("h", 3600), ("min", 60), ("s", 1)):
        if seconds % size == 0:
            count = seconds // size
            return Frequency(alias if count == 1 else f"{count}{alias}", "seconds", seconds)
    raise AssertionError(seconds)


def of_months(months: int, at_end: bool, month: int) -> Frequency:
    """The frequency of rows at the start or end of months.

    Args:
        months: between two rows.
        at_end: whether they are at the ends of months.
        month: one that a row is in, from 0.
    """
    letter = "E" if at_end else "S"
    unit: Unit = "month ends" if at_end else "months"
    if months % 12 == 0:
        count = "" if months == 12 else str(months // 12)
        return Frequency(f"{count}Y{letter}-{_MONTHS[month % 12]}", unit, months, month % 12, 12)
    if months == 3:
        # Quarters are named by the first month of a year's first quarter, or by its last month.
        first = month % 3
        name = _MONTHS[first] if not at_end else _MONTHS[9 + first]
        return Frequency(f"Q{letter}-{name}", unit, 3, first, 3)
    return Frequency(f"{'' if months == 1 else months}M{letter}", unit, months)


def of_weekday(weekday: int) -> Frequency:
    """Once a week, on a weekday from 0 for Monday."""
    return Frequency(f"W-{_DAYS[weekday]}", "days", 7, weekday + MONDAY, 7)


WORKING_DAYS = Frequency("B", "working days", 1)
COUNTED = Frequency(STEPS, "seconds", 1)


def named(alias: str) -> Frequency:
    """The frequency of a pandas alias.

    Raises:
        ConfigError: pandas does not know it, or it cannot be followed here.
    """
    from pandas.tseries.frequencies import to_offset

    if alias == STEPS:
        return COUNTED
    examples = "Such are 10min, h, D, B, W-MON, MS, ME, QS, YS; or steps, where rows have no clock."
    try:
        offset: Any = to_offset(alias)
    except (ValueError, TypeError) as error:
        better = re.search(r"(?:Did you mean|Please use) '?(\w+)", str(error))
        hint = f", did you mean `{better[1]}`?" if better else "."
        raise ConfigError(
            f"dataset.freq is {alias!r}, which is no frequency of pandas{hint}", remedy=examples
        ) from None
    found = _followed(offset) if offset.n > 0 else None
    if found is None:
        raise ConfigError(
            f"dataset.freq is {alias!r}, which series cannot have here.", remedy=examples
        )
    return found


def _followed(offset: Any) -> Frequency | None:
    """The frequency of an offset of pandas; None for one that is not followed here."""
    name = type(offset).__name__
    if name not in _OFFSETS:
        return None
    unit, size = _OFFSETS[name]
    anchor, period = 0, 1
    if name == "Week":
        anchor, period = offset.weekday + MONDAY, 7
    elif name.startswith("Quarter"):
        anchor, period = (offset.startingMonth - 1) % 3, 3
    elif name.startswith("Year"):
        anchor, period = offset.month - 1, 12
    return Frequency(offset.freqstr, unit, offset.n * size, anchor, period)


def _dates(seconds: NDArray[np.int64]) -> NDArray[np.datetime64]:
    return (seconds // DAY).astype("datetime64[D]")


def _day_of_month(dates: NDArray[np.datetime64]) -> NDArray[np.int64]:
    days: NDArray[np.int64] = (dates - dates.astype("datetime64[M]")).astype(np.int64) + 1
    return days
