"""How much memory training needs at least, and how much there is: told before it begins.

Linux hands out more memory than it has, and ends a process that takes it at its word. So nothing is
tried out: the model is looked at before its weights are drawn.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import keras

from seqlab.backend import settled_keras
from seqlab.cores import usable_cores
from seqlab.errors import SeqlabError
from seqlab.experiment.experiment import Experiment
from seqlab.free_memory import free_memory
from seqlab.tasks.data import Data
from seqlab.tasks.inputs import sample_bytes
from seqlab.tasks.task import Task
from seqlab.training.batches import evaluation_batch_size, numbers_of
from seqlab.training.keras_insides import all_layers, without_weights

SLOTS = {"rmsprop": 1, "adam": 2, "sgd": 0}
"""Numbers that each optimizer keeps for every trainable weight."""
PREFETCHED = 2
"""Batches that lie ready while the model is at work on another one."""
FLOAT = 4
"""Bytes of a number, of weights always, of outputs without mixed precision."""


@dataclass(frozen=True)
class Need:
    """What training takes at least, in bytes, beside TensorFlow and the data.

    Args:
        state: the weights and what the optimizer keeps for each.
        gradients: of the weights.
        sample: of a training batch: its inputs, and the outputs that its gradients are made from.
        at_once: samples of a training batch that are computed at the same time.
        evaluation: the inputs and the largest outputs of an evaluation batch.
    """

    state: int
    gradients: int
    sample: int
    at_once: int
    evaluation: int

    @property
    def batch(self) -> int:
        """All samples that are computed at the same time."""
        return self.sample * self.at_once

    @property
    def total(self) -> int:
        """The state, and the most of what comes one after the other: steps, evaluation, saving.

        A checkpoint is put together in memory: the state once as arrays, once as a file.
        """
        return self.state + max(self.gradients + self.batch, self.evaluation, 2 * self.state)


def outline(experiment: Experiment, task: Task) -> keras.Model:
    """The experiment's model without its weights, which takes no memory and no time to speak of.

    It has layers, shapes and numbers of weights, and is good for nothing else.
    """
    with without_weights():
        return experiment.model.build(task)


@settled_keras()
def memory_needed(experiment: Experiment, data: Data) -> Need:
    """A lower bound of what training takes on a CPU.

    Worked example, 128 windows of 240 x 14 numbers and a GRU of 32 units: a sample is held three
    times, in the step and twice ready for the next ones, 3 * 240 * 14 * 4 = 40,320 bytes, and has
    240 states of 32 numbers, 30,720 bytes; a batch takes 9 MB.

    Args:
        experiment: what to train.
        data: loaded, for the shapes of its samples.
    """
    settings, model = experiment.training, outline(experiment, data.task)
    number = FLOAT // 2 if settings.mixed_precision else FLOAT
    held = (1 + PREFETCHED) * sample_bytes(data.task.inputs)
    trainable = _size(model.trainable_weights)
    batch = experiment.dataset.batch_size
    shards = settings.shards if isinstance(settings.shards, int) else 1
    # Validation windows that share rows go through convolutions in other pieces.
    convolves = any(isinstance(layer, keras.layers.Conv1D) for layer in all_layers(model))
    return Need(
        state=FLOAT * (_size(model.weights) + SLOTS[settings.optimizer] * trainable),
        gradients=FLOAT * (trainable - _looked_up(model)),
        sample=held + number * sum(map(_kept, model.layers)),
        at_once=min(batch, math.ceil(batch / shards) * max(len(usable_cores()), 1)),
        evaluation=0 if convolves else evaluation_batch_size(model, data) * held,
    )


def check_memory(experiment: Experiment, data: Data) -> None:
    """Refuse an experiment that cannot fit into the memory that is free.

    Args:
        experiment: what to train, on a CPU.
        data: loaded; what it takes is no longer free.

    Raises:
        SeqlabError: it cannot; names both sizes, what takes most, and what to lower.
    """
    need, free = memory_needed(experiment, data), free_memory()
    if free is None or need.total <= free:
        return
    raise SeqlabError(
        f"Training {experiment.name} needs at least {gigabytes(need.total)} of memory beside "
        f"TensorFlow and the data, and {gigabytes(free)} are free: {_what_takes_most(need)}.",
        remedy=_remedy(experiment, data, need, free),
    )


def gigabytes(size: float) -> str:
    """Bytes in words, such as `0.3 GB`; never less than there are."""
    return f"{math.ceil(size / 1e8) / 10:,.1f} GB"


def _what_takes_most(need: Need) -> str:
    parts = {
        "the weights, with what the optimizer keeps for them": need.state,
        "their gradients": need.gradients,
        f"{need.at_once:,} samples of a training batch": need.batch,
        "a batch of the evaluation": need.evaluation,
    }
    most = max(parts, key=parts.__getitem__)
    return f"{most} take{'s' * most.startswith('a ')} {gigabytes(parts[most])}"


def _remedy(experiment: Experiment, data: Data, need: Need, free: int) -> str:
    """What to lower so that it fits: the batch where that is enough, else the model."""
    batch = experiment.dataset.batch_size
    fits = (free - need.state - need.gradients) // max(need.sample, 1)
    if 1 <= fits < batch and replace(need, at_once=fits).total <= free:
        return f"Lower dataset.batch_size to {fits:,} or less (now {batch:,}), or free some memory."
    largest = max(outline(experiment, data.task).layers, key=lambda layer: layer.count_params())
    return (
        f"Make the model smaller, or what it sees of a sample, or free some memory. The layer "
        f"{largest.name} has {largest.count_params():,} weights; `seqlab inspect` shows them all."
    )


def _kept(layer: keras.layers.Layer) -> int:
    """Numbers of each sample that a layer keeps for its gradients, at least.

    Layers without weights may hand on what they get.
    """
    recurrent = [inner for inner in all_layers(layer) if isinstance(inner, keras.layers.RNN)]
    if recurrent:
        sequence, *_ = keras.tree.flatten(layer.input)  # a mask may come with it
        time: int = sequence.shape[1] or 1
        return time * sum(_states(inner.cell.state_size) for inner in recurrent)
    return numbers_of(layer) if layer.weights else 0


def _states(size: int | Sequence[int]) -> int:
    """Numbers in the states of a cell, of which an LSTM has two."""
    return size if isinstance(size, int) else sum(size)


def _size(weights: Iterable[keras.Variable]) -> int:
    """Numbers in some weights."""
    return sum(math.prod(weight.shape) for weight in weights)


def _looked_up(model: keras.Model) -> int:
    """Trainable numbers of embeddings, whose gradients are lists of the rows that were used."""
    layers = (layer for layer in model.layers if isinstance(layer, keras.layers.Embedding))
    return sum(_size(layer.trainable_weights) for layer in layers)
