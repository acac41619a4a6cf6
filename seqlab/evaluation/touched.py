"""Scores without the windows that take in a reading which was not measured."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqlab.series.data import SeriesData
from seqlab.task import Data, SplitName


def without_touched(errors: NDArray[np.float64], data: Data, split: SplitName) -> dict[str, Any]:
    """Score the evaluation windows of a split that take in sound readings only.

    Args:
        errors: the absolute error in standard deviations on every evaluation window, `(windows,)`.
        data: a loaded dataset.
        split: which windows.

    Returns:
        `windows` (how many are left), `mae`, `mae_original` and `unit`; empty where every window is
        sound, where none is, and for text.
    """
    if not isinstance(data, SeriesData):
        return {}
    touched = data.touched(split)
    if not touched.any() or touched.all():
        return {}
    mae = float(errors[~touched].mean())
    return {
        "windows": int((~touched).sum()),
        "mae": mae,
        "mae_original": mae * data.task.target_std,
        "unit": data.task.unit,
    }


def data_findings(data: Data) -> dict[str, Any]:
    """What is wrong with the rows of each split, as metrics.json records it; empty for text."""
    if not isinstance(data, SeriesData):
        return {}
    return {split: audit.record() for split, audit in data.audits.items()}
