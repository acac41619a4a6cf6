"""A bag has a column for each of the most frequent terms of the training texts."""

from __future__ import annotations

import numpy as np

from seqlab.text.encodings.bag import BagEncoding
from tests.text.corpora import corpus_of

TEXTS = ["a b a", "b a", "c c c c"]
TRAINING = np.array([0, 1])


def test_columns_are_those_of_the_terms() -> None:
    encoding = BagEncoding(max_features=4, ngrams=2, weighting="count")
    encoded = encoding.encode(corpus_of(TEXTS), TRAINING)
    assert encoded.preprocessing.terms == ("a", "b", "a b", "b a")
    assert encoded.rows.toarray().tolist() == [[2, 1, 1, 1], [1, 1, 0, 1], [0, 0, 0, 0]]
    assert encoded.inputs.shape == (4,)


def test_fewer_terms_than_columns_leave_columns_empty() -> None:
    encoded = BagEncoding(max_features=5).encode(corpus_of(TEXTS), TRAINING)
    assert encoded.rows.toarray().tolist() == [[1, 1, 0, 0, 0], [1, 1, 0, 0, 0], [0, 0, 0, 0, 0]]


def test_rarity_is_remembered_for_tfidf_alone() -> None:
    found = {
        weighting: BagEncoding(weighting=weighting).encode(corpus_of(TEXTS), TRAINING)
        for weighting in ("binary", "tfidf")
    }
    assert found["binary"].preprocessing.rarity == ()
    once = float(np.log(1 + 2 / 3))
    assert found["tfidf"].preprocessing.rarity == (once, once)
