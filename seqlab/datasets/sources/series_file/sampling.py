"""The first rows of a file whose settings nobody has named yet."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from seqlab.datasets.sources.own_file.encoded import guess_encoding
from seqlab.datasets.sources.own_file.head import SEPARATORS
from seqlab.datasets.sources.series_file.delimited import Delimited, open_delimited
from seqlab.datasets.sources.series_file.numbers import to_numbers
from seqlab.datasets.sources.series_file.parquet import Parquet, open_parquet
from seqlab.errors import DataError

if TYPE_CHECKING:
    import pyarrow as pa

ROWS = 50_000
"""At most so many are looked at."""
FEW = 0.05
"""The part of a column's cells that may be no number, and it is still one of numbers."""


@dataclass(frozen=True, eq=False)
class Sample:
    """The first rows of a file.

    Args:
        cells: of each column, `(rows,)`; columns whose name is there twice or empty are left out.
        numbers: of the columns that hold numbers, `(rows,)`.
        separator: between cells; None in a Parquet file.
        decimal: the decimal point.
        encoding: of the text.
    """

    cells: dict[str, pa.Array[Any]]
    numbers: dict[str, NDArray[np.float64]]
    separator: str | None
    decimal: Literal[".", ","]
    encoding: str


def sample(path: Path) -> Sample:
    """Read the first rows of a file.

    Raises:
        DataError: it is no CSV, TSV or Parquet file, or holds no rows.
    """
    source: Parquet | Delimited
    if path.suffix.lower() in (".parquet", ".pq"):
        source, separator, encoding = open_parquet(path), None, "utf-8"
    else:
        encoding = guess_encoding(path)
        separator = _separator(path, encoding)
        source = open_delimited(path, separator, encoding, [])
    counts = Counter(source.names)
    names = [name for name in source.names if name and counts[name] == 1]
    block = next(iter(source.batches(names)), None)
    if block is None or not names or not len(block[names[0]]):
        raise DataError(f"{path} holds no rows below the names of its columns.")
    cells = {name: array.slice(0, ROWS) for name, array in block.items()}
    points, commas = _numbers(cells, "."), _numbers(cells, ",")
    # Whole numbers are read either way: the comma needs a column more.
    decimal: Literal[".", ","] = "," if len(commas) > len(points) else "."
    return Sample(cells, commas if decimal == "," else points, separator, decimal, encoding)


def _separator(path: Path, encoding: str) -> str:
    """The one that splits the header into most columns; a comma where none does."""
    columns = [len(open_delimited(path, one, encoding, []).names) for one in SEPARATORS]
    return SEPARATORS[int(np.argmax(columns))]


def _numbers(
    cells: dict[str, pa.Array[Any]], decimal: Literal[".", ","]
) -> dict[str, NDArray[np.float64]]:
    found = {}
    for name, array in cells.items():
        numbers, bad = to_numbers(array, decimal)
        if (bad is None or bad.mean() <= FEW) and np.isfinite(numbers).any():
            found[name] = numbers
    return found
