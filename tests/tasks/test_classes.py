"""Weighed losses and the mean F1 against scikit-learn and plain NumPy, also in a saved model."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import f1_score, log_loss

pytestmark = pytest.mark.keras

SEEDS = st.integers(0, 2**32 - 1)


def drawn(seed: int, classes: int, samples: int = 12) -> tuple[np.ndarray, np.ndarray]:
    """Targets `(samples, 1)` and outputs, one number for two classes."""
    generator = np.random.default_rng(seed)
    targets = generator.integers(0, classes, (samples, 1)).astype(np.float32)
    outputs = generator.normal(size=(samples, 1 if classes == 2 else classes)).astype(np.float32)
    return targets, outputs


def likely(outputs: np.ndarray) -> np.ndarray:
    """The probability of each class, as a textbook writes it."""
    if outputs.shape[1] == 1:
        second = 1 / (1 + np.exp(-outputs.astype(np.float64)))
        return np.hstack([1 - second, second])
    powers = np.exp(outputs.astype(np.float64))
    return powers / powers.sum(axis=1, keepdims=True)


@settings(max_examples=20)
@given(SEEDS, st.sampled_from([2, 3, 5]))
def test_a_sample_counts_as_its_class_says(seed, classes) -> None:
    from seqlab.tasks.classes import WeightedCrossentropy

    targets, outputs = drawn(seed, classes)
    weights = np.random.default_rng(seed).uniform(0.1, 3, classes)
    loss = WeightedCrossentropy(tuple(weights.tolist()), from_logits=True)
    numbers = targets[:, 0].astype(int)
    expected = log_loss(
        numbers, likely(outputs), sample_weight=weights[numbers], normalize=False,
        labels=range(classes),
    )  # fmt: skip
    assert float(loss(targets, outputs)) == pytest.approx(expected / len(targets), rel=1e-4)
    alone = WeightedCrossentropy((1.0,) * classes, from_logits=False)
    given_as = likely(outputs)[:, 1:] if classes == 2 else likely(outputs)
    plain = log_loss(numbers, likely(outputs), labels=range(classes))
    assert float(alone(targets, given_as.astype(np.float32))) == pytest.approx(plain, rel=1e-3)


def test_worked_example_of_the_docstring() -> None:
    from seqlab.tasks.classes import WeightedCrossentropy

    loss = WeightedCrossentropy((0.5, 2.0), from_logits=True)
    assert float(loss(np.ones((1, 1)), np.zeros((1, 1)))) == pytest.approx(2 * np.log(2))


@settings(max_examples=20)
@given(SEEDS, st.sampled_from([2, 3, 7]), st.integers(1, 30))
def test_macro_f1_is_scikit_learns_whatever_batches_it_came_in(seed, classes, samples) -> None:
    from seqlab.tasks.classes import MacroF1

    targets, outputs = drawn(seed, classes, samples)
    metric = MacroF1(classes)
    for part in (slice(0, samples // 2), slice(samples // 2, None)):
        metric.update_state(targets[part], outputs[part])
    chosen = likely(outputs).argmax(axis=1)
    expected = f1_score(targets[:, 0], chosen, average="macro")
    assert float(metric.result()) == pytest.approx(expected, rel=1e-5)


def test_without_samples_it_is_zero_and_a_threshold_is_what_must_be_exceeded() -> None:
    from seqlab.tasks.classes import MacroF1

    metric = MacroF1(2, threshold=0.5)
    assert float(metric.result()) == 0
    metric.update_state(np.array([[1.0], [0.0]]), np.array([[0.6], [0.5]], np.float32))
    assert float(metric.result()) == 1


def test_both_come_back_with_a_saved_model(tmp_path) -> None:
    import keras

    from seqlab.tasks.classes import MacroF1, WeightedCrossentropy

    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3)])
    model.compile("sgd", WeightedCrossentropy((1.0, 2.0, 3.0), True), metrics=[MacroF1(3)])
    inputs, targets = np.eye(2, dtype=np.float32), np.array([[0.0], [2.0]])
    before = model.evaluate(inputs, targets, return_dict=True, verbose=0)
    model.save(tmp_path / "model.keras")
    again = keras.saving.load_model(tmp_path / "model.keras")
    assert again.evaluate(inputs, targets, return_dict=True, verbose=0) == before
