"""The movie reviews as the tokens that Keras has for them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from seqlab.datasets.sources.cache import Arrays, cached
from seqlab.datasets.sources.catalogue import REVIEWS, WORD_INDEX, fetch, file_digest
from seqlab.datasets.sources.imdb_archive import decode, in_order, read_reviews, reviews_digest
from seqlab.errors import DataError
from seqlab.text.corpus import Ranked
from seqlab.text.padding import Ragged
from seqlab.text.tokens import encode
from seqlab.text.vocabulary import pack_words, unpack_words


def load_tokens() -> Ranked:
    """All reviews with the whole vocabulary, from the cache where these files were read before.

    Returns:
        The tokens of the training reviews first, then by folder (neg, pos) and id.

    Raises:
        DataError: a file cannot be had or read, or its contents are not the published ones.
    """
    reviews_path, index_path = fetch(REVIEWS), fetch(WORD_INDEX)

    def prepare() -> Arrays:
        ranks = read_word_index(index_path)
        WORD_INDEX.check_content(index_digest(ranks), index_path)
        reviews = read_reviews(reviews_path)
        REVIEWS.check_content(reviews_digest(reviews), reviews_path)
        sequences = Ragged.from_lists(
            encode(decode(member, reviews[member], reviews_path), ranks)
            for member in in_order(reviews)
        )
        return {
            "tokens": sequences.values,
            "offsets": sequences.offsets,
            "spelling": pack_words(sorted(ranks, key=ranks.__getitem__)),
        }

    key: dict[str, str | int] = {
        "reviews": file_digest(reviews_path),
        "index": file_digest(index_path),
        "format": 2,
    }
    arrays = cached("imdb", key, prepare)
    return Ranked(
        Ragged(arrays["tokens"], arrays["offsets"]),
        unpack_words(arrays["spelling"]),
        {WORD_INDEX.name: WORD_INDEX.content_digest},
    )


def read_word_index(path: Path) -> dict[str, int]:
    """Read the rank of each word, from 1.

    Raises:
        DataError: the file is not a JSON object of ranks.
    """
    try:
        ranks = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise DataError(f"{path} is not a JSON file: {error}.", remedy=WORD_INDEX.remedy) from error
    if not isinstance(ranks, dict) or sorted(map(repr, ranks.values())) != sorted(
        map(repr, range(1, len(ranks) + 1))
    ):
        raise DataError(
            f"{path}: expected one JSON object that gives each of n words a rank from 1 to n.",
            remedy=WORD_INDEX.remedy,
        )
    return ranks


def index_digest(ranks: dict[str, int]) -> str:
    """SHA-256 of the words in the order of their ranks: the same however the JSON is laid out."""
    return hashlib.sha256("\n".join(sorted(ranks, key=ranks.__getitem__)).encode()).hexdigest()
