"""Padding and truncating agree with slower ways of doing the same."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqlab.text.padding import Ragged, pad

SIDES = st.sampled_from(["pre", "post"])
SEQUENCES = st.lists(st.lists(st.integers(1, 1000), max_size=12), max_size=8)


def pad_one(sequence, maxlen, padding, truncating, reverse):
    sequence = sequence[::-1] if reverse else sequence
    if truncating == "pre":
        sequence = sequence[max(0, len(sequence) - maxlen) :]
    else:
        sequence = sequence[:maxlen]
    zeros = [0] * (maxlen - len(sequence))
    return zeros + sequence if padding == "pre" else sequence + zeros


def test_the_worked_examples():
    ragged = Ragged.from_lists([[5, 6], [5, 6, 7, 8]])
    assert pad(ragged, 3).tolist() == [[0, 5, 6], [6, 7, 8]]
    assert pad(ragged, 3, reverse=True).tolist() == [[0, 6, 5], [7, 6, 5]]
    assert pad(ragged, 3, padding="post", truncating="post").tolist() == [[5, 6, 0], [5, 6, 7]]


def test_lists_are_laid_end_to_end():
    ragged = Ragged.from_lists([[7, 8], [], [9]])
    assert ragged.values.tolist() == [7, 8, 9]
    assert ragged.offsets.tolist() == [0, 2, 2, 3]
    assert (ragged.values.dtype, ragged.offsets.dtype) == (np.int32, np.int64)


@given(SEQUENCES, st.integers(1, 10), SIDES, SIDES, st.booleans())
def test_all_sequences_at_once_equal_one_after_another(
    sequences, maxlen, padding, truncating, reverse
):
    padded = pad(Ragged.from_lists(sequences), maxlen, padding, truncating, reverse)
    assert padded.dtype == np.int32
    assert padded.shape == (len(sequences), maxlen)
    assert padded.flags.c_contiguous
    assert padded.tolist() == [
        pad_one(sequence, maxlen, padding, truncating, reverse) for sequence in sequences
    ]


@pytest.mark.keras
@settings(deadline=None)  # the first example imports Keras
@given(SEQUENCES.filter(len), st.integers(1, 10), SIDES, SIDES, st.booleans())
def test_padding_agrees_with_keras(sequences, maxlen, padding, truncating, reverse):
    from keras.utils import pad_sequences

    expected = pad_sequences(
        [sequence[::-1] if reverse else sequence for sequence in sequences],
        maxlen,
        padding=padding,
        truncating=truncating,
    )
    padded = pad(Ragged.from_lists(sequences), maxlen, padding, truncating, reverse)
    np.testing.assert_array_equal(padded, expected)
