"""Features within what training has seen."""

from __future__ import annotations

import numpy as np

from seqlab.baselines.learning.scaling import Range


def test_what_training_never_saw_becomes_the_nearest_that_it_saw() -> None:
    seen = Range.of(np.array([[0, 5], [2, -1]], np.float32))
    wild = np.array([[-9999, 3], [1, 8]], np.float32)
    assert seen.clip(wild).tolist() == [[0, 3], [1, 5]]
