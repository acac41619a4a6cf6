"""The newest value, to the last bit."""

from __future__ import annotations

import numpy as np
import pytest

from seqlab.baselines.persistence import Persistence
from tests.baselines.examples import PanelData, panel_of, waves
from tests.baselines.real_files import etth1, jena


def test_every_step_repeats_the_newest_value_to_the_last_bit() -> None:
    panel = panel_of(waves(300, targets=2))
    predicted = Persistence().fit(PanelData(panel)).predict("test")
    for step in range(3):
        np.testing.assert_array_equal(predicted[:, step], panel.targets[panel.newest["test"]])


@pytest.mark.data
def test_it_scores_what_is_published_for_etth1() -> None:
    panel = etth1()
    apart = Persistence().fit(PanelData(panel)).predict("test") - panel.targets_of("test")
    assert len(apart) == 2785
    assert round((apart**2).mean(), 6) == 1.294371
    assert round(abs(apart).mean(), 6) == 0.713181


@pytest.mark.data
def test_it_scores_what_it_always_did_on_jena() -> None:
    panel = jena()
    predicted = Persistence().fit(PanelData(panel)).predict("validation")
    assert abs(predicted - panel.targets_of("validation")[:, 0]).mean() == pytest.approx(
        0.2897359729905, abs=1e-13
    )
