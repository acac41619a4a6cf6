"""Series cut into windows for training and evaluation."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from seqlab.series.ahead import AheadCutter
from seqlab.series.breakdown import WindowErrors, break_down
from seqlab.series.quality import BadRows
from seqlab.series.rows import Question, Rows
from seqlab.series.scored import more_scores
from seqlab.series.splits import SplitAnchors
from seqlab.series.windows import WindowCutter, WindowShape
from seqlab.tasks import inputs
from seqlab.tasks.breakdown import Breakdown
from seqlab.tasks.by import By
from seqlab.tasks.data import (
    ORDER,
    Batch,
    Data,
    InputBatch,
    Samples,
    SharedRows,
    SplitName,
)
from seqlab.tasks.forecast import Forecast
from seqlab.tasks.inspection import Inspection
from seqlab.tasks.panel import Panel
from seqlab.tasks.preprocessing import Preprocessing

MINUTES_IN_A_DAY = 24 * 60
MINUTES_IN_A_WEEK = 7 * MINUTES_IN_A_DAY


class Report(Protocol):
    """What a dataset tells about its series; see `seqlab.tasks.data.Data`."""

    def inspection(self) -> Inspection:
        """Splits, what they really ask, and what is wrong with them."""

    def findings(self) -> dict[str, Any]:
        """What is wrong with each split, as metrics.json records it."""

    def warnings(self, splits: Sequence[SplitName]) -> list[str]:
        """What a user should know about some splits before a score is believed."""


@dataclass(frozen=True, eq=False)
class SeriesData(Data):
    """Standardised series and the anchors of their splits.

    The table itself is not kept: training needs none of Jena's 47 MB.

    Args:
        interval_minutes: between two rows; None where rows have no clock.
        season: rows in a season; None where there is none.
        shape: where a window's inputs and targets lie.
        anchors: the anchor rows of each split.
        question: what is asked.
        units: what each target was centred by and divided by, `(series, targets, 2)`.
        sources: SHA-256 of the contents of every source, by name.
        bad: the rows that a window should not take in.
        report: what there is to tell about the series.
        prepared: what turns raw rows into windows.
        rows: targets, and what else is known of rows.
        cutter: cuts the standardised series.
    """

    evaluation_batch_size: ClassVar[int] = 1024

    interval_minutes: int | float | None
    season: int | None
    shape: WindowShape
    anchors: Mapping[SplitName, SplitAnchors]
    question: Question
    units: NDArray[np.float64] = field(repr=False)
    sources: dict[str, str]
    bad: BadRows = field(repr=False)
    report: Report = field(repr=False)
    prepared: Preprocessing = field(repr=False)
    rows: Rows = field(repr=False)
    cutter: WindowCutter = field(repr=False)

    @property
    def noun(self) -> str:
        return "windows"

    @property
    def task(self) -> Forecast:
        window = inputs.Sequence(
            self.shape.length,
            self.cutter.layout.shape[1],
            known=(self.shape.horizon, self.rows.known.shape[1]),
            static=self.rows.static.shape[1],
        )
        return Forecast(
            inputs=window,
            targets=self.question.targets,
            horizon=self.shape.horizon,
            predict=self.question.predict,
            quantiles=self.question.quantiles,
        )

    @property
    def digests(self) -> dict[str, str]:
        return self.sources

    @property
    def preprocessing(self) -> Preprocessing:
        return self.prepared

    def steps_per_epoch(self) -> int | None:
        return self.anchors["training"].steps_per_epoch

    def training_batch(self, seed: int, epoch: int, step: int) -> Batch:
        return self._cut(self.anchors["training"].draw(seed, epoch, step))

    def samples(self, split: SplitName) -> Samples:
        """The windows of a split, which other settings may cut from the same rows.

        Their fingerprint is made of rows and of readings without their last digits, in which
        machines differ.
        """
        minutes = None
        if self.interval_minutes is not None:
            minutes = self.shape.distance * self.interval_minutes
        anchors = self.evaluation_anchors(split)
        digest = hashlib.sha256()
        for part in self._identity(anchors):
            digest.update(part)
        return Samples(len(anchors), self.noun, digest.hexdigest(), minutes)

    def evaluation_batch(self, split: SplitName, size: int, number: int) -> Batch:
        return self._cut(self.anchors[split].in_order(size, number))

    def targets(self, split: SplitName) -> NDArray[np.float64]:
        rows = self.shape.targets(self.evaluation_anchors(split))
        return self.rows.targets[rows].reshape(len(rows), *self._target_shape)

    def inspect(self) -> Inspection:
        return self.report.inspection()

    def sound(self, split: SplitName) -> NDArray[np.bool_] | None:
        touched = self.bad.touched(self.shape, self.evaluation_anchors(split))
        return ~touched if touched.any() else None

    def more_scores(
        self,
        split: SplitName,
        outputs: NDArray[np.float64],
        *,
        from_logits: bool | None = None,  # noqa: ARG002
    ) -> dict[str, Any]:
        """Other metrics, in original units; see `seqlab.series.scored`."""
        newest = self.shape.newest_input(self.evaluation_anchors(split))
        return more_scores(self.task, self.panel(), newest, self.units, outputs)

    def break_down(
        self,
        split: SplitName,
        by: By,
        model: NDArray[np.float64],
        baselines: Mapping[str, NDArray[np.float64]],
    ) -> Breakdown:
        """By step ahead, local time of the target, series or target; see `Data.break_down`."""
        anchors = self.evaluation_anchors(split)
        rows, series = self.shape.targets(anchors), self.rows.series_of(anchors)
        targets = self.rows.targets[rows]  # (windows, horizon, targets)
        width = self.units[series, :, 1][:, np.newaxis]  # (windows, 1, targets)

        def errors(outputs: NDArray[np.float64]) -> NDArray[np.float64]:
            points = self.task.points(outputs).reshape(targets.shape)
            apart: NDArray[np.float64] = abs(points - targets) * width
            return apart

        clock = self.rows.clock
        found = WindowErrors(
            model=errors(model),
            baselines={name: errors(outputs) for name, outputs in baselines.items()},
            targets=[target.name for target in self.question.targets],
            clock=None if clock is None else clock[rows],
            series=series,
            ids=self.rows.ids,
        )
        return break_down(found, by)

    def findings(self) -> dict[str, Any]:
        return self.report.findings()

    def warnings(self, splits: Sequence[SplitName]) -> list[str]:
        return self.report.warnings(splits)

    def shared_rows(self, split: SplitName) -> SharedRows | None:
        if len(self.task.inputs.parts) > 1:
            return None
        anchors = self.evaluation_anchors(split)
        first = self.shape.oldest_input(anchors).min()
        stop = self.shape.newest_input(anchors).max() + 1
        own = WindowCutter(self.series()[first:stop], self.shape)
        return SharedRows(own.layout, own.starts(anchors - first), self._targets(anchors))

    def panel(self) -> Panel:
        splits = {split: self.evaluation_anchors(split) for split in ORDER}
        splits["training"] = self.anchors["training"].rows()
        return Panel(
            read_inputs=self.series,
            targets=self.rows.targets,
            bounds=self.rows.bounds,
            offsets=self.shape.step * np.arange(1 - self.shape.length, 1),
            ahead=self.shape.ahead,
            newest={split: self.shape.newest_input(anchors) for split, anchors in splits.items()},
            target_features=np.array([target.feature for target in self.question.targets]),
            season=self.season,
            clock=self.rows.clock,
            known=self.rows.known,
            static=self.rows.static,
        )

    def dependent_samples(self) -> int:
        """The windows of a week, or of a season where there is no clock.

        Errors of windows hang together over their ten days and the weather's few; blocks of a
        week were long enough to keep that and leave 97 of them in the book's validation pass.
        """
        if self.interval_minutes is None:
            return max(1, self.season or 1)
        return max(1, round(MINUTES_IN_A_WEEK / self.interval_minutes))

    def series(self) -> NDArray[np.float32]:
        """All rows standardised, as the model sees them, `(rows, features)`."""
        return self.cutter.series()

    def evaluation_anchors(self, split: SplitName) -> NDArray[np.int64]:
        """The anchor row of every evaluation window of a split, in their order, `(windows,)`."""
        return self.anchors[split].in_order(self.anchors[split].windows, 0)

    def _cut(self, anchors: NDArray[np.int64]) -> Batch:
        return self._inputs(anchors), self._targets(anchors)

    def _inputs(self, anchors: NDArray[np.int64]) -> InputBatch:
        """The windows, and beside them what is known ahead and what never changes."""
        windows = self.cutter.cut(anchors)
        beside = []
        if self.rows.known.shape[1]:
            first = self.shape.first_target(anchors)
            beside.append(self._known_ahead.cut(first))  # (batch, horizon, known)
        if self.rows.static.shape[1]:
            beside.append(self.rows.static[self.rows.series_of(anchors)])  # (batch, static)
        return (windows, *beside) if beside else windows

    def _targets(self, anchors: NDArray[np.int64]) -> NDArray[np.float32]:
        """`(batch, 1)` for a single number; `(batch, horizon, targets)` otherwise."""
        cut = self._targets_ahead.cut(self.shape.first_target(anchors))
        return cut.reshape(len(anchors), *self._target_shape)

    @cached_property
    def _target_shape(self) -> tuple[int, ...]:
        return self.task.target_shape

    @cached_property
    def _targets_ahead(self) -> AheadCutter:
        return AheadCutter(self.rows.targets, self.shape.horizon)

    @cached_property
    def _known_ahead(self) -> AheadCutter:
        return AheadCutter(self.rows.known, self.shape.horizon)

    def _identity(self, anchors: NDArray[np.int64]) -> Iterator[bytes]:
        """What makes windows the same ones: target, rows, and the readings at them."""
        for target in self.question.targets:
            scale = "" if target.scale is None else f" {target.scale:.9g}"
            yield f"{target.name}{scale}".encode()
        newest = self.shape.newest_input(anchors)
        if self.shape.horizon == len(self.question.targets) == len(self.rows.ids) == 1:
            for rows in (newest, self.shape.first_target(anchors)):
                yield rows.astype("<i8").tobytes()
                yield self._readings(rows)
            return
        # Every row once: as a target of each of its windows it would count horizon times.
        yield f"{self.shape.ahead.tolist()} {self.rows.ids}".encode()
        yield newest.astype("<i8").tobytes()
        asked = np.zeros(len(self.rows.targets), np.bool_)
        for ahead in (0, *self.shape.ahead.tolist()):
            asked[newest + ahead] = True
        yield self._readings(np.flatnonzero(asked))

    def _readings(self, rows: NDArray[np.int64]) -> bytes:
        """The targets at some rows, in original units and without their last digits."""
        centre, width = np.moveaxis(self.units[self.rows.series_of(rows)], -1, 0)
        readings = self.rows.targets[rows] * width + centre  # (rows, targets)
        rounded: NDArray[np.float64] = (np.round(readings, 6) + 0.0).astype("<f8")
        return rounded.tobytes()
