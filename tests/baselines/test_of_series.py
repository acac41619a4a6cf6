"""What all baselines of series share: the form of their answer, and that nothing leaks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from seqlab.baselines.climatology import Climatology
from seqlab.baselines.drift import Drift
from seqlab.baselines.gradient_boosting import GradientBoosting
from seqlab.baselines.persistence import Persistence
from seqlab.baselines.ridge import Ridge
from seqlab.baselines.seasonal_naive import SeasonalNaive
from tests.baselines.examples import PanelData, panel_of, waves, with_later_rows_changed

EVERY = [
    Persistence(),
    SeasonalNaive(),
    Drift(),
    Climatology(),
    Ridge(),
    GradientBoosting(),
]
by_kind = pytest.mark.parametrize("baseline", EVERY, ids=lambda baseline: baseline.kind)


@by_kind
def test_a_single_number_is_predicted_as_the_task_has_it(baseline) -> None:
    panel = panel_of(waves(400), horizon=1)
    data = PanelData(panel)
    assert baseline.obstacle(data) == ""
    predicted = baseline.fit(data).predict("validation")
    assert predicted.shape == (len(panel.newest["validation"]), 1)
    assert predicted.dtype == np.float64


@by_kind
def test_many_series_targets_and_steps_are_predicted_in_order(baseline) -> None:
    panel = panel_of(
        waves(900, targets=2), bounds=(0, 300, 420, 900), horizon=5, known=2, static=1, training=0.7
    )
    predicted = baseline.fit(PanelData(panel)).predict("test")
    assert predicted.shape == (len(panel.newest["test"]), 5, 2)
    assert np.isfinite(predicted).all()
    few = replace(panel, newest={**panel.newest, "test": panel.newest["test"][[7, 3]]})
    np.testing.assert_allclose(
        baseline.fit(PanelData(few)).predict("test"), predicted[[7, 3]], atol=1e-5
    )


@by_kind
@pytest.mark.parametrize("horizon", [1, 5])
def test_what_comes_after_training_changes_nothing_of_the_fit(baseline, horizon) -> None:
    panel = panel_of(waves(500), horizon=horizon, known=1, training=0.6)
    first = panel.newest["training"]
    seen = {**panel.newest, "validation": first}
    before = baseline.fit(PanelData(replace(panel, newest=seen))).predict("validation")
    after = baseline.fit(PanelData(replace(with_later_rows_changed(panel), newest=seen))).predict(
        "validation"
    )
    np.testing.assert_array_equal(before, after)


@by_kind
def test_without_a_series_there_is_an_obstacle(baseline) -> None:
    assert baseline.obstacle(PanelData(None)) == (
        f"{baseline.kind} forecasts series, and there is none in this data"
    )


@by_kind
def test_a_window_of_one_row_without_season_or_clock_is_enough_where_it_can_be(baseline) -> None:
    data = PanelData(panel_of(waves(200), length=1, season=None, minutes=None))
    needs = {"seasonal_naive": "needs a season", "climatology": "needs the time of each row"}
    if baseline.kind in needs:
        assert needs[baseline.kind] in baseline.obstacle(data)
    else:
        assert baseline.obstacle(data) == ""
        assert np.isfinite(baseline.fit(data).predict("validation")).all()
