"""The cells of a file, read block by block into arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from seqlab.datasets.sources.series_file.columns import Columns
from seqlab.datasets.sources.series_file.delimited import Delimited
from seqlab.datasets.sources.series_file.growing import Growing
from seqlab.datasets.sources.series_file.numbers import to_numbers
from seqlab.datasets.sources.series_file.parquet import Parquet
from seqlab.datasets.sources.series_file.timestamps import Reading, ways_to_read

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass
class Words:
    """A column of few different texts, each kept once.

    Args:
        codes: the number of each row's text, `(rows,)`.
        texts: by number, in the order of their first rows.
    """

    codes: Growing = field(default_factory=lambda: Growing(np.int32))
    texts: dict[str, int] = field(default_factory=dict)

    def extend(self, cells: pa.Array[Any]) -> None:
        """Add the texts of the next rows."""
        import pyarrow as pa
        import pyarrow.compute as pc

        if pa.types.is_floating(cells.type):  # whole numbers with an empty cell among them
            whole = pc.cast(cells, pa.int64(), safe=False)
            if pc.all(pc.equal(whole, cells)).as_py():
                cells = whole
        encoded = pc.fill_null(pc.cast(cells, pa.string()), "").dictionary_encode()
        numbers = [
            self.texts.setdefault(text, len(self.texts)) for text in encoded.dictionary.to_pylist()
        ]
        codes = np.array(numbers, np.int32)[encoded.indices.to_numpy()]
        self.codes.extend(len(cells))[:] = codes


@dataclass
class BadCells:
    """The cells of a column of numbers that hold something else.

    Args:
        rows: theirs, in the order of the file.
        texts: what they hold.
    """

    rows: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


@dataclass
class Cells:
    """What was read, in the order of the file.

    Args:
        values: numbers, `(rows, columns)`; NaN where a cell is missing or bad.
        bad: the cells that hold no number, by column.
        times: ways to read the timestamps, the same number of them for each; empty for none.
        ids: of the series that rows belong to; None where there is no such column.
        static: further columns of texts.
    """

    values: Growing
    bad: dict[str, BadCells]
    times: list[Reading] = field(default_factory=list)
    ids: Words | None = None
    static: dict[str, Words] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.values)


def read_cells(source: Delimited | Parquet, columns: Columns, present: Sequence[str]) -> Cells:
    """Read the columns of a file that have a role.

    Args:
        source: the file.
        columns: what they are.
        present: those of them that the file has, each once.
    """
    numeric = [name for name in columns.values if name in present]
    cells = Cells(Growing(np.float64, len(columns.values)), {name: BadCells() for name in numeric})
    cells.static = {name: Words() for name in columns.static if name in present}
    cells.ids = Words() if columns.id_column in present else None
    for block in source.batches(present):
        _add(cells, block, columns)
    return cells


def _add(cells: Cells, block: dict[str, pa.Array[Any]], columns: Columns) -> None:
    first = len(cells)
    values = cells.values.extend(len(next(iter(block.values()))))
    for number, name in enumerate(columns.values):
        if name not in cells.bad:
            values[:, number] = np.nan
            continue
        values[:, number], bad = to_numbers(block[name], columns.decimal)
        if bad is not None:
            rows = np.flatnonzero(bad)
            cells.bad[name].rows += (first + rows).tolist()
            cells.bad[name].texts += map(str, block[name].take(rows).to_pylist())
    if cells.ids is not None and columns.id_column is not None:
        cells.ids.extend(block[columns.id_column])
    for name, words in cells.static.items():
        words.extend(block[name])
    if columns.timestamp_column in block:
        written = block[columns.timestamp_column]
        cells.times = cells.times or ways_to_read(written, columns.time_format)
        for way in cells.times:
            way.extend(written)
