"""The pace of a job is that of its steps."""

from __future__ import annotations

import time
from typing import Any

import pytest

from seqlab.recipes.train import prepared_job
from seqlab.training import timing
from tests.recipes.examples import DENSE, forecast

pytestmark = pytest.mark.keras


def test_the_first_call_is_told_apart_from_all_others() -> None:
    calls = iter([0.05, 0.03, *[0.01] * 1000])
    first, usual = timing._paced(lambda: time.sleep(next(calls)) or 0.0, most=8)
    assert 0.05 <= first < 0.1
    assert 0.01 <= usual < 0.02  # the second is warming up, too


def test_there_is_no_more_measured_than_there_is() -> None:
    calls = []
    timing._paced(lambda: calls.append(1) or 0.0, most=3)
    assert len(calls) == 3
    timing._paced(lambda: calls.append(1) or 0.0, most=1)
    assert len(calls) == 5  # one is too few to tell the first from any other


def test_a_step_costs_what_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timing, "SECONDS", 0.3)
    experiment = forecast(model=DENSE)
    data = experiment.dataset.load()
    job = prepared_job(experiment, data)
    pace = timing.measured_pace(job)
    assert 0 < pace.step < pace.first_step
    assert pace.validation > 0
    assert pace.saving > 0
    quick = type(data).training_batch

    def slower(self: Any, *place: int) -> Any:
        time.sleep(0.05)
        return quick(self, *place)

    monkeypatch.setattr(type(data), "training_batch", slower)
    assert timing.measured_pace(prepared_job(experiment, data)).step > pace.step + 0.03
