"""Medians of the hour and the time of year."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from seqlab.baselines.climatology import Climatology, training_rows
from tests.baselines.examples import PanelData, panel_of


def years(rows: int, minutes: int) -> np.ndarray:
    """What the hour and the day of the year say alone, `(rows, 1)`."""
    times = pd.Timestamp("2020-01-01") + pd.to_timedelta(np.arange(rows) * minutes, unit="min")
    day = np.cos(2 * np.pi * times.day_of_year / 365.25) * 3
    return (day + np.sin(2 * np.pi * times.hour / 24)).to_numpy()[:, None]


def test_what_hour_and_day_decide_is_found_again_whatever_happens_once() -> None:
    values = years(4 * 365 * 24, 60).copy()
    values[5000] = -9999
    panel = panel_of(values, horizon=4)
    predicted = Climatology().fit(PanelData(panel)).predict("test")
    assert abs(predicted - panel.targets_of("test")).max() < 0.5


def test_daily_rows_use_the_time_of_year_alone() -> None:
    panel = panel_of(years(6 * 365, 24 * 60), minutes=24 * 60, horizon=7)
    predicted = Climatology().fit(PanelData(panel)).predict("test")
    assert abs(predicted - panel.targets_of("test")).max() < 0.5


def test_it_is_the_median_of_the_month_around_the_date() -> None:
    values = np.random.default_rng(0).normal(size=(3 * 365 * 4, 1))
    panel = panel_of(values, length=4, horizon=1, minutes=360)
    predicted = Climatology().fit(PanelData(panel)).predict("test")
    seen = training_rows(panel)
    clock = pd.DatetimeIndex(panel.clock)
    target = panel.target_rows("test")[100, 0]
    parts = (clock.day_of_year - 1) // 10
    near = (parts[seen] - parts[target] + 18) % 37 - 18
    own = seen[(abs(near) <= 1) & (clock[seen].hour == clock[target].hour)]
    assert predicted[100] == np.median(values[own])


def test_a_time_of_year_without_training_gets_the_median_of_the_hour_in_its_series() -> None:
    values = years(100 * 24, 60)
    panel = panel_of(values, horizon=1, training=0.4)
    predicted = Climatology().fit(PanelData(panel)).predict("test")
    seen = training_rows(panel)
    hour = pd.DatetimeIndex(panel.clock).hour
    target = panel.target_rows("test")[-1, 0]
    assert predicted[-1] == np.median(values[seen[hour[seen] == hour[target]]])


def test_a_series_without_training_gets_what_is_usual_elsewhere() -> None:
    values = np.repeat([[1.0], [5.0]], 300, axis=0)
    panel = panel_of(values, bounds=(0, 300, 600), horizon=1)
    training = panel.newest["training"]
    panel = replace(panel, newest={**panel.newest, "training": training[training < 300]})
    predicted = Climatology().fit(PanelData(panel)).predict("test")
    assert np.unique(predicted).tolist() == [1.0]


def test_each_series_has_its_own() -> None:
    values = np.repeat([[1.0], [5.0]], 300, axis=0)
    panel = panel_of(values, bounds=(0, 300, 600), horizon=1)
    predicted = Climatology().fit(PanelData(panel)).predict("test")
    np.testing.assert_array_equal(predicted, panel.targets_of("test")[:, 0])


def test_training_rows_are_those_of_its_windows() -> None:
    panel = panel_of(np.zeros((30, 1)), length=3, step=2, horizon=2)
    panel = replace(panel, newest={"training": np.array([6, 7, 20])})
    assert training_rows(panel).tolist() == [2, 3, 4, 5, 6, 7, 8, 9, 16, 18, 20, 21, 22]
