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

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import keras
import tensorflow as tf

from seqlab.backend import settled_keras
from seqlab.errors import DataError
from seqlab.training.keras_insides import (
    StepFunction,
    record_loss,
    seed_generators,
    use_test_function,
    use_train_function,
    use_update,
)
from seqlab.training.plan import Plan, shards_obstacle
from seqlab.training.recurrences import restated_recurrences
from seqlab.training.shards import batch_size, scaled, split_batch, total
from seqlab.training.stem_and_head import StemAndHead, cut_before_recurrence

Outputs = Callable[[Any], Any]
"""From a batch of inputs to what a model says of it, `(batch, ...)`."""
DRAWS = 64
"""A seed generator's state is (seed, counter). One call of a model draws far fewer seeds than this
from any one generator, so no two (iteration, shard) pairs share a draw."""

PLACES = 15_485_863
"""Distance of the seeds of two generators of a model, so that near seeds share none. It is the
millionth prime."""


@settled_keras()
def install_steps(model: keras.Model, plan: Plan, *, seed: int) -> Outputs:
    """Make a compiled model train and evaluate by `plan`.

    Args:
        model: built and compiled, without mixed precision.
        plan: how.
        seed: decides dropout.

    Returns:
        What the model says of a batch, computed as evaluation computes it.

    Raises:
        DataError: the plan, recorded with another model, is none for this one.
    """
    obstacle = shards_obstacle(model, jit=plan.jit)
    if obstacle:
        raise DataError(
            "The recorded plan splits batches, which the steps of this model do not allow: "
            f"{obstacle}.",
            remedy="Restore config.yaml and environment.json from one copy, or train it again.",
        )
    parts = _parts(model, plan)
    outputs = outputs_of_head(model, plan, parts, _run_stem(model, parts))
    use_train_function(model, _on_iterator(_TrainingStep(model, plan, parts, seed)))
    use_test_function(model, test_function(model, outputs))
    return outputs


@settled_keras()
def make_keras_steps_repeatable(model: keras.Model) -> None:
    """Make Keras's own training steps come to the same bits again on a CPU, as far as they can.

    Args:
        model: built and compiled, without mixed precision.
    """
    use_update(model, _compiled_update(model))


def outputs_of_head(
    model: keras.Model,
    plan: Plan,
    parts: StemAndHead,
    begin: Callable[[list[Any], Any], Any],
) -> Outputs:
    """What a model says of a batch, where what comes before a part of it is computed otherwise.

    Args:
        model: built and compiled.
        plan: how.
        parts: of the model; only the head is called.
        begin: from the values of the stem's variables and the inputs of a shard to what the head
            takes, such as `(shard, time, features)`.
    """
    variables, head, border = model.trainable_variables, parts.head, parts.border

    def predict_head(values: list[Any], sequence: Any) -> Any:
        with _stateless(variables[border:], values), _recurrences(head, plan):
            return head(sequence, training=False)

    compiled_head = tf.function(predict_head, jit_compile=plan.jit, autograph=False)

    def predict(values: list[Any], x: Any) -> Any:
        return compiled_head(values[border:], begin(values[:border], x))

    # TensorFlow runs the calls of a function side by side where they share no state.
    compute = tf.function(predict, autograph=False)

    def outputs(x: Any) -> Any:
        values = [tf.convert_to_tensor(variable) for variable in variables]
        shards = split_batch((x,), plan.shards)
        return tf.concat([compute(values, *s.data)[: s.size] for s in shards], axis=0)

    return outputs


def test_function(model: keras.Model, outputs: Outputs) -> StepFunction:
    """A test function from what a model says of a batch."""

    def step(x: Any, y: Any) -> dict[str, Any]:
        output = outputs(x)
        loss = model.compute_loss(x=x, y=y, y_pred=output, training=False)
        return _logs(model, x, y, output, loss)

    return _on_iterator(step)


