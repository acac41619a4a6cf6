"""A run in one line of a table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from seqlab.errors import DataError
from seqlab.runs.history import History
from seqlab.runs.reader import Run
from seqlab.runs.untrusted import printable
from seqlab.tasks.metric import KNOWN


@dataclass(frozen=True)
class RunSummary:
    """What a table of runs says about one of them.

    Args:
        id: the run id.
        experiment: the experiment's name; empty if the folder is damaged.
        seed: the experiment's seed; None if the folder does not tell.
        status: as in status.json, or `damaged`.
        epochs: finished epochs.
        best_epoch: the epoch with the best validation loss so far; None before the first one.
        metric: what the model is judged by; empty until the run has completed.
        value: the metric on the validation split in the best epoch, in `unit` where there is one.
        baseline: the same metric of the baseline.
        unit: the original unit, such as `degC`; empty where there is none.
        skill: the share of the baseline's error that the model removes.
        seconds_per_epoch: the time of an epoch.
        folder: the run folder.
        problem: why the folder is `damaged`; empty otherwise.
    """

    id: str
    experiment: str
    seed: int | None
    status: str
    epochs: int
    best_epoch: int | None = None
    metric: str = ""
    value: float | None = None
    baseline: float | None = None
    unit: str = ""
    skill: float | None = None
    seconds_per_epoch: float | None = None
    folder: Path = Path()
    problem: str = ""


def summarise(run: Run) -> RunSummary:
    """Read what a table says about a run; a damaged folder gives the status `damaged`."""
    name = printable(run.path.name)
    try:
        record, results, history = run.status_record, run.results, run.epochs()
    except DataError as error:
        return RunSummary(name, "", None, "damaged", 0, folder=run.path, problem=error.message)
    begun = RunSummary(
        id=name,
        experiment=printable(record.name),
        seed=record.seed,
        status=record.status,
        epochs=len(history),
        best_epoch=history.best_epoch if len(history) else None,
        folder=run.path,
    )
    if results is None:
        return _with_history(begun, history) if len(history) else begun
    judged, metric = results.validation, results.metric.name
    in_units = judged.model.original is not None and judged.baseline.original is not None
    return replace(
        begun,
        best_epoch=results.best_epoch,
        metric=metric,
        value=judged.model.original if in_units else judged.model.values[metric],
        baseline=judged.baseline.original if in_units else judged.baseline.values[metric],
        unit=results.asked.unit if in_units else "",
        skill=results.skill(),
        seconds_per_epoch=results.seconds_per_epoch,
    )


def _with_history(begun: RunSummary, history: History) -> RunSummary:
    """What an unfinished run can tell: no baseline, and no original units."""
    best = history.validation(history.best_epoch)
    metric = next((name for name in best if name in KNOWN), "loss")
    return replace(
        begun,
        metric=metric,
        value=best[metric],
        seconds_per_epoch=history.seconds_per_epoch if "seconds" in history.rows[0] else None,
    )
