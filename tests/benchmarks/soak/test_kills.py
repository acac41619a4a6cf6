"""A run that is killed more than once ends as the run that nothing happened to."""

from __future__ import annotations

import time
from pathlib import Path
from random import Random

import pytest

from benchmarks.soak.kills import kill_and_resume

pytestmark = pytest.mark.keras

SERIES = """\
dataset: {kind: synthetic_climate, lookback: 72, step: 6, days: 400, training_rows: [0, 30000],
  validation_rows: [30001, 45000], test_rows: [45001, null]}
training: {epochs: 4, steps_per_epoch: 150}
"""
GRU = "model: {kind: recurrent, layers: [{units: 8, dropout: 0.2, recurrent_dropout: 0.2}]}\n"
CONV1D = "model: {kind: conv1d, blocks: [{filters: 16, kernel_size: 5}]}\n"
LSTM = """\
dataset: {kind: synthetic_reviews, reviews: 20000}
model: {kind: recurrent, embedding: {dimension: 8}, layers: [{cell: lstm, units: 8}]}
training: {epochs: 4}
"""
FAMILIES = {
    "gru with both dropouts": SERIES + GRU,
    "lstm on text": LSTM,
    "conv1d": SERIES + CONV1D,
}


@pytest.mark.parametrize(
    "family",
    [
        pytest.param("conv1d", marks=pytest.mark.slow),
        pytest.param("gru with both dropouts", marks=pytest.mark.slow),
        pytest.param("lstm on text", marks=pytest.mark.slow),
    ],
)
def test_kills_in_the_middle_of_epochs_change_no_bit(family: str, tmp_path: Path) -> None:
    config = tmp_path / "killed.yaml"
    config.write_text(FAMILIES[family], encoding="utf-8")
    seed = time.time_ns()  # other moments every time; the assertion names them
    outcome = kill_and_resume(["--config", config], 2, Random(seed), tmp_path)
    assert outcome.problems == [], seed
    assert outcome.kills >= 1, seed
