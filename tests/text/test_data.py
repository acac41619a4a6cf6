"""Batches of reviews are pure functions of their position and miss no review."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.task import Task, all_batches
from seqlab.text.data import Reviews, TextData, cut_off, shuffled


def make_reviews(count, first=0):
    """Reviews whose every token is the review's number, and whose label is its parity."""
    numbers = np.arange(first, first + count)
    tokens = np.repeat(numbers[:, np.newaxis], 4, axis=1).astype(np.int32)
    return Reviews(tokens, (numbers % 2).astype(np.float32))


def make_data(training=23, batch_size=5):
    splits = {
        "training": make_reviews(training),
        "validation": make_reviews(7, first=1000),
        "test": make_reviews(9, first=2000),
    }
    return TextData(splits, vocabulary=3000, batch_size=batch_size, digests={"a": "b"})


def numbers_of(batches):
    return [int(number) for tokens, _ in batches for number in tokens[:, 0]]


def epoch_of(data, seed, epoch):
    return [data.training_batch(seed, epoch, step) for step in range(data.steps_per_epoch())]


def test_the_task_is_read_off_the_arrays():
    assert make_data().task == Task(kind="sentiment", length=4, vocabulary=3000)


@given(st.integers(1, 60), st.integers(1, 20), st.integers(0, 2**63), st.integers(0, 1000))
def test_an_epoch_shows_every_training_review_once(count, batch_size, seed, epoch):
    batches = epoch_of(make_data(count, batch_size), seed, epoch)
    assert sorted(numbers_of(batches)) == list(range(count))
    assert [len(tokens) for tokens, _ in batches[:-1]] == [batch_size] * (len(batches) - 1)
    assert 1 <= len(batches[-1][0]) <= batch_size


def test_tokens_and_targets_belong_together_and_have_the_promised_form():
    for tokens, targets in epoch_of(make_data(), seed=3, epoch=0):
        assert tokens.dtype == np.int32 and targets.dtype == np.float32
        assert targets.shape == (len(tokens), 1)
        np.testing.assert_array_equal(targets[:, 0], tokens[:, 0] % 2)


def test_a_batch_does_not_depend_on_what_was_asked_before():
    straight = numbers_of(epoch_of(make_data(), seed=3, epoch=1))
    data = make_data()
    wild = {}
    for step, epoch in [(4, 1), (0, 0), (2, 1), (1, 2), (3, 1), (0, 1), (1, 1)]:
        wild[step, epoch] = data.training_batch(3, epoch, step)
    assert numbers_of(wild[step, 1] for step in range(5)) == straight


def test_seeds_and_epochs_give_other_orders():
    data = make_data(training=100)
    orders = {
        tuple(numbers_of(epoch_of(data, seed, epoch))) for seed in range(5) for epoch in range(5)
    }
    assert len(orders) == 25


def test_the_order_of_an_epoch_cannot_be_spoilt_by_a_caller():
    with pytest.raises(ValueError, match="read-only"):
        shuffled(10, 0, 0)[0] = 5


@pytest.mark.parametrize("step", [-1, 5])
def test_a_step_that_the_epoch_has_not_is_refused(step):
    with pytest.raises(IndexError, match="5 steps"):
        make_data(training=23, batch_size=5).training_batch(0, 0, step)


@given(st.integers(1, 12))
def test_an_evaluation_sees_a_split_once_and_in_order(batch_size):
    data = make_data()
    batches = list(all_batches(data, "validation", batch_size))
    assert numbers_of(batches) == list(range(1000, 1007))
    assert sum(len(targets) for _, targets in batches) == data.samples("validation") == 7
    for tokens, targets in batches:
        np.testing.assert_array_equal(targets, tokens[:, :1] % 2)


def test_labels_are_counted_negative_first():
    data = make_data(training=23)
    assert data.label_counts("training") == (12, 11)
    assert data.label_counts("validation") == (4, 3)


@given(st.integers(2, 200), st.floats(0.01, 0.9), st.integers(0, 2**32))
def test_cutting_off_validation_loses_and_doubles_nothing(count, fraction, seed):
    training, validation = cut_off(make_reviews(count), fraction, seed)
    assert abs(len(validation) - count * fraction) <= 0.5
    together = np.concatenate([training.tokens[:, 0], validation.tokens[:, 0]])
    assert sorted(together.tolist()) == list(range(count))
    np.testing.assert_array_equal(training.labels, training.tokens[:, 0] % 2)


def test_the_cut_depends_on_its_seed_alone():
    first, again, other = (cut_off(make_reviews(50), 0.2, seed)[1] for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.tokens, again.tokens)
    assert set(first.tokens[:, 0]) != set(other.tokens[:, 0])
