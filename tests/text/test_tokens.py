"""Tokens are those of Keras's IMDB dataset."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from seqlab.text.tokens import (
    RANK_OFFSET,
    START,
    UNKNOWN,
    encode,
    limit_vocabulary,
    tokens_of_ranks,
)
from seqlab.text.vocabulary import find_words
from tests.text.corpora import lists


def test_a_review_starts_with_1_and_drops_words_without_a_rank():
    assert encode("The FILM, xyzzy", {"the": 1, "film": 2}) == [1, 4, 5]
    assert encode("", {"the": 1}) == [START]


@given(st.lists(st.text(st.sampled_from("abc "), max_size=9), min_size=1, max_size=5))
def test_all_texts_at_once_are_encoded_as_one_after_another(texts):
    words = ["a", "b", "ab", "ca"]
    ranks = {word: rank for rank, word in enumerate(words, start=1)}
    tokens = tokens_of_ranks(find_words(texts, words, "keras"))
    assert lists(tokens) == [encode(text, ranks) for text in texts]
    assert (tokens.values.dtype, tokens.offsets.dtype) == (np.int32, np.int64)


@given(st.lists(st.integers(1, 100_000)), st.integers(5, 100_000))
def test_a_word_is_kept_where_rank_plus_3_is_below_max_features(ranks, max_features):
    tokens = np.array([START, *(rank + RANK_OFFSET for rank in ranks)], np.int32)
    limited = limit_vocabulary(tokens, max_features)
    assert limited.dtype == np.int32
    assert limited.tolist() == [
        1,
        *(rank + 3 if rank + 3 < max_features else UNKNOWN for rank in ranks),
    ]


def test_limiting_leaves_its_input_alone():
    tokens = np.array([1, 4, 900], np.int32)
    limit_vocabulary(tokens, 10)
    assert tokens.tolist() == [1, 4, 900]
