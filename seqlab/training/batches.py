"""Batches on their way to `fit`.

The pipelines call Python by number. A generator would do as well, but starting one in TensorFlow
2.21 on Python 3.11 changes how the whole process gets its memory, which makes every batch ten times
as slow to cut (`mallopt` in GeneratorDatasetOp).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import keras
import tensorflow as tf

from seqlab.tasks.data import Batch, Data, SplitName
from seqlab.tasks.inputs import sample_bytes
from seqlab.tasks.task import Task
from seqlab.training.plan import has_recurrence

EVALUATION_BATCH_WITH_STATES = 512
"""Samples in one evaluation batch of a model with recurrent layers: the states of more of them
would take another 80 MB."""
LARGEST_BATCH = 256 * 2**20
"""Bytes of inputs in one evaluation batch, of which up to four are there at the same time, and of
what any layer makes of them."""


_RAISED: list[Exception] = []


@contextmanager
def own_errors_of_batches() -> Iterator[None]:
    """Raise what the making of a batch raised, of which TensorFlow keeps the text alone.

    It also decorates functions.
    """
    try:
        yield
    except tf.errors.OpError:
        if not _RAISED:
            raise
        raise _RAISED[0] from None
    finally:
        _RAISED.clear()


def training_batches(data: Data, seed: int, steps: int, first_epoch: int) -> tf.data.Dataset:
    """All training batches from an epoch on, without end, made while the step before them runs.

    Args:
        data: where they come from.
        seed: the experiment's seed.
        steps: batches in one epoch.
        first_epoch: the epoch to begin with, counted from 0.
    """

    def batch(number: int) -> Batch:
        epoch, step = divmod(number, steps)
        return data.training_batch(seed, first_epoch + epoch, step)

    return _numbered(batch, tf.int64.max, data.task)


def evaluation_batches(data: Data, split: SplitName, model: keras.Model) -> tf.data.Dataset:
    """All of a split in order; can be run through again.

    Args:
        data: where it comes from.
        split: which samples.
        model: that they are for; it decides how many come at a time.
    """
    size = evaluation_batch_size(model, data)
    count = math.ceil(data.samples(split).count / size)
    return _numbered(lambda number: data.evaluation_batch(split, size, number), count, data.task)


def evaluation_batch_size(model: keras.Model, data: Data) -> int:
    """How many samples a model is evaluated on at a time: as many as are quick, and fit.

    The result is the same for any number, but for the last bits. Worked example, windows of 57,600
    steps of 14 numbers: each takes 3.2 MB, so that 83 of them are evaluated at a time; with a first
    layer that makes 32 numbers of each step, 7.4 MB, and 36 of them.
    """
    quick = data.evaluation_batch_size
    if has_recurrence(model):
        quick = min(quick, EVALUATION_BATCH_WITH_STATES)
    made = 4 * max(map(numbers_of, model.layers))
    return max(1, min(quick, LARGEST_BATCH // max(made, sample_bytes(data.task.inputs))))


def numbers_of(layer: keras.layers.Layer) -> int:
    """Numbers that a layer puts out for a sample; one for each axis of no fixed length."""
    return int(math.prod(size or 1 for size in layer.output.shape[1:]))


def _numbered(batch: Callable[[int], Batch], count: int, task: Task) -> tf.data.Dataset:
    """The batches 0 to `count` - 1, each made when it is its turn, two ahead."""
    parts = [tf.TensorSpec((None, *part.shape), part.dtype) for part in task.inputs.parts]
    specs = [*parts, tf.TensorSpec((None, *task.target_shape), tf.float32)]

    def flat(number: int) -> tuple[Any, ...]:
        try:
            x, y = batch(number)
        except Exception as error:
            _RAISED.append(error)
            raise
        return (*x, y) if isinstance(x, tuple) else (x, y)

    def make(number: tf.Tensor) -> tuple[Any, tf.Tensor]:
        dtypes = [spec.dtype for spec in specs]
        arrays = tf.numpy_function(flat, [number], dtypes, stateful=False)
        *x, y = [tf.ensure_shape(a, spec.shape) for a, spec in zip(arrays, specs, strict=True)]
        return (tuple(x) if len(x) > 1 else x[0]), y

    options = tf.data.Options()
    # Nothing is left to tune, and the end of a pipeline may wait seconds for the tuning thread,
    # which sleeps 10 ms, 20 ms, 40 ms and so on between two looks.
    options.autotune.enabled = False
    return tf.data.Dataset.range(count).map(make).prefetch(2).with_options(options)
