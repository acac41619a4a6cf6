"""Words by number, and which of them a vocabulary keeps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqlab.text.padding import Ragged
from seqlab.text.words import Splitting, splitter


@dataclass(frozen=True, eq=False)
class Words:
    """Texts as numbered words.

    Args:
        sequences: the number of every word, text after text. The numbers are names and mean
            nothing: whoever wants a vocabulary fits it on training texts.
        spelling: the word of each number.
    """

    sequences: Ragged
    spelling: Sequence[str]


def number_words(texts: Iterable[str], splitting: Splitting) -> Words:
    """Number the words of texts in the order in which they first occur.

    `["b a b", "c a"]` has the sequences `[[0, 1, 0], [2, 1]]` and the spelling `["b", "a", "c"]`.
    """
    numbers: dict[str, int] = {}
    split = splitter(splitting)
    sequences = [[numbers.setdefault(word, len(numbers)) for word in split(text)] for text in texts]
    return Words(Ragged.from_lists(sequences), list(numbers))


def by_spelling(words: Words) -> Words:
    """The same texts, their words numbered in the order of their spelling.

    So which of equally frequent words a vocabulary takes depends on no other text.
    `by_spelling` of the sequences `[[0, 1]]` and the spelling `["b", "a"]` has `[[1, 0]]` and
    `["a", "b"]`.
    """
    order = sorted(range(len(words.spelling)), key=words.spelling.__getitem__)
    numbers = np.empty(len(order), np.int32)
    numbers[order] = np.arange(len(order), dtype=np.int32)
    sequences = Ragged(numbers[words.sequences.values], words.sequences.offsets)
    return Words(sequences, [words.spelling[number] for number in order])


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


def keep_words(sequences: Ragged, kept: Sequence[int]) -> Ragged:
    """Renumber words from 1 by their place among the kept ones; drop all others.

    `keep_words([[3, 1, 1], [0, 3]], [1, 3])` is `[[2, 1, 1], [2]]`.
    """
    places = np.zeros(int(sequences.values.max(initial=0)) + 1, np.int32)
    places[list(kept)] = np.arange(1, len(kept) + 1)
    values = places[sequences.values]
    offsets = np.concatenate([[0], np.cumsum(values > 0)])[sequences.offsets]
    return Ragged(values[values > 0], offsets)


def find_words(texts: Iterable[str], vocabulary: Sequence[str], splitting: Splitting) -> Ragged:
    """The place of each word of texts in a vocabulary, counted from 1; other words are dropped.

    `find_words(["b xyzzy a"], ["a", "b"], "keras")` is `[[2, 1]]`.
    """
    places = {word: place for place, word in enumerate(vocabulary, start=1)}
    split = splitter(splitting)
    return Ragged.from_lists(
        [places[word] for word in split(text) if word in places] for text in texts
    )


def pack_words(words: Sequence[str]) -> NDArray[np.uint8]:
    """Words as numbers, for a cache that keeps arrays alone; no word holds a line break."""
    return np.frombuffer("\n".join(words).encode(), np.uint8)


def unpack_words(packed: NDArray[np.uint8]) -> list[str]:
    """The words of `pack_words`."""
    return packed.tobytes().decode().split("\n") if packed.size else []
