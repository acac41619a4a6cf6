"""Texts to tokens, as Keras encoded its IMDB dataset.

Token 0 pads, 1 starts every text, 2 stands for a word outside the vocabulary, and the word of
rank r (the most frequent word has rank 1) is token r + 3.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from seqlab.text.padding import Ragged
from seqlab.text.words import keras

PADDING, START, UNKNOWN = 0, 1, 2
RANK_OFFSET = 3
"""Token of a word minus its rank."""


def encode(text: str, ranks: Mapping[str, int]) -> list[int]:
    """Encode a text with the whole vocabulary; words without a rank are dropped.

    With ranks `{"the": 1, "film": 2}`, `encode("The FILM, xyzzy", ranks)` is `[1, 4, 5]`.

    Args:
        text: one text.
        ranks: rank of each word by frequency, from 1.

    Returns:
        `START`, then rank + `RANK_OFFSET` of each known word.
    """
    words = keras(text)
    return [START, *(ranks[word] + RANK_OFFSET for word in words if word in ranks)]


def tokens_of_ranks(ranks: Ragged) -> Ragged:
    """The tokens of texts from the ranks of their words.

    `[[1, 2], []]` becomes `[[1, 4, 5], [1]]`.
    """
    values = np.insert(ranks.values + RANK_OFFSET, ranks.offsets[:-1], START)
    return Ragged(values, ranks.offsets + np.arange(len(ranks.offsets)))


def limit_vocabulary(tokens: NDArray[np.int32], max_features: int) -> NDArray[np.int32]:
    """Replace every token that is not below `max_features` by `UNKNOWN`.

    With `max_features=6`, `[1, 4, 5, 6, 900]` becomes `[1, 4, 5, 2, 2]`.

    Args:
        tokens: any shape.
        max_features: size of the vocabulary, special tokens included (Keras's `num_words`).

    Returns:
        A new array of the same shape.
    """
    return np.where(tokens < max_features, tokens, np.int32(UNKNOWN))
