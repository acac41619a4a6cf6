"""Naive forecasts, for exactly the samples that a model is judged on."""

from __future__ import annotations

from typing import Any

import numpy as np

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
        `mae_original` in `unit`, `windows` and `horizon_minutes`; for text `baseline`
        (`majority`), `split`, `accuracy` and `reviews`.
    """
    if isinstance(data, SeriesData):
        return persistence(data, split)
    if isinstance(data, TextData):
        return majority(data, split)
    raise TypeError(f"no baseline for {type(data).__name__}")


def persistence(data: SeriesData, split: SplitName) -> dict[str, Any]:
    """The newest input's temperature is the forecast (listing 6.35): nothing changes in a day."""
    anchors = data.anchors[split]
    rows = np.arange(anchors.start, anchors.start + anchors.windows)
    target = data.target_values
    errors = target[data.shape.newest_input(rows)] - target[data.shape.target(rows)]
    mae = float(np.abs(errors).mean())
    return {
        "baseline": "persistence",
        "split": split,
        "mae": mae,
        "mae_original": mae * data.task.target_std,
        "unit": data.task.unit,
        "windows": anchors.windows,
        "horizon_minutes": data.shape.horizon * data.interval_minutes,
    }


def majority(data: TextData, split: SplitName) -> dict[str, Any]:
    """Every review gets the label that is more frequent among the training reviews."""
    negative, positive = data.label_counts("training")
    label = int(positive > negative)
    counts = data.label_counts(split)
    return {
        "baseline": "majority",
        "split": split,
        "accuracy": counts[label] / sum(counts),
        "reviews": sum(counts),
    }
