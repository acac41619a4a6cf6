"""The IMDB reviews as bags of words or n-grams."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from seqlab.datasets.dataset import Dataset

if TYPE_CHECKING:
    from seqlab.text.data import TextData

FORMAT = 1
"""Of the cached bags; a change of how they are made counts it up."""


class ImdbBag(Dataset):
    """Which words a review has, whatever their order (listings 6.3 and 6.4).

    Terms are words and, with `ngrams`, runs of two and three. The vocabulary is the most frequent
    terms of the training reviews, and theirs alone; with `hashing` there is none. Splits are those
    of `imdb`.
    """

    task_kind: ClassVar[Literal["forecast", "sentiment"]] = "sentiment"
    inputs: ClassVar[Literal["tokens", "sequences", "bags"]] = "bags"

    kind: Literal["imdb_bag"] = "imdb_bag"
    max_features: int = Field(10_000, ge=2)
    """Terms that have a column; with `hashing`, columns that all terms share."""
    ngrams: int = Field(1, ge=1, le=3)
    """Words in the longest terms."""
    weighting: Literal["binary", "count", "frequency", "tfidf"] = "binary"
    """Whether a term occurs, how often, as a share of the review's terms, or by its rarity."""
    hashing: bool = False
    """Let a hash of a term be its column, and fit no vocabulary."""
    batch_size: int = Field(128, gt=0)
    """Reviews in one training batch; the last batch of an epoch may be smaller."""
    validation_fraction: float = Field(0.2, ge=0.01, le=0.9)
    """The part of the training reviews that is cut off for validation."""
    shuffle_seed: int = Field(113, ge=0)
    """Seed of the order in which they are cut off; the experiment's `seed` does not change it."""

    @property
    def length(self) -> int:
        """A bag has no time steps."""
        return 0

    def load(self) -> TextData:
        """Find or download the file, check its contents and make the bags.

        Raises:
            DataError: the file cannot be had, read or trusted.
        """
        import numpy as np
        from scipy.sparse import csr_matrix

        from seqlab.datasets.sources.cache import Arrays, cached
        from seqlab.datasets.sources.imdb_texts import load_words
        from seqlab.text.bags import (
            count_hashed,
            count_terms,
            frequent,
            ngrams,
            weigh,
            word_hashes,
        )
        from seqlab.text.data import Encoding, Reviews, TextData, split_order

        words = load_words()
        half = len(words.labels) // 2
        training, validation = split_order(half, self.validation_fraction, self.shuffle_seed)
        order = np.concatenate([training, validation, np.arange(half, 2 * half)])

        def prepare() -> Arrays:
            names = word_hashes(words.spelling) if self.hashing else None
            sequences = words.sequences.take(order)
            rows, numbers = ngrams(sequences, self.ngrams, names)
            if self.hashing:
                counts = count_hashed(rows, numbers, self.max_features, len(order))
            else:
                known = frequent(numbers[rows < len(training)], self.max_features)
                counts = count_terms(rows, numbers, known, len(order))
            bags = weigh(counts, self.weighting, slice(0, len(training)))
            return {"data": bags.data, "indices": bags.indices, "indptr": bags.indptr}

        key: dict[str, str | int] = {
            **words.digests,
            "settings": self.model_dump_json(exclude={"batch_size"}),
            "format": FORMAT,
        }
        arrays = cached("imdb-bags", key, prepare)
        columns = (len(order), self.max_features)
        bags = csr_matrix((arrays["data"], arrays["indices"], arrays["indptr"]), shape=columns)
        reviews = Reviews(bags, words.labels[order])
        stops = len(training), half
        return TextData(
            splits={
                "training": reviews.take(slice(0, stops[0])),
                "validation": reviews.take(slice(*stops)),
                "test": reviews.take(slice(half, None)),
            },
            vocabulary=0,
            batch_size=self.batch_size,
            digests=words.digests,
            encoding=Encoding(csr_matrix.toarray, 0, self.max_features),
        )
