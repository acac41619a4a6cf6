"""The summary of a run from a history made by hand."""

from __future__ import annotations

import pytest
from seqlab.evaluation.metrics import summarise
from seqlab.task import Task

SERIES = [
    {"epoch": 1, "loss": 0.4, "mae": 0.4, "val_loss": 0.30, "val_mae": 0.30, "seconds": 9.0},
    {"epoch": 2, "loss": 0.3, "mae": 0.3, "val_loss": 0.25, "val_mae": 0.25, "seconds": 2.0},
    {"epoch": 3, "loss": 0.2, "mae": 0.2, "val_loss": 0.27, "val_mae": 0.27, "seconds": 1.0},
]


def test_a_forecast_is_told_in_original_units_beside_its_baseline() -> None:
    task = Task("forecast", 5, 1, target_std=8.0, unit="degC")
    metrics = summarise(SERIES, 2, task, {"mae": 0.5}, parameters=7)
    assert metrics["validation"] == {
        "loss": 0.25,
        "mae": 0.25,
        "mae_original": 2.0,
        "unit": "degC",
    }
    assert metrics["skill"] == pytest.approx(0.5)
    assert (metrics["best_epoch"], metrics["parameters"]) == (2, 7)
    assert metrics["seconds_per_epoch"] == 2.0
    assert metrics["baseline"] == {"validation": {"mae": 0.5}}


def test_a_sentiment_skill_is_the_share_of_the_majoritys_mistakes_removed() -> None:
    rows = [{"epoch": 1, "val_loss": 0.3, "val_accuracy": 0.9, "seconds": 1.0}]
    metrics = summarise(rows, 1, Task("sentiment", 5), {"accuracy": 0.5}, parameters=1)
    assert metrics["skill"] == pytest.approx(0.8)
