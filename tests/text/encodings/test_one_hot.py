"""Words are one-hot in the order of their frequency in the training texts."""

from __future__ import annotations

import numpy as np

from seqlab.tasks.inputs import Sequence
from seqlab.text.encodings.one_hot import OneHotEncoding
from tests.text.corpora import corpus_of


def test_the_most_frequent_word_has_the_first_column_and_rarer_ones_have_none() -> None:
    encoding = OneHotEncoding(max_features=2, maxlen=3)
    encoded = encoding.encode(corpus_of(["b a b c", "a a a"]), np.array([0]))
    assert encoded.preprocessing.words == ("b", "a")
    assert encoded.numbers(encoded.rows).tolist() == [
        [[1, 0], [0, 1], [1, 0]],
        [[0, 1], [0, 1], [0, 1]],
    ]
    assert encoded.inputs == Sequence(3, 2, name="vectors")


def test_fewer_words_than_columns_leave_columns_empty() -> None:
    encoded = OneHotEncoding(max_features=5, maxlen=2).encode(corpus_of(["a"]), np.array([0]))
    assert encoded.numbers(encoded.rows).tolist() == [[[0] * 5, [1, 0, 0, 0, 0]]]
