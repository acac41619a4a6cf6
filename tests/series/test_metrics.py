"""Every metric on hand-worked cases, against a plain loop, and on files with published figures."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.series import metrics
from seqlab.series.forecast_scores import ForecastScores
from seqlab.series.metrics import SeasonalScales, score_forecasts, seasonal_scales

UNIT = SeasonalScales(np.array([[2.0]]), np.array([[16.0]]))
"""One series with a mean change of 2 over a season, and a mean squared one of 16."""


def one(y: list[Any], f: list[Any], scales: SeasonalScales | None = UNIT) -> ForecastScores:
    """Scores of one target of one series; a list for each window."""
    truth, forecast = (np.array(part, float)[..., np.newaxis] for part in (y, f))
    return score_forecasts(truth, forecast, ["load"], np.zeros(len(y), int), scales)


def with_quantiles(y: list[float], levels: list[float], q: list[list[float]]) -> ForecastScores:
    """Scores of windows of one step; the quantiles of each window."""
    truth = np.array(y, float)[:, np.newaxis, np.newaxis]
    quantiles = np.array(q, float)[:, np.newaxis, np.newaxis]
    series = np.zeros(len(y), int)
    return score_forecasts(truth, truth, ["load"], series, None, levels, quantiles)


def test_the_errors_of_a_hand_worked_case() -> None:
    found = one([[1, 2], [3, 6]], [[2, 2], [6, 2]]).overall  # errors 1, 0, 3, 4
    assert found["mae"] == 2
    assert found["mse"] == 26 / 4
    assert found["rmse"] == math.sqrt(6.5)
    assert found["wape"] == 8 / 12
    assert found["smape"] == pytest.approx((200 / 3 + 0 + 600 / 9 + 800 / 8) / 4)
    assert found["mase"] == (0.5 / 2 + 3.5 / 2) / 2
    assert found["rmsse"] == pytest.approx((math.sqrt(0.5 / 16) + math.sqrt(12.5 / 16)) / 2)


def test_each_window_is_divided_by_the_scale_of_its_own_series() -> None:
    scales = SeasonalScales(np.array([[1.0], [10.0]]), np.array([[4.0], [100.0]]))
    y, f = np.zeros((3, 1, 1)), np.array([2.0, 20.0, 40.0]).reshape(3, 1, 1)
    found = score_forecasts(y, f, ["load"], np.array([0, 1, 1]), scales).overall
    assert found["mase"] == (2 + 2 + 4) / 3
    assert found["rmsse"] == (1 + 2 + 4) / 3


def test_parts_are_the_scores_of_these_parts_alone() -> None:
    y, f = np.zeros((1, 2, 2)), np.array([[[1.0, 10.0], [3.0, 30.0]]])
    scales = SeasonalScales(np.array([[1.0, 5.0]]), np.array([[1.0, 25.0]]))
    found = score_forecasts(y, f, ["a", "b"], np.array([0]), scales)
    assert found.overall["mae"] == 11
    assert {name: scores["mae"] for name, scores in found.targets.items()} == {"a": 2, "b": 20}
    assert [scores["mae"] for scores in found.steps] == [5.5, 16.5]
    assert {name: scores["mase"] for name, scores in found.targets.items()} == {"a": 2, "b": 4}
    assert [scores["mase"] for scores in found.steps] == [1.5, 4.5]
    assert found.overall["mase"] == 3


def test_quantiles_of_a_hand_worked_case() -> None:
    found = with_quantiles([10, 10], [0.1, 0.5, 0.9], [[5, 10, 20], [12, 13, 14]]).overall
    pinball = {0.1: 0.1 * 5 + 0.9 * 2, 0.5: 0.5 * 3, 0.9: 0.1 * 10 + 0.1 * 4}
    assert found["wql"] == pytest.approx(2 * sum(pinball.values()) / 3 / 20)
    assert found["coverage"] == 0.5
    levels = (found["coverage_0.1"], found["coverage_0.5"], found["coverage_0.9"])
    assert levels == (0.5, 1, 1)


def test_the_ends_of_the_interval_belong_to_it() -> None:
    found = with_quantiles([5, 20, 4.9], [0.25, 0.75], [[5, 20]] * 3)
    assert found.overall["coverage"] == 2 / 3
    assert found.interval == 0.5


def test_the_outermost_central_interval_counts_whatever_the_order() -> None:
    found = with_quantiles([7], [0.5, 0.95, 0.1, 0.99, 0.05, 0.9], [[7, 9, 6, 1, 5, 8]])
    assert found.interval == 0.9
    assert found.overall["coverage"] == 1


def test_quantiles_without_a_central_interval_have_no_coverage_of_it() -> None:
    found = with_quantiles([7], [0.5, 0.9], [[7, 9]])
    assert found.overall["coverage"] is None
    assert found.reasons["coverage"] == "no two quantiles are the ends of a central interval"
    assert found.overall["coverage_0.9"] == 1
    assert found.interval is None


def test_the_worked_example_of_the_scales() -> None:
    values = np.array([[1.0], [5.0], [2.0], [9.0], [4.0]])
    found = seasonal_scales(values, np.array([0, 5]), np.array([4]), 2)
    assert (found.absolute.item(), found.squared.item()) == (2.5, 8.5)


def test_scales_never_look_at_judged_rows_or_at_another_series() -> None:
    values = np.random.default_rng(1).normal(size=(30, 2))
    bounds, stops = np.array([0, 12, 30]), np.array([9, 25])
    before = seasonal_scales(values, bounds, stops, 3)
    values[9:12], values[25:] = 1e9, 1e9
    after = seasonal_scales(values, bounds, stops, 3)
    np.testing.assert_array_equal(before.absolute, after.absolute)
    np.testing.assert_array_equal(before.squared, after.squared)
    alone = seasonal_scales(values[12:], np.array([0, 18]), np.array([13]), 3)
    np.testing.assert_array_equal(after.absolute[1], alone.absolute[0])


def test_rows_without_a_reading_are_left_out_of_the_scales() -> None:
    values = np.array([[1.0], [np.nan], [4.0], [6.0]])
    assert seasonal_scales(values, np.array([0, 4]), np.array([4]), 1).absolute.item() == 2


def test_a_series_shorter_than_its_season_has_no_scale() -> None:
    found = seasonal_scales(np.ones((3, 1)), np.array([0, 3]), np.array([3]), 7)
    assert np.isnan(found.absolute.item())
    scored = one([[1]], [[2]], found)
    assert scored.overall["mase"] is None
    assert scored.reasons["rmsse"] == "no series shows a change over a season before what is judged"


def test_without_a_season_there_is_no_mase() -> None:
    found = one([[1, 2]], [[2, 2]], None)
    assert (found.overall["mase"], found.overall["rmsse"]) == (None, None)
    assert found.reasons == {"mase": "there is no season", "rmsse": "there is no season"}
    assert found.overall["mae"] == 0.5


def test_windows_of_constant_series_are_left_out_and_counted() -> None:
    scales = SeasonalScales(np.array([[0.0], [1.0]]), np.array([[0.0], [1.0]]))
    y, f = np.ones((3, 1, 1)), np.full((3, 1, 1), 4.0)
    found = score_forecasts(y, f, ["load"], np.array([0, 1, 1]), scales)
    assert found.overall["mase"] == 3
    assert found.reasons["mase"].startswith("1 of 3 windows are left out: their series shows no")


def test_zeros_have_no_share_and_say_why() -> None:
    found = one([[0, 0]], [[0, 0]])
    assert (found.overall["wape"], found.overall["smape"]) == (None, None)
    assert found.reasons["wape"] == "all values are 0"
    assert found.reasons["smape"] == "values and forecasts are all 0"
    assert found.overall["mae"] == 0
    assert not [key for key in found.reasons if key.startswith("step")]  # once is enough


def test_what_only_a_part_lacks_has_a_reason_of_its_own() -> None:
    y, f = np.array([[[0.0, 5.0]], [[0.0, 5.0]]]), np.ones((2, 1, 2))
    found = score_forecasts(y, f, ["a", "b"], np.array([0, 0]), None)
    assert found.overall["wape"] == 10 / 10
    assert found.targets["a"]["wape"] is None
    assert found.reasons["a: wape"] == "all values are 0"


def test_zeros_that_were_forecast_are_left_out_of_smape_and_counted() -> None:
    found = one([[0, 2]], [[0, 1]])
    assert found.overall["smape"] == pytest.approx(200 / 3)
    assert found.reasons["smape"] == "1 of 2 values are left out: they are 0 and forecast as 0"


def test_values_that_nobody_measured_are_left_out_and_counted() -> None:
    found = one([[1, math.nan], [5, 6]], [[2, 100], [5, 8]])
    assert found.overall["mae"] == 1
    assert found.overall["mase"] == (1 / 2 + 1 / 2) / 2
    assert found.reasons["values"] == "1 of 4 values were never measured and are left out"


def test_a_step_that_was_never_measured_has_no_scores() -> None:
    found = one([[1, math.nan]], [[2, 100]])
    assert found.steps[0]["mae"] == 1
    assert set(found.steps[1].values()) == {None}
    assert found.reasons["step 2: mae"] == "there are no values to judge"


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, 1e200])
def test_a_forecast_that_is_no_number_leaves_no_score(bad: float) -> None:
    found = one([[1, 2]], [[1, bad]])
    assert found.overall["mse"] is None
    assert found.reasons["rmse"] == "a forecast or its square is no finite number"
    assert all(value is None or math.isfinite(value) for value in found.overall.values())
    quantiles = with_quantiles([1, 2], [0.1, 0.9], [[0, 2], [0, math.nan]]).overall
    assert (quantiles["wql"], quantiles["coverage"], quantiles["coverage_0.9"]) == (None,) * 3


def test_no_windows_have_no_scores() -> None:
    found = score_forecasts(np.ones((0, 2, 1)), np.ones((0, 2, 1)), ["a"], np.zeros(0, int), UNIT)
    assert set(found.overall.values()) == {None}
    assert found.reasons["mae"] == "there are no values to judge"


def test_many_windows_at_a_time_score_as_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    generator = np.random.default_rng(4)
    y, f = generator.normal(size=(2, 37, 3, 2))
    q = np.sort(generator.normal(size=(37, 3, 2, 3)))
    scales = SeasonalScales(generator.uniform(1, 2, (4, 2)), generator.uniform(1, 2, (4, 2)))
    arguments = (y, f, ["a", "b"], generator.integers(0, 4, 37), scales, [0.1, 0.5, 0.9], q)
    whole = score_forecasts(*arguments)
    monkeypatch.setattr(metrics, "_NUMBERS_AT_A_TIME", 100)
    assert score_forecasts(*arguments).overall == pytest.approx(whole.overall)


def looped(y: Any, f: Any, series: Any, scales: SeasonalScales, levels: Any, q: Any) -> Any:
    """Every metric from its formula, a value after another."""
    terms: dict[str, list[float]] = {name: [] for name in ("mae", "mse", "smape")}
    sizes, pinball = 0.0, 0.0
    inside = []
    windows: dict[str, list[float]] = {"mase": [], "rmsse": []}
    for window in range(y.shape[0]):
        for target in range(y.shape[2]):
            absolute, squared = [], []
            for step in range(y.shape[1]):
                value, forecast = y[window, step, target], f[window, step, target]
                if math.isnan(value):
                    continue
                absolute.append(abs(value - forecast))
                squared.append((value - forecast) ** 2)
                sizes += abs(value)
                if abs(value) + abs(forecast) > 0:
                    apart = 200 * abs(value - forecast) / (abs(value) + abs(forecast))
                    terms["smape"].append(apart)
                for number, level in enumerate(levels):
                    quantile = q[window, step, target, number]
                    over = value >= quantile
                    weight = level if over else 1 - level
                    pinball += weight * abs(value - quantile)
                low, high = q[window, step, target, 0], q[window, step, target, -1]
                inside.append(low <= value <= high)
            terms["mae"] += absolute
            terms["mse"] += squared
            scale = scales.absolute[series[window], target]
            if absolute and scale > 0:
                windows["mase"].append(sum(absolute) / len(absolute) / scale)
                root = sum(squared) / len(squared) / scales.squared[series[window], target]
                windows["rmsse"].append(math.sqrt(root))
    means = {name: sum(v) / len(v) if v else None for name, v in (terms | windows).items()}
    total = sum(terms["mae"])
    return means | {
        "rmse": None if means["mse"] is None else math.sqrt(means["mse"]),
        "wape": total / sizes if sizes else None,
        "wql": 2 * pinball / len(levels) / sizes if sizes else None,
        "coverage": sum(inside) / len(inside) if inside else None,
    }


@given(
    windows=st.integers(1, 5),
    horizon=st.integers(1, 4),
    targets=st.integers(1, 3),
    seed=st.integers(0, 2**32 - 1),
    missing=st.sampled_from([0, 0.3, 0.9]),
)
def test_every_metric_is_that_of_a_plain_loop(windows, horizon, targets, seed, missing) -> None:
    generator = np.random.default_rng(seed)
    shape = (windows, horizon, targets)
    y, f = (generator.integers(-3, 4, shape).astype(float) for _ in range(2))
    y[generator.random(shape) < missing] = np.nan
    levels = [0.1, 0.5, 0.9]
    q = np.sort(generator.integers(-3, 4, (*shape, 3)).astype(float))
    series = generator.integers(0, 2, windows)
    scales = SeasonalScales(*generator.integers(0, 3, (2, 2, targets)).astype(float))
    scales.squared[:] = scales.absolute**2  # both are 0 for the same series
    names = [f"t{number}" for number in range(targets)]
    found = score_forecasts(y, f, names, series, scales, levels, q)

    def same(part: Any, expected: Any) -> None:
        for name, value in expected.items():
            assert part[name] == (None if value is None else pytest.approx(value)), name

    same(found.overall, looped(y, f, series, scales, levels, q))
    for step in range(horizon):
        at = slice(step, step + 1)
        same(found.steps[step], looped(y[:, at], f[:, at], series, scales, levels, q[:, at]))
    for target, name in enumerate(names):
        at = slice(target, target + 1)
        own = SeasonalScales(scales.absolute[:, at], scales.squared[:, at])
        expected = looped(y[..., at], f[..., at], series, own, levels, q[:, :, at])
        same(found.targets[name], expected)


@pytest.mark.data
def test_m4_hourly_has_the_figures_of_the_competition(real_data: Path) -> None:
    import pandas as pd

    table = pd.read_csv(real_data / "own" / "m4_hourly.csv.gz")
    values = table["y"].to_numpy(float)[:, np.newaxis]
    changes = np.flatnonzero(np.diff(pd.factorize(table["unique_id"])[0])) + 1
    bounds = np.concatenate([[0], changes, [len(values)]])
    assert len(bounds) == 414 + 1
    stops = bounds[1:] - 48
    scales = seasonal_scales(values, bounds, stops, 24)
    y = values[stops[:, np.newaxis] + np.arange(48)]

    def score(rows: np.ndarray) -> tuple[float, float]:
        found = score_forecasts(y, values[rows], ["y"], np.arange(414), scales).overall
        return round(found["smape"], 3), round(found["mase"], 3)

    newest = stops[:, np.newaxis] - 1 + np.zeros(48, int)
    assert score(newest) == (43.003, 11.608)
    assert score(stops[:, np.newaxis] - 24 + np.arange(48) % 24) == (13.912, 1.193)


@pytest.mark.data
def test_etth1_has_the_figures_of_the_long_horizon_papers(real_data: Path) -> None:
    import pandas as pd

    table = pd.read_csv(real_data / "own" / "ETTh1.csv", nrows=14_400)
    values = table.drop(columns="date").to_numpy(float)
    training = values[:8640]
    values = (values - training.mean(axis=0)) / training.std(axis=0)
    first = np.arange(11_520, 14_400 - 96 + 1)[:, np.newaxis]
    assert len(first) == 2785
    y, names = values[first + np.arange(96)], list(table.columns[1:])

    def score(rows: np.ndarray) -> tuple[float, float]:
        series = np.zeros(len(first), int)
        found = score_forecasts(y, values[rows], names, series, None).overall
        return round(found["mse"], 6), round(found["mae"], 6)

    assert score(first - 1 + np.zeros(96, int)) == (1.294371, 0.713181)
    assert score(first - 24 + np.arange(96) % 24) == (0.512225, 0.433303)
