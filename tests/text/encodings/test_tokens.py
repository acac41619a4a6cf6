"""Tokens are those of Keras, of the ranking that texts come with or of one that is fitted."""

from __future__ import annotations

import numpy as np

from seqlab.text.encodings.tokens import TokenEncoding
from tests.text.corpora import corpus_of

TEXTS = ["b a b", "a c c c c", "b xyzzy"]
TRAINING = np.array([0, 2])


def test_rarer_words_become_one_token_and_words_without_a_rank_none() -> None:
    encoding = TokenEncoding(max_features=6, maxlen=4)
    encoded = encoding.encode(corpus_of(TEXTS, ranking=["a", "b", "c"]), TRAINING)
    assert encoded.rows.tolist() == [[1, 5, 4, 5], [2, 2, 2, 2], [0, 0, 1, 5]]
    assert encoded.preprocessing.words == ("a", "b", "c")


def test_without_a_ranking_one_is_fitted_on_the_training_texts() -> None:
    encoded = TokenEncoding(max_features=6, maxlen=5).encode(corpus_of(TEXTS), TRAINING)
    assert encoded.preprocessing.words == ("b", "a", "xyzzy")
    assert encoded.rows.tolist() == [[0, 1, 4, 5, 4], [0, 0, 0, 1, 5], [0, 0, 1, 4, 2]]


def test_settings_for_padding_reach_the_tokens() -> None:
    encoding = TokenEncoding(maxlen=3, padding="post", truncating="post", reverse=True)
    encoded = encoding.encode(corpus_of(TEXTS, ranking=["a", "b"]), TRAINING)
    assert encoded.rows.tolist() == [[5, 4, 5], [4, 1, 0], [5, 1, 0]]
    assert not encoding.pads_before
    assert TokenEncoding().pads_before
