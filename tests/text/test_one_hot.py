"""One-hot sequences against hand-worked examples and an identity matrix."""

from __future__ import annotations

import string

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from seqlab.text.one_hot import number_ascii, number_characters, one_hot
from tests.text.corpora import lists


def test_a_token_is_a_one_in_its_column_and_padding_is_all_zeros() -> None:
    assert one_hot(np.array([[0, 2]], np.int32), 3).tolist() == [[[0, 0, 0], [0, 1, 0]]]


@given(arrays(np.int32, (3, 5), elements=st.integers(0, 7)))
def test_one_hot_is_the_rows_of_an_identity_matrix(tokens) -> None:
    identity = np.vstack([np.zeros(7), np.eye(7)])
    np.testing.assert_array_equal(one_hot(tokens, 7), identity[tokens])


def test_characters_are_numbered_as_they_stand_in_the_printable_ones() -> None:
    found = lists(number_ascii(["0a", "", "Zé!"]))
    assert found[0] == [1, 11]
    assert found[1] == []
    assert found[2] == [string.printable.index("Z") + 1, string.printable.index("!") + 1]


def test_no_texts_are_no_characters() -> None:
    assert number_ascii([]).offsets.tolist() == [0]


def test_control_characters_are_a_zero_as_they_always_were() -> None:
    assert lists(number_ascii(["a\x00b"])) == [[11, 0, 12]]


@given(
    st.lists(st.text(st.sampled_from("ab京東\U0001f600\ud800 "))),
    st.lists(st.sampled_from("b京\U0001f600x"), unique=True),
)
def test_known_characters_are_numbered_and_others_dropped(texts, known) -> None:
    found = number_characters(texts, "".join(known))
    expected = [[known.index(one) + 1 for one in text if one in known] for text in texts]
    assert lists(found)[: len(texts)] == expected
    assert (found.values.dtype, found.offsets.dtype) == (np.int32, np.int64)
