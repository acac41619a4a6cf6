"""An estimate is the mean of what runs side by side cost, and a dead process is told."""

from __future__ import annotations

import os
import signal
from dataclasses import replace

import pytest

from seqlab.errors import SeqlabError
from seqlab.recipes import estimate
from seqlab.recipes.estimate import Cost
from tests.recipes.examples import DENSE, forecast

COST = Cost(
    jobs=2,
    cores=1,
    start=10.0,
    compiling=5.0,
    step=0.01,
    validation=2.0,
    saving=1.0,
    steps=100,
    epochs=5,
    memory=10**9,
    disk=3_000_000,
)


def test_a_run_is_its_start_its_epochs_and_one_more_evaluation() -> None:
    assert COST.epoch == pytest.approx(100 * 0.01 + 2 + 1)
    assert COST.run == pytest.approx(10 + 5 + 5 * 4 + 2)
    assert COST.runs_per_hour == pytest.approx(2 * 3600 / 37)


def test_of_several_side_by_side_times_are_means_and_memory_is_the_most() -> None:
    other = replace(COST, start=20.0, step=0.03, memory=2 * 10**9)
    mean = estimate._mean([COST, other])
    assert (mean.start, mean.step, mean.memory) == (15.0, 0.02, 2 * 10**9)


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_process_that_is_killed_is_told_and_no_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(estimate, "_measured", die)
    with pytest.raises(SeqlabError, match="test/gru cannot be measured: its process ended"):
        estimate.estimate(forecast(model=DENSE), 1)
