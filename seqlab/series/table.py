"""A time series as it was measured: timestamps, columns, values in original units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Table:
    """Rows of measurements in the order of the file.

    Args:
        times: when each row was measured, `datetime64[s]`, `(rows,)`.
        values: measurements in original units, `(rows, columns)`.
        columns: names with their units, such as `T (degC)`.
        ranges: the lowest and the highest value that a column can physically have, by its name;
            columns that are missing may be anything.
        sentinel: what stands where there is no reading, such as -9999; None where nothing does.
    """

    times: NDArray[np.datetime64]
    values: NDArray[np.float64]
    columns: tuple[str, ...]
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    sentinel: float | None = None

    def __len__(self) -> int:
        return len(self.values)

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
