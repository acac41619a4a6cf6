"""Lines through the ends of windows."""

from __future__ import annotations

import numpy as np

from seqlab.baselines.drift import Drift
from tests.baselines.examples import PanelData, panel_of


def test_a_straight_line_is_continued() -> None:
    line = np.arange(200.0)[:, None] * [0.5, -2] + [3, 7]
    panel = panel_of(line, length=8, step=3, horizon=6)
    predicted = Drift().fit(PanelData(panel)).predict("test")
    np.testing.assert_allclose(predicted, panel.targets_of("test"), atol=1e-9)


def test_only_the_ends_of_the_window_count() -> None:
    values = np.zeros((40, 1))
    values[10], values[11:14], values[14] = 1, 99, 3
    panel = panel_of(values, length=5, horizon=3)
    panel.newest["test"][:1] = 14
    assert Drift().fit(PanelData(panel)).predict("test")[0].ravel().tolist() == [3.5, 4.0, 4.5]
