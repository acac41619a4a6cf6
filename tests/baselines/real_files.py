"""Panels of the real files."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from seqlab.experiment.experiment import load_experiment
from seqlab.tasks.panel import Panel


def jena() -> Panel:
    """The windows of `jena/gru`."""
    panel = load_experiment("jena/gru").dataset.load().panel()
    assert panel is not None
    return panel


def etth1(lookback: int = 336, horizon: int = 96) -> Panel:
    """ETTh1 in the protocol of the papers on long horizons (Zhou et al., AAAI 2021).

    12 months train, 4 validate, 4 test; all seven columns are inputs and targets, standardised
    by the training rows; inputs may reach back into the split before.
    """
    folder = Path(os.environ.get("SEQLAB_DATA", ""))
    found = [path for path in (folder / "own" / "ETTh1.csv", folder / "ETTh1.csv") if path.exists()]
    if not found:
        pytest.skip("needs ETTh1.csv")
    frame = pd.read_csv(found[0], nrows=14_400, parse_dates=["date"])
    values = frame.iloc[:, 1:].to_numpy(np.float64)
    values = (values - values[:8640].mean(axis=0)) / values[:8640].std(axis=0)
    starts = {"training": lookback, "validation": 8640, "test": 11_520}
    stops = {"training": 8640, "validation": 11_520, "test": 14_400}
    return Panel(
        read_inputs=lambda: values.astype(np.float32),
        targets=values,
        bounds=np.array([0, len(values)]),
        offsets=np.arange(1 - lookback, 1),
        ahead=np.arange(1, horizon + 1),
        newest={split: np.arange(starts[split] - 1, stops[split] - horizon) for split in starts},
        target_features=np.arange(7),
        season=24,
        clock=frame["date"].to_numpy().astype("datetime64[s]"),
        known=np.empty((len(values), 0), np.float32),
        static=np.empty((1, 0), np.float32),
    )
