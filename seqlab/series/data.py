"""A series cut into windows for training and evaluation."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from seqlab.series.audit import SplitAudit
from seqlab.series.inspection import SeriesFacts, inspect_series, window_warning
from seqlab.series.preprocessing import SeriesPreprocessing
from seqlab.series.quality import BadRows
from seqlab.series.splits import Anchors
from seqlab.series.standardisation import Standardisation
from seqlab.series.table import Table, split_unit
from seqlab.series.windows import WindowCutter, WindowShape
from seqlab.tasks import inputs
from seqlab.tasks.data import ORDER, Batch, Data, Inspection, Samples, SharedRows, SplitName
from seqlab.tasks.forecast import Forecast, Target
from seqlab.tasks.panel import Panel

MINUTES_IN_A_DAY = 24 * 60
MINUTES_IN_A_WEEK = 7 * MINUTES_IN_A_DAY


@dataclass(frozen=True, eq=False)
class SeriesData(Data):
    """A standardised series and the anchors of its splits; made by `cut_into_windows`.

    The table itself is not kept: training needs none of its 47 MB.

    Args:
        columns: names of the columns, each a feature.
        interval_minutes: between two rows.
        shape: where a window's inputs and target lie.
        anchors: the anchor rows of each split.
        target: the column to forecast.
        standardisation: measured on training rows only.
        sources: SHA-256 of the contents of every source, by name.
        audits: what is wrong with the rows of each split, as they were read.
        bad: the rows that a window should not take in.
        bad_rows: what was done about them: `keep`, `drop_windows`, `interpolate` or `error`.
        purge: whether splits end early enough that no target lies in the next one.
        target_values: standardised, `(rows,)`.
        times: when each row was measured, `datetime64[s]`, `(rows,)`.
        cutter: cuts the standardised series.
    """

    evaluation_batch_size: ClassVar[int] = 1024

    columns: tuple[str, ...]
    interval_minutes: int | float
    shape: WindowShape
    anchors: dict[SplitName, Anchors]
    target: Target
    standardisation: Standardisation
    sources: dict[str, str]
    audits: dict[SplitName, SplitAudit]
    bad: BadRows = field(repr=False)
    bad_rows: str
    purge: bool
    target_values: NDArray[np.float64] = field(repr=False)
    times: NDArray[np.datetime64] = field(repr=False)
    cutter: WindowCutter = field(repr=False)

    @property
    def noun(self) -> str:
        return "windows"

    @property
    def task(self) -> Forecast:
        window = inputs.Sequence(self.shape.length, len(self.columns))
        return Forecast(inputs=window, targets=(self.target,))

    @property
    def digests(self) -> dict[str, str]:
        return self.sources

    @property
    def preprocessing(self) -> SeriesPreprocessing:
        return SeriesPreprocessing(
            columns=self.columns,
            mean=tuple(self.standardisation.mean.tolist()),
            std=tuple(self.standardisation.std.tolist()),
            target=self.target.name,
            lookback=self.shape.lookback,
            step=self.shape.step,
            delay=self.shape.delay,
            alignment=self.shape.alignment,
            interval_minutes=self.interval_minutes,
        )

    def steps_per_epoch(self) -> None:
        """None: training windows are drawn at random, without end."""

    def training_batch(self, seed: int, epoch: int, step: int) -> Batch:
        generator = np.random.default_rng((seed, epoch, step))
        return self._cut(self.anchors["training"].draw(generator))

    def samples(self, split: SplitName) -> Samples:
        """The windows of a split, which other settings may cut from the same rows.

        Their fingerprint is made of rows and of readings without their last digits, in which
        machines differ.
        """
        anchors = self.evaluation_anchors(split)
        digest = hashlib.sha256(f"{self.target.name} {self.target.scale:.9g}".encode())
        for rows in (self.shape.newest_input(anchors), self.shape.target(anchors)):
            readings = self.target_values[rows] * self.target.scale + self.target.mean
            digest.update(rows.astype("<i8").data)
            digest.update((np.round(readings, 6) + 0.0).astype("<f8").data)
        horizon = self.shape.horizon * self.interval_minutes
        return Samples(len(anchors), self.noun, digest.hexdigest(), horizon)

    def evaluation_batch(self, split: SplitName, size: int, number: int) -> Batch:
        return self._cut(self.anchors[split].in_order(size, number))

    @property
    def baseline(self) -> str:
        return "persistence"

    def baseline_errors(self, split: SplitName) -> NDArray[np.float64]:
        """The newest input is the forecast (listing 6.35): nothing changes in a day."""
        anchors = self.evaluation_anchors(split)
        target = self.target_values
        changes = target[self.shape.newest_input(anchors)] - target[self.shape.target(anchors)]
        errors: NDArray[np.float64] = np.abs(changes)
        return errors

    def inspect(self) -> Inspection:
        return inspect_series(
            SeriesFacts(
                task=self.task.name,
                rows=len(self.target_values),
                standardisation_rows=self.standardisation.rows,
                columns=self.columns,
                interval_minutes=self.interval_minutes,
                target=self.target,
                shape=self.shape,
                anchors=self.anchors,
                audits=self.audits,
                bad_rows=self.bad_rows,
                purge=self.purge,
            )
        )

    def sound(self, split: SplitName) -> NDArray[np.bool_] | None:
        touched = self.bad.touched(self.shape, self.evaluation_anchors(split))
        return ~touched if touched.any() else None

    def findings(self) -> dict[str, Any]:
        return {split: audit.record() for split, audit in self.audits.items()}

    def warnings(self, splits: Sequence[SplitName]) -> list[str]:
        """Of windows that take in readings which were not measured, where those are kept."""
        if self.bad_rows != "keep":
            return []
        touched = [split for split in splits if self.audits[split].touched_windows]
        return [window_warning(split, self.audits[split]) for split in touched]

    def shared_rows(self, split: SplitName) -> SharedRows | None:
        anchors = self.evaluation_anchors(split)
        first = self.shape.oldest_input(anchors).min()
        stop = self.shape.newest_input(anchors).max() + 1
        own = WindowCutter(self.series()[first:stop], self.shape)
        return SharedRows(own.layout, own.starts(anchors - first), self._targets(anchors))

    def panel(self) -> Panel:
        shape, rows = self.shape, len(self.target_values)
        splits: dict[SplitName, NDArray[np.int64]] = {
            split: self.evaluation_anchors(split) for split in ORDER
        }
        splits["training"] = self.anchors["training"].rows()
        return Panel(
            inputs=self.series(),
            targets=self.target_values[:, np.newaxis],
            bounds=np.array([0, rows]),
            offsets=shape.step * np.arange(1 - shape.length, 1),
            ahead=np.array([shape.horizon]),
            newest={split: shape.newest_input(anchors) for split, anchors in splits.items()},
            target_features=np.array([self.target.feature]),
            season=round(MINUTES_IN_A_DAY / self.interval_minutes),
            clock=self.times,
            known=np.empty((rows, 0), np.float32),
            static=np.empty((1, 0), np.float32),
        )

    def dependent_samples(self) -> int:
        """The windows of a week.

        Errors of windows hang together over their ten days and the weather's few; blocks of a
        week were long enough to keep that and leave 97 of them in the book's validation pass.
        """
        return max(1, round(MINUTES_IN_A_WEEK / self.interval_minutes))

    def series(self) -> NDArray[np.float32]:
        """The whole standardised series, row after row, `(rows, columns)`."""
        return self.cutter.series()

    def evaluation_anchors(self, split: SplitName) -> NDArray[np.int64]:
        """The anchor row of every evaluation window of a split, in their order, `(windows,)`."""
        return self.anchors[split].in_order(self.anchors[split].windows, 0)

    def _cut(self, anchors: NDArray[np.int64]) -> Batch:
        return self.cutter.cut(anchors), self._targets(anchors)

    def _targets(self, anchors: NDArray[np.int64]) -> NDArray[np.float32]:
        targets = self.target_values[self.shape.target(anchors)]
        return targets.astype(np.float32)[:, np.newaxis]  # (batch, 1)


def cut_into_windows(
    table: Table,
    shape: WindowShape,
    anchors: dict[SplitName, Anchors],
    target: str,
    standardisation: Standardisation,
    *,
    sources: dict[str, str],
    audits: dict[SplitName, SplitAudit],
    bad: BadRows,
    bad_rows: str,
    purge: bool,
) -> SeriesData:
    """Standardise a series and lay it out for cutting.

    Args:
        table: the series in original units.
        target: name of the column to forecast.
        standardisation: how; it must have seen training rows only.

    The others are those of `SeriesData`.
    """
    first, stop = standardisation.rows
    training = anchors["training"]
    if first > training.start or stop > training.stop:
        raise AssertionError("the standardisation must see training rows only")
    column = table.columns.index(target)
    mean, std = (float(values[column]) for values in (standardisation.mean, standardisation.std))
    return SeriesData(
        columns=table.columns,
        interval_minutes=table.interval_minutes,
        shape=shape,
        anchors=anchors,
        target=Target(target, split_unit(target)[1], mean, std, column),
        standardisation=standardisation,
        sources=sources,
        audits=audits,
        bad=bad,
        bad_rows=bad_rows,
        purge=purge,
        target_values=standardisation.apply(table.values, column),
        times=table.times,
        cutter=WindowCutter(standardisation.inputs(table.values), shape),
    )
