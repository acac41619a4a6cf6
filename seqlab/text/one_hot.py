"""One-hot sequences: a vector of zeros with a single one for each word or character."""

from __future__ import annotations

import string
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from seqlab.text.padding import Ragged

CHARACTERS = string.printable
"""The characters that have a column, as in listing 6.2; all others are dropped."""


def number_ascii(texts: Sequence[str]) -> Ragged:
    """The place of each character in `CHARACTERS`, counted from 1; others are dropped.

    But for ASCII's control characters, which become a 0, as padding is: so it has always been.
    `number_ascii(["0a"])` is `[[1, 11]]`.
    """
    places = np.zeros(128, np.int32)
    for place, character in enumerate(CHARACTERS, start=1):
        places[ord(character)] = place
    ascii_texts = [text.encode("ascii", "ignore") for text in texts]
    offsets = np.zeros(len(ascii_texts) + 1, np.int64)
    offsets[1:] = np.cumsum([len(text) for text in ascii_texts])
    return Ragged(places[np.frombuffer(b"".join(ascii_texts), np.uint8)], offsets)


def number_characters(texts: Sequence[str], known: str) -> Ragged:
    """The place of each character among the known ones, counted from 1; others are dropped.

    `number_characters(["東x京"], "京東")` is `[[2, 1]]`.
    """
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    places = np.zeros(max(map(ord, known), default=0) + 2, np.int32)
    for place, character in enumerate(known, start=1):
        places[ord(character)] = place
    # Behind the largest known character stands a 0, for all that are larger.
    values = places[np.minimum(codes, np.uint32(len(places) - 1))]
    ends = np.concatenate([[0], np.cumsum([len(text) for text in texts], dtype=np.int64)])
    kept = values > 0
    return Ragged(values[kept], np.concatenate([[0], np.cumsum(kept, dtype=np.int64)])[ends])


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
