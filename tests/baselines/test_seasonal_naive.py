"""What it was a season ago, against a plain loop."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.baselines.seasonal_naive import SeasonalNaive
from tests.baselines.examples import PanelData, panel_of, waves
from tests.baselines.real_files import etth1


@given(season=st.integers(1, 40), horizon=st.integers(1, 50), seed=st.integers(0, 99))
def test_the_newest_known_reading_of_the_phase_is_repeated(season, horizon, seed) -> None:
    values = np.random.default_rng(seed).normal(size=(200, 2))
    values[np.random.default_rng(seed).random(200) < 0.2] = np.nan
    panel = panel_of(values, bounds=(0, 80, 200), length=3, horizon=horizon)
    newest = np.array([3, 20, 79 - horizon, 83, 149])
    panel = replace(panel, newest={"test": newest})
    panel.targets[newest] = 5.0
    predicted = SeasonalNaive(season=season).fit(PanelData(panel)).predict("test")
    for window, row in enumerate(newest):
        first = 0 if row < 80 else 80
        for step in range(horizon):
            rows = [r for r in range(row + step + 1, first - 1, -season) if r <= row]
            known = [panel.targets[r, 0] for r in rows if np.isfinite(panel.targets[r, 0])]
            expected = known[0] if known else panel.targets[row, 0]
            assert predicted[window].reshape(horizon, 2)[step, 0] == expected


def test_the_setting_wins_over_the_season_of_the_data() -> None:
    panel = panel_of(waves(300), season=7, horizon=1)
    data = PanelData(panel)
    newest = panel.newest["test"]
    own = SeasonalNaive(season=12).fit(data).predict("test")
    np.testing.assert_array_equal(own, panel.targets[newest - 11])
    np.testing.assert_array_equal(
        SeasonalNaive().fit(data).predict("test"), panel.targets[newest - 6]
    )


@pytest.mark.data
def test_it_scores_what_is_published_for_etth1() -> None:
    panel = etth1()
    apart = SeasonalNaive().fit(PanelData(panel)).predict("test") - panel.targets_of("test")
    assert round((apart**2).mean(), 6) == 0.512225
    assert round(abs(apart).mean(), 6) == 0.433303
