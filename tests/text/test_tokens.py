"""Tokens are those of Keras's IMDB dataset."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqlab.text.tokens import (
    RANK_OFFSET,
    START,
    UNKNOWN,
    encode,
    limit_vocabulary,
    split_words,
    tokens_of_ranks,
)
from seqlab.text.vocabulary import find_words
from tests.text.corpora import lists

# Written out again, character by character, from Keras's `Tokenizer`.
SEPARATORS = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'


def test_words_are_lower_case_and_markup_becomes_words():
    assert split_words("Don't <br />MISS it!") == ["don't", "br", "miss", "it"]


def test_of_all_ascii_characters_only_the_listed_ones_separate_words():
    separators = {chr(code) for code in range(128) if len(split_words(f"a{chr(code)}b")) == 2}
    assert separators == {*SEPARATORS, " "}


@pytest.mark.parametrize("character", ["\r", "\x0b", "\xa0", "\u2003", "\x85"])
def test_other_white_space_is_part_of_a_word_as_in_keras(character):
    assert split_words(f"a{character}b") == [f"a{character}b"]


@given(st.text())
def test_splitting_agrees_with_a_regular_expression(text):
    words = [word for word in re.split(f"[ {re.escape(SEPARATORS)}]+", text.lower()) if word]
    assert split_words(text) == words


def test_a_review_starts_with_1_and_drops_words_without_a_rank():
    assert encode("The FILM, xyzzy", {"the": 1, "film": 2}) == [1, 4, 5]
    assert encode("", {"the": 1}) == [START]


@given(st.lists(st.text(st.sampled_from("abc "), max_size=9), min_size=1, max_size=5))
def test_all_texts_at_once_are_encoded_as_one_after_another(texts):
    words = ["a", "b", "ab", "ca"]
    ranks = {word: rank for rank, word in enumerate(words, start=1)}
    tokens = tokens_of_ranks(find_words(texts, words))
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


@pytest.mark.keras
@settings(deadline=None)  # the first example imports Keras
@given(st.text(alphabet=st.sampled_from("aB'! \t\n-é\xa0\r\u2003"), max_size=30))
def test_splitting_agrees_with_keras(text):
    from keras.src.legacy.preprocessing.text import text_to_word_sequence

    assert split_words(text) == text_to_word_sequence(text)
