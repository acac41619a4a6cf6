"""What a model of one's own series needs to be fed, as its run keeps it."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, Self, cast

import numpy as np
from numpy.typing import NDArray

from seqlab.datasets.series_dataset import CalendarField
from seqlab.errors import DataError, did_you_mean
from seqlab.series.frequency import STEPS
from seqlab.series.laying_out import Roles, lay_out
from seqlab.series.scaling import Scaling
from seqlab.series.static import StaticColumn
from seqlab.series.table import Table
from seqlab.series.windows import WindowShape
from seqlab.tasks.data import InputBatch
from seqlab.tasks.preprocessing import Preprocessing

if TYPE_CHECKING:
    from seqlab.datasets.series import Series
    from seqlab.series.deployment import SeriesDeployment

Numbers = tuple[tuple[float, ...], ...]


class PanelPreprocessing(Preprocessing):
    """Columns and their roles, how every series is scaled, and how a window is cut."""

    kind: Literal["panel"] = "panel"
    columns: tuple[str, ...]
    """The columns of numbers, in their order."""
    target: tuple[str, ...]
    """Those that are forecast."""
    known: tuple[str, ...]
    """Those that are known ahead."""
    static: tuple[StaticColumn, ...]
    """What never changes in a series."""
    calendar: tuple[CalendarField, ...]
    """What the clock says of a row, as features behind its columns."""
    ids: tuple[str, ...]
    """The names of the series."""
    centre: Numbers
    """What is subtracted from each column, in original units, for each series."""
    width: Numbers
    """What it is then divided by, in original units, for each series."""
    lookback: int
    """Rows that a window reaches back, its newest input included."""
    step: int
    """Rows between two inputs of a window."""
    horizon: int
    """Rows that are forecast, from the one after the newest input on."""
    freq: str
    """How far rows are apart; `steps` where they have no clock."""
    timezone: str
    """Of the local clock; empty for none."""

    @classmethod
    def of(cls, table: Table, scaling: Scaling, roles: Roles, settings: Series) -> Self:
        """What feeds a model the windows of these settings."""
        return cls(
            columns=table.columns,
            target=roles.targets,
            known=roles.known,
            static=roles.static,
            calendar=roles.calendar,
            ids=table.ids,
            centre=_numbers(scaling.centre),
            width=_numbers(scaling.width),
            lookback=settings.lookback,
            step=settings.step,
            horizon=settings.horizon,
            freq=table.freq,
            timezone=table.timezone,
        )

    @property
    def shape(self) -> WindowShape:
        """Where a window's inputs and targets lie."""
        return WindowShape(self.lookback, self.step, 1, "strict", self.horizon)

    def deployment(self, task: Any, *, from_logits: bool) -> SeriesDeployment:  # noqa: ARG002
        from seqlab.series.deployment import SeriesDeployment
        from seqlab.series.signature import SeriesSignature

        signature = SeriesSignature(
            task=task,
            columns=self.columns,
            known=self.known,
            calendar=self.calendar,
            static=self.static,
            ids=self.ids,
            shape=self.shape,
            rows_apart="" if self.freq == STEPS else f"`{self.freq}` (of pandas)",
            timezone=self.timezone,
        )
        return SeriesDeployment(signature, np.array(self.centre), np.array(self.width))

    def inputs(self, raw: Any) -> InputBatch:
        """Every window that lies within a table with all that is known ahead of it.

        Args:
            raw: a `Table` in original units, on a regular grid. Where something is known ahead of
                the rows to be forecast, these are there too, their targets NaN.

        Returns:
            `(windows, time, features)`, series after series in the table's order, and beside it
            what is known ahead `(windows, horizon, known)` and what never changes `(windows,
            static)`, where the model sees such.

        Raises:
            DataError: a column is missing, a series is unknown, or there are too few rows.
        """
        table = self.fitting(cast(Table, raw))
        return self.windows(table, self.newest(table))

    def newest(self, table: Table) -> NDArray[np.int64]:
        """The newest row of every window within a table, `(windows,)`."""
        reach = (self.shape.length - 1) * self.step
        ahead = self.horizon if self.known or self.calendar else 0
        bounds = table.series_bounds
        found = [
            np.arange(start + reach, stop - ahead, dtype=np.int64)
            for start, stop in itertools.pairwise(bounds)
        ]
        newest = np.concatenate(found)
        if not len(newest):
            raise DataError(
                f"A window takes {reach + 1:,} rows{f' and {ahead:,} ahead' if ahead else ''}, and "
                f"the longest series has {int(np.diff(bounds).max()):,}.",
                remedy="Give more rows of the past.",
            )
        return newest

    def windows(self, table: Table, newest: NDArray[np.int64]) -> InputBatch:
        """The windows that end in some rows.

        Args:
            table: from `fitting`.
            newest: the newest row of each window, `(windows,)`.

        Returns:
            As `inputs`.
        """
        roles = Roles(self.target, self.known, self.calendar, self.static)
        cutter, rows = lay_out(table, self.scaling(table), self.shape, roles)
        beside = []
        if rows.known.shape[1]:
            beside.append(rows.known[self.shape.targets(newest)])
        if rows.static.shape[1]:
            beside.append(rows.static[rows.series_of(newest)])
        cut = cutter.cut(newest)
        return (cut, *beside) if beside else cut

    def fitting(self, table: Table) -> Table:
        """The same table with the columns in the order of training.

        Raises:
            DataError: a column or the clock is missing, or a series is unknown.
        """
        missing = [column for column in self.columns if column not in table.columns]
        missing += [column.name for column in self.static if column.name not in table.static]
        if missing:
            raise DataError(
                f"The columns {', '.join(missing)} are missing; the model was trained on "
                f"{', '.join((*self.columns, *(column.name for column in self.static)))}.",
                remedy="Name the columns of the data as they were named in training.",
            )
        if self.calendar and not table.has_clock:
            raise DataError(
                f"The rows have no times; the model was trained on {', '.join(self.calendar)}.",
                remedy="Give the times of the rows, as in training.",
            )
        places = [table.columns.index(column) for column in self.columns]
        self.scaling(table)
        return replace(table, values=table.values[:, places], columns=self.columns)

    def scaling(self, table: Table) -> Scaling:
        """How the series of a table are scaled: as in training.

        Raises:
            DataError: a series was not there in training.
        """
        places = {name: place for place, name in enumerate(self.ids)}
        unknown = [name for name in table.ids if name not in places]
        if unknown:
            raise DataError(
                f"The series {unknown[0]!r} was not there in training"
                f"{did_you_mean(unknown[0], self.ids)} Such series: {len(unknown):,}.",
                remedy="Leave it out, or train again with it: how it is scaled was not learned.",
            )
        chosen = [places[name] for name in table.ids]
        return Scaling(np.array(self.centre)[chosen], np.array(self.width)[chosen])


def _numbers(array: NDArray[np.float64]) -> Numbers:
    return tuple(map(tuple, array.tolist()))
