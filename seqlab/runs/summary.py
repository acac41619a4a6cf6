"""A run in one line of a table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from seqlab.errors import DataError
from seqlab.runs.reader import Run
from seqlab.runs.untrusted import find, find_number, printable


@dataclass(frozen=True)
class RunSummary:
    """What a table of runs says about one of them.

    Args:
        id: the run id.
        experiment: the experiment's name; empty if the folder is damaged.
        seed: the experiment's seed; None if the folder does not tell.
        status: as in status.json, or `damaged`.
        epochs: finished epochs.
        best_epoch: the epoch with the best validation loss; None until the run has completed.
        metric: `mae` for series, `accuracy` for text.
        value: the metric on the validation split in the best epoch, in `unit`.
        baseline: the same metric of the baseline.
        unit: the original unit, such as `degC`; empty for text.
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
    best_epoch: int | None
    metric: str
    value: float | None
    baseline: float | None
    unit: str
    skill: float | None
    seconds_per_epoch: float | None
    folder: Path
    problem: str = ""


def summarise(run: Run) -> RunSummary:
    """Read what a table says about a run; a damaged folder gives the status `damaged`."""
    try:
        record = run.status_record
        metrics = run.metrics
        epochs = len(run.epochs())
    except DataError as error:
        nothing = (None, "", None, None, "", None, None)
        name = printable(run.path.name)
        return RunSummary(name, "", None, "damaged", 0, *nothing, run.path, error.message)
    series = find_number(metrics, "validation", "mae") is not None
    key = "mae_original" if series else "accuracy"
    best_epoch = find_number(metrics, "best_epoch")
    return RunSummary(
        id=printable(run.path.name),
        experiment=printable(record["name"]),
        seed=None if (seed := find_number(record, "seed")) is None else int(seed),
        status=record["status"],
        epochs=epochs,
        best_epoch=None if best_epoch is None else int(best_epoch),
        metric=key.removesuffix("_original") if metrics else "",
        value=find_number(metrics, "validation", key),
        baseline=find_number(metrics, "baseline", "validation", key),
        unit=printable(find(metrics, "validation", "unit") or "") if series else "",
        skill=find_number(metrics, "skill"),
        seconds_per_epoch=find_number(metrics, "seconds_per_epoch"),
        folder=run.path,
    )
