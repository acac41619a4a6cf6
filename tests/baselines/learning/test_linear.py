"""Ridge regression, against the normal equations."""

from __future__ import annotations

import numpy as np

from seqlab.baselines.learning import linear
from seqlab.baselines.learning.linear import PENALTIES, ridge_path


def test_each_penalty_solves_its_normal_equations(monkeypatch) -> None:
    monkeypatch.setattr(linear, "ROWS_AT_ONCE", 17)
    generator = np.random.default_rng(0)
    features = (generator.normal(size=(200, 5)) * [1, 2, 3, 0.5, 1] + 4).astype(np.float32)
    outputs = generator.normal(size=(200, 3)).astype(np.float32)
    scaled = (features - features.mean(axis=0)) / features.std(axis=0)
    models = list(ridge_path(features, outputs, PENALTIES))
    assert len(models) == len(PENALTIES)
    for penalty, model in zip(PENALTIES, models, strict=True):
        normal = scaled.T @ scaled / 200 + penalty * np.eye(5)
        weights = np.linalg.solve(normal, scaled.T @ (outputs - outputs.mean(axis=0)) / 200)
        expected = scaled @ weights + outputs.mean(axis=0)
        np.testing.assert_allclose(model.predict(features), expected, atol=1e-4)


def test_constant_and_collinear_features_do_no_harm() -> None:
    line = np.arange(100, dtype=np.float32)[:, None]
    features = np.concatenate([line, line, np.full_like(line, 7)], axis=1)
    (model,) = ridge_path(features, 2 * line, (1e-6,))
    np.testing.assert_allclose(model.predict(features), 2 * line, atol=1e-2)
    far = features.copy()
    far[:, 2] = 1e6
    np.testing.assert_array_equal(model.predict(far), model.predict(features))
