"""What a model of a series needs to be fed, as its run keeps it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, cast

import numpy as np
from numpy.typing import NDArray

from seqlab.errors import DataError
from seqlab.series.calendar import Field, calendar_features
from seqlab.series.laying_out import Roles, lay_out
from seqlab.series.scaling import Scaling
from seqlab.series.table import Table
from seqlab.series.windows import Alignment, WindowShape
from seqlab.tasks.data import InputBatch
from seqlab.tasks.preprocessing import Preprocessing

if TYPE_CHECKING:
    from seqlab.series.deployment import SeriesDeployment


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
    calendar: tuple[Field, ...] = ()
    """What the clock says of a row, as features behind its columns."""

    @property
    def shape(self) -> WindowShape:
        """Where a window's inputs and its target lie."""
        return WindowShape(self.lookback, self.step, self.delay, self.alignment)

    @property
    def scaling(self) -> Scaling:
        """How the columns are scaled."""
        return Scaling(np.array([self.mean]), np.array([self.std]))

    def deployment(self, task: Any, *, from_logits: bool) -> SeriesDeployment:  # noqa: ARG002
        from seqlab.series.deployment import SeriesDeployment
        from seqlab.series.signature import SeriesSignature

        signature = SeriesSignature(
            task=task,
            columns=self.columns,
            known=(),
            calendar=self.calendar,
            static=(),
            ids=("",),
            shape=self.shape,
            rows_apart=f"{self.interval_minutes:g} minutes",
            timezone="",
        )
        return SeriesDeployment(signature, self.scaling.centre, self.scaling.width)

    def inputs(self, raw: object) -> InputBatch:
        """Every window that lies within a table, by its newest row.

        Worked example, windows of 3 inputs that are 2 rows apart: a table of 6 rows holds two of
        them, rows 0, 2, 4 and rows 1, 3, 5.

        Args:
            raw: a `Table` of rows in original units, one after the other.

        Returns:
            `(windows, time, features)`; with a calendar also that of the rows that are forecast,
            `(windows, 1, known)`.

        Raises:
            DataError: a column is missing, or there are too few rows for a window.
        """
        table = self.fitting(cast(Table, raw))
        reach = (self.shape.length - 1) * self.step
        if len(table) <= reach:
            raise DataError(
                f"A window takes {reach + 1:,} rows, and there are {len(table):,}.",
                remedy="Give more rows of the past.",
            )
        return self.windows(table, np.arange(reach, len(table)))

    def fitting(self, table: Table) -> Table:
        """The same table with the columns in the order of training.

        Raises:
            DataError: a column is missing.
        """
        missing = [column for column in self.columns if column not in table.columns]
        if missing:
            raise DataError(
                f"The columns {', '.join(missing)} are missing; the model was trained on "
                f"{', '.join(self.columns)}.",
                remedy="Name the columns of the data as they were named in training.",
            )
        places = [table.columns.index(column) for column in self.columns]
        return replace(table, values=table.values[:, places], columns=self.columns)

    def windows(self, table: Table, newest: NDArray[np.int64]) -> InputBatch:
        """The windows that end in some rows.

        Args:
            table: from `fitting`.
            newest: the newest row of each window, `(windows,)`.

        Returns:
            As `inputs`.
        """
        shape, roles = self.shape, Roles((self.target,), calendar=self.calendar)
        cutter, _ = lay_out(table, self.scaling, shape, roles)
        windows = cutter.cut(newest + shape.newest_input_age)
        if not self.calendar:
            return windows
        ahead = shape.distance * round(60 * self.interval_minutes)
        times = table.times[newest] + np.timedelta64(ahead, "s")
        return windows, calendar_features(times, self.calendar)[:, np.newaxis]
