"""Timestamps as people write them, read block by block.

What is written as in ISO 8601 is read so. Dates with dots have the day first. Dates with slashes or
dashes may have the day or the month first: both are read side by side, until a date such as
13/01/2020 decides.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from seqlab.datasets.sources.series_file.growing import Growing

if TYPE_CHECKING:
    import pyarrow as pa

NAT = np.iinfo(np.int64).min
"""In the place of what is no time."""
ISO = "ISO 8601"
COUNTS = "whole numbers"
DAYS = "%Y%m%d"
UNIX = {"unix": 1, "unix_ms": 1000}
"""How many there are in a second."""
_DATES = (
    "%d.%m.%Y", "%d.%m.%y", "%Y.%m.%d", "%Y/%m/%d",
    "%d/%m/%Y", "%m/%d/%Y", "%d/%m/%y", "%m/%d/%y", "%d-%m-%Y", "%m-%d-%Y",
    "%d %b %Y", "%d-%b-%Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y",
)  # fmt: skip
_EITHER = ("%d/", "%m/", "%d-%m", "%m-%d")
"""Dates that may begin with the day as well as with the month."""
_SWAPPED = str.maketrans("dm", "md")
_CLOCKS = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
_OFFSET = r"[T ]\d\d.*(Z|[+-]\d\d(:?\d\d)?)$"
_SAMPLE = 50

Kind = Literal["local", "utc", "counts"]


@dataclass
class Reading:
    """A column of timestamps, read in one way.

    Args:
        format: how: `ISO`, `COUNTS`, a key of `UNIX`, or a format of `strptime`.
        offset: whether each has an offset from UTC, such as `+02:00` or `Z`.
        seconds: since 1970, local or UTC, or counts; `NAT` where a cell could not be read.
        bad: rows whose cell could not be read.
        texts: their cells.
        finer: rows with a fraction of a second.
        offsets: the offsets that were found.
        given: whether a setting says that they are written so.
    """

    format: str
    offset: bool = False
    seconds: Growing = field(default_factory=lambda: Growing(np.int64))
    bad: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    finer: list[int] = field(default_factory=list)
    offsets: set[str] = field(default_factory=set)
    given: bool = False

    @property
    def kind(self) -> Kind:
        """What the seconds are."""
        if self.format == COUNTS:
            return "counts"
        return "utc" if self.offset or self.format in UNIX else "local"

    def extend(self, cells: pa.Array[Any]) -> None:
        """Read the cells of the next rows."""
        first = len(self.seconds)
        seconds, finer = self.read(cells)
        self.seconds.extend(len(cells))[:] = seconds
        bad = np.flatnonzero(seconds == NAT)
        if len(bad):
            self.bad += (first + bad).tolist()
            self.texts += [
                "" if cell is None else str(cell) for cell in cells.take(bad).to_pylist()
            ]
        if finer is not None:
            self.finer += (first + np.flatnonzero(finer)).tolist()

    def read(self, cells: pa.Array[Any]) -> tuple[NDArray[np.int64], NDArray[np.bool_] | None]:
        """The seconds of cells, `NAT` where one cannot be read; and which have a part of one."""
        import pyarrow as pa

        if pa.types.is_timestamp(cells.type) or pa.types.is_date(cells.type):
            return _typed(cells)
        if self.format in (COUNTS, *UNIX):
            return _whole_numbers(cells, UNIX.get(self.format, 1))
        if not pa.types.is_string(cells.type) and not pa.types.is_large_string(cells.type):
            return np.full(len(cells), NAT), None
        return self._iso(cells) if self.format == ISO else self._formatted(cells)

    def _iso(self, cells: pa.Array[Any]) -> tuple[NDArray[np.int64], NDArray[np.bool_] | None]:
        import pandas as pd
        import pyarrow as pa
        import pyarrow.compute as pc

        if self.offset:
            ends = pc.unique(pc.utf8_slice_codeunits(cells, -6)).to_pylist()
            ends = ["Z" if end.endswith("Z") else end for end in ends if end]
            self.offsets |= {end for end in ends if end == "Z" or end[0] in "+-"}
        try:  # by far the quickest
            times = pc.cast(cells, pa.timestamp("s", "UTC" if self.offset else None))
            return _seconds(times), None
        except pa.ArrowInvalid:
            pass  # a cell is no such time: they are looked at one by one
        texts = pc.fill_null(pc.utf8_trim_whitespace(cells), "")
        fits = pc.equal(pc.match_substring_regex(texts, _OFFSET), self.offset)
        objects = pc.if_else(fits, texts, "").to_numpy(zero_copy_only=False)
        times = pd.to_datetime(objects, format="ISO8601", errors="coerce", utc=True)
        return _whole_seconds(times.as_unit("us").asi8)

    def _formatted(
        self, cells: pa.Array[Any]
    ) -> tuple[NDArray[np.int64], NDArray[np.bool_] | None]:
        import pandas as pd
        import pyarrow.compute as pc

        objects = pc.utf8_trim_whitespace(cells).to_numpy(zero_copy_only=False)
        times = pd.to_datetime(objects, format=self.format, errors="coerce", utc=self.offset)
        return _whole_seconds(times.as_unit("us").asi8)


def ways_to_read(cells: pa.Array[Any], time_format: str | None) -> list[Reading]:
    """Find how timestamps are written, from the first of them.

    Args:
        cells: of the first rows.
        time_format: how, where a setting says so.

    Returns:
        The way that reads most of the first cells; and, where dates may begin with the day as well
        as with the month, the same with the other one first.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    if time_format is not None:
        return [Reading(time_format, offset="%z" in time_format, given=True)]
    if pa.types.is_timestamp(cells.type):
        return [Reading(ISO, offset=cells.type.tz is not None, offsets={"Z"})]
    if not pa.types.is_string(cells.type) and not pa.types.is_large_string(cells.type):
        return [Reading(ISO if pa.types.is_date(cells.type) else COUNTS)]
    sample = pc.utf8_trim_whitespace(cells.slice(0, _SAMPLE))
    sample = pc.unique(sample.filter(pc.not_equal(sample, "")))
    if _unread(Reading(COUNTS), sample) == 0:
        is_day = pc.all(pc.match_substring_regex(sample, r"^(19|20)\d{6}$")).as_py()
        return [Reading(DAYS if is_day and _unread(Reading(DAYS), sample) == 0 else COUNTS)]
    ways = [Reading(ISO), Reading(ISO, offset=True), Reading(COUNTS)]
    unread = [_unread(way, sample) for way in ways]
    if min(unread) > 0:
        texts = sample.to_pylist()
        formats = [date + clock for date, clock in product(_DATES, _CLOCKS)]
        ways += [Reading(form) for form in formats]
        unread += [sum(not _is_of_form(text, form) for text in texts) for form in formats]
    if min(unread) == len(sample):
        return [Reading(ISO)]
    best = ways[unread.index(min(unread))]
    ways = [Reading(best.format, best.offset)]
    if best.format.startswith(_EITHER):
        ways.append(Reading(best.format.translate(_SWAPPED)))
    return ways


