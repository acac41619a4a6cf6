"""Series as they were measured: timestamps, columns, values in original units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Table:
    """Rows of measurements, of one series or of several that stand one after the other.

    Args:
        times: when each row was measured, `datetime64[s]`, `(rows,)`, in UTC where there is a
            `timezone`. Where `freq` is `steps` they are no times: seconds that count the rows, as
            the file does or from 0 on.
        values: measurements in original units, `(rows, columns)`.
        columns: names with their units, such as `T (degC)`.
        ranges: the lowest and the highest value that a column can physically have, by its name;
            columns that are missing may be anything.
        sentinel: what stands where there is no reading, such as -9999; None where nothing does.
        ids: the names of the series in their order; one empty name where the file has no ids.
        bounds: the first row of each series, and the row after the last one; empty for one series.
        freq: how far rows are apart, a pandas alias such as `h` or `MS`; `steps` where rows have no
            clock; empty where the source does not say, and the median of the differences counts.
        freq_from: how the frequency was found, in words: `given`, `inferred from 17,420 rows`.
        timezone: where the times are local, such as `Europe/Berlin`; empty for none.
        static: what never changes in a series, a value for each series, by column.
    """

    times: NDArray[np.datetime64]
    values: NDArray[np.float64]
    columns: tuple[str, ...]
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    sentinel: float | None = None
    ids: tuple[str, ...] = ("",)
    bounds: tuple[int, ...] = ()
    freq: str = ""
    freq_from: str = ""
    timezone: str = ""
    static: Mapping[str, tuple[float | str, ...]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.values)

    @property
    def series_bounds(self) -> NDArray[np.int64]:
        """The first row of each series, and the row after the last one, `(series + 1,)`."""
        return np.array(self.bounds or (0, len(self)), np.int64)

    @property
    def has_clock(self) -> bool:
        """Whether rows were measured at known times, which have hours and weekdays."""
        return self.freq != "steps"

    def only(self, series: NDArray[np.int64]) -> Table:
        """Some of the series, by their numbers."""
        bounds = self.series_bounds
        rows = np.concatenate([np.arange(bounds[n], bounds[n + 1]) for n in series])
        lengths = np.diff(bounds)[series]
        return replace(
            self,
            times=self.times[rows],
            values=self.values[rows],
            ids=tuple(self.ids[n] for n in series),
            bounds=(0, *np.cumsum(lengths).tolist()),
            static={name: tuple(own[n] for n in series) for name, own in self.static.items()},
        )

    def trimmed(self, first: int, last: int) -> Table:
        """The same series without rows at the beginning and at the end of each.

        Worked example, series of 5 and of 2 rows, without the first and the last 2: of the one the
        rows 1 and 2 are left, of the other none.

        Args:
            first: rows to leave out at the beginning.
            last: rows to leave out at the end.
        """
        bounds = self.series_bounds
        starts = np.minimum(bounds[:-1] + first, bounds[1:])
        stops = np.maximum(bounds[1:] - last, starts)
        rows = np.concatenate([np.arange(*ends) for ends in zip(starts, stops, strict=True)])
        lengths = np.cumsum(stops - starts)
        return replace(
            self, times=self.times[rows], values=self.values[rows], bounds=(0, *lengths.tolist())
        )

    def is_sentinel(self) -> NDArray[np.bool_]:
        """Where the sentinel stands, `(rows, columns)`."""
        if self.sentinel is None:
            return np.zeros(self.values.shape, np.bool_)
        found: NDArray[np.bool_] = self.values == self.sentinel
        return found

    @property
    def interval_minutes(self) -> int | float:
        """Minutes between two rows: the median, so that gaps do not matter."""
        seconds = float(np.median(np.diff(self.times).astype(np.int64)))
        return int(seconds // 60) if seconds % 60 == 0 else seconds / 60


def split_unit(column: str) -> tuple[str, str]:
    """Split a column's name from its unit: `T (degC)` is `("T", "degC")`."""
    name, _, rest = column.partition(" (")
    return name, rest.removesuffix(")")
