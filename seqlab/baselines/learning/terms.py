"""Words and pairs of words of texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer

from seqlab.errors import DataError
from seqlab.text.words import any_script

WORDS: Callable[[str], list[str]] = any_script
"""What parts a text into words. Another one has to count up `seqlab.baselines.kept.TEXT_FORMAT`."""
FEWEST_TEXTS = 2
"""Training texts that a term must be in: on TREC 0.896 are right with 2, 0.886 with 1."""
MOST_WEIGHTS = 5_000_000
"""Terms times classes at most, which takes L-BFGS a gigabyte; IMDB has 370,000 terms."""
UNSEEN = float(np.log(np.finfo(np.float64).tiny))
"""The score of a class that training lacks: the logarithm of the smallest probability, -708."""


def learn_terms(texts: Sequence[str], classes: int) -> tuple[CountVectorizer, Any]:
    """Find the words and pairs of neighbouring words that are in two texts at least.

    All terms where none is in two texts; the most frequent ones of more than `MOST_WEIGHTS`.

    Worked example: `Good film`, `good plot` and `a film` share `good` and `film`, and no pair.

    Args:
        texts: of training.
        classes: weights that each term will get.

    Returns:
        What counts these terms in other texts, and how often each text has each of them,
        `(texts, terms)`, sparse.

    Raises:
        DataError: no text has a word.
    """
    if not any(map(WORDS, texts)):
        raise DataError(
            f"None of {len(texts):,} training texts has a word.",
            remedy="Check that the column of texts is the right one, or name baselines that read "
            "no words: `baselines: [majority]`.",
        )
    vectorizer = _vectorizer(FEWEST_TEXTS, classes)
    try:
        counts = vectorizer.fit_transform(texts)
    except ValueError:  # no term is in so many texts
        vectorizer = _vectorizer(1, classes)
        counts = vectorizer.fit_transform(texts)
    return vectorizer, counts


def _vectorizer(fewest: int, classes: int) -> CountVectorizer:
    return CountVectorizer(
        tokenizer=WORDS,
        token_pattern=None,
        lowercase=False,
        ngram_range=(1, 2),
        min_df=fewest,
        max_features=MOST_WEIGHTS // classes,
        dtype=np.float64,
    )


def with_unseen(
    scores: NDArray[np.float64], seen: NDArray[np.int64], classes: int
) -> NDArray[np.float64]:
    """Give classes that training lacks a score that never wins.

    Worked example, the classes 0 and 2 of three: a row [-0.1, -2.3] becomes [-0.1, -708, -2.3].

    Args:
        scores: of the classes in training, `(texts, seen)`.
        seen: the numbers of these, ascending, `(seen,)`.
        classes: how many there are.

    Returns:
        `(texts, classes)`.
    """
    everything = np.full((len(scores), classes), UNSEEN)
    everything[:, seen] = scores
    return everything