def _is_of_form(text: str, form: str) -> bool:
    from datetime import datetime

    try:
        datetime.strptime(text, form)
    except ValueError:
        return False
    return True


def _unread(way: Reading, sample: pa.Array[Any]) -> int:
    seconds, _ = way.read(sample)
    return int((seconds == NAT).sum())


def _typed(cells: pa.Array[Any]) -> tuple[NDArray[np.int64], NDArray[np.bool_] | None]:
    import pyarrow as pa
    import pyarrow.compute as pc

    zone = cells.type.tz if pa.types.is_timestamp(cells.type) else None
    micros = pc.cast(cells, pa.timestamp("us", zone), safe=False)
    return _whole_seconds(_seconds(micros))


def _whole_numbers(
    cells: pa.Array[Any], per_second: int
) -> tuple[NDArray[np.int64], NDArray[np.bool_] | None]:
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_string(cells.type) or pa.types.is_large_string(cells.type):
        is_number = pc.match_substring_regex(pc.utf8_trim_whitespace(cells), r"^[+-]?\d{1,17}$")
        cells = pc.if_else(is_number, pc.utf8_trim_whitespace(cells), None)
    try:
        numbers = pc.cast(cells, pa.int64())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        # Of a type, such as dates or fractions, that holds no whole numbers: no cell is a time.
        return np.full(len(cells), NAT), None
    counts = pc.fill_null(numbers, NAT).to_numpy(zero_copy_only=False)
    finer = (counts != NAT) & (counts % per_second != 0)
    seconds = np.where(counts == NAT, NAT, counts // per_second)
    return seconds, finer if finer.any() else None


def _seconds(times: pa.Array[Any]) -> NDArray[np.int64]:
    import pyarrow as pa
    import pyarrow.compute as pc

    counts = pc.fill_null(pc.cast(times, pa.int64()), NAT)
    seconds: NDArray[np.int64] = counts.to_numpy(zero_copy_only=False)
    return seconds


def _whole_seconds(
    micros: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.bool_] | None]:
    finer = (micros != NAT) & (micros % 1_000_000 != 0)
    seconds = np.where(micros == NAT, NAT, micros // 1_000_000)
    return seconds, finer if finer.any() else None
