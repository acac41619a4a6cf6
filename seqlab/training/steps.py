"""Training and evaluation steps that use the CPU's cores better than Keras's own.

`Model.fit` calls `model.train_function` once per batch, and builds it only when none is set.
The functions made here take its place: a batch is split into equal parts (shards), the gradients
of the shards are computed side by side (by XLA-compiled functions if asked) and their weighted
mean is applied once, by the model's own optimizer. Weights, losses and metrics are those of the
whole batch, up to float32 rounding.

Shards run side by side only if they share no state they write to. Dropout's seed generators are
such state; here their state is not advanced but computed, from the seed, the optimizer's count of
iterations and the shard. So a run is reproducible, and resuming one needs nothing but the weights
and the optimizer's variables.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import keras
import tensorflow as tf

from seqlab.training.plan import Plan
from seqlab.training.recurrences import restated_recurrences

StepFunction = Callable[[Any], Any]
"""From an iterator over batches to the logs of one step; what `fit` and `evaluate` call."""

DRAWS = 64
"""A seed generator's state is (seed, counter). One call of a model draws far fewer seeds than this
from any one generator, so no two (iteration, shard) pairs share a draw."""

PLACES = 15_485_863
"""Distance of the seeds of two generators of a model, so that near seeds share none."""


def install_steps(model: keras.Model, plan: Plan, *, seed: int) -> None:
    """Make a compiled model train and evaluate by `plan`.

    Args:
        model: built and compiled, without mixed precision.
        plan: how.
        seed: decides dropout.

    Raises:
        ValueError: a layer updates variables of its own, as batch normalisation does, which shards
            side by side cannot.
    """
    fixed = {id(generator.state) for generator in _seed_generators(model)}
    for layer in model._flatten_layers():
        if not layer.trainable:
            fixed |= {id(variable) for variable in layer.weights}
    if any(id(variable) not in fixed for variable in model.non_trainable_variables):
        raise ValueError("a layer updates variables of its own, which shards cannot")
    model.train_function = fast_train_function(model, plan, seed=seed)
    model.test_function = fast_test_function(model, plan)


def fast_train_function(model: keras.Model, plan: Plan, *, seed: int) -> StepFunction:
    """A train function whose result is that of the whole batch.

    Every dropout mask is a function of `seed`, the optimizer's iteration, the shard and the place
    in the model, given `plan` and the size of the batch.
    """
    optimizer = model.optimizer
    variables = model.trainable_variables
    seeds = _Seeds(_seed_generators(model), seed)
    stem, head = _split_model(model, plan)
    border = len(variables) - len(head.trainable_variables)
    if not optimizer.built:
        optimizer.build(variables)

    def differentiate_head(
        values: list[Any], sequence: Any, mask: Any, y: Any, counter: Any
    ) -> Any:
        with tf.GradientTape() as tape, _stateless(variables[border:], values, seeds, counter):
            sources = [*values, sequence] if stem else values
            tape.watch(sources)
            with _recurrences(head, plan):
                outputs = head(sequence, training=True, mask=mask)
            loss = model.compute_loss(x=sequence, y=y, y_pred=outputs, training=True)
        return tape.gradient(loss, sources), loss, outputs

    compiled_head = tf.function(differentiate_head, jit_compile=plan.jit, autograph=False)

    def differentiate(values: list[Any], x: Any, y: Any, counter: Any) -> Any:
        if stem is None:
            return compiled_head(values, x, None, y, counter)
        before = values[:border]
        with tf.GradientTape() as tape, _stateless(variables[:border], before, seeds, counter):
            tape.watch(before)
            sequence = stem(x, training=True)
        (*gradients, slope), loss, outputs = compiled_head(
            values[border:], sequence, _mask(sequence), y, counter
        )
        stem_gradients = tape.gradient(sequence, before, output_gradients=slope)
        return [*stem_gradients, *gradients], loss, outputs

    compute = tf.function(differentiate, autograph=False)
    # Always compiled: TensorFlow's own sums of an embedding's rows differ from run to run.
    update = tf.function(
        lambda gradients: optimizer.apply(gradients, variables), jit_compile=True, autograph=False
    )

    def step(x: Any, y: Any) -> dict[str, Any]:
        values = [tf.convert_to_tensor(variable) for variable in variables]
        counter = tf.cast(optimizer.iterations.value, tf.int64) * plan.shards
        results, outputs = [], []
        for index, shard in enumerate(_split((x, y), plan.shards)):
            gradients, loss, output = compute(values, *shard.data, (counter + index) * DRAWS)
            results.append([_scaled(part, shard.share) for part in (*gradients, loss)])
            outputs.append(output[: shard.size])
        *gradients, loss = map(_total, zip(*results, strict=True))
        update(gradients)
        return _logs(model, x, y, tf.concat(outputs, axis=0), loss)

    return _on_iterator(step)


def fast_test_function(model: keras.Model, plan: Plan) -> StepFunction:
    """A test function for the same models: the predictions of the shards run side by side."""
    stem, head = _split_model(model, plan)
    border = len(model.trainable_variables) - len(head.trainable_variables)
    before = model.trainable_variables[:border]

    def begin(values: list[Any], x: Any) -> Any:
        if stem is None:
            return x
        with _stateless(before, values):
            return stem(x, training=False)

    return test_function_of_head(model, plan, head, begin)


def test_function_of_head(
    model: keras.Model, plan: Plan, head: keras.Model, begin: Callable[[list[Any], Any], Any]
) -> StepFunction:
    """A test function that computes what comes before a part of the model in its own way.

    Args:
        model: built and compiled.
        plan: how.
        head: the model's end; the last of the model's variables are its own.
        begin: from the values of the variables before it and the inputs of a shard to what the
            head takes, `(shard, time, features)`.
    """
    variables = model.trainable_variables
    border = len(variables) - len(head.trainable_variables)

    def predict_head(values: list[Any], sequence: Any, mask: Any) -> Any:
        with _stateless(variables[border:], values), _recurrences(head, plan):
            return head(sequence, training=False, mask=mask)

    compiled_head = tf.function(predict_head, jit_compile=plan.jit, autograph=False)

    def predict(values: list[Any], x: Any) -> Any:
        sequence = begin(values[:border], x)
        return compiled_head(values[border:], sequence, _mask(sequence))

    compute = tf.function(predict, autograph=False)

    def step(x: Any, y: Any) -> dict[str, Any]:
        values = [tf.convert_to_tensor(variable) for variable in variables]
        shards = _split((x,), plan.shards)
        output = tf.concat([compute(values, *s.data)[: s.size] for s in shards], axis=0)
        loss = model.compute_loss(x=x, y=y, y_pred=output, training=False)
        return _logs(model, x, y, output, loss)

    return _on_iterator(step)


def _split_model(model: keras.Model, plan: Plan) -> tuple[keras.Model | None, keras.Model]:
    """What comes before the first recurrent layer, if anything does, and the rest.

    Where XLA compiles a model with recurrent layers it gets only the rest: its convolutions are
    slower than TensorFlow's own, and it would add up an embedding's gradient row by row.
    """
    recurrent = (keras.layers.RNN, keras.layers.Bidirectional)
    first = next((layer for layer in model.layers if isinstance(layer, recurrent)), None)
    if not plan.jit or first is None or first.input is model.input:
        return None, model
    return keras.Model(model.input, first.input), keras.Model(first.input, model.output)


def _recurrences(head: keras.Model, plan: Plan) -> AbstractContextManager[None]:
    """Where XLA compiles recurrent layers, it gets them in the form that it compiles best."""
    return restated_recurrences(head) if plan.jit else nullcontext()


def _mask(sequence: Any) -> Any:
    """Which time steps are not padding, `(batch, time)`, as an embedding tells Keras; or None."""
    return getattr(sequence, "_keras_mask", None)


@dataclass(frozen=True)
class _Seeds:
    """The seed generators of a model, and the seed that their states are computed from."""

    generators: list[Any]
    seed: int


def _stateless(
    variables: list[Any], values: list[Any], seeds: _Seeds | None = None, counter: Any = None
) -> keras.StatelessScope:
    """A scope in which layers read values instead of variables and write none.

    So shards share nothing. With `seeds`, each generator's state is that of `counter`.
    """
    state = list(zip(variables, values, strict=True))
    if seeds is not None:
        for place, generator in enumerate(seeds.generators):
            key = tf.constant(seeds.seed + PLACES * place, tf.int64)
            state.append((generator.state, tf.stack([key, counter])))
    return keras.StatelessScope(state, collect_losses=True, initialize_variables=False)


def _on_iterator(step: Callable[[Any, Any], dict[str, Any]]) -> StepFunction:
    function: StepFunction = tf.function(
        lambda iterator: step(*iterator.get_next()), autograph=False
    )
    return function


def _logs(model: keras.Model, x: Any, y: Any, output: Any, loss: Any) -> dict[str, Any]:
    """Tell the model's metrics of a batch, as Keras's own step does."""
    model._loss_tracker.update_state(loss, sample_weight=_batch_size((x,)))
    logs: dict[str, Any] = model.compute_metrics(x, y, output)
    return logs


@dataclass(frozen=True)
class _Shard:
    """A part of a batch: its arrays, its number of samples, and its share of the batch."""

    data: tuple[Any, ...]
    size: Any
    share: Any


def _split(data: tuple[Any, ...], count: int) -> list[_Shard]:
    """Split arrays along their first axis into `count` parts, as even as can be.

    Worked example, 33 samples and 2 shards: the first has samples 0 to 15, the second 16 to 32. A
    batch smaller than `count` leaves parts empty. The mean over no samples is not a number, so such
    a part holds a sample of another one, and counts for nothing.
    """
    total = _batch_size(data)
    shards = []
    for index in range(count):
        start, stop = total * index // count, total * (index + 1) // count
        first = tf.minimum(start, total - 1)
        last = tf.maximum(stop, first + 1)
        shards.append(
            _Shard(
                data=tuple(array[first:last] for array in data),
                size=stop - start,
                share=tf.cast(stop - start, tf.float32) / tf.cast(total, tf.float32),
            )
        )
    return shards


def _batch_size(data: tuple[Any, ...]) -> Any:
    return tf.shape(data[0])[0]


def _scaled(part: Any, share: Any) -> Any:
    """A shard's gradient or loss times its share of the batch."""
    if isinstance(part, tf.IndexedSlices):
        return tf.IndexedSlices(part.values * share, part.indices, part.dense_shape)
    return part * share


def _total(parts: tuple[Any, ...]) -> Any:
    """The sum of the shards' scaled gradients or losses, in a fixed order.

    Embeddings' gradients are lists of rows, and stay so: Keras's optimizers treat them differently
    from dense gradients (they square the rows one by one), and the whole batch's gradient is the
    shards' lists joined.
    """
    if isinstance(parts[0], tf.IndexedSlices):
        values = tf.concat([part.values for part in parts], axis=0)
        indices = tf.concat([part.indices for part in parts], axis=0)
        return tf.IndexedSlices(values, indices, parts[0].dense_shape)
    return tf.add_n(parts)


def _seed_generators(model: keras.Model) -> list[Any]:
    """The seed generators of a model's layers, in the model's order."""
    return [g for layer in model._flatten_layers() for g in layer._seed_generators]
