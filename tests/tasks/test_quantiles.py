"""The pinball loss and the median's error against plain NumPy, also in a model that was saved."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.keras

LEVELS = st.lists(st.floats(0.01, 0.99), min_size=1, max_size=4, unique=True).map(sorted)


def pinball(y: float, f: float, level: float) -> float:
    """Twice the loss of one forecast, as a textbook writes it."""
    return 2 * level * (y - f) if f < y else 2 * (1 - level) * (f - y)


@settings(max_examples=25)
@given(LEVELS, st.integers(0, 2**32 - 1))
def test_the_loss_is_the_mean_pinball_over_quantiles(levels, seed) -> None:
    from seqlab.tasks.quantiles import PinballLoss

    generator = np.random.default_rng(seed)
    y = generator.normal(size=(3, 2, 2)).astype(np.float32)
    f = generator.normal(size=(3, 2, 2, len(levels))).astype(np.float32)
    loss = PinballLoss(tuple(levels))
    expected = [
        [pinball(y[place], f[place][n], level) for n, level in enumerate(levels)]
        for place in np.ndindex(y.shape)
    ]
    assert float(loss(y, f)) == pytest.approx(np.mean(expected), rel=1e-5)
    each = np.asarray(loss.call(y, f))
    np.testing.assert_allclose(each.ravel(), np.mean(expected, axis=1), rtol=1e-4, atol=1e-6)


def test_worked_example_of_the_docstring() -> None:
    from seqlab.tasks.quantiles import PinballLoss

    y, low, high = (np.full((1, 1), number, np.float32) for number in (1.0, 0.0, 2.0))
    assert float(PinballLoss((0.9,))(y, low[..., None])) == pytest.approx(1.8)
    assert float(PinballLoss((0.9,))(y, high[..., None])) == pytest.approx(0.2)


def test_the_loss_of_the_median_alone_is_its_mean_absolute_error() -> None:
    from seqlab.tasks.quantiles import MedianAbsoluteError, PinballLoss

    generator = np.random.default_rng(0)
    y = generator.normal(size=(20, 1)).astype(np.float32)
    f = generator.normal(size=(20, 1, 1)).astype(np.float32)
    mae = np.abs(y - f[..., 0]).mean()
    metric = MedianAbsoluteError(0)
    metric.update_state(y, f)
    assert float(PinballLoss((0.5,))(y, f)) == pytest.approx(mae, rel=1e-6)
    assert float(metric.result()) == pytest.approx(mae, rel=1e-6)


def test_the_metric_is_the_medians_over_batches_of_any_size() -> None:
    from seqlab.tasks.quantiles import MedianAbsoluteError

    generator = np.random.default_rng(1)
    y = generator.normal(size=(10, 3, 2)).astype(np.float32)
    f = generator.normal(size=(10, 3, 2, 3)).astype(np.float32)
    metric = MedianAbsoluteError(1)
    for part in (slice(0, 7), slice(7, 10)):
        metric.update_state(y[part], f[part])
    assert metric.name == "mae"
    assert float(metric.result()) == pytest.approx(np.abs(y - f[..., 1]).mean(), rel=1e-6)


def test_a_model_that_was_compiled_with_them_is_saved_and_opened_again(tmp_path: Path) -> None:
    import keras

    from seqlab.tasks.quantiles import MedianAbsoluteError, PinballLoss

    inputs = keras.Input((4,))
    outputs = keras.layers.Reshape((1, 3))(keras.layers.Dense(3)(inputs))
    model = keras.Model(inputs, outputs)
    model.compile(loss=PinballLoss((0.1, 0.5, 0.9)), metrics=[MedianAbsoluteError(1)])
    generator = np.random.default_rng(0)
    x = generator.normal(size=(8, 4)).astype(np.float32)
    y = generator.normal(size=(8, 1)).astype(np.float32)
    model.fit(x, y, verbose=0)
    before = model.evaluate(x, y, verbose=0)
    model.save(tmp_path / "model.keras")
    again = keras.saving.load_model(tmp_path / "model.keras")
    assert again.loss.quantiles == (0.1, 0.5, 0.9)
    assert again.evaluate(x, y, verbose=0) == before
