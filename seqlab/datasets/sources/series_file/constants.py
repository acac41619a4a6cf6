"""Columns that never change, from which nothing can be learned."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from seqlab.datasets.sources.own_file.faults import Faults
from seqlab.datasets.sources.series_file.cells import Cells
from seqlab.datasets.sources.series_file.checking import Rows
from seqlab.datasets.sources.series_file.columns import Columns
from seqlab.series.table import Table


def check_targets(rows: Rows, cells: Cells, columns: Columns, faults: Faults) -> None:
    """Note a target that is the same in all rows of all series."""
    if columns.constant_target == "keep" or len(rows.values) < 2:
        return
    for number, name in enumerate(columns.target):
        if name not in cells.bad or cells.bad[name].rows:
            continue  # noted already
        value = _only_value(rows.values[:, number])
        if value is not None:
            faults.add(
                f"column {name!r}: expected a target that changes, found {value:g} in all "
                f"{len(rows.values):,} rows.",
                "Leave it out of dataset.target, or set dataset.constant_target to keep.",
            )


def constant_columns(table: Table) -> tuple[str, ...]:
    """The columns that are the same in all rows of all series, for a warning."""
    values = zip(table.columns, table.values.T, strict=True)
    return tuple(name for name, column in values if _only_value(column) is not None)


def _only_value(values: NDArray[np.float64]) -> float | None:
    lowest, highest = np.fmin.reduce(values), np.fmax.reduce(values)
    return float(lowest) if lowest == highest else None
