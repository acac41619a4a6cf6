"""The restated recurrences against Keras's own."""

from __future__ import annotations

import gc
import weakref
from contextlib import nullcontext
from typing import Any

import numpy as np
import pytest

pytestmark = pytest.mark.keras

LENGTHS = (12, 9, 10, 7)
"""Of sequences whose time steps are taken by fours, threes, twos, and one by one."""
DROPOUT = {"dropout": 0.3, "recurrent_dropout": 0.4}
SETTINGS: dict[str, dict[str, Any]] = {
    "plain": {},
    "dropout": {"dropout": 0.3},
    "recurrent_dropout": {"recurrent_dropout": 0.4},
    "both": DROPOUT,
    "backwards": {"go_backwards": True, **DROPOUT},
    "another activation": {"activation": "relu"},
}


def layer(cell: str, **settings: Any) -> Any:
    import keras

    return {"gru": keras.layers.GRU, "lstm": keras.layers.LSTM}[cell](3, seed=5, **settings)


def learnt(model: Any, x: np.ndarray, *, restated: bool, training: bool = True) -> list[np.ndarray]:
    """The model's outputs for `x` and their gradients, of the weights and of `x`."""
    import tensorflow as tf

    from seqlab.training.recurrences import restated_recurrences

    states = [g.state for each in model._flatten_layers() for g in each._seed_generators]
    before = [np.array(state) for state in states]

    @tf.function(autograph=False)
    def run(x: Any) -> Any:
        with tf.GradientTape() as tape, restated_recurrences(model) if restated else nullcontext():
            tape.watch(x)
            outputs = model(x, training=training)
            weights = tf.range(tf.size(outputs), dtype=tf.float32)
            loss = tf.reduce_sum(tf.reshape(outputs, [-1]) * weights) / 100
        sources = [*(variable.value for variable in model.trainable_variables), x]
        return [outputs, *tape.gradient(loss, sources)]

    results = [np.asarray(result) for result in run(tf.constant(x))]
    for state, value in zip(states, before, strict=True):
        state.assign(value)
    return results


def sequences(length: int, features: int = 5) -> np.ndarray:
    return np.random.default_rng(2).normal(size=(4, length, features)).astype(np.float32)


@pytest.mark.parametrize("cell", ["gru", "lstm"])
@pytest.mark.parametrize("settings", SETTINGS)
def test_outputs_and_gradients_are_keras_own(cell, settings) -> None:
    import keras

    inputs = keras.Input((12, 5))
    recurrent = layer(cell, return_sequences=settings != "plain", **SETTINGS[settings])
    model = keras.Model(inputs, recurrent(inputs))
    theirs = learnt(model, sequences(12), restated=False)
    ours = learnt(model, sequences(12), restated=True)
    for their, our in zip(theirs, ours, strict=True):
        np.testing.assert_allclose(our, their, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("length", LENGTHS)
def test_any_length_is_taken_in_whole_parts(length) -> None:
    import keras

    inputs = keras.Input((length, 5))
    states = keras.layers.Bidirectional(layer("gru", return_sequences=True))(inputs)
    model = keras.Model(inputs, layer("lstm", **DROPOUT)(states))
    theirs = learnt(model, sequences(length), restated=False)
    ours = learnt(model, sequences(length), restated=True)
    for their, our in zip(theirs, ours, strict=True):
        np.testing.assert_allclose(our, their, rtol=1e-5, atol=1e-6)


def test_dropout_is_off_outside_of_training() -> None:
    import keras

    inputs = keras.Input((12, 5))
    model = keras.Model(inputs, layer("gru", **DROPOUT)(inputs))
    dropped = learnt(model, sequences(12), restated=True)[0]
    kept = learnt(model, sequences(12), restated=True, training=False)[0]
    np.testing.assert_allclose(kept, model(sequences(12), training=False), rtol=1e-5, atol=1e-6)
    assert np.abs(dropped - kept).max() > 1e-3


def test_padding_is_left_to_keras() -> None:
    import keras

    inputs = keras.Input((12,), dtype="int32")
    vectors = keras.layers.Embedding(9, 5, mask_zero=True)(inputs)
    model = keras.Model(inputs, layer("gru")(vectors))
    tokens = np.array([[0] * 6 + [1, 2, 3, 4, 5, 6], [0] * 11 + [7]], np.int32)
    from seqlab.training.recurrences import restated_recurrences

    expected = np.asarray(model(tokens))
    with restated_recurrences(model):
        np.testing.assert_array_equal(model(tokens), expected)


def test_the_layers_are_keras_own_again_afterwards() -> None:
    import keras

    from seqlab.training.recurrences import restated_recurrences

    inputs = keras.Input((12, 5))
    recurrent = layer("lstm")
    model = keras.Model(inputs, recurrent(inputs))
    own = recurrent.inner_loop
    with pytest.raises(RuntimeError), restated_recurrences(model):
        assert recurrent.inner_loop != own
        raise RuntimeError
    assert recurrent.inner_loop == own


def test_nothing_holds_on_to_what_was_traced() -> None:
    import keras
    import tensorflow as tf

    from seqlab.training.recurrences import restated_recurrences

    model = keras.Sequential([keras.Input((8, 3)), layer("gru", return_sequences=True)])
    x = tf.constant(sequences(8, 3))

    def traced() -> weakref.ref[Any]:
        @tf.function(autograph=False)
        def run(x: Any) -> Any:
            with tf.GradientTape() as tape, restated_recurrences(model):
                tape.watch(x)
                outputs = model(x, training=True)
            return tape.gradient(outputs, x)

        return weakref.ref(run.get_concrete_function(x).graph)

    graphs = [traced(), traced()]
    gc.collect()
    assert [graph() for graph in graphs] == [None, None]
