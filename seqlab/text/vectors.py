"""Word vectors that were learned elsewhere, for the words of a vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Vectors:
    """A vector for each token, and how much of the text they know.

    Args:
        matrix: `(vocabulary, dimension)`; zeros for padding and for words without a vector.
        missing: the words without one, the most frequent first.
        words: how many the vocabulary has.
        tokens_found: the share of the training text's words that have a vector.
    """

    matrix: NDArray[np.float32]
    missing: tuple[str, ...]
    words: int
    tokens_found: float

    def __str__(self) -> str:
        return (
            f"word vectors of {self.matrix.shape[1]} numbers for "
            f"{self.words - len(self.missing):,} of {self.words:,} words, {self.tokens_found:.1%} "
            "of the training text"
        )

    def coverage(self) -> dict[str, Any]:
        """What is covered, as a JSON object."""
        return {
            "dimension": self.matrix.shape[1],
            "words": self.words,
            "words_found": self.words - len(self.missing),
            "share_of_training_words_found": self.tokens_found,
            "missing": list(self.missing),
        }


def arrange(
    vectors: Mapping[str, NDArray[np.float32]], words: Mapping[str, int], dimension: int, rows: int
) -> Vectors:
    """Put each word's vector into the row of its token.

    Args:
        vectors: of the words that have one, `(dimension,)` each.
        words: how often each word of the vocabulary occurs in the training text, the most frequent
            first; the first has token 1.
        dimension: numbers in a vector.
        rows: of the matrix; the tokens below it.
    """
    matrix = np.zeros((rows, dimension), np.float32)
    for token, word in enumerate(words, start=1):
        if word in vectors:
            matrix[token] = vectors[word]
    missing = tuple(word for word in words if word not in vectors)
    total = sum(words.values())
    found = total - sum(words[word] for word in missing)
    return Vectors(matrix, missing, len(words), found / total if total else 0.0)
