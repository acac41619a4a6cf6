"""What a picture needs to know of a run."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqlab.errors import ConfigError, DataError
from seqlab.runs.reader import Run
from seqlab.runs.untrusted import find, find_number, printable


@dataclass(frozen=True)
class Reading:
    """The curves of a run and the numbers that go with them.

    Args:
        name: the experiment's name.
        id: the run id.
        columns: the history, `(epochs,)` per column; gaps (NaN) where a number is not finite.
        metrics: the content of metrics.json; None until the run has completed.
    """

    name: str
    id: str
    columns: dict[str, NDArray[np.float64]]
    metrics: dict[str, Any] | None

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
            if f"val_{name}" in self.columns and not self._repeats_loss(name)
        ]
        return ("loss", *metrics)

    @property
    def loss_is_mae(self) -> bool:
        """Whether the loss is the mean absolute error, which the baseline is measured in."""
        if "mae" in self.columns:
            return self._repeats_loss("mae")
        loss = find_number(self.metrics, "validation", "loss")
        mae = find_number(self.metrics, "validation", "mae")
        return loss is not None and mae is not None and math.isclose(loss, mae, rel_tol=1e-3)

    @property
    def best(self) -> int | None:
        """The row of the best epoch; None if no validation loss is a number.

        Raises:
            DataError: metrics.json names an epoch that the history does not have.
        """
        recorded = find_number(self.metrics, "best_epoch")
        if recorded is not None:
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
        return find_number(self.metrics, "baseline", "validation", self.metric(measure))

    @property
    def baseline_name(self) -> str:
        """What the baseline is called, such as `persistence`."""
        return printable(find(self.metrics, "baseline", "validation", "baseline") or "baseline")

    def original_scale(self, measure: str) -> float | None:
        """Original units per unit of `measure`; None for text and until the run has completed."""
        mae = find_number(self.metrics, "validation", "mae")
        original = find_number(self.metrics, "validation", "mae_original")
        return original / mae if self.metric(measure) == "mae" and mae and original else None

    @property
    def unit(self) -> str:
        """The original unit of the target, such as `degC`."""
        return printable(find(self.metrics, "validation", "unit") or "")

    def metric(self, measure: str) -> str:
        """What `measure` is: the loss is often the mean absolute error, `mae`."""
        if measure == "loss" and self.loss_is_mae:
            return "mae"
        return "cross-entropy" if measure == "loss" and "accuracy" in self.columns else measure

    def _repeats_loss(self, name: str) -> bool:
        pairs = (("loss", name), ("val_loss", f"val_{name}"))
        return all(
            np.allclose(self.columns[one], self.columns[other], rtol=1e-5, equal_nan=True)
            for one, other in pairs
        )


def read_run(run: Run) -> Reading:
    """Read the curves of a run.

    Raises:
        DataError: it has no finished epoch yet, or its files are damaged.
    """
    rows = run.epochs()
    if not rows:
        raise DataError(
            f"The run {printable(run.path)} has no finished epoch to draw; its status is "
            f"{run.status}.",
            remedy="Wait for the end of its first epoch, or choose another run: see "
            "`seqlab runs list`.",
        )
    columns = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    missing = {"epoch", "loss", "val_loss"} - columns.keys()
    if missing:
        raise _damaged(run, f"it has no column {' and no column '.join(sorted(missing))}")
    if not np.isfinite(columns["epoch"]).all():
        raise _damaged(run, "an epoch has no number")
    finite = {
        name: np.where(np.isfinite(values), values, np.nan) for name, values in columns.items()
    }
    return Reading(run.name, printable(run.id), finite, run.metrics)


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


def _damaged(run: Run, problem: str) -> DataError:
    return DataError(
        f"The file {printable(run.files.history)} is damaged: {problem}.",
        remedy="Restore it from a copy, or run the experiment again.",
    )
