"""Reviews made from a seed: words that praise, blame or say nothing, some of them negated."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from seqlab.text.data import Reviews
from seqlab.text.tokens import PADDING, START

NEGATION = 4
"""The token that turns the next word into its opposite, as "not" does."""
FIRST_WORD = NEGATION + 1

SENTIMENT_SHARE = 0.1
"""The part of all words that praise, and of those that blame; the others are neutral."""
AGREEMENT = 0.8
"""How often what a sentiment word says is what its review means."""
NEGATED_SHARE = 0.25
"""How often a negation stands before a sentiment word."""


def make_reviews(count: int, maxlen: int, max_features: int, noise: float, seed: int) -> Reviews:
    """Make reviews whose meaning can be told from their words.

    With `max_features=105` there are 100 words: tokens 5 to 14 praise, 15 to 24 blame and 25 to
    104 are neutral. A praising word after `NEGATION` blames, and the other way round.

    Args:
        count: how many reviews; half of them are meant to be positive, at random.
        maxlen: tokens of a review, of which up to half pad it in front.
        max_features: size of the vocabulary.
        noise: the part of the labels that say the opposite of what the review means.
        seed: of the random numbers.

    Returns:
        `count` reviews.
    """
    generator = np.random.default_rng(seed)
    shape = (count, maxlen)
    sentiment_words = round((max_features - FIRST_WORD) * SENTIMENT_SHARE)
    neutral = FIRST_WORD + 2 * sentiment_words

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
    sentiment = FIRST_WORD + generator.integers(sentiment_words, size=shape)
    tokens = generator.integers(neutral, max_features, size=shape)
    tokens = np.where(
        is_sentiment, np.where(praising, sentiment, sentiment + sentiment_words), tokens
    )
    tokens = np.where(is_negation, NEGATION, tokens)
    starts = generator.integers(maxlen // 2, size=count)
    tokens = _start_at(tokens, starts)
    wrong = generator.random(count) < noise
    return Reviews(tokens.astype(np.int32), (positive != wrong).astype(np.float32))


def _start_at(tokens: NDArray[np.int64], starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Put `START` at the place `starts[i]` of review i and padding before it."""
    places = np.arange(tokens.shape[1])
    started = np.where(places == starts[:, np.newaxis], START, tokens)
    return np.where(places < starts[:, np.newaxis], PADDING, started)
