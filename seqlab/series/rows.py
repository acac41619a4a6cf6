"""What is known of the rows of series, and what is asked about them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqlab.tasks.forecast import Predicted, Target


@dataclass(frozen=True)
class Question:
    """What is asked of a model, besides where the answers lie.

    Args:
        targets: the columns to forecast.
        predict: whether the last layer says values, or changes from the newest ones.
        quantiles: ascending; empty for one value alone.
    """

    targets: tuple[Target, ...]
    predict: Predicted = "level"
    quantiles: tuple[float, ...] = ()


@dataclass(frozen=True, eq=False)
class Rows:
    """What is known of every row, standardised; series stand one after the other.

    Args:
        targets: what is forecast, `(rows, targets)`; NaN where there is no reading.
        bounds: the first row of each series, and the row after the last one, `(series + 1,)`.
        ids: the names of the series.
        clock: the local time of each row, `datetime64[s]`, `(rows,)`; None where there is none.
        known: what is known ahead, `(rows, known)`.
        static: what never changes in a series, `(series, static)`.
    """

    targets: NDArray[np.float64]
    bounds: NDArray[np.int64]
    ids: tuple[str, ...]
    clock: NDArray[np.datetime64] | None
    known: NDArray[np.float32]
    static: NDArray[np.float32]

    def series_of(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """The number of the series that each row belongs to; see `Panel.series_of`."""
        found: NDArray[np.int64] = self.bounds.searchsorted(rows, side="right") - 1
        return found
