"""One-hot sequences: a vector of zeros with a single one for each word or character."""

from __future__ import annotations

import string

import numpy as np
from numpy.typing import NDArray

from seqlab.text.padding import Ragged

CHARACTERS = string.printable
"""The characters that have a column, as in listing 6.2; all others are dropped."""


def number_characters(texts: list[str]) -> Ragged:
    """The place of each character in `CHARACTERS`, counted from 1; others are dropped.

    `number_characters(["0a"])` is `[[1, 11]]`.
    """
    places = np.zeros(128, np.int32)
    for place, character in enumerate(CHARACTERS, start=1):
        places[ord(character)] = place
    rows = [places[np.frombuffer(text.encode("ascii", "ignore"), np.uint8)] for text in texts]
    offsets = np.zeros(len(rows) + 1, np.int64)
    offsets[1:] = np.cumsum([len(row) for row in rows])
    return Ragged(np.concatenate(rows), offsets)


def number_frequent(sequences: Ragged, training: NDArray[np.int64], most: int) -> Ragged:
    """Renumber words from 1 by their frequency in the training texts; drop all but the first ones.

    Args:
        sequences: numbered words of each text.
        training: the texts whose words count.
        most: words to keep; equally frequent ones by their number.

    Returns:
        Shorter sequences.
    """
    ranks = np.zeros(int(sequences.values.max()) + 1, np.int32)
    kept = list(word_counts(sequences, training, most))
    ranks[kept] = np.arange(1, len(kept) + 1)
    values = ranks[sequences.values]
    offsets = np.concatenate([[0], np.cumsum(values > 0)])[sequences.offsets]
    return Ragged(values[values > 0], offsets)


def word_counts(sequences: Ragged, training: NDArray[np.int64], most: int) -> dict[int, int]:
    """How often the most frequent words of the training texts occur in them.

    Args:
        sequences: numbered words of each text.
        training: the texts whose words count.
        most: words to count; equally frequent ones by their number.

    Returns:
        The count of each word by its number, the most frequent first.
    """
    counts = np.bincount(sequences.take(training).values)
    order = np.argsort(-counts, kind="stable")[:most]
    return {int(word): int(counts[word]) for word in order if counts[word]}


def one_hot(tokens: NDArray[np.int32], columns: int) -> NDArray[np.float32]:
    """A vector for each token: all zeros for 0, the padding, else a one in column token - 1.

    `one_hot([[0, 2]], 3)` is `[[[0, 0, 0], [0, 1, 0]]]`.

    Args:
        tokens: `(batch, time)`, from 0 to `columns`.
        columns: numbers in a vector.

    Returns:
        `(batch, time, columns)`.
    """
    vectors = np.zeros((tokens.size, columns), np.float32)
    flat = tokens.ravel()
    places = np.flatnonzero(flat)
    vectors[places, flat[places] - 1] = 1
    return vectors.reshape(*tokens.shape, columns)
