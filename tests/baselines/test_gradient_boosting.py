"""Boosted trees of windows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from seqlab.baselines.gradient_boosting import AllInOne, GradientBoosting, OneByOne
from seqlab.baselines.persistence import Persistence
from tests.baselines.examples import PanelData, panel_of, waves
from tests.baselines.real_files import jena


@pytest.mark.parametrize(("horizon", "form"), [(2, OneByOne), (3, AllInOne)])
def test_few_targets_get_trees_of_their_own_and_many_share_them(horizon, form) -> None:
    panel = panel_of(waves(700, targets=2), horizon=horizon)
    assert isinstance(GradientBoosting().forecasts(panel), form)
    fitted = GradientBoosting().fit(PanelData(panel)).predict("test")
    naive = Persistence().fit(PanelData(panel)).predict("test")
    errors = [abs(predicted - panel.targets_of("test")).mean() for predicted in (fitted, naive)]
    assert errors[0] < 0.5 * errors[1]


@pytest.mark.parametrize("horizon", [1, 6])
def test_known_columns_of_the_target_row_are_used(horizon) -> None:
    panel = panel_of(np.zeros((2000, 1)), horizon=horizon, known=1, length=4, season=None)
    targets = abs(panel.known.astype(np.float64))
    panel = replace(panel, targets=targets, read_inputs=lambda: targets.astype(np.float32))
    predicted = GradientBoosting().fit(PanelData(panel)).predict("test")
    truth = panel.targets_of("test").reshape(predicted.shape)
    assert abs(predicted - truth).mean() < 0.3 * truth.std()


@pytest.mark.parametrize("horizon", [1, 6])
def test_it_says_the_same_again(horizon) -> None:
    panel = panel_of(waves(500), horizon=horizon)
    first, second = (GradientBoosting().fit(PanelData(panel)).predict("test") for _ in range(2))
    np.testing.assert_array_equal(first, second)


@pytest.mark.data
@pytest.mark.slow
def test_it_reaches_its_figures_on_jena() -> None:
    panel = jena()
    fitted = GradientBoosting().fit(PanelData(panel))
    for split, most in (("validation", 0.263), ("test", 0.274)):
        assert abs(fitted.predict(split) - panel.targets_of(split)[:, 0]).mean() < most
