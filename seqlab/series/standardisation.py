"""Standard deviations from the mean, measured on training rows only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Standardisation:
    """Mean and standard deviation of each column over a range of rows.

    Args:
        rows: first row and the row after the last.
        mean: `(columns,)`, in original units.
        std: `(columns,)`, in original units; 1 for a column that is constant over these rows.
    """

    rows: tuple[int, int]
    mean: NDArray[np.float64]
    std: NDArray[np.float64]

    @classmethod
    def fit(
        cls,
        values: NDArray[np.float64],
        rows: tuple[int, int],
        left_out: NDArray[np.bool_] | None = None,
    ) -> Standardisation:
        """Measure rows `[rows[0], rows[1])` of `values` as listing 6.32 does.

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
        return cls(rows, mean, np.where(std > 0, std, 1.0))

    def apply(
        self, values: NDArray[np.float64], columns: int | slice = slice(None)
    ) -> NDArray[np.float64]:
        """Standard deviations from the mean, of all columns or of some.

        Args:
            values: in original units, `(rows, columns)`.
            columns: one column, for a result `(rows,)`, or a slice of them.
        """
        standardised: NDArray[np.float64] = values[:, columns] - self.mean[columns]
        standardised /= self.std[columns]
        return standardised

    def inputs(self, values: NDArray[np.float64]) -> NDArray[np.float32]:
        """All columns as a model sees them, `(rows, columns)`.

        They are computed column by column in float64 and kept in float32: half the memory, and
        the digits that are lost are finer than any reading.
        """
        standardised = np.empty(values.shape, np.float32)
        for column in range(values.shape[1]):
            standardised[:, column] = self.apply(values, column)
        return standardised
