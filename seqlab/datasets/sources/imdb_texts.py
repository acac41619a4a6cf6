"""The movie reviews as raw text and as words, without any vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from seqlab.datasets.sources.cache import Arrays, cached
from seqlab.datasets.sources.catalogue import REVIEWS, fetch, file_digest
from seqlab.datasets.sources.imdb_archive import decode, in_order, read_reviews, reviews_digest
from seqlab.text.padding import Ragged
from seqlab.text.tokens import split_words


@dataclass(frozen=True, eq=False)
class Words:
    """All reviews as numbered words.

    Args:
        sequences: the number of every word, review after review. The numbers are names and mean
            nothing: whoever wants a vocabulary fits it on training reviews.
        spelling: the word of each number.
        labels: 1 for a positive review, 0 for a negative one, `(reviews,)`.
        digests: SHA-256 of the contents of the source, by its name.
    """

    sequences: Ragged
    spelling: list[str]
    labels: NDArray[np.float32]
    digests: dict[str, str]


def load_texts() -> tuple[list[str], NDArray[np.float32], dict[str, str]]:
    """The text of all reviews, from the cache where this file was read before.

    Returns:
        50,000 texts, the training reviews first, then by folder (neg, pos) and id; their labels;
        and the SHA-256 of the contents of the source, by its name.

    Raises:
        DataError: the file cannot be had or read, or its contents are not the published ones.
    """
    path = fetch(REVIEWS)

    def prepare() -> Arrays:
        reviews = read_reviews(path)
        REVIEWS.check_content(reviews_digest(reviews), path)
        members = in_order(reviews)
        for member in members:
            decode(member, reviews[member], path)
        contents = [reviews[member] for member in members]
        offsets = np.zeros(len(contents) + 1, np.int64)
        offsets[1:] = np.cumsum([len(content) for content in contents])
        labels = [float(folder.endswith("pos")) for folder, _, _ in members]
        return {
            "bytes": np.frombuffer(b"".join(contents), np.uint8),
            "offsets": offsets,
            "labels": np.array(labels, np.float32),
        }

    arrays = cached("imdb-texts", {"reviews": file_digest(path), "format": 1}, prepare)
    everything, offsets = arrays["bytes"].tobytes(), arrays["offsets"].tolist()
    texts = [everything[first:stop].decode() for first, stop in pairwise(offsets)]
    return texts, arrays["labels"], {REVIEWS.name: REVIEWS.content_digest}


def load_words() -> Words:
    """The words of all reviews, in the order of `load_texts`.

    Raises:
        DataError: the file cannot be had or read, or its contents are not the published ones.
    """
    path = fetch(REVIEWS)

    def prepare() -> Arrays:
        texts, labels, _ = load_texts()
        sequences, spelling = number_words(texts)
        return {
            "words": sequences.values,
            "offsets": sequences.offsets,
            "labels": labels,
            "spelling": np.frombuffer("\n".join(spelling).encode(), np.uint8),
        }

    arrays = cached("imdb-words", {"reviews": file_digest(path), "format": 1}, prepare)
    return Words(
        Ragged(arrays["words"], arrays["offsets"]),
        arrays["spelling"].tobytes().decode().split("\n"),
        arrays["labels"],
        {REVIEWS.name: REVIEWS.content_digest},
    )


def number_words(texts: list[str]) -> tuple[Ragged, list[str]]:
    """Number the words of texts in the order in which they first occur.

    `["b a b", "c a"]` has the sequences `[[0, 1, 0], [2, 1]]` and the spelling `["b", "a", "c"]`.
    """
    numbers: dict[str, int] = {}
    sequences = [
        [numbers.setdefault(word, len(numbers)) for word in split_words(text)] for text in texts
    ]
    return Ragged.from_lists(sequences), list(numbers)
