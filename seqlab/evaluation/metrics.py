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
    return {
        "best_epoch": best_epoch,
        "validation": in_original_units(validation, task),
        "baseline": {"validation": dict(baseline)},
        "skill": skill(validation, baseline),
        "parameters": parameters,
        "seconds_per_epoch": median(row["seconds"] for row in rows),
    }


def in_original_units(scores: Mapping[str, float], task: Task) -> dict[str, Any]:
    """Scores with `mae_original` and its `unit` beside the mae of a forecast; a text's unchanged.

    Worked example: an mae of 0.3 standard deviations of 8.85 degC each is 2.655 degC.
    """
    if task.kind != "forecast":
        return dict(scores)
    return {**scores, "mae_original": scores["mae"] * task.target_std, "unit": task.unit}


def skill(scores: Mapping[str, Any], baseline: Mapping[str, Any]) -> float:
    """The share of the baseline's error that the model removes; below 0 where it adds to it.

    Args:
        scores: with `mae`, or with `accuracy`, whose error is what it leaves to 1.
        baseline: with the same, on the same samples.
    """
    if "mae" in scores:
        return float(1 - scores["mae"] / baseline["mae"])
    return float(1 - (1 - scores["accuracy"]) / (1 - baseline["accuracy"]))
