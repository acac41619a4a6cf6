"""What a run is worth: its best epoch in original units, beside the baseline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from seqlab.task import Task


def summarise(
    rows: Sequence[Mapping[str, float]],
    best_epoch: int,
    task: Task,
    baseline: Mapping[str, Any],
    parameters: int,
) -> dict[str, Any]:
    """The contents of a run's `metrics.json`.

    Args:
        rows: the history, a row per epoch.
        best_epoch: the epoch with the lowest validation loss, counted from 1.
        task: how standard deviations become original units.
        baseline: the naive forecast's score on the validation split.
        parameters: weights of the model.

    Returns:
        `best_epoch`; `validation` with `loss` and each metric; `baseline`; `skill`, the share of
        the baseline's error that the model removes; `parameters`; `seconds_per_epoch`, the median.
    """
    best = rows[best_epoch - 1]
    validation: dict[str, Any] = {
        name.removeprefix("val_"): value for name, value in best.items() if name.startswith("val_")
    }
    if task.kind == "forecast":
        validation |= {"mae_original": validation["mae"] * task.target_std, "unit": task.unit}
        skill = 1 - validation["mae"] / baseline["mae"]
    else:
        skill = 1 - (1 - validation["accuracy"]) / (1 - baseline["accuracy"])
    return {
        "best_epoch": best_epoch,
        "validation": validation,
        "baseline": {"validation": dict(baseline)},
        "skill": skill,
        "parameters": parameters,
        "seconds_per_epoch": median(row["seconds"] for row in rows),
    }
