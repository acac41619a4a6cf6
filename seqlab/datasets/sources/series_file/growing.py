"""An array that grows at its end, without a second copy while it does."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray


class Growing:
    """Rows that are added block by block.

    A list of blocks would be joined in the end, which takes their memory twice. A large array is
    made longer by the operating system in place (`mremap`), so that growing it copies nothing.

    Args:
        dtype: of the numbers.
        columns: numbers in a row; None for an array of one dimension.
    """

    def __init__(self, dtype: DTypeLike, columns: int | None = None) -> None:
        self.array: NDArray[Any] = np.empty((0,) if columns is None else (0, columns), dtype)

    def __len__(self) -> int:
        return len(self.array)

    def extend(self, rows: int) -> NDArray[Any]:
        """Make room for more rows, and return it, to be filled at once."""
        old = len(self.array)
        self.array.resize((old + rows, *self.array.shape[1:]), refcheck=False)
        return self.array[old:]
