"""The vocabulary is fitted on the training texts, and vectors stand in the rows of its words."""

from __future__ import annotations

import numpy as np

from seqlab.text.encodings.words import PretrainedVectors, WordEncoding
from tests.text.corpora import corpus_of

TEXTS = ["b a b", "a c c c c", "b d d xyzzy"]
TRAINING = np.array([0, 2])


def test_the_most_frequent_words_of_the_training_texts_are_numbered_from_1() -> None:
    encoded = WordEncoding(max_features=4, maxlen=3).encode(corpus_of(TEXTS), TRAINING)
    assert encoded.preprocessing.words == ("b", "d", "a")
    assert encoded.rows.tolist() == [[1, 3, 1], [0, 0, 3], [1, 2, 2]]
    assert encoded.inputs.vocabulary == 4
    assert encoded.inputs.vectors is None and encoded.vectors is None


def test_vectors_are_asked_for_the_words_and_stand_in_their_rows() -> None:
    asked = []

    def vectors(words, dimension, file):
        asked.append((words, dimension, file))
        return {"a": np.array([1.0, 2.0], np.float32)}, {"glove": "g"}

    encoding = WordEncoding(
        max_features=5, maxlen=3, vectors=PretrainedVectors(dimension=2, file="own.txt")
    )
    encoded = encoding.encode(corpus_of(TEXTS, vectors=vectors), TRAINING)
    assert asked == [(["b", "d", "a", "xyzzy"], 2, "own.txt")]
    assert encoded.inputs.vectors.tolist() == [[0, 0], [0, 0], [0, 0], [1, 2], [0, 0]]
    assert encoded.vectors.missing == ("b", "d", "xyzzy")
    assert encoded.vectors.tokens_found == 1 / 7
    assert encoded.digests == {"texts": "t", "glove": "g"}
    assert encoding.vector_dimension == 2 and WordEncoding().vector_dimension is None
