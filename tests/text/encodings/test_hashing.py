"""A hash of a term is its column, whatever other terms there are."""

from __future__ import annotations

import numpy as np

from seqlab.text.bags import word_hashes
from seqlab.text.encodings.hashing import HashingEncoding
from tests.text.corpora import corpus_of


def test_every_word_is_in_the_column_of_its_hash() -> None:
    encoding = HashingEncoding(max_features=50, weighting="count")
    encoded = encoding.encode(corpus_of(["film", "a film", "film film"]), np.array([0]))
    name = int(word_hashes(["film"])[0])
    column = (name ^ (name >> 32)) % 50
    assert encoded.rows.toarray()[:, column].tolist() == [1, 1, 2]
    assert encoded.rows.toarray().sum(axis=1).tolist() == [1, 2, 2]


def test_other_texts_change_no_column() -> None:
    one, two = (
        HashingEncoding(max_features=7, ngrams=2).encode(corpus_of(texts), np.array([0]))
        for texts in (["not good", "x"], ["not good", "a b c d e f"])
    )
    assert one.rows.toarray()[0].tolist() == two.rows.toarray()[0].tolist()
