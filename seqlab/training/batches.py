"""Batches on their way to `fit`."""

from __future__ import annotations

import math
from collections.abc import Iterator

import tensorflow as tf

from seqlab.task import Batch, Data, SplitName, Task

EVALUATION_BATCH = 1024
"""Samples in one evaluation batch: the result is the same as in small ones, and comes faster."""


def training_batches(data: Data, seed: int, steps: int, first_epoch: int) -> tf.data.Dataset:
    """All training batches from an epoch on, without end, made while the step before them runs.

    Args:
        data: where they come from.
        seed: the experiment's seed.
        steps: batches in one epoch.
        first_epoch: the epoch to begin with, counted from 0.
    """

    def batches() -> Iterator[Batch]:
        epoch = first_epoch
        while True:
            for step in range(steps):
                yield data.training_batch(seed, epoch, step)
            epoch += 1

    return _dataset(batches, data.task)


def evaluation_batches(data: Data, split: SplitName) -> tf.data.Dataset:
    """All of a split in order; can be run through again."""
    count = math.ceil(data.samples(split) / EVALUATION_BATCH)
    batches = _dataset(lambda: data.evaluation_batches(split, EVALUATION_BATCH), data.task)
    return batches.apply(tf.data.experimental.assert_cardinality(count))


def _dataset(batches: object, task: Task) -> tf.data.Dataset:
    inputs = (
        tf.TensorSpec((None, task.length), tf.int32)
        if task.kind == "sentiment"
        else tf.TensorSpec((None, task.length, task.features), tf.float32)
    )
    signature = (inputs, tf.TensorSpec((None, 1), tf.float32))
    return tf.data.Dataset.from_generator(batches, output_signature=signature).prefetch(2)
