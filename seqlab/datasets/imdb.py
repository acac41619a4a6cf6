"""The IMDB reviews: 50,000 texts, half of them positive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from seqlab.datasets.reviews_dataset import ReviewsDataset

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from seqlab.tasks.data import SplitName
    from seqlab.text.corpus import Corpus

_NOW = "encodings have a block of their own: write `kind: imdb` with"


class Imdb(ReviewsDataset):
    """Movie reviews of the Large Movie Review Dataset: is a review positive or negative?

    The book's sentiment task. The 25,000 test reviews are the test split; training and validation
    reviews are taken from the 25,000 training reviews after a shuffle, so that all encodings have
    the same splits. Source: the raw reviews, packed or unpacked, and for the encoding `tokens`
    Keras's word index.
    """

    formerly: ClassVar[Mapping[str, str]] = {
        "imdb_bag": f"{_NOW} `encoding: {{kind: bag}}`, or `{{kind: hashing}}` for `hashing: "
        "true`; max_features, ngrams and weighting belong into it",
        "imdb_one_hot": f"{_NOW} `encoding: {{kind: one_hot}}`, or `{{kind: characters}}` for "
        "`unit: character`; max_features and maxlen belong into it",
        "imdb_text": f"{_NOW} `encoding: {{kind: words}}`; max_features, maxlen and vectors belong "
        "into it; where they were left out, write `training_reviews: 200`, "
        "`validation_reviews: 10000` and `batch_size: 32`",
    }

    default_baselines: ClassVar[tuple[str, ...]] = ("majority", "logistic_regression")

    kind: Literal["imdb"] = "imdb"
    training_reviews: int | None = Field(None, ge=10)
    """Reviews to train on; null is all that validation leaves."""
    validation_reviews: int | None = Field(None, ge=10)
    """Reviews to validate on; null is the part that `validation_fraction` says."""
    shuffle_seed: int = Field(113, ge=0)
    """Seed of the order in which they are taken; the experiment's `seed` does not change it."""

    def read(self) -> Corpus:
        from seqlab.datasets.sources.cache import cached
        from seqlab.datasets.sources.catalogue import REVIEWS
        from seqlab.datasets.sources.glove import load_vectors
        from seqlab.datasets.sources.imdb_texts import labels, load_texts, load_words
        from seqlab.datasets.sources.imdb_tokens import load_tokens
        from seqlab.text.corpus import Corpus

        return Corpus(
            name="imdb",
            noun="reviews",
            classes=self.classes,
            labels=labels(),
            digests={REVIEWS.name: REVIEWS.content_digest},
            fingerprint=REVIEWS.content_digest,
            texts=load_texts,
            words=load_words,
            vectors=load_vectors,
            ranked=load_tokens,
            cache=cached,
        )

    def split(self, corpus: Corpus) -> dict[SplitName, NDArray[np.int64]]:
        """Worked example, with 25,000 reviews and a fraction of 0.2: the first 20,000 of the
        shuffled order are for training, the last 5,000 for validation.
        """
        import numpy as np

        from seqlab.errors import ConfigError
        from seqlab.text.splits import cut_off

        half = len(corpus.labels) // 2
        training, validation = self.training_reviews, self.validation_reviews
        if validation is None:
            validation = round(half * self.validation_fraction)
        if training is None:
            training = half - validation
        if training + validation > half:
            raise ConfigError(
                f"dataset.training_reviews are {training:,} and the reviews for validation "
                f"{validation:,}, {training + validation:,} together, but there are {half:,}.",
                remedy="Lower dataset.training_reviews or dataset.validation_reviews.",
            )
        places = cut_off(half, training, validation, self.shuffle_seed)
        return {
            "training": places[0],
            "validation": places[1],
            "test": np.arange(half, 2 * half),
        }
