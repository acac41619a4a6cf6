"""Synthetic reviews can be learnt, depend on their seed alone, and are as noisy as asked."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.datasets.sources.made_up_reviews import NEGATION, make_reviews
from seqlab.datasets.synthetic_reviews import SyntheticReviews
from seqlab.task import Task
from seqlab.text.tokens import PADDING, START


def scores(tokens, read_negations):
    """Praising minus blaming words of each review, of a vocabulary of 105."""
    says = ((tokens >= 5) & (tokens < 15)).astype(int) - ((tokens >= 15) & (tokens < 25))
    if read_negations:
        says[:, 1:] *= np.where(tokens[:, :-1] == NEGATION, -1, 1)
    return says.sum(axis=1)


def accuracy(reviews, read_negations):
    score = scores(reviews.tokens, read_negations)
    return np.where(score == 0, 0.5, (score > 0) == (reviews.labels == 1)).mean()


def test_the_words_tell_the_label_and_their_order_tells_more():
    reviews = make_reviews(4000, maxlen=50, max_features=105, noise=0.0, seed=1)
    counting = accuracy(reviews, read_negations=False)
    reading = accuracy(reviews, read_negations=True)
    assert 0.75 < counting < 0.9
    assert reading > counting + 0.05


@pytest.mark.parametrize("noise", [0.1, 0.5])
def test_noise_is_the_part_of_labels_that_are_wrong(noise):
    clean, noisy = (make_reviews(4000, 50, 105, noise=share, seed=1) for share in (0.0, noise))
    np.testing.assert_array_equal(clean.tokens, noisy.tokens)
    assert np.mean(clean.labels != noisy.labels) == pytest.approx(noise, abs=0.03)


@given(st.integers(10, 60), st.integers(20, 300), st.integers(0, 2**32))
def test_a_review_is_padding_then_start_then_words(maxlen, max_features, seed):
    reviews = make_reviews(20, maxlen, max_features, 0.05, seed)
    assert reviews.tokens.shape == (20, maxlen) and reviews.tokens.dtype == np.int32
    assert reviews.labels.dtype == np.float32 and set(reviews.labels) <= {0.0, 1.0}
    for row in reviews.tokens.tolist():
        start = row.index(START)
        assert start < maxlen / 2
        assert row[:start] == [PADDING] * start
        assert all(NEGATION <= token < max_features for token in row[start + 1 :])


def test_every_negation_stands_before_a_sentiment_word():
    tokens = make_reviews(500, 50, 105, 0.0, seed=3).tokens
    after = tokens[:, 1:][tokens[:, :-1] == NEGATION]
    assert len(after) > 500
    assert ((after >= 5) & (after < 25)).all()


def test_the_same_settings_give_the_same_reviews_and_another_seed_gives_others():
    first, again, other = (SyntheticReviews(data_seed=seed).load() for seed in (1, 1, 2))
    for split in ("training", "validation", "test"):
        np.testing.assert_array_equal(first.splits[split].tokens, again.splits[split].tokens)
        np.testing.assert_array_equal(first.splits[split].labels, again.splits[split].labels)
        assert (first.splits[split].tokens != other.splits[split].tokens).any()


def test_the_splits_have_the_promised_sizes_and_both_labels():
    data = SyntheticReviews(reviews=1000, maxlen=30, max_features=80).load()
    assert data.task == Task(kind="sentiment", length=30, vocabulary=80)
    assert {split: data.samples(split) for split in data.splits} == {
        "training": 800,
        "validation": 200,
        "test": 500,
    }
    for split in data.splits:
        negative, positive = data.label_counts(split)
        assert min(negative, positive) > 0.35 * data.samples(split)
    assert data.digests == {}


def test_no_review_of_one_split_is_in_another():
    data = SyntheticReviews().load()
    rows = [tuple(row) for reviews in data.splits.values() for row in reviews.tokens.tolist()]
    assert len(set(rows)) == len(rows) == 3000


def test_what_a_model_needs_is_known_without_loading():
    assert SyntheticReviews.task_kind == "sentiment"
    assert SyntheticReviews(maxlen=20).length == 20
