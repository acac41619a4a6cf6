"""The movie reviews as raw text and as words, without any vocabulary."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from seqlab.datasets.sources import imdb_archive
from seqlab.datasets.sources.cache import Arrays, cached
from seqlab.datasets.sources.cached_words import cached_words
from seqlab.datasets.sources.catalogue import REVIEWS, fetch, file_digest
from seqlab.datasets.sources.imdb_archive import decode, in_order, read_reviews, reviews_digest
from seqlab.text.vocabulary import Words, number_words


def labels() -> NDArray[np.float32]:
    """1 for a positive review, 0 for a negative one, in the order of `load_texts`, `(reviews,)`."""
    positive = [folder.endswith("pos") for folder in imdb_archive.FOLDERS]
    return np.repeat(positive, imdb_archive.REVIEWS_PER_FOLDER).astype(np.float32)


def load_texts() -> list[str]:
    """The text of all reviews, from the cache where this file was read before.

    Returns:
        50,000 texts, the training reviews first, then by folder (neg, pos) and id.

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
        return {"bytes": np.frombuffer(b"".join(contents), np.uint8), "offsets": offsets}

    arrays = cached("imdb-texts", {"reviews": file_digest(path), "format": 2}, prepare)
    everything, offsets = arrays["bytes"].tobytes(), arrays["offsets"].tolist()
    return [everything[first:stop].decode() for first, stop in pairwise(offsets)]


def load_words() -> Words:
    """The words of all reviews, in the order of `load_texts`.

    Raises:
        DataError: the file cannot be had or read, or its contents are not the published ones.
    """
    path = fetch(REVIEWS)

    return cached_words(
        "imdb-words",
        {"reviews": file_digest(path), "format": 2},
        lambda: number_words(load_texts(), "keras"),
    )
