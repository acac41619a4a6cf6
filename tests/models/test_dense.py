"""Fully connected layers against plain matrix products."""

from __future__ import annotations

import numpy as np
import pytest

from seqlab.models.dense import Dense, DenseLayer
from seqlab.models.embedding import Embedding
from seqlab.tasks.classification import Classification
from seqlab.tasks.inputs import Bag
from tests.models.examples import forecast, two_classes

pytestmark = pytest.mark.keras


def test_layers_are_matrix_products_of_the_flat_window() -> None:
    layers = (DenseLayer(units=5, activation="relu"), DenseLayer(units=3, activation="tanh"))
    model = Dense(layers=layers).build(forecast(4, features=2))
    x = np.random.default_rng(0).normal(size=(6, 4, 2)).astype(np.float32)
    weights = [model.get_layer(name).get_weights() for name in ("dense_1", "dense_2", "output")]
    hidden = np.maximum(x.reshape(6, 8) @ weights[0][0] + weights[0][1], 0)
    hidden = np.tanh(hidden @ weights[1][0] + weights[1][1])
    expected = hidden @ weights[2][0] + weights[2][1]
    np.testing.assert_allclose(model(x).numpy(), expected, atol=1e-6)


def test_without_layers_it_is_a_linear_model() -> None:
    model = Dense(layers=()).build(forecast(4, features=2))
    assert [layer.name for layer in model.layers] == ["series", "flatten", "output"]
    assert model.count_params() == 4 * 2 + 1


def test_dropout_acts_in_training_only() -> None:
    layer = DenseLayer(units=64, dropout=0.5)
    model = Dense(layers=(layer,)).build(forecast(4, features=2))
    x = np.ones((3, 4, 2), np.float32)
    np.testing.assert_array_equal(model(x), model(x))
    assert not np.array_equal(model(x, training=True), model(x, training=True))


def test_tokens_and_bags_are_read_and_classes_told() -> None:
    assert not Dense().needs_time
    text = Dense(embedding=Embedding(dimension=6)).build(two_classes(20, vocabulary=50))
    assert text.output.shape == (None, 1)
    five = Classification(Bag(7), ("a", "b", "c", "d", "e"))
    assert Dense().build(five).output.shape == (None, 5)