class _TrainingStep:
    """A step whose result is that of the whole batch.

    Every dropout mask is a function of the seed, the optimizer's iteration, the shard and the place
    in the model, given the plan and the size of the batch.
    """

    def __init__(self, model: keras.Model, plan: Plan, parts: StemAndHead, seed: int) -> None:
        self._model = model
        self._plan = plan
        self._parts = parts
        self._seed = seed
        self._generators = seed_generators(model)
        self._variables = model.trainable_variables
        self._update = _compiled_update(model)
        self._compiled_head = tf.function(
            self._differentiate_head, jit_compile=plan.jit, autograph=False
        )
        self._compute = tf.function(self._differentiate, autograph=False)

    def __call__(self, x: Any, y: Any) -> dict[str, Any]:
        """Learn from one batch, and tell its logs."""
        shards = self._plan.shards
        # Read once, before any shard runs: all of them see the same weights.
        values = [tf.convert_to_tensor(variable) for variable in self._variables]
        counter = tf.cast(self._model.optimizer.iterations.value, tf.int64) * shards
        # Handed in, so that what is compiled is the same for every seed.
        seed = tf.constant(self._seed, tf.int64)
        results, outputs = [], []
        for index, shard in enumerate(split_batch((x, y), shards)):
            draw = tf.stack([seed, (counter + index) * DRAWS])
            gradients, loss, output = self._compute(values, *shard.data, draw)
            results.append([scaled(part, shard.share) for part in (*gradients, loss)])
            outputs.append(output[: shard.size])
        *gradients, loss = map(total, zip(*results, strict=True))
        self._update(gradients)
        return _logs(self._model, x, y, tf.concat(outputs, axis=0), loss)

    def _differentiate(self, values: list[Any], x: Any, y: Any, draw: Any) -> Any:
        """The gradients of a shard's loss, the loss and the outputs."""
        stem, border = self._parts.stem, self._parts.border
        if stem is None:
            return self._compiled_head(values, x, y, draw)
        before = values[:border]
        with tf.GradientTape() as tape, self._scope(self._variables[:border], before, draw):
            tape.watch(before)
            sequence = stem(x, training=True)
        (*gradients, slope), loss, outputs = self._compiled_head(values[border:], sequence, y, draw)
        # The chain rule: from the loss's slope at the cut back through the stem.
        stem_gradients = tape.gradient(sequence, before, output_gradients=slope)
        return [*stem_gradients, *gradients], loss, outputs

    def _differentiate_head(self, values: list[Any], sequence: Any, y: Any, draw: Any) -> Any:
        """The same for the head alone; where there is a stem, also the slope at the cut.

        What the head takes is `(shard, time, features)`. Where an embedding marks padding it is a
        list, with the mask `(shard, time)` behind the sequence.
        """
        model, head, border = self._model, self._parts.head, self._parts.border
        with tf.GradientTape() as tape, self._scope(self._variables[border:], values, draw):
            sources = values if self._parts.stem is None else [*values, sequence]
            tape.watch(sources)
            with _recurrences(head, self._plan):
                outputs = head(sequence, training=True)
            loss = model.compute_loss(x=sequence, y=y, y_pred=outputs, training=True)
        return tape.gradient(loss, sources), loss, outputs

    def _scope(self, variables: list[Any], values: list[Any], draw: Any) -> keras.StatelessScope:
        """A stateless scope in which each seed generator's state is that of `draw`, `(2,)`."""
        states = []
        for place, generator in enumerate(self._generators):
            key = draw[0] + PLACES * place
            states.append((generator.state, tf.stack([key, draw[1]])))
        return _stateless(variables, values, states)


def _compiled_update(model: keras.Model) -> Callable[[list[Any]], None]:
    """The optimizer's update of all weights, from their gradients.

    Always compiled: TensorFlow's own sums of an embedding's rows differ from run to run.
    """
    variables, apply = model.trainable_variables, model.optimizer.apply
    if not model.optimizer.built:
        model.optimizer.build(variables)
    function: Callable[[list[Any]], None] = tf.function(
        lambda gradients: apply(gradients, variables), jit_compile=True, autograph=False
    )
    return function


def _parts(model: keras.Model, plan: Plan) -> StemAndHead:
    """What XLA does not compile, as the stem, and what it may.

    Where XLA compiles a model with recurrent layers it gets only these and what follows: its
    convolutions are slower than TensorFlow's own, and it would add up an embedding's gradient row
    by row.
    """
    parts = cut_before_recurrence(model) if plan.jit else None
    return parts or StemAndHead(None, model, 0)


def _run_stem(model: keras.Model, parts: StemAndHead) -> Callable[[list[Any], Any], Any]:
    """From the values of the stem's variables and a shard's inputs to what the head takes."""
    variables = model.trainable_variables[: parts.border]

    def begin(values: list[Any], x: Any) -> Any:
        if parts.stem is None:
            return x
        with _stateless(variables, values):
            return parts.stem(x, training=False)

    return begin


def _recurrences(head: keras.Model, plan: Plan) -> AbstractContextManager[None]:
    """Where XLA compiles recurrent layers, it gets them in the form that it compiles best."""
    return restated_recurrences(head) if plan.jit else nullcontext()


def _stateless(
    variables: list[Any], values: list[Any], states: Sequence[tuple[Any, Any]] = ()
) -> keras.StatelessScope:
    """A scope in which layers read values instead of variables and write none.

    So shards share nothing.
    """
    state = [*zip(variables, values, strict=True), *states]
    return keras.StatelessScope(state, collect_losses=True, initialize_variables=False)


def _on_iterator(step: Callable[[Any, Any], dict[str, Any]]) -> StepFunction:
    function: StepFunction = tf.function(
        lambda iterator: step(*iterator.get_next()), autograph=False
    )
    return function


def _logs(model: keras.Model, x: Any, y: Any, output: Any, loss: Any) -> dict[str, Any]:
    """Tell the model's metrics of a batch, as Keras's own step does."""
    record_loss(model, loss, batch_size((x,)))
    logs: dict[str, Any] = model.compute_metrics(x, y, output)
    return logs
