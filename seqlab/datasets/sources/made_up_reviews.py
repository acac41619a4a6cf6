"""Reviews made from a seed: words that praise, blame or say nothing, some of them negated."""

from __future__ import annotations

import hashlib
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from seqlab.text.padding import Ragged
from seqlab.text.vocabulary import Words

NEGATION = 0
"""The number of the word that turns the next one into its opposite, as "not" does."""

SENTIMENT_SHARE = 0.1
"""The part of all words that praise, and of those that blame; the others are neutral."""
AGREEMENT = 0.8
"""How often what a sentiment word says is what its review means."""
NEGATED_SHARE = 0.25
"""How often a negation stands before a sentiment word."""


def make_reviews(
    count: int, longest: int, vocabulary: int, noise: float, seed: int
) -> tuple[Words, NDArray[np.float32]]:
    """Make reviews whose meaning can be told from their words.

    With `vocabulary=101` there are 100 words besides the negation: the words 1 to 10 praise, 11 to
    20 blame and 21 to 100 are neutral. A praising word after `NEGATION` blames, and the other way
    round.

    Args:
        count: how many reviews; half of them are meant to be positive, at random.
        longest: words of the longest reviews; the shortest have about half as many.
        vocabulary: how many words there are.
        noise: the part of the labels that say the opposite of what the review means.
        seed: of the random numbers.

    Returns:
        The words of `count` reviews, and 1 for a positive review, 0 for a negative one, `(count,)`.
    """
    generator = np.random.default_rng(seed)
    shape = (count, longest + 1)  # a place for each word, and one before them where it starts
    sentiment_words = round((vocabulary - 1) * SENTIMENT_SHARE)
    neutral = 1 + 2 * sentiment_words

    positive = generator.random(count) < 0.5
    kinds = generator.random(shape)
    is_sentiment = kinds < 2 * SENTIMENT_SHARE
    says_positive = (generator.random(shape) < AGREEMENT) == positive[:, np.newaxis]
    negated = is_sentiment & (generator.random(shape) < NEGATED_SHARE)
    negated[:, 0] = False  # there is no place before it
    negated[:, 1:] &= ~is_sentiment[:, :-1]  # so that a negation never replaces a sentiment word
    is_negation = np.zeros(shape, bool)
    is_negation[:, :-1] = negated[:, 1:]

    praising = says_positive != negated
    sentiment = 1 + generator.integers(sentiment_words, size=shape)
    words = generator.integers(neutral, vocabulary, size=shape)
    words = np.where(
        is_sentiment, np.where(praising, sentiment, sentiment + sentiment_words), words
    )
    words = np.where(is_negation, NEGATION, words)
    starts = generator.integers((longest + 1) // 2, size=count)
    wrong = generator.random(count) < noise
    spelling = _spelling(sentiment_words, vocabulary - neutral)
    labels = (positive != wrong).astype(np.float32)
    return Words(_after(starts, words.astype(np.int32)), spelling), labels


def write_out(words: Words) -> list[str]:
    """The texts of numbered words."""
    offsets = words.sequences.offsets
    spelled = [words.spelling[number] for number in words.sequences.values.tolist()]
    return [" ".join(spelled[first:stop]) for first, stop in pairwise(offsets.tolist())]


def fingerprint(words: Words, labels: NDArray[np.float32]) -> str:
    """SHA-256 of the reviews: the same on every machine."""
    content = hashlib.sha256("\n".join(words.spelling).encode())
    content.update(words.sequences.values.astype("<i4").tobytes())
    content.update(words.sequences.offsets.astype("<i8").tobytes())
    content.update(labels.astype("<f4").tobytes())
    return content.hexdigest()


def _after(starts: NDArray[np.int64], words: NDArray[np.int32]) -> Ragged:
    """The words of each row behind its start: with the start 1, `[7, 8, 9]` leaves `[9]`."""
    behind = np.arange(words.shape[1]) > starts[:, np.newaxis]
    offsets = np.concatenate([[0], np.cumsum(behind.sum(axis=1))])
    return Ragged(words[behind], offsets)


def _spelling(sentiment_words: int, neutral_words: int) -> list[str]:
    """`not`, `good1` and on, `bad1` and on, `word1` and on."""
    counts = {"good": sentiment_words, "bad": sentiment_words, "word": neutral_words}
    numbered = [f"{stem}{n}" for stem, count in counts.items() for n in range(1, count + 1)]
    return ["not", *numbered]
