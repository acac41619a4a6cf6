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
    texts = np.repeat(np.arange(len(sequences.offsets) - 1), np.diff(sequences.offsets))
    counts = np.bincount(
        sequences.values[np.isin(texts, training)], minlength=int(sequences.values.max()) + 1
    )
    order = np.argsort(-counts, kind="stable")[:most]
    order = order[counts[order] > 0]
    ranks = np.zeros(len(counts), np.int32)
    ranks[order] = np.arange(1, len(order) + 1)
    values = ranks[sequences.values]
    kept = values > 0
    offsets = np.concatenate([[0], np.cumsum(kept)])[sequences.offsets]
    return Ragged(values[kept], offsets)


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
