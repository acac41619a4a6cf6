"""The IMDB reviews: 50,000 texts, half of them positive."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from seqlab.datasets.cache import Arrays, cached
from seqlab.datasets.catalogue import REVIEWS, WORD_INDEX, fetch, file_digest
from seqlab.datasets.dataset import Dataset
from seqlab.datasets.imdb_archive import decode, in_order, read_reviews, reviews_digest
from seqlab.errors import DataError
from seqlab.text.data import Reviews, TextData, cut_off
from seqlab.text.padding import Ragged, Side, pad
from seqlab.text.tokens import encode, limit_vocabulary


class Imdb(Dataset):
    """Movie reviews of the Large Movie Review Dataset: is a review positive or negative?

    The book's sentiment task. A review becomes the tokens that Keras's own copy of this dataset
    has for it. The 25,000 test reviews are the test split; the last of the 25,000 training reviews,
    after a shuffle, are the validation split. Source: the raw reviews, packed or unpacked, and
    Keras's word index.
    """

    task_kind: ClassVar[Literal["forecast", "sentiment"]] = "sentiment"

    kind: Literal["imdb"] = "imdb"
    max_features: int = Field(10_000, ge=5)
    """Size of the vocabulary: 0 pads, 1 starts a review, 2 is any rarer word, 4 is `the`."""
    maxlen: int = Field(500, gt=0)
    """Tokens of a review after it was cut or filled up."""
    padding: Side = "pre"
    """The side that zeros are added to."""
    truncating: Side = "pre"
    """The side that tokens are taken from."""
    reverse: bool = False
    """Read every review from its end, before it is cut or filled up."""
    batch_size: int = Field(128, gt=0)
    """Reviews in one training batch; the last batch of an epoch may be smaller."""
    validation_fraction: float = Field(0.2, ge=0.01, le=0.9)
    """The part of the training reviews that is cut off for validation."""
    shuffle_seed: int = Field(113, ge=0)
    """Seed of the order in which they are cut off; the experiment's `seed` does not change it."""

    @property
    def length(self) -> int:
        """Time steps of one input."""
        return self.maxlen

    def load(self) -> TextData:
        """Find or download the files, check their contents and set up the splits.

        Raises:
            DataError: a file cannot be had, read or trusted.
        """
        arrays = load_tokens()
        sequences = Ragged(limit_vocabulary(arrays["tokens"], self.max_features), arrays["offsets"])
        tokens = pad(sequences, self.maxlen, self.padding, self.truncating, self.reverse)
        reviews = Reviews(tokens, arrays["labels"])
        half = len(reviews) // 2
        training, validation = cut_off(
            reviews.take(slice(0, half)), self.validation_fraction, self.shuffle_seed
        )
        return TextData(
            splits={
                "training": training,
                "validation": validation,
                "test": reviews.take(slice(half, None)),
            },
            vocabulary=self.max_features,
            batch_size=self.batch_size,
            digests={source.name: source.content_digest for source in (REVIEWS, WORD_INDEX)},
        )


def load_tokens() -> Arrays:
    """All reviews with the whole vocabulary, from the cache where these files were read before.

    Returns:
        `tokens` and `offsets` as in `Ragged`, and `labels`, `(50000,)`, 1 for positive: the
        training reviews first, then by folder (neg, pos) and id.

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
        labels = [float(folder.endswith("pos")) for folder, _, _ in in_order(reviews)]
        return {
            "tokens": sequences.values,
            "offsets": sequences.offsets,
            "labels": np.array(labels, np.float32),
        }

    key: dict[str, str | int] = {
        "reviews": file_digest(reviews_path),
        "index": file_digest(index_path),
        "format": 1,
    }
    return cached("imdb", key, prepare)


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
