"""Bags of words and of n-grams: which terms a text has, whatever their order."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from seqlab.text.padding import Ragged
from seqlab.text.words import Splitting, splitter

Counts = Any
"""A sparse matrix of SciPy in rows (CSR), `(texts, terms)`."""

Weighting = Literal["binary", "count", "frequency", "tfidf"]
_MIX = np.uint64(0x100000001B3)


def ngrams(
    sequences: Ragged, longest: int, names: NDArray[np.uint64] | None = None
) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Every run of 1 to `longest` words of every text, as a number.

    Without `names` two runs have the same number only if they are the same: it is written in base
    (words + 1) with the digit word + 1. Worked example, the text `[0, 2, 1]` with three words and
    runs of up to 2: 1, 3, 2 for the words, and 1 * 4 + 3 = 7 and 3 * 4 + 2 = 14 for the pairs.

    Args:
        sequences: numbered words of each text.
        longest: words in the longest runs, 1 to 3.
        names: a number of 64 bits for each word; then runs are mixed from those, and may collide.

    Returns:
        The text of each run, `(runs,)`, and its number, `(runs,)`.
    """
    texts = np.repeat(np.arange(len(sequences.offsets) - 1), np.diff(sequences.offsets))
    words = sequences.values
    base = np.uint64(_base(sequences))
    if names is None:
        digits = words.astype(np.uint64) + np.uint64(1)
    else:
        digits, base = names[words], _MIX
    rows, numbers = [texts], [digits]
    run = digits
    for length in range(2, longest + 1):
        run = run[:-1] * base + digits[length - 1 :]
        inside = texts[: len(run)] == texts[length - 1 :]  # a run that leaves its text is none
        rows.append(texts[: len(run)][inside])
        numbers.append(run[inside])
    return np.concatenate(rows), np.concatenate(numbers)


def frequent(numbers: NDArray[np.uint64], most: int) -> NDArray[np.uint64]:
    """The most frequent numbers, in ascending order; of equally frequent ones the smaller.

    `frequent([7, 5, 7, 9, 5, 8], 3)` is `[5, 7, 8]`.
    """
    found, counts = np.unique(numbers, return_counts=True)
    return np.sort(found[np.lexsort((found, -counts))[:most]])


def spell(numbers: NDArray[np.uint64], sequences: Ragged, spelling: Sequence[str]) -> list[str]:
    """The words behind numbers that `ngrams` made without names, joined by a space.

    With the words `["not", "a", "film"]`, the worked example of `ngrams` has the terms `not`,
    `film`, `a`, `not film` and `film a`.

    Args:
        numbers: of runs of words.
        sequences: that the numbers were made of.
        spelling: the word of each number in the sequences.
    """
    base = _base(sequences)
    terms = []
    for number in numbers.tolist():
        words, rest = [], number
        while rest:
            rest, digit = divmod(rest, base)
            words.append(spelling[digit - 1])
        terms.append(" ".join(reversed(words)))
    return terms


def count_terms(
    rows: NDArray[np.int64], numbers: NDArray[np.uint64], vocabulary: NDArray[np.uint64], texts: int
) -> Counts:
    """How often each text has each term of the vocabulary; other terms are left out.

    Args:
        rows: the text of each run.
        numbers: its number.
        vocabulary: the numbers that have a column, in ascending order.
        texts: how many there are.

    Returns:
        `(texts, terms)`, sparse.
    """
    columns = np.searchsorted(vocabulary, numbers)
    # Behind the last column stands 0, which no run has.
    known = np.append(vocabulary, np.uint64(0))[columns] == numbers
    return _counted(rows[known], columns[known], (texts, len(vocabulary)))


def count_spelled(
    texts: Sequence[str], terms: Sequence[str], longest: int, columns: int, splitting: Splitting
) -> Counts:
    """How often each text has each term: what `count_terms` counts, from the texts themselves.

    Args:
        texts: to count in.
        terms: the words of each term, joined by a space; its place is its column.
        longest: words in the longest terms.
        columns: of the result, at least as many as terms.
        splitting: how texts become words.

    Returns:
        `(texts, columns)`, sparse.
    """
    column_of = {term: column for column, term in enumerate(terms)}
    found = [
        (row, column_of[term])
        for row, words in enumerate(map(splitter(splitting), texts))
        for length in range(1, longest + 1)
        for first in range(len(words) - length + 1)
        if (term := " ".join(words[first : first + length])) in column_of
    ]
    pairs = np.array(found, np.int64).reshape(-1, 2)
    return _counted(pairs[:, 0], pairs[:, 1], (len(texts), columns))


def count_hashed(
    rows: NDArray[np.int64], numbers: NDArray[np.uint64], columns: int, texts: int
) -> Counts:
    """How often each text has terms of each column, where a term's column is a hash of it.

    The hashing trick (listing 6.4): no vocabulary is fitted or kept, and some terms share a column.
    """
    hashed = (numbers ^ (numbers >> np.uint64(32))) % np.uint64(columns)
    return _counted(rows, hashed.astype(np.int64), (texts, columns))


def word_hashes(words: Sequence[str]) -> NDArray[np.uint64]:
    """64 bits of BLAKE2 of each word: the same on every machine, unlike Python's own hash."""
    digests = b"".join(hashlib.blake2b(word.encode(), digest_size=8).digest() for word in words)
    return np.frombuffer(digests, "<u8").astype(np.uint64)


def rarity(counts: Counts) -> NDArray[np.float64]:
    """ln(1 + texts / (1 + texts with the term)) of each term, `(terms,)`.

    Args:
        counts: of the training texts, `(texts, terms)`.
    """
    having = np.bincount(counts.indices, minlength=counts.shape[1])
    rare: NDArray[np.float64] = np.log(1 + counts.shape[0] / (1 + having))
    return rare


def weigh(counts: Counts, weighting: Weighting, rare: NDArray[np.float64]) -> Counts:
    """Turn counts into what a model sees, by the formulas of Keras's Tokenizer.

    `binary` is 1 for a term that occurs, `frequency` its share of the text's known terms, and
    `tfidf` (1 + ln count) times its rarity.

    Args:
        counts: `(texts, terms)`.
        weighting: how.
        rare: the `rarity` of each term; only `tfidf` asks for it.

    Returns:
        `(texts, terms)`, sparse.
    """
    weights = counts.copy()
    if weighting == "binary":
        weights.data[:] = 1
    elif weighting == "frequency":
        totals = np.asarray(counts.sum(axis=1)).ravel()
        weights.data /= np.repeat(totals, np.diff(counts.indptr)).astype(np.float32)
    elif weighting == "tfidf":
        # The logarithm of float32 counts, the product in float64: so it has always been rounded.
        weights.data = ((1 + np.log(counts.data)) * rare[counts.indices]).astype(np.float32)
    return weights


def _base(sequences: Ragged) -> int:
    """One more than the largest digit of a run's number: digits are words counted from 1."""
    return int(sequences.values.max(initial=0)) + 2


def _counted(rows: NDArray[np.int64], columns: NDArray[np.int64], shape: tuple[int, int]) -> Counts:
    from scipy.sparse import coo_matrix

    ones = np.ones(len(rows), np.float32)
    return coo_matrix((ones, (rows, columns)), shape=shape).tocsr()
