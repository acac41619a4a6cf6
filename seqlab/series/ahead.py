"""The rows that follow one another behind a window, cut as one piece."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray


class AheadCutter:
    """Rows laid out so that all that a window asks of them is one contiguous piece of memory.

    Gathered row by row, the 96 rows of a batch of 128 windows would be 12,288 small copies.

    Args:
        values: `(rows, columns)`.
        horizon: rows that follow one another.
    """

    def __init__(self, values: NDArray[np.floating], horizon: int) -> None:
        rows = np.ascontiguousarray(values, np.float32)
        self._pieces = sliding_window_view(rows, (horizon, rows.shape[1]))[:, 0]

    def cut(self, first: NDArray[np.int64]) -> NDArray[np.float32]:
        """The rows from some rows on, `(batch, horizon, columns)`.

        Worked example, a horizon of 2: rows 4 and 7 give the rows 4 and 5, and 7 and 8.

        Args:
            first: the first row of each piece, `(batch,)`.
        """
        pieces: NDArray[np.float32] = self._pieces[first]
        return pieces
