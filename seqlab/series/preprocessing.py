"""What a model of a series needs to be fed, as its run keeps it."""

from __future__ import annotations

from typing import Literal, cast

import numpy as np
from numpy.typing import NDArray

from seqlab.errors import DataError
from seqlab.series.standardisation import Standardisation
from seqlab.series.table import Table
from seqlab.series.windows import Alignment, WindowCutter, WindowShape
from seqlab.tasks.preprocessing import Preprocessing


class SeriesPreprocessing(Preprocessing):
    """Columns, their means and standard deviations, and how a window is cut."""

    kind: Literal["series"] = "series"
    columns: tuple[str, ...]
    """The columns of a row, in their order."""
    mean: tuple[float, ...]
    """What is subtracted from each, in original units."""
    std: tuple[float, ...]
    """What each is then divided by, in original units."""
    target: str
    """The column that is forecast."""
    lookback: int
    """Rows that a window reaches back from its anchor row."""
    step: int
    """Rows between two inputs of a window."""
    delay: int
    """Rows from the anchor row to the target."""
    alignment: Alignment
    """Whether the newest input is the anchor row (`strict`) or lies a step before it (`book`)."""
    interval_minutes: int | float
    """Minutes between two rows."""

    def inputs(self, raw: object) -> NDArray[np.float32]:
        """Every window that lies within a table, by its newest row.

        Worked example, windows of 3 inputs that are 2 rows apart: a table of 6 rows holds two of
        them, rows 0, 2, 4 and rows 1, 3, 5.

        Args:
            raw: a `Table` of rows in original units, one after the other.

        Returns:
            `(windows, time, features)`.

        Raises:
            DataError: a column is missing, or there are too few rows for a window.
        """
        table = cast(Table, raw)
        missing = [column for column in self.columns if column not in table.columns]
        if missing:
            raise DataError(
                f"The columns {', '.join(missing)} are missing; the model was trained on "
                f"{', '.join(self.columns)}.",
                remedy="Name the columns of the data as they were named in training.",
            )
        shape = WindowShape(self.lookback, self.step, self.delay, self.alignment)
        reach = (shape.length - 1) * shape.step
        if len(table) <= reach:
            raise DataError(
                f"A window takes {reach + 1:,} rows, and there are {len(table):,}.",
                remedy="Give more rows of the past.",
            )
        places = [table.columns.index(column) for column in self.columns]
        scaled = Standardisation((0, 0), np.array(self.mean), np.array(self.std))
        newest = np.arange(reach, len(table))
        cutter = WindowCutter(scaled.inputs(table.values[:, places]), shape)
        return cutter.cut(newest + shape.newest_input_age)
