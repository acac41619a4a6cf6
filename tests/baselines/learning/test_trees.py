"""Boosted trees of the absolute error."""

from __future__ import annotations

import numpy as np

from seqlab.baselines.learning.trees import fit_trees


def test_the_median_is_learned_and_wild_features_are_held_back() -> None:
    generator = np.random.default_rng(0)
    features = generator.integers(2, size=(1000, 2)).astype(np.float32)
    outputs = features[:, 0] + np.where(generator.random(1000) < 0.2, 100, 0)
    model = fit_trees(features, outputs.astype(np.float32), trees=50, rate=0.3)
    np.testing.assert_allclose(model.predict(features), features[:, 0], atol=0.05)
    wild = np.array([[9999, 0]], np.float32)
    np.testing.assert_allclose(model.predict(wild), [1], atol=0.05)
