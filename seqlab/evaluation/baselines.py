"""Naive forecasts, for exactly the samples that a model is judged on."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqlab.evaluation.touched import without_touched
from seqlab.series.data import SeriesData
from seqlab.task import Data, SplitName
from seqlab.text.data import TextData


def baseline(data: Data, split: SplitName) -> dict[str, Any]:
    """The naive forecast's score on all evaluation samples of a split.

    Args:
        data: a loaded dataset.
        split: which samples.

    Returns:
        A JSON object: for series `baseline` (`persistence`), `split`, `mae` in standard deviations,
        `mae_original` in `unit`, `windows`, `horizon_minutes`, and, where windows take in bad
        readings, the scores `without_touched` ones; for text `baseline`
        (`majority`), `split`, `accuracy` and `reviews`.
    """
    if isinstance(data, SeriesData):
        return persistence(data, split)
    if isinstance(data, TextData):
        return majority(data, split)
    raise TypeError(f"no baseline for {type(data).__name__}")


def baseline_errors(data: Data, split: SplitName) -> NDArray[np.float64]:
    """How wrong the naive forecast is on every evaluation sample of a split, in their order.

    Returns:
        `(samples,)`: the absolute error in standard deviations, or 1 for a review with the wrong
        label and 0 for one with the right label.
    """
    if isinstance(data, SeriesData):
        rows = data.evaluation_anchors(split)
        target = data.target_values
        changes = target[data.shape.newest_input(rows)] - target[data.shape.target(rows)]
        errors: NDArray[np.float64] = np.abs(changes)
        return errors
    if isinstance(data, TextData):
        labels = data.splits[split].labels
        return np.asarray(labels != _majority_label(data), np.float64)
    raise TypeError(f"no baseline for {type(data).__name__}")


def persistence(data: SeriesData, split: SplitName) -> dict[str, Any]:
    """The newest input's temperature is the forecast (listing 6.35): nothing changes in a day."""
    errors = baseline_errors(data, split)
    mae = float(errors.mean())
    sound = without_touched(errors, data, split)
    return {
        "baseline": "persistence",
        "split": split,
        "mae": mae,
        "mae_original": mae * data.task.target_std,
        "unit": data.task.unit,
        "windows": data.anchors[split].windows,
        "horizon_minutes": data.shape.horizon * data.interval_minutes,
        **({"without_touched": sound} if sound else {}),
    }


def majority(data: TextData, split: SplitName) -> dict[str, Any]:
    """Every review gets the label that is more frequent among the training reviews."""
    counts = data.label_counts(split)
    return {
        "baseline": "majority",
        "split": split,
        "accuracy": counts[_majority_label(data)] / sum(counts),
        "reviews": sum(counts),
    }


def _majority_label(data: TextData) -> int:
    negative, positive = data.label_counts("training")
    return int(positive > negative)
