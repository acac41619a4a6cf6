"""Cutting batches into parts: against whole batches, in NumPy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.keras


@settings(max_examples=40)
@given(samples=st.integers(1, 40), count=st.integers(1, 12))
def test_shards_hold_every_sample_once_as_evenly_as_can_be(samples: int, count: int) -> None:
    from seqlab.training.shards import split_batch

    x, y = np.arange(samples), 10 * np.arange(samples)
    shards = split_batch((x, y), count)
    assert len(shards) == count
    sizes = [int(shard.size) for shard in shards]
    assert max(sizes) - min(sizes) <= 1
    counted = [(s.data[0][: int(s.size)], s.data[1][: int(s.size)]) for s in shards]
    assert np.array_equal(np.concatenate([part for part, _ in counted]), x)
    assert np.array_equal(np.concatenate([part for _, part in counted]), y)
    assert [len(shard.data[0]) for shard in shards] == [max(size, 1) for size in sizes]
    shares = [float(shard.share) for shard in shards]
    assert shares == [pytest.approx(size / samples) for size in sizes]


def test_a_part_without_samples_counts_for_nothing() -> None:
    from seqlab.training.shards import scaled, split_batch, total

    values = np.array([3.0, 5.0], np.float32)
    shards = split_batch((values,), 5)
    means = [scaled(np.mean(shard.data[0]), shard.share) for shard in shards]
    assert float(total(tuple(means))) == 4.0


def test_the_whole_batchs_mean_is_the_weighted_sum_of_the_shards_means() -> None:
    from seqlab.training.shards import scaled, split_batch, total

    values = np.random.default_rng(1).normal(size=33).astype(np.float32)
    means = [scaled(np.mean(s.data[0]), s.share) for s in split_batch((values,), 4)]
    assert float(total(tuple(means))) == pytest.approx(values.mean(), rel=1e-6)


def test_rows_of_an_embeddings_gradient_stay_rows() -> None:
    import tensorflow as tf

    from seqlab.training.shards import scaled, total

    parts = [
        tf.IndexedSlices(tf.ones((2, 3)), tf.constant([4, 1]), tf.constant([5, 3])),
        tf.IndexedSlices(2 * tf.ones((1, 3)), tf.constant([4]), tf.constant([5, 3])),
    ]
    joined = total(tuple(scaled(part, 0.5) for part in parts))
    assert isinstance(joined, tf.IndexedSlices)
    assert joined.indices.numpy().tolist() == [4, 1, 4]
    assert joined.values.numpy()[:, 0].tolist() == [0.5, 0.5, 1.0]
    dense = tf.convert_to_tensor(joined).numpy()
    assert dense[:, 0].tolist() == [0, 0.5, 0, 0, 1.5]


@settings(max_examples=20)
@given(samples=st.integers(1, 20), count=st.integers(1, 6))
def test_inputs_of_several_parts_are_cut_alike(samples: int, count: int) -> None:
    from seqlab.training.shards import batch_size, split_batch

    window, known = np.arange(2 * samples).reshape(samples, 2), np.arange(samples)
    batch = ((window, known), 10 * known)
    assert int(batch_size(batch)) == samples
    shards = split_batch(batch, count)
    parts = [(*s.data[0], s.data[1]) for s in shards]
    for place, whole in enumerate((window, known, 10 * known)):
        own = [part[place][: int(s.size)] for part, s in zip(parts, shards, strict=True)]
        np.testing.assert_array_equal(np.concatenate(own), whole)
