"""What a picture needs to know of a run."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqlab.errors import ConfigError, DataError
from seqlab.runs.history import VALIDATION
from seqlab.runs.metrics import Metrics
from seqlab.runs.reader import Run
from seqlab.runs.untrusted import printable
from seqlab.tasks.metric import KNOWN, Metric


@dataclass(frozen=True)
class Reading:
    """The curves of a run and the numbers that go with them.

    Args:
        name: the experiment's name.
        id: the run id.
        columns: the history, `(epochs,)` per column; gaps (NaN) where a number is not finite.
        results: the content of metrics.json; None until the run has completed.
    """

    name: str
    id: str
    columns: dict[str, NDArray[np.float64]]
    results: Metrics | None

    @property
    def epochs(self) -> NDArray[np.float64]:
        """The number of each finished epoch, `(epochs,)`."""
        return self.columns["epoch"]

    @property
    def measures(self) -> tuple[str, ...]:
        """What is drawn, a panel each: the loss and every metric that does not repeat it."""
        metrics = [
            name
            for name in self.columns
            if f"{VALIDATION}{name}" in self.columns and not self._repeats_loss(name)
        ]
        return ("loss", *metrics)

    def metric(self, measure: str) -> Metric | None:
        """The run's metric, if that is what `measure` is, as the loss often is."""
        known = [KNOWN[name] for name in self.columns if name in KNOWN]
        metric = self.results.metric if self.results else next(iter(known), None)
        if metric is None or metric.name not in self.columns:
            return None
        is_loss = measure == "loss" and self._repeats_loss(metric.name)
        return metric if is_loss or measure == metric.name else None

    def label(self, measure: str) -> str:
        """What stands beside the axis of a panel."""
        metric = self.metric(measure)
        if metric is not None:
            return metric.label
        return self.results.asked.loss_title if measure == "loss" and self.results else measure

    @property
    def best(self) -> int | None:
        """The row of the best epoch; None if no validation loss is a number.

        Raises:
            DataError: metrics.json names an epoch that the history does not have.
        """
        if self.results is not None:
            recorded = self.results.best_epoch
            rows = np.flatnonzero(self.epochs == recorded)
            if rows.size:
                return int(rows[0])
            raise DataError(
                f"The run {self.id} is damaged: metrics.json names epoch {recorded:g} as the "
                "best, which history.csv does not have.",
                remedy="Restore both files from one copy, or run the experiment again.",
            )
        loss = self.columns["val_loss"]
        return None if np.isnan(loss).all() else int(np.nanargmin(loss))

    def baseline(self, measure: str) -> float | None:
        """The baseline on the validation split, as a number on the panel of `measure`."""
        if self.results is None or self.metric(measure) is None:
            return None
        return self.results.validation.baseline.values[self.results.metric.name]

    @property
    def baseline_name(self) -> str:
        """What the baseline is called, such as `persistence`."""
        return self.results.validation.name if self.results else "baseline"

    def best_baseline(self, measure: str) -> tuple[str, float] | None:
        """The best baseline and its value on the panel of `measure`, where it is not the first."""
        if self.results is None or self.metric(measure) is None:
            return None
        judged = self.results.validation
        if judged.verdict is None or judged.verdict.best_baseline == judged.name:
            return None
        best = next(one for one in judged.rivals if one.name == judged.verdict.best_baseline)
        return best.name, best.scores.values[self.results.metric.name]

    @property
    def skill(self) -> float | None:
        """The share of the baseline's error that the model removes."""
        return self.results.skill() if self.results else None

    def original_scale(self, measure: str) -> float | None:
        """Original units per unit of `measure`; None where there are none."""
        if self.results is None or self.metric(measure) is None:
            return None
        return self.results.asked.scale

    @property
    def unit(self) -> str:
        """The original unit of the target, such as `degC`."""
        return self.results.asked.unit if self.results else ""

    def _repeats_loss(self, name: str) -> bool:
        pairs = (("loss", name), ("val_loss", f"{VALIDATION}{name}"))
        return all(
            np.allclose(self.columns[one], self.columns[other], rtol=1e-5, equal_nan=True)
            for one, other in pairs
        )


def read_run(run: Run) -> Reading:
    """Read the curves of a run.

    Raises:
        DataError: it has no finished epoch yet, or its files are damaged.
    """
    history = run.epochs()
    if not len(history):
        raise DataError(
            f"The run {printable(run.path)} has no finished epoch to draw; its status is "
            f"{run.status}.",
            remedy="Wait for the end of its first epoch, or choose another run: see "
            "`seqlab runs list`.",
        )
    columns = {name: np.array(history.column(name)) for name in history.rows[0]}
    if not np.isfinite(columns["epoch"]).all():
        raise DataError(
            f"The file {printable(run.files.history)} is damaged: an epoch has no number.",
            remedy="Restore it from a copy, or run the experiment again.",
        )
    finite = {
        name: np.where(np.isfinite(values), values, np.nan) for name, values in columns.items()
    }
    return Reading(run.name, printable(run.id), finite, run.results)


def common_measures(readings: Sequence[Reading]) -> tuple[str, ...]:
    """Say what can be drawn of all the runs together.

    Raises:
        ConfigError: they measure different things.
    """
    measures = readings[0].measures
    for reading in readings[1:]:
        if reading.measures != measures:
            first, other = readings[0], reading
            raise ConfigError(
                f"{first.name} ({first.id}) measures {', '.join(measures)}, but {other.name} "
                f"({other.id}) measures {', '.join(other.measures)}: they cannot share a picture.",
                remedy="Plot runs of one kind of experiment together.",
            )
    return measures


def agreed(values: Sequence[float | None]) -> float | None:
    """Return the number on which all those that are known agree; None if there is none."""
    known = [value for value in values if value is not None]
    if known and all(math.isclose(value, known[0], rel_tol=1e-6) for value in known):
        return known[0]
    return None
