"""Keras's GRU and LSTM layers, restated so that XLA compiles them to faster code.

The formulas are Keras's, the operations others:

- Keras slices the gates out of a product, and the gradient of a slice is a padded array, of which
  XLA's sum is slow. Here the product is split, and the gradient is a join.
- With dropout each gate has a mask and a product of its own. Here they are one batched product.
- An iteration of the loop takes several time steps, which share one product with the kernel.
- What the gradient needs of a time step is computed again, not kept: kept for all time steps it
  would not fit the processor's caches.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from functools import partial
from typing import Any

import keras
import tensorflow as tf

from seqlab.training.keras_insides import (
    GRU_GATES,
    LSTM_GATES,
    all_layers,
    dropout_masks,
    is_gru,
    own_inner_loop,
    replaced_inner_loops,
    resets_after_product,
)

Gates = list[Any]
"""A tensor for each gate of a cell, `(batch, units)`, in Keras's order of the gates."""
Step = Callable[[Any, Gates, Gates, list[Any]], list[Any]]
"""From a cell, its gates' parts of both products and its states to the states after a time step."""

STEPS_PER_ITERATION = (4, 3, 2, 1)
"""Time steps of an iteration: the first of these that divides the length of the sequence."""
STEPS_WITH_MASKS = (2, 1)
"""The same with dropout: more are not faster there, but take XLA twice as long to compile."""

RECOMPUTED = "SeqlabRecomputed"
"""TensorFlow's name for the one gradient that recomputes."""


def restated_recurrences(model: keras.Model) -> AbstractContextManager[None]:
    """While this lasts, a model's GRU and LSTM layers compute in their restated form.

    It is meant for tracing a function of the model, which stays a plain Keras model.

    Args:
        model: built; layers of other kinds are left as they are.
    """
    layers = [layer for layer in all_layers(model) if _is_restatable(layer)]
    return replaced_inner_loops(layers, _inner_loop)


def _is_restatable(layer: keras.layers.Layer) -> bool:
    # Not isinstance: what a class derived from these computes is not known here.
    if type(layer) not in (keras.layers.GRU, keras.layers.LSTM):
        return False
    return bool(layer.cell.use_bias and resets_after_product(layer.cell))


