"""Everything of Keras that training relies on and that Keras does not promise to keep.

Each thing has a function or a name here, and a test of its own in `test_keras_insides.py` that
fails by its name when a release of Keras changes it. pyproject.toml admits only the releases that
these tests have passed with.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import keras
from keras.src.backend.common import global_state

StepFunction = Callable[[Any], Any]
"""From an iterator over batches to the logs of one step; what `fit` and `evaluate` call."""

GRU_GATES = ("update", "reset", "candidate")
"""The order in which a GRU's kernels and biases hold the gates, each `units` columns wide."""
LSTM_GATES = ("input", "forget", "candidate", "output")
"""The same of an LSTM."""

CALLBACK_STATE: dict[str, tuple[str, ...]] = {
    "EarlyStopping": ("wait", "best", "best_epoch", "stopped_epoch"),
    "ReduceLROnPlateau": ("wait", "best", "cooldown_counter"),
}
"""What Keras's schedules remember from epoch to epoch."""


def all_layers(model: keras.Model) -> list[keras.layers.Layer]:
    """The model itself and every layer in it, however deep: also what a wrapper wraps, and cells.

    `model.layers` holds the outermost only.
    """
    return list(model._flatten_layers())


def operations(model: keras.Model) -> list[Any]:
    """What a model computes, each operation after those whose outputs it takes.

    Unlike `model.layers` that includes operations on symbolic tensors, such as `states[:, -1:]`.
    A Sequential has none of those, and no such list.
    """
    return list(getattr(model, "operations", None) or model.layers)


def seed_generators(model: keras.Model) -> list[keras.random.SeedGenerator]:
    """The seed generators of a model's layers, in the model's order."""
    return [generator for layer in all_layers(model) for generator in layer._seed_generators]


def use_train_function(model: keras.Model, function: StepFunction) -> None:
    """Have `fit` call a function for each step: it makes its own only where none is set.

    `model.compile` forgets it.
    """
    model.train_function = function


def use_test_function(model: keras.Model, function: StepFunction) -> None:
    """The same for `evaluate` and for the validation pass of `fit`."""
    model.test_function = function


def use_update(model: keras.Model, update: Callable[[list[Any]], None]) -> None:
    """Have Keras's own training steps hand the gradients to a function, in the variables' order.

    Such a step calls `optimizer.apply_gradients`, and that `optimizer.apply`, which it looks up on
    the optimizer, where an attribute of the instance hides the method of its class.
    """
    model.optimizer.apply = lambda gradients, _: update(list(gradients))


def record_loss(model: keras.Model, loss: Any, samples: Any) -> None:
    """Take a batch's loss into the mean that the epoch's logs report, as Keras's own steps do."""
    model._loss_tracker.update_state(loss, sample_weight=samples)


@contextmanager
def without_weights() -> Iterator[None]:
    """While this lasts, the layers of new models have weights with shapes and no values.

    Nothing of it remains: Keras would draw them as soon as another such scope ends, and would count
    on in the names that it gives to operations.
    """
    names = dict(global_state.get_global_attribute("object_name_uids") or {})
    try:
        with keras.StatelessScope(initialize_variables=False):
            yield
    finally:
        global_state.set_global_attribute("uninitialized_variables", [])
        global_state.set_global_attribute("object_name_uids", defaultdict(int, names))


@contextmanager
def names_counted_anew() -> Iterator[None]:
    """While this lasts, Keras names operations as in a process that has built nothing before.

    It counts those without a name of their own (`softplus`, `softplus_1`), and writes their names
    into model.keras: the same model, built a second time, would be another file. Afterwards it
    counts on from the higher number, so that no name is given twice.
    """
    before = dict(global_state.get_global_attribute("object_name_uids") or {})
    global_state.set_global_attribute("object_name_uids", defaultdict(int))
    try:
        yield
    finally:
        since = global_state.get_global_attribute("object_name_uids")
        highest = {name: max(before.get(name, 0), since.get(name, 0)) for name in {*before, *since}}
        global_state.set_global_attribute("object_name_uids", defaultdict(int, highest))


@contextmanager
def replaced_inner_loops(
    layers: Iterable[keras.layers.RNN], inner_loop: Callable[..., Any]
) -> Iterator[None]:
    """While this lasts, recurrent layers compute their time steps by another function.

    `RNN.call` looks `inner_loop` up on the layer, where an attribute of the instance hides the
    method of its class.

    Args:
        layers: their classes stay as they are.
        inner_loop: takes the layer, and then what the method takes.
    """
    replaced = list(layers)
    for layer in replaced:
        layer.inner_loop = partial(inner_loop, layer)
    try:
        yield
    finally:
        for layer in replaced:
            del layer.inner_loop


def own_inner_loop(layer: keras.layers.RNN, *arguments: Any, training: bool) -> Any:
    """What a layer's `inner_loop` is without `replaced_inner_loops`."""
    return type(layer).inner_loop(layer, *arguments, training=training)


def dropout_masks(cell: Any, inputs: Any, state: Any) -> tuple[Any, Any]:
    """The masks that a cell applies to its inputs and to its state at every time step of a batch.

    `RNN.call` has drawn them before it calls `inner_loop`, so this draws nothing anew. In an LSTM's
    or a GRU's cell that multiplies its kernel gate by gate, each gate has a mask of its own.

    Args:
        cell: of a GRU or an LSTM.
        inputs: of one time step, `(batch, features)`.
        state: `(batch, units)`.

    Returns:
        For the inputs and for the state a mask, a list of masks for the gates, or None without
        dropout.
    """
    return cell.get_dropout_mask(inputs), cell.get_recurrent_dropout_mask(state)


def is_gru(cell: Any) -> bool:
    """Whether a cell is a GRU's; its two biases are the rows of one variable."""
    return isinstance(cell, keras.layers.GRUCell)


def resets_after_product(cell: Any) -> bool:
    """Whether a GRU's reset gate is applied after the product with the recurrent kernel.

    That is Keras's default and cuDNN's only way. An LSTM has no such gate.
    """
    return bool(getattr(cell, "reset_after", True))


def callback_state(callback: keras.callbacks.Callback) -> dict[str, float]:
    """What a schedule must remember to go on in another process.

    Raises:
        AttributeError: Keras keeps it elsewhere now. Going on without would train another model.
    """
    names = CALLBACK_STATE[type(callback).__name__]
    values = {name: getattr(callback, name) for name in names}
    return {name: value for name, value in values.items() if value is not None}  # no best yet


def set_callback_state(callback: keras.callbacks.Callback, state: dict[str, float]) -> None:
    """Put back what `callback_state` returned."""
    for name in CALLBACK_STATE[type(callback).__name__]:
        if name in state:
            setattr(callback, name, state[name])
