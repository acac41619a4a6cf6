"""A batch cut into parts, and what comes of the parts put together again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import tensorflow as tf


@dataclass(frozen=True)
class Shard:
    """A part of a batch: its arrays, its number of samples, and its share of the batch.

    What a batch has several arrays of, a shard has too.
    """

    data: tuple[Any, ...]
    size: Any
    share: Any


def split_batch(data: tuple[Any, ...], count: int) -> list[Shard]:
    """Split arrays along their first axis into `count` parts, as even as can be.

    Worked example, 33 samples and 2 shards: the first has samples 0 to 15, the second 16 to 32. A
    batch smaller than `count` leaves parts empty. The mean over no samples is not a number, so such
    a part holds a sample of another one, and counts for nothing.
    """
    total = batch_size(data)
    shards = []
    for index in range(count):
        start, stop = total * index // count, total * (index + 1) // count
        first = tf.minimum(start, total - 1)
        last = tf.maximum(stop, first + 1)
        shards.append(
            Shard(
                data=tf.nest.map_structure(lambda array: array[first:last], data),  # noqa: B023
                size=stop - start,
                share=tf.cast(stop - start, tf.float32) / tf.cast(total, tf.float32),
            )
        )
    return shards


def batch_size(data: tuple[Any, ...]) -> Any:
    """The number of samples in a batch's arrays."""
    return tf.shape(tf.nest.flatten(data)[0])[0]


def scaled(part: Any, share: Any) -> Any:
    """A shard's gradient or loss times its share of the batch.

    A loss is a mean over samples. So the whole batch's is the mean of the shards' losses, each
    weighted by its number of samples, and the same holds for the gradients.
    """
    if isinstance(part, tf.IndexedSlices):
        return tf.IndexedSlices(part.values * share, part.indices, part.dense_shape)
    return part * share


def total(parts: tuple[Any, ...]) -> Any:
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
