"""A few of the IMDB reviews from their raw text, with word vectors that were learned elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from seqlab.component import Settings
from seqlab.datasets.dataset import Dataset

if TYPE_CHECKING:
    from seqlab.text.data import TextData


class PretrainedVectors(Settings):
    """Word vectors that were learned on billions of words (GloVe, Pennington et al. 2014)."""

    dimension: int = Field(100, gt=0)
    """Numbers in one vector; the official archive has 50, 100, 200 and 300."""
    file: str | None = None
    """An archive, a folder or a text file; null is the official archive, found or downloaded."""


class ImdbText(Dataset):
    """Sentiment from very few reviews, from their raw text (listings 6.8 to 6.17).

    The vocabulary is fitted on the training reviews alone. (The book fits it on all 25,000 raw
    training texts, validation texts included, before it takes 200 of them.)
    """

    task_kind: ClassVar[Literal["forecast", "sentiment"]] = "sentiment"
    inputs: ClassVar[Literal["tokens", "sequences", "bags"]] = "tokens"

    kind: Literal["imdb_text"] = "imdb_text"
    training_reviews: int = Field(200, ge=10)
    """Reviews to train on."""
    validation_reviews: int = Field(10_000, ge=10)
    """Reviews to validate on; with the training reviews 25,000 at most."""
    max_features: int = Field(10_000, ge=3)
    """Tokens: 0 pads, 1 is the training reviews' most frequent word; rarer ones are dropped."""
    maxlen: int = Field(100, gt=0)
    """Tokens of a review after it was cut, from its beginning, or filled up."""
    vectors: PretrainedVectors | None = None
    """Vectors for `model.embedding.pretrained`; null for none."""
    batch_size: int = Field(32, gt=0)
    """Reviews in one training batch; the last batch of an epoch may be smaller."""
    shuffle_seed: int = Field(113, ge=0)
    """Seed of the order in which they are taken; the experiment's `seed` does not change it."""

    @property
    def length(self) -> int:
        """Time steps of one input."""
        return self.maxlen

    @property
    def vector_dimension(self) -> int | None:
        return self.vectors.dimension if self.vectors else None

    def load(self) -> TextData:
        """Find or download the files, fit the vocabulary and set up the splits.

        Raises:
            DataError: a file cannot be had, read or trusted.
            ConfigError: there are not so many reviews.
        """
        import numpy as np

        from seqlab.datasets.sources.glove import load_vectors
        from seqlab.datasets.sources.imdb_texts import load_words
        from seqlab.errors import ConfigError
        from seqlab.text.data import Reviews, TextData
        from seqlab.text.one_hot import number_frequent, word_counts
        from seqlab.text.padding import pad
        from seqlab.text.vectors import arrange

        words = load_words()
        half = len(words.labels) // 2
        first, last = self.training_reviews, self.training_reviews + self.validation_reviews
        if last > half:
            raise ConfigError(
                f"dataset.training_reviews and dataset.validation_reviews are {last:,} together, "
                f"but there are {half:,} reviews to train and validate on.",
                remedy="Lower one of them.",
            )
        order = np.random.default_rng(self.shuffle_seed).permutation(half)
        training, validation = order[:first], order[first:last]
        most = self.max_features - 1
        sequences = number_frequent(words.sequences, training, most)
        reviews = Reviews(pad(sequences, self.maxlen), words.labels)
        digests, vectors = words.digests, None
        if self.vectors is not None:
            counts = word_counts(words.sequences, training, most)
            known = {words.spelling[number]: count for number, count in counts.items()}
            found, digest = load_vectors(list(known), self.vectors.dimension, self.vectors.file)
            vectors = arrange(found, known, self.vectors.dimension, self.max_features)
            digests = digests | digest
        return TextData(
            splits={
                "training": reviews.take(training),
                "validation": reviews.take(validation),
                "test": reviews.take(slice(half, None)),
            },
            vocabulary=self.max_features,
            batch_size=self.batch_size,
            digests=digests,
            vectors=vectors,
        )
