"""Parquet files: their columns, and their cells block by block."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from seqlab.datasets.sources.own_file.faults import MEND, Faults
from seqlab.errors import DataError

if TYPE_CHECKING:
    import pyarrow as pa

ROWS = 1 << 16
"""Rows that are in memory at once."""


@dataclass(frozen=True)
class Parquet:
    """A Parquet file.

    Args:
        path: the file.
        names: of its columns.
    """

    path: Path
    names: list[str]

    word = "row"

    def batches(self, columns: Collection[str]) -> Iterator[dict[str, pa.Array[Any]]]:
        """The cells of columns, block by block, of the type that they were written in."""
        import pyarrow as pa
        import pyarrow.compute as pc
        from pyarrow import parquet

        try:
            with parquet.ParquetFile(self.path) as file:
                for batch in file.iter_batches(ROWS, columns=list(columns)):
                    cells = {name: batch.column(name) for name in columns}
                    yield {
                        name: pc.cast(array, array.type.value_type)
                        if pa.types.is_dictionary(array.type)
                        else array
                        for name, array in cells.items()
                    }
        except (pa.ArrowException, OSError) as error:
            raise DataError(f"{self.path} cannot be read: {error}.", remedy=MEND) from error

    def check(self, faults: Faults) -> None:
        """Nothing: each row has a cell for each column."""

    def lines(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """The numbers of rows, counted from 1."""
        return rows + 1

    def after_left_out(self, _rows: NDArray[np.int64]) -> None:
        """None: no row is left out."""


def open_parquet(path: Path) -> Parquet:
    """Read the names of the columns of a Parquet file.

    Raises:
        DataError: it is no such file, or a damaged one.
    """
    import pyarrow as pa
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path) as file:
            return Parquet(path, list(file.schema_arrow.names))
    except (pa.ArrowException, OSError) as error:
        raise DataError(f"{path} is no Parquet file, or a damaged one: {error}.") from error
