"""What each series is centred by and divided by, fitted on its training rows alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Scale = Literal["standard", "robust", "minmax", "none"]


@dataclass(frozen=True, eq=False)
class Scaling:
    """A centre and a width for every column of every series.

    Args:
        centre: what is subtracted, in original units, `(series, columns)`.
        width: what the rest is divided by, in original units, `(series, columns)`; never 0.
    """

    centre: NDArray[np.float64]
    width: NDArray[np.float64]

    @classmethod
    def of_rows(
        cls,
        values: NDArray[np.float64],
        rows: tuple[int, int],
        left_out: NDArray[np.bool_] | None = None,
    ) -> Scaling:
        """Mean and standard deviation of some rows of one series, as listing 6.32 measures them.

        Args:
            values: in original units, `(rows, columns)`.
            rows: first row and the row after the last.
            left_out: readings that do not count, `(rows, columns)`; None counts all of them.
        """
        part = values[slice(*rows)]
        mean, std = part.mean(axis=0), np.empty(part.shape[1])
        # Column by column: the deviations of all of them at once would be a copy of the series.
        for number, column in enumerate(part.T):
            if left_out is not None and left_out[slice(*rows), number].any():
                column = column[~left_out[slice(*rows), number]]  # noqa: PLW2901
                mean[number] = column.mean() if len(column) else 0.0
            std[number] = (column - mean[number]).std() if len(column) else 1.0
        return cls(mean[np.newaxis], np.where(std > 0, std, 1.0)[np.newaxis])

    @classmethod
    def fit(
        cls,
        values: NDArray[np.float64],
        bounds: NDArray[np.int64],
        stops: NDArray[np.int64],
        how: Scale,
    ) -> Scaling:
        """Measure the training rows of every series.

        `standard` is the mean and the standard deviation; `robust` the median and the distance of
        the quartiles, divided by that of a normal distribution with a standard deviation of 1;
        `minmax` maps the lowest value to 0 and the highest to 1; `none` leaves all as it is.

        Args:
            values: in original units, `(rows, columns)`; NaN where there is no reading.
            bounds: the first row of each series, and the row after the last, `(series + 1,)`.
            stops: the row after the last training row of each series, `(series,)`.
            how: see above.
        """
        shape = len(stops), values.shape[1]
        centre, width = np.zeros(shape), np.ones(shape)
        if how != "none":
            for number, (first, stop) in enumerate(zip(bounds, stops, strict=False)):
                for column in range(shape[1]):
                    part = values[first:stop, column]
                    part = part[np.isfinite(part)]
                    if len(part):
                        centre[number, column], width[number, column] = _measure(part, how)
        # What never changes is left where it is: nothing could be divided by 0.
        return cls(centre, np.where(width > 0, width, 1.0))

    def apply(
        self, values: NDArray[np.float64], bounds: NDArray[np.int64], column: int
    ) -> NDArray[np.float64]:
        """One column in the widths from its centre, `(rows,)`.

        Args:
            values: in original units, `(rows, columns)`.
            bounds: the first row of each series, and the row after the last, `(series + 1,)`.
            column: which one.
        """
        scaled = values[:, column].copy()
        for number, rows in _series(bounds):
            scaled[rows] -= self.centre[number, column]
            scaled[rows] /= self.width[number, column]
        return scaled

    def inputs(
        self, values: NDArray[np.float64], bounds: NDArray[np.int64], more: int = 0
    ) -> NDArray[np.float32]:
        """All columns as a model sees them, `(rows, columns + more)`.

        They are computed column by column in float64 and kept in float32: half the memory, and
        the digits that are lost are finer than any reading.

        Args:
            values: in original units, `(rows, columns)`.
            bounds: as for `apply`.
            more: columns behind them that are left to be filled.
        """
        rows, columns = values.shape
        scaled = np.empty((rows, columns + more), np.float32)
        for column in range(columns):
            scaled[:, column] = self.apply(values, bounds, column)
        return scaled


def _measure(values: NDArray[np.float64], how: Scale) -> tuple[float, float]:
    match how:
        case "robust":
            low, middle, high = np.quantile(values, [0.25, 0.5, 0.75])
            return float(middle), float(high - low) / 1.3489795003921634
        case "minmax":
            return float(values.min()), float(values.max() - values.min())
        case _:
            mean = values.mean()
            return float(mean), float((values - mean).std())


def _series(bounds: NDArray[np.int64]) -> Iterator[tuple[int, slice]]:
    for number in range(len(bounds) - 1):
        yield number, slice(int(bounds[number]), int(bounds[number + 1]))
