"""The batches that are timed are those that training would get."""

from __future__ import annotations

import numpy as np

from benchmarks import panels
from benchmarks.panels import COPY, CUT, many_series


def test_both_sides_hand_out_batches_of_the_same_three_arrays(monkeypatch) -> None:
    monkeypatch.setattr(panels, "SERIES", 3)
    monkeypatch.setattr(panels, "ROWS", 800)
    data = many_series()
    (windows, known), targets = data.training_batch(1, 0, 0)
    assert (windows.shape, known.shape) == ((128, 336, 10), (128, 96, 4))
    assert targets.shape == (128, 96, 3)
    copied, same = next(panels._copies(data))
    np.testing.assert_array_equal(copied[0], data.training_batch(0, 0, 0)[0][0])
    np.testing.assert_array_equal(same, data.training_batch(0, 0, 0)[1])
    assert panels.panel_side(CUT, "0.01")()[0] > 0 < panels.panel_side(COPY, "0.01")()[0]
