"""A series cut into windows for training and evaluation."""

from __future__ import annotations

from dataclasses import InitVar, dataclass, field

import numpy as np
from numpy.typing import NDArray

from seqlab.series.audit import SplitAudit
from seqlab.series.quality import BadRows
from seqlab.series.splits import Anchors
from seqlab.series.table import Table, split_unit
from seqlab.series.windows import WindowCutter, WindowShape
from seqlab.task import Batch, SharedRows, SplitName, Task


@dataclass(frozen=True)
class Standardisation:
    """Mean and standard deviation of each column over a range of rows.

    Args:
        rows: first row and the row after the last.
        mean: `(columns,)`, in original units.
        std: `(columns,)`, in original units; 1 for a column that is constant over these rows.
    """

    rows: tuple[int, int]
    mean: NDArray[np.float64]
    std: NDArray[np.float64]

    @classmethod
    def fit(
        cls,
        values: NDArray[np.float64],
        rows: tuple[int, int],
        left_out: NDArray[np.bool_] | None = None,
    ) -> Standardisation:
        """Measure rows `[rows[0], rows[1])` of `values` as listing 6.32 does.

        Args:
            values: in original units, `(rows, columns)`.
            rows: first row and the row after the last.
            left_out: readings that do not count, `(rows, columns)`; None counts all of them.
        """
        part = values[slice(*rows)]
        mean, std = part.mean(axis=0), np.empty(part.shape[1])
        # Column by column: the deviations of all of them at once would be a copy of the series.
        for number, column in enumerate(part.T):
            if left_out is not None and left_out[slice(*rows), number].any():
                column = column[~left_out[slice(*rows), number]]  # noqa: PLW2901
                mean[number] = column.mean() if len(column) else 0.0
            std[number] = (column - mean[number]).std() if len(column) else 1.0
        return cls(rows, mean, np.where(std > 0, std, 1.0))

    def apply(
        self, values: NDArray[np.float64], columns: int | slice = slice(None)
    ) -> NDArray[np.float64]:
        """Standard deviations from the mean, of all columns or of some.

        Args:
            values: in original units, `(rows, columns)`.
            columns: one column, for a result `(rows,)`, or a slice of them.
        """
        standardised: NDArray[np.float64] = values[:, columns] - self.mean[columns]
        standardised /= self.std[columns]
        return standardised


@dataclass(frozen=True)
class SeriesData:
    """A standardised series and the anchors of its splits; see `seqlab.task.Data`.

    The table itself is not kept: training needs none of its 47 MB.

    Args:
        table: the series in original units.
        shape: where a window's inputs and target lie.
        anchors: the anchor rows of each split.
        target: name of the column to forecast.
        standardisation: measured on training rows only.
        digests: SHA-256 of the contents of the source, by name.
        audits: what is wrong with the rows of each split, as they were read.
        bad: the rows that a window should not take in.
    """

    table: InitVar[Table]
    shape: WindowShape
    anchors: dict[SplitName, Anchors]
    target: str
    standardisation: Standardisation
    digests: dict[str, str]
    audits: dict[SplitName, SplitAudit]
    bad: BadRows = field(repr=False)
    columns: tuple[str, ...] = field(init=False)
    interval_minutes: int | float = field(init=False)
    target_values: NDArray[np.float64] = field(init=False, repr=False)
    _cutter: WindowCutter = field(init=False, repr=False)

    def __post_init__(self, table: Table) -> None:
        first, stop = self.standardisation.rows
        training = self.anchors["training"]
        if first > training.start or stop > training.stop:
            raise AssertionError("the standardisation must see training rows only")
        values = np.empty(table.values.shape, np.float32)
        for column in range(len(table.columns)):
            values[:, column] = self.standardisation.apply(table.values, column)
        target = table.columns.index(self.target)
        derived = {
            "columns": table.columns,
            "interval_minutes": table.interval_minutes,
            "target_values": self.standardisation.apply(table.values, target),
            "_cutter": WindowCutter(values, self.shape),
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)

    @property
    def task(self) -> Task:
        target = self.columns.index(self.target)
        return Task(
            kind="forecast",
            length=self.shape.length,
            features=len(self.columns),
            target_column=target,
            target_std=float(self.standardisation.std[target]),
            unit=split_unit(self.target)[1],
        )

    def series(self) -> NDArray[np.float32]:
        """The whole standardised series, row after row, `(rows, columns)`."""
        return self._cutter.series()

    def evaluation_anchors(self, split: SplitName) -> NDArray[np.int64]:
        """The anchor row of every evaluation window of a split, in their order, `(windows,)`."""
        return self.anchors[split].in_order(self.anchors[split].windows, 0)

    def touched(self, split: SplitName) -> NDArray[np.bool_]:
        """Whether each evaluation window takes in a bad reading, `(windows,)`."""
        return self.bad.touched(self.shape, self.evaluation_anchors(split))

    def steps_per_epoch(self) -> None:
        """None: training windows are drawn at random, without end."""

    def samples(self, split: SplitName) -> int:
        return self.anchors[split].windows

    def training_batch(self, seed: int, epoch: int, step: int) -> Batch:
        generator = np.random.default_rng((seed, epoch, step))
        return self._cut(self.anchors["training"].draw(generator))

    def evaluation_batch(self, split: SplitName, batch_size: int, number: int) -> Batch:
        return self._cut(self.anchors[split].in_order(batch_size, number))

    def shared_rows(self, split: SplitName) -> SharedRows:
        anchors = self.evaluation_anchors(split)
        first = self.shape.oldest_input(anchors).min()
        stop = self.shape.newest_input(anchors).max() + 1
        own = WindowCutter(self.series()[first:stop], self.shape)
        return SharedRows(own.layout, own.starts(anchors - first), self._targets(anchors))

    def _cut(self, anchors: NDArray[np.int64]) -> Batch:
        return self._cutter.cut(anchors), self._targets(anchors)

    def _targets(self, anchors: NDArray[np.int64]) -> NDArray[np.float32]:
        targets = self.target_values[self.shape.target(anchors)]
        return targets.astype(np.float32)[:, np.newaxis]
