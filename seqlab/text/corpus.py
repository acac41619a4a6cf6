"""Labelled texts, and what encodings take from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from seqlab.text.padding import Ragged
from seqlab.text.vocabulary import Words
from seqlab.text.words import Splitting


@dataclass(frozen=True, eq=False)
class Ranked:
    """Texts as tokens of a ranking of words; see `seqlab.text.tokens`.

    Args:
        tokens: of each text, with the whole ranking.
        spelling: the word of each rank, the first of rank 1.
        digests: SHA-256 of the contents of the ranking's own source, by name.
    """

    tokens: Ragged
    spelling: Sequence[str]
    digests: dict[str, str]


class Cache(Protocol):
    """Keeps arrays that take long to prepare; see `seqlab.datasets.sources.cache.cached`."""

    def __call__(
        self,
        name: str,
        key: Mapping[str, str | int],
        build: Callable[[], dict[str, NDArray[Any]]],
        /,
    ) -> dict[str, NDArray[Any]]: ...


def anew(
    name: str,  # noqa: ARG001
    key: Mapping[str, str | int],  # noqa: ARG001
    build: Callable[[], dict[str, NDArray[Any]]],
) -> dict[str, NDArray[Any]]:
    """Prepare arrays each time: a cache for texts so few that keeping anything is not worth it."""
    return build()


FoundVectors = tuple[dict[str, NDArray[np.float32]], dict[str, str]]
"""The vectors of the words that have one, and the SHA-256 of their source, by its name."""


@dataclass(frozen=True, eq=False)
class Corpus:
    """Labelled texts; what takes time is read when an encoding first asks for it.

    Args:
        name: what its arrays are called in the cache, such as `imdb`.
        noun: what its texts are called, such as `reviews`.
        classes: the names of the classes, in the order of their numbers.
        labels: the number of each text's class, `(texts,)`.
        digests: SHA-256 of the contents of the texts' source, by name; empty for made-up ones.
        fingerprint: the same for the same texts and labels, on every machine.
        texts: reads them all, in order.
        words: reads them as numbered words.
        splitting: how its words are told apart; `words` and what encodes other texts agree in it.
        vectors: looks for the vectors of some words, of so many numbers, in a file; None is the
            published one.
        ranked: reads them as tokens of a ranking of words that their source brings; None where
            it brings none.
        cache: keeps what an encoding prepares.
    """

    name: str
    noun: str
    classes: tuple[str, ...]
    labels: NDArray[np.float32]
    digests: dict[str, str]
    fingerprint: str
    texts: Callable[[], Sequence[str]]
    words: Callable[[], Words]
    vectors: Callable[[list[str], int, str | None], FoundVectors]
    splitting: Splitting = "keras"
    ranked: Callable[[], Ranked] | None = None
    cache: Cache = anew
