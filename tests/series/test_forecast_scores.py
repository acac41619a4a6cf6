"""Sums become scores of everything and of each part, as JSON that says what is undefined."""

from __future__ import annotations

import json
import math

import numpy as np

from seqlab.series.forecast_scores import ForecastScores, Sums


def sums(horizon: int, targets: int, *, seen: int | None = None) -> Sums:
    """Absolute errors of 1, 2, 3, ... at each step of each target, of one window; no scales."""
    shape = (horizon, targets)
    errors = np.arange(1.0, horizon * targets + 1).reshape(shape)
    ones, nothing = np.ones(shape), np.zeros((2, *shape))
    values = {name: np.array([errors, ones]) for name in ("mae", "wape", "smape")}
    values |= {"mse": np.array([errors**2, ones]), "mase": nothing}
    count = np.ones(targets, int)
    return Sums(values, {"mase": nothing[:, 0]}, count, seen or horizon * targets, False)


def test_each_part_divides_its_own_sums() -> None:
    found = sums(2, 3).scores(["a", "b", "c"], None)
    assert found.overall["mae"] == 3.5
    assert [scores["mae"] for scores in found.targets.values()] == [2.5, 3.5, 4.5]
    assert [scores["mae"] for scores in found.steps] == [2, 5]
    assert found.steps[1]["rmse"] == math.sqrt((16 + 25 + 36) / 3)


def test_a_reason_for_everything_is_not_repeated_for_each_part() -> None:
    found = sums(3, 2).scores(["a", "b"], None)
    assert found.overall["mase"] is None
    assert [scores["mase"] for scores in found.steps] == [None] * 3
    assert found.reasons == {"mase": "there is no season"}


def test_values_that_were_not_added_up_are_counted() -> None:
    found = sums(1, 1, seen=1_001).scores(["a"], None)
    assert found.reasons["values"] == "1,000 of 1,001 values were never measured and are left out"


def test_the_record_of_one_step_of_one_target_is_flat() -> None:
    found = ForecastScores({"mae": 1.0}, {"a": {"mae": 1.0}}, ({"mae": 1.0},), {})
    assert found.record() == {"mae": 1.0}


def test_the_record_has_parts_where_there_are_several() -> None:
    record = sums(2, 2).scores(["a", "b"], 0.8).record()
    assert list(record["targets"]) == ["a", "b"]
    assert [step["mae"] for step in record["steps"]] == [1.5, 3.5]
    assert (record["mase"], record["reasons"]) == (None, {"mase": "there is no season"})
    assert record["interval"] == 0.8
    json.dumps(record, allow_nan=False)
