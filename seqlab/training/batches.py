"""Batches on their way to `fit`.

The pipelines call Python by number. A generator would do as well, but starting one in TensorFlow
2.21 on Python 3.11 changes how the whole process gets its memory, which makes every batch ten times
as slow to cut (`mallopt` in GeneratorDatasetOp).
"""

from __future__ import annotations

import math
from collections.abc import Callable

import keras
import tensorflow as tf

from seqlab.task import Batch, Data, SplitName, Task
from seqlab.training.plan import has_recurrence

EVALUATION_BATCH = 512
"""Samples in one evaluation batch: the result is the same as in small ones, and comes faster."""
EVALUATION_BATCH_WITHOUT_STATES = 1024
"""The same for forecasts by models without recurrent layers, whose states would take 80 MB more."""


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
    size = evaluation_batch_size(model) if data.task.kind == "forecast" else EVALUATION_BATCH
    count = math.ceil(data.samples(split) / size)
    return _numbered(lambda number: data.evaluation_batch(split, size, number), count, data.task)


def evaluation_batch_size(model: keras.Model) -> int:
    """How many windows of a series a model is evaluated on at a time."""
    return EVALUATION_BATCH if has_recurrence(model) else EVALUATION_BATCH_WITHOUT_STATES


def _numbered(batch: Callable[[int], Batch], count: int, task: Task) -> tf.data.Dataset:
    """The batches 0 to `count` - 1, each made when it is its turn, two ahead."""
    dtype = tf.int32 if task.vocabulary else tf.float32
    inputs = tf.TensorSpec((None, *task.input_shape), dtype)

    def make(number: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        x, y = tf.numpy_function(batch, [number], [inputs.dtype, tf.float32], stateful=False)
        return tf.ensure_shape(x, inputs.shape), tf.ensure_shape(y, (None, 1))

    options = tf.data.Options()
    # Nothing is left to tune, and the end of a pipeline may wait seconds for the tuning thread,
    # which sleeps 10 ms, 20 ms, 40 ms and so on between two looks.
    options.autotune.enabled = False
    return tf.data.Dataset.range(count).map(make).prefetch(2).with_options(options)