def _inner_loop(
    layer: Any, sequences: Any, initial_state: Any, mask: Any, training: bool = False
) -> Any:
    """What `RNN.call` calls for all time steps of a layer.

    Args:
        layer: GRU or LSTM.
        sequences: `(batch, time, features)`.
        initial_state: the layer's, each `(batch, units)`.
        mask: which time steps are not padding; with one, Keras's own loop is used.
        training: whether to apply dropout.

    Returns:
        The last output, `(batch, units)`; all of them, `(batch, time, units)`, or again only the
        last, `(batch, 1, units)`, where that is what the layer returns; and the last states.
    """
    if mask is not None:
        return own_inner_loop(layer, sequences, initial_state, mask, training=training)
    masks, recurrent_masks = None, None
    if training:
        masks, recurrent_masks = dropout_masks(layer.cell, sequences[:, 0], initial_state[0])
    if masks is not None and not isinstance(masks, list):
        # One mask for all gates and time steps: dropped once here, the gates still share a product.
        sequences, masks = sequences * masks[:, None], None
    if layer.go_backwards:
        sequences = tf.reverse(sequences, axis=[1])
    length, features = sequences.shape[1:]
    has_masks = masks is not None or recurrent_masks is not None
    choices = STEPS_WITH_MASKS if has_masks else STEPS_PER_ITERATION
    steps = next(steps for steps in choices if length % steps == 0)
    # Time comes first, so that an iteration of the loop reads its time steps as one piece of
    # memory: (batch, time, features) to (iterations, steps, batch, features).
    parts = tf.reshape(tf.transpose(sequences, [1, 0, 2]), [length // steps, steps, -1, features])
    states, outputs = _iterate(
        # Only the states between two iterations are kept for the gradient, not what led to them.
        _recomputed(partial(_advance, layer.cell)),
        parts,
        list(initial_state),
        _weights(layer.cell, masks, recurrent_masks),
        keep_outputs=layer.return_sequences,
    )
    return states[0], outputs, states


def _iterate(
    advance: Callable[..., Any], parts: Any, states: list[Any], weights: Any, *, keep_outputs: bool
) -> tuple[list[Any], Any]:
    """Take the states through all parts of a sequence.

    Args:
        advance: from a part, the states before it and the weights to the states after each step.
        parts: `(iterations, steps, batch, features)`.
        states: before the first time step, each `(batch, units)`.
        weights: handed on to `advance`.
        keep_outputs: whether the outputs of all time steps are wanted.

    Returns:
        The last states, and the outputs, `(batch, time, units)`; or the last, `(batch, 1, units)`.
    """
    iterations, steps = parts.shape[:2]
    arrays = tf.TensorArray(parts.dtype, iterations).unstack(parts)
    kept = [tf.TensorArray(parts.dtype, iterations)] if keep_outputs else []

    def iterate(
        number: Any, states: list[Any], kept: list[Any]
    ) -> tuple[Any, list[Any], list[Any]]:
        after = advance(arrays.read(number), states, weights)
        outputs = tf.stack([states[0] for states in after])  # (steps, batch, units)
        return number + 1, after[-1], [array.write(number, outputs) for array in kept]

    # XLA must know the number of iterations to allot what the gradient's loop reads back.
    _, states, kept = tf.while_loop(
        lambda number, *_: number < iterations,
        iterate,
        (0, states, kept),
        maximum_iterations=iterations,
    )
    if not kept:
        return states, states[0][:, None]
    # (iterations, steps, batch, units) to (time, batch, units) to (batch, time, units)
    outputs = tf.reshape(kept[0].stack(), [iterations * steps, -1, states[0].shape[-1]])
    return states, tf.transpose(outputs, [1, 0, 2])


def _recomputed(advance: Callable[..., Any]) -> Callable[..., Any]:
    """Have a function's gradient compute the function again, and keep only its arguments for that.

    `tf.recompute_grad` computes the same, but it enters a gradient a tracing into a table of the
    whole process, which holds on to every graph that was ever traced.

    Args:
        advance: from nested tensors to nested tensors; called while a graph is traced.
    """

    def compute(*arguments: Any) -> Any:
        results = advance(*arguments)
        tensors = tf.nest.flatten((results, arguments))
        graph = tensors[0].graph
        with graph.gradient_override_map({"IdentityN": RECOMPUTED}):
            passed = tf.identity_n(tensors)
        graph.add_to_collection(passed[0].op.name, (advance, arguments))
        return tf.nest.pack_sequence_as(results, passed[: len(tf.nest.flatten(results))])

    return compute


def _recompute(operation: Any, *slopes: Any) -> list[Any]:
    """The gradients of what `_recomputed` passed on: none of the results, those of the arguments.

    Args:
        operation: its inputs are the results and then the arguments.
        slopes: of the loss, by each of them as they were passed on.
    """
    # The last: a graph begins with what the graphs around it have by the same name.
    advance, arguments = operation.graph.get_collection(operation.name)[-1]
    before = len(operation.inputs) - len(tf.nest.flatten(arguments))
    with tf.GradientTape() as tape:
        sources = [tf.identity(tensor) for tensor in operation.inputs[before:]]
        tape.watch(sources)
        results = advance(*tf.nest.pack_sequence_as(arguments, sources))
    gradients: list[Any] = tape.gradient(
        results,
        sources,
        output_gradients=tf.nest.pack_sequence_as(results, slopes[:before]),
        unconnected_gradients=tf.UnconnectedGradients.ZERO,
    )
    return [None] * before + gradients


with suppress(KeyError):  # it is there where this module was imported, forgotten, imported again
    tf.RegisterGradient(RECOMPUTED)(_recompute)


def _weights(cell: Any, masks: Gates | None, recurrent_masks: Gates | None) -> list[Any]:
    """For the input and for the state: kernel, bias and dropout's masks.

    With masks, those of the gates are stacked: kernel `(gates, features, units)`, bias `(gates, 1,
    units)`, masks `(gates, 1, batch, features)`. Without, kernel and bias are as Keras has them and
    the third tensor is empty.
    """
    bias = tf.convert_to_tensor(cell.bias)
    # A GRU has a bias for each of its two products, as cuDNN has: the reset gate scales the second
    # one too. An LSTM adds its products, so one bias serves, and the other is 0 here.
    biases = tf.unstack(bias) if is_gru(cell) else [bias, tf.zeros_like(bias)]
    weights = []
    for kernel, bias, gates in zip(
        (cell.kernel, cell.recurrent_kernel), biases, (masks, recurrent_masks), strict=True
    ):
        if gates is None:
            weights.append([tf.convert_to_tensor(kernel), bias, tf.zeros([0])])
        else:
            kernels = tf.stack(tf.split(kernel, len(gates), axis=-1))
            weights.append(
                [kernels, tf.stack(tf.split(bias, len(gates)))[:, None], tf.stack(gates)[:, None]]
            )
    return weights


def _advance(cell: Any, part: Any, states: list[Any], weights: list[Any]) -> list[list[Any]]:
    """The states after each time step of a part of a sequence, `(steps, batch, features)`."""
    step = _gru_step if is_gru(cell) else _lstm_step
    after = []
    # The inputs of all these time steps are known: one product for all. A state's product has to
    # wait for the step before it.
    for inputs in _gates(cell, part, *weights[0]):
        (recurrent,) = _gates(cell, states[0][None], *weights[1])
        states = step(cell, inputs, recurrent, states)
        after.append(states)
    return after


def _gates(cell: Any, x: Any, kernel: Any, bias: Any, masks: Any) -> list[Gates]:
    """The gates' parts of the product of `x`, `(time, batch, features)`, for each time step."""
    steps, features = x.shape[0], x.shape[-1]
    count = len(GRU_GATES if is_gru(cell) else LSTM_GATES)
    if kernel.shape.rank == 2:
        product = tf.matmul(tf.reshape(x, [-1, features]), kernel) + bias
        joined = tf.reshape(product, [steps, -1, count * cell.units])
        return [tf.split(gates, count, axis=-1) for gates in tf.unstack(joined)]
    product = tf.matmul(tf.reshape(x * masks, [count, -1, features]), kernel) + bias
    # (gates * time, batch, units), the time steps of the first gate first
    joined = tf.unstack(tf.reshape(product, [count * steps, -1, cell.units]))
    # Worked example, 3 gates and 2 time steps: time step 1 is at the places 1, 3 and 5 of 6.
    return [joined[time::steps] for time in range(steps)]


def _gru_step(cell: Any, inputs: Gates, recurrent: Gates, states: list[Any]) -> list[Any]:
    """The state after a time step of a GRU (Cho et al. 2014, with the reset after the product)."""
    (state,) = states
    x_update, x_reset, x_candidate = inputs
    h_update, h_reset, h_candidate = recurrent
    update = cell.recurrent_activation(x_update + h_update)
    reset = cell.recurrent_activation(x_reset + h_reset)
    candidate = cell.activation(x_candidate + reset * h_candidate)
    # Keras's update gate keeps the old state; in Cho et al. it lets the new one in.
    return [update * state + (1 - update) * candidate]


def _lstm_step(cell: Any, inputs: Gates, recurrent: Gates, states: list[Any]) -> list[Any]:
    """The states after a time step of an LSTM (Hochreiter and Schmidhuber 1997)."""
    _, carry = states
    gates = [x + h for x, h in zip(inputs, recurrent, strict=True)]
    write, forget, output = (cell.recurrent_activation(gates[place]) for place in (0, 1, 3))
    carry = forget * carry + write * cell.activation(gates[2])
    return [output * cell.activation(carry), carry]
