"""Made-up reviews can be learnt from their words, and are as noisy as asked."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.datasets.sources.made_up_reviews import (
    NEGATION,
    fingerprint,
    make_reviews,
    write_out,
)
from seqlab.text.words import keras as split_words
from tests.text.corpora import lists


def scores(words, read_negations):
    """Praising minus blaming words of each review, of a vocabulary of 101."""
    found = []
    for review in lists(words.sequences):
        total, sign = 0, 1
        for word in review:
            says = (1 <= word < 11) - (11 <= word < 21)
            total += says * (sign if read_negations else 1)
            sign = -1 if word == NEGATION else 1
        found.append(total)
    return np.array(found)


def accuracy(reviews, read_negations):
    words, labels = reviews
    score = scores(words, read_negations)
    return np.where(score == 0, 0.5, (score > 0) == (labels == 1)).mean()


def test_the_words_tell_the_label_and_their_order_tells_more():
    reviews = make_reviews(4000, longest=49, vocabulary=101, noise=0.0, seed=1)
    counting = accuracy(reviews, read_negations=False)
    reading = accuracy(reviews, read_negations=True)
    assert 0.75 < counting < 0.9
    assert reading > counting + 0.05


@pytest.mark.parametrize("noise", [0.1, 0.5])
def test_noise_is_the_part_of_labels_that_are_wrong(noise):
    clean, noisy = (make_reviews(4000, 49, 101, noise=share, seed=1) for share in (0.0, noise))
    np.testing.assert_array_equal(clean[0].sequences.values, noisy[0].sequences.values)
    assert np.mean(clean[1] != noisy[1]) == pytest.approx(noise, abs=0.03)


@given(st.integers(9, 60), st.integers(16, 300), st.integers(0, 2**32))
def test_a_review_has_half_of_the_longest_words_at_least(longest, vocabulary, seed):
    words, labels = make_reviews(20, longest, vocabulary, 0.05, seed)
    assert labels.dtype == np.float32 and set(labels) <= {0.0, 1.0}
    assert len(labels) == 20 and len(words.spelling) == vocabulary
    for review in lists(words.sequences):
        assert longest / 2 <= len(review) <= longest
        assert all(NEGATION <= word < vocabulary for word in review)


def test_every_negation_stands_before_a_word_of_praise_or_blame():
    words, _ = make_reviews(500, 49, 101, 0.0, seed=3)
    pairs = [
        following
        for review in lists(words.sequences)
        for word, following in pairwise(review)
        if word == NEGATION
    ]
    assert len(pairs) > 500
    assert all(1 <= word < 21 for word in pairs)


def test_written_out_reviews_have_their_words():
    words, _ = make_reviews(20, 9, 101, 0.0, seed=3)
    texts = write_out(words)
    assert len(set(words.spelling)) == len(words.spelling)
    for text, review in zip(texts, lists(words.sequences), strict=True):
        assert split_words(text) == [words.spelling[word] for word in review]


def test_spelling_says_what_a_word_does():
    words, _ = make_reviews(20, 9, 101, 0.0, seed=3)
    assert [words.spelling[word] for word in (0, 1, 10, 11, 20, 21, 100)] == [
        *("not", "good1", "good10", "bad1", "bad10", "word1", "word80")
    ]


def test_other_reviews_have_another_fingerprint():
    made = [
        make_reviews(20, longest, vocabulary, noise, seed)
        for longest, vocabulary, noise, seed in (
            *((9, 101, 0.0, 3), (10, 101, 0.0, 3), (9, 102, 0.0, 3)),
            *((9, 101, 0.5, 3), (9, 101, 0.0, 4)),
        )
    ]
    assert len({fingerprint(*reviews) for reviews in made}) == 5
    assert fingerprint(*made[0]) == fingerprint(*make_reviews(20, 9, 101, 0.0, 3))
