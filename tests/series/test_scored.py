"""Metrics of windows in original units, against the definitions applied to the table itself."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from seqlab.series.data import SeriesData
from seqlab.series.table import Table
from tests.datasets.panels.examples import load, made_up

TARGETS = {"target": ("sales (t)", "visits"), "past_dynamic_columns": (), "horizon": 3}


def forecasts_of(data: SeriesData, split: str) -> np.ndarray:
    """Something like a forecast of every window, as the task's head puts it out."""
    shape = (data.samples(split).count, *data.task.output_shape)
    outputs = np.random.default_rng(0).normal(size=shape)
    return np.sort(outputs, axis=-1) if data.task.quantiles else outputs


def in_units(data: SeriesData, table: Table, split: str, outputs: np.ndarray) -> tuple[Any, ...]:
    """What came and what was forecast, `(windows, horizon, targets)`, and each window's series."""
    newest = data.panel().newest[split]
    series = np.searchsorted(table.series_bounds, newest, side="right") - 1
    y = table.values[newest[:, None] + np.arange(1, data.shape.horizon + 1)][:, :, :2]
    centre, width = data.units[series, :, 0], data.units[series, :, 1]
    wide = outputs.reshape(len(newest), data.shape.horizon, 2, -1)
    f = wide * width[:, None, :, None] + centre[:, None, :, None]
    return y, f[..., 0] if f.shape[-1] == 1 else f, series


@pytest.mark.parametrize("split", ["validation", "test"])
def test_metrics_are_those_of_the_table_and_scaled_by_what_came_before_the_judged_rows(
    split,
) -> None:
    table = made_up(60, 50)
    data = load(table, season=7, **TARGETS)
    outputs = forecasts_of(data, split)
    found = data.more_scores(split, outputs)
    y, f, series = in_units(data, table, split, outputs)
    apart = np.abs(y - f)
    scales = np.empty((2, 2))
    for number, start in enumerate((0, 60)):
        first = data.panel().newest[split][series == number][0] + 1
        past = table.values[start:first, :2]
        scales[number] = np.abs(past[7:] - past[:-7]).mean(axis=0)
    assert found["rmse_original"] == pytest.approx(np.sqrt(np.square(y - f).mean()))
    assert found["wape"] == pytest.approx(apart.sum() / np.abs(y).sum())
    assert found["smape"] == pytest.approx((200 * apart / (np.abs(y) + np.abs(f))).mean())
    assert found["mase"] == pytest.approx((apart.mean(axis=1) / scales[series]).mean())
    for number, name in enumerate(("sales (t)", "visits")):
        own = found["targets"][name]
        assert own["mae_original"] == pytest.approx(apart[..., number].mean())
        assert own["mase"] == pytest.approx(
            (apart[..., number].mean(axis=1) / scales[series, number]).mean()
        )
    steps = [step["mae_original"] for step in found["steps"]]
    assert steps == pytest.approx(apart.mean(axis=(0, 2)).tolist())
    standardised = data.targets(split).reshape(outputs.shape)
    assert found["mse"] == pytest.approx(np.square(outputs - standardised).mean())
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_the_mean_absolute_error_in_units_stands_beside_the_metric_and_not_here() -> None:
    data = load(made_up(60, 50), **TARGETS)
    assert "mae_original" not in data.more_scores("test", forecasts_of(data, "test"))


def test_quantiles_are_scored_beside_their_median_and_baselines_without_them() -> None:
    table = made_up(60, 50)
    data = load(table, quantiles=(0.1, 0.5, 0.9), **TARGETS)
    outputs = forecasts_of(data, "test")
    found = data.more_scores("test", outputs)
    y, f, _ = in_units(data, table, "test", outputs)
    inside = (f[..., 0] <= y) & (y <= f[..., 2])
    assert found["coverage"] == pytest.approx(inside.mean())
    assert found["coverage_0.1"] == pytest.approx((y <= f[..., 0]).mean())
    low = y[..., None] - f
    levels = np.array([0.1, 0.5, 0.9])
    pinball = np.maximum(levels * low, (levels - 1) * low)
    assert found["wql"] == pytest.approx(2 * pinball.mean(axis=-1).sum() / np.abs(y).sum())
    apart = np.abs(y - f[..., 1])
    assert found["wape"] == pytest.approx(apart.sum() / np.abs(y).sum())
    alone = data.more_scores("test", outputs[..., 1])
    assert alone["wape"] == pytest.approx(found["wape"])
    assert "wql" not in alone and "coverage" not in alone


def test_a_single_number_is_scored_without_parts() -> None:
    table = made_up(60)
    data = load(table, id_column=None, horizon=1)
    found = data.more_scores("test", forecasts_of(data, "test"))
    assert found["mase"] > 0 and "targets" not in found and "steps" not in found


def test_without_a_season_scaled_errors_are_null_with_a_reason() -> None:
    data = load(made_up(60, freq="steps"), id_column=None, timestamp_column=None)
    found = data.more_scores("test", forecasts_of(data, "test"))
    assert (found["mase"], found["rmsse"]) == (None, None)
    assert found["reasons"]["mase"] == "there is no season"


def test_perfect_forecasts_have_no_error() -> None:
    data = load(made_up(60, 50), season=7, **TARGETS)
    found = data.more_scores("test", data.targets("test"))
    for name in ("mse", "rmse_original", "wape", "smape", "mase"):
        assert found[name] == pytest.approx(0, abs=1e-9)
