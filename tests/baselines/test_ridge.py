"""A linear model of windows: what it finds, what it leaves out, and what it reaches."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from seqlab.baselines.learning.views import Alone, Together
from seqlab.baselines.ridge import Ridge
from seqlab.baselines.seasonal_naive import SeasonalNaive
from tests.baselines.examples import PanelData, panel_of, waves
from tests.baselines.real_files import etth1, jena


def error(panel, split="test", baseline=None) -> float:
    predicted = (baseline or Ridge()).fit(PanelData(panel)).predict(split)
    return float(abs(predicted - panel.targets_of(split).reshape(predicted.shape)).mean())


def test_it_beats_what_it_may_repeat() -> None:
    panel = panel_of(waves(1500, noise=0.3), horizon=4)
    assert error(panel) < 0.8 * error(panel, baseline=SeasonalNaive())


def test_known_columns_of_each_target_row_are_used() -> None:
    generator = np.random.default_rng(0)
    panel = panel_of(generator.normal(size=(2000, 1)), horizon=2, known=1, length=4, season=None)
    targets = panel.known.astype(np.float64) + 0.01 * panel.targets
    panel = replace(panel, targets=targets, read_inputs=lambda: targets.astype(np.float32))
    assert error(panel) < 0.1


def test_static_columns_tell_series_apart() -> None:
    generator = np.random.default_rng(0)
    level = np.repeat([0.0, 4.0], 600)[:, None]
    panel = panel_of(
        level + generator.normal(size=(1200, 1)), bounds=(0, 600, 1200), length=2, static=1
    )
    without = replace(panel, static=np.empty((2, 0), np.float32))
    assert error(panel) < 0.95 * error(without)


def test_a_wild_reading_does_not_carry_a_forecast_away() -> None:
    panel = panel_of(waves(900, targets=2))
    row = panel.newest["test"][50] - 3
    panel.inputs[row, 1] = -9999
    predicted = Ridge().fit(PanelData(panel)).predict("test")
    assert abs(predicted).max() < 10


def test_other_columns_are_looked_at_only_where_they_help() -> None:
    generator = np.random.default_rng(0)
    leader = generator.normal(size=(2000, 1))
    follows = np.concatenate([leader, np.roll(leader, 3, axis=0)], axis=1)
    kwargs = {"length": 6, "horizon": 2, "season": None}
    assert isinstance(Ridge().forecasts(panel_of(follows, **kwargs)).view, Together)
    alike = waves(1000, targets=6, noise=0.5)
    assert isinstance(Ridge().forecasts(panel_of(alike, horizon=6)).view, Alone)


def test_it_says_the_same_again() -> None:
    panel = panel_of(waves(700, targets=2))
    first, second = (Ridge().fit(PanelData(panel)).predict("test") for _ in range(2))
    np.testing.assert_array_equal(first, second)


def test_constant_columns_and_series_too_short_to_choose_a_penalty_do_no_harm() -> None:
    values = np.concatenate([waves(60), np.ones((60, 1))], axis=1)
    panel = panel_of(values, length=24, horizon=3)
    panel = replace(panel, newest={**panel.newest, "training": np.array([24])})
    predicted = Ridge().fit(PanelData(panel)).predict("test")
    assert np.isfinite(predicted).all()


@pytest.mark.data
@pytest.mark.slow
def test_it_reaches_its_figures_on_jena() -> None:
    panel = jena()
    fitted = Ridge().fit(PanelData(panel))
    for split, most in (("validation", 0.268), ("test", 0.282)):
        assert abs(fitted.predict(split) - panel.targets_of(split)[:, 0]).mean() < most


@pytest.mark.data
@pytest.mark.slow
def test_it_comes_near_the_published_linear_models_on_etth1() -> None:
    panel = etth1()
    apart = Ridge().fit(PanelData(panel)).predict("test") - panel.targets_of("test")
    assert (apart**2).mean() < 0.39  # Linear 0.375 (Zeng et al. 2023)
