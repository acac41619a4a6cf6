"""Recurrent layers against forward passes written in NumPy from their equations."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from seqlab.models.dense import DenseLayer
from seqlab.models.recurrent import Recurrent, RecurrentLayer
from tests.models.examples import forecast

pytestmark = pytest.mark.keras

TASK = forecast(length=7, features=3)
Weights = list[np.ndarray]


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def simple_rnn(x: np.ndarray, weights: Weights) -> np.ndarray:
    """Elman: h[t] = tanh(x[t] W + h[t-1] U + b). States of all steps, `(batch, time, units)`."""
    kernel, recurrent, bias = weights
    state = np.zeros((len(x), recurrent.shape[0]))
    states = []
    for step in range(x.shape[1]):
        state = np.tanh(x[:, step] @ kernel + state @ recurrent + bias)
        states.append(state)
    return np.stack(states, axis=1)


def lstm(x: np.ndarray, weights: Weights) -> np.ndarray:
    """Hochreiter and Schmidhuber, with a forget gate; gates in the order i, f, c, o."""
    kernel, recurrent, bias = weights
    state = carry = np.zeros((len(x), recurrent.shape[0]))
    states = []
    for step in range(x.shape[1]):
        gates = np.split(x[:, step] @ kernel + state @ recurrent + bias, 4, axis=1)
        keep_input, forget, output = sigmoid(gates[0]), sigmoid(gates[1]), sigmoid(gates[3])
        carry = forget * carry + keep_input * np.tanh(gates[2])
        state = output * np.tanh(carry)
        states.append(state)
    return np.stack(states, axis=1)


def gru(x: np.ndarray, weights: Weights) -> np.ndarray:
    """Cho et al. with the reset gate applied after the product, as cuDNN does; order z, r, h."""
    kernel, recurrent, (input_bias, recurrent_bias) = weights
    state = np.zeros((len(x), recurrent.shape[0]))
    states = []
    for step in range(x.shape[1]):
        from_input = np.split(x[:, step] @ kernel + input_bias, 3, axis=1)
        from_state = np.split(state @ recurrent + recurrent_bias, 3, axis=1)
        update = sigmoid(from_input[0] + from_state[0])
        reset = sigmoid(from_input[1] + from_state[1])
        candidate = np.tanh(from_input[2] + reset * from_state[2])
        state = update * state + (1 - update) * candidate
        states.append(state)
    return np.stack(states, axis=1)


FORWARD: dict[str, Callable[[np.ndarray, Weights], np.ndarray]] = {
    "simple_rnn": simple_rnn,
    "lstm": lstm,
    "gru": gru,
}


def build_with_random_weights(model: Recurrent):
    built = model.build(TASK)
    generator = np.random.default_rng(0)
    built.set_weights([generator.normal(0, 0.5, w.shape) for w in built.get_weights()])
    return built


def inputs() -> np.ndarray:
    return np.random.default_rng(1).normal(size=(4, *TASK.inputs.shape)).astype(np.float32)


def output_layer(built, state: np.ndarray) -> np.ndarray:
    kernel, bias = built.get_layer("output").get_weights()
    return state @ kernel + bias


@pytest.mark.parametrize("reverse_time", [False, True])
@pytest.mark.parametrize("cell", FORWARD)
def test_one_layer_equals_its_equations(cell, reverse_time) -> None:
    built = build_with_random_weights(
        Recurrent(layers=(RecurrentLayer(cell=cell, units=5),), reverse_time=reverse_time)
    )
    x = inputs()[:, ::-1] if reverse_time else inputs()
    states = FORWARD[cell](x, built.get_layer(f"{cell}_1").get_weights())
    expected = output_layer(built, states[:, -1])
    np.testing.assert_allclose(built(inputs()).numpy(), expected, atol=1e-5)


@pytest.mark.parametrize("reverse_time", [False, True])
@pytest.mark.parametrize("cell", FORWARD)
def test_a_stack_equals_its_equations_layer_by_layer(cell, reverse_time) -> None:
    layers = (RecurrentLayer(cell=cell, units=5), RecurrentLayer(cell=cell, units=4))
    built = build_with_random_weights(Recurrent(layers=layers, reverse_time=reverse_time))
    x = inputs()[:, ::-1] if reverse_time else inputs()
    first = FORWARD[cell](x, built.get_layer(f"{cell}_1").get_weights())
    second = FORWARD[cell](first, built.get_layer(f"{cell}_2").get_weights())
    np.testing.assert_allclose(
        built(inputs()).numpy(), output_layer(built, second[:, -1]), atol=1e-5
    )


@pytest.mark.parametrize("cell", FORWARD)
def test_a_bidirectional_layer_joins_both_directions(cell) -> None:
    built = build_with_random_weights(
        Recurrent(layers=(RecurrentLayer(cell=cell, units=5, bidirectional=True),))
    )
    weights = built.get_layer("bidirectional_1").get_weights()
    half = len(weights) // 2
    forward = FORWARD[cell](inputs(), weights[:half])[:, -1]
    backward = FORWARD[cell](inputs()[:, ::-1], weights[half:])[:, -1]
    expected = output_layer(built, np.concatenate([forward, backward], axis=1))
    np.testing.assert_allclose(built(inputs()).numpy(), expected, atol=1e-5)


def test_activation_and_both_dropouts_reach_the_layer() -> None:
    layer = RecurrentLayer(units=5, activation="relu", dropout=0.1, recurrent_dropout=0.5)
    built = Recurrent(layers=(layer,)).build(TASK).get_layer("gru_1")
    assert (built.activation.__name__, built.dropout, built.recurrent_dropout) == ("relu", 0.1, 0.5)


def test_dropout_acts_in_training_only() -> None:
    built = Recurrent(layers=(RecurrentLayer(dropout=0.5, recurrent_dropout=0.5),)).build(TASK)
    x = inputs()
    np.testing.assert_array_equal(built(x), built(x))
    assert not np.array_equal(built(x, training=True), built(x, training=True))


@pytest.mark.parametrize(
    ("layer", "obstacle"),
    [
        (RecurrentLayer(dropout=0.5, bidirectional=True), None),
        (RecurrentLayer(cell="lstm"), None),
        (RecurrentLayer(recurrent_dropout=0.1), "recurrent_dropout"),
        (RecurrentLayer(activation="relu"), "relu"),
        (RecurrentLayer(cell="simple_rnn"), "simple_rnn"),
    ],
)
def test_what_keeps_a_layer_from_cudnn_is_what_keras_itself_checks(layer, obstacle) -> None:
    from importlib import import_module

    assert (obstacle or "") in layer.cudnn_obstacle()
    if layer.cell == "simple_rnn":
        return  # Keras has no check for it, and no kernel
    keras_rnn = import_module("keras.src.backend.tensorflow.rnn")
    built = Recurrent(layers=(layer,)).build(TASK).layers[1]
    built = built.forward_layer if layer.bidirectional else built
    arguments = {"activation", "recurrent_activation", "unroll", "use_bias"}
    if layer.cell == "gru":
        supported = keras_rnn._do_gru_arguments_support_cudnn
        arguments |= {"reset_after"}
    else:
        supported = keras_rnn._do_lstm_arguments_support_cudnn
    allowed = supported(**{name: getattr(built, name) for name in arguments})
    assert (allowed and not layer.recurrent_dropout) == (not layer.cudnn_obstacle())


def test_dense_layers_stand_between_the_last_recurrent_layer_and_the_output() -> None:
    model = Recurrent(dense=(DenseLayer(units=5, activation="relu"),)).build(TASK)
    assert [layer.name for layer in model.layers] == ["series", "gru_1", "dense_1", "output"]
    assert model.get_layer("dense_1").count_params() == 32 * 5 + 5
