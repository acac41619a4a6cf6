"""One-hot sequences against hand-worked examples and an identity matrix."""

from __future__ import annotations

import string

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from seqlab.text.one_hot import number_characters, number_frequent, one_hot, word_counts
from seqlab.text.padding import Ragged


def lists(sequences: Ragged) -> list[list[int]]:
    return [part.tolist() for part in np.split(sequences.values, sequences.offsets[1:-1])]


def test_a_token_is_a_one_in_its_column_and_padding_is_all_zeros() -> None:
    assert one_hot(np.array([[0, 2]], np.int32), 3).tolist() == [[[0, 0, 0], [0, 1, 0]]]


@given(arrays(np.int32, (3, 5), elements=st.integers(0, 7)))
def test_one_hot_is_the_rows_of_an_identity_matrix(tokens) -> None:
    identity = np.vstack([np.zeros(7), np.eye(7)])
    np.testing.assert_array_equal(one_hot(tokens, 7), identity[tokens])


def test_characters_are_numbered_as_they_stand_in_the_printable_ones() -> None:
    found = lists(number_characters(["0a", "", "Zé!"]))
    assert found[0] == [1, 11]
    assert found[1] == []
    assert found[2] == [string.printable.index("Z") + 1, string.printable.index("!") + 1]


def test_words_are_numbered_by_their_frequency_in_the_training_texts() -> None:
    sequences = Ragged.from_lists([[3, 1, 1], [0, 0, 0, 0], [1, 3, 3, 3, 2]])
    training = np.array([2, 0])
    assert word_counts(sequences, training, 2) == {3: 4, 1: 3}
    assert lists(number_frequent(sequences, training, 2)) == [[1, 2, 2], [], [2, 1, 1, 1]]


def test_a_word_of_other_texts_is_never_in_the_vocabulary_and_changes_nothing() -> None:
    training = np.array([0])
    one = Ragged.from_lists([[5, 6, 5], [7, 7, 7, 7]])
    other = Ragged.from_lists([[5, 6, 5], [6, 6, 6, 6]])
    assert lists(number_frequent(one, training, 10)) == [[1, 2, 1], []]
    assert lists(number_frequent(other, training, 10))[0] == [1, 2, 1]


@given(st.lists(st.lists(st.integers(0, 9), max_size=5), min_size=1, max_size=8), st.data())
def test_taking_sequences_is_taking_lists(texts, data) -> None:
    order = data.draw(st.lists(st.integers(0, len(texts) - 1), min_size=1, max_size=8))
    taken = Ragged.from_lists(texts).take(np.array(order))
    assert lists(taken) == [texts[place] for place in order]
