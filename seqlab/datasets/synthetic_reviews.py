"""Reviews made from a seed, so that everything can be tried without a download."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from seqlab.datasets.encoded_texts import AnyEncoding
from seqlab.datasets.reviews_dataset import ReviewsDataset
from seqlab.text.encodings.tokens import TokenEncoding

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from seqlab.tasks.data import SplitName
    from seqlab.text.corpus import Corpus


class SyntheticReviews(ReviewsDataset):
    """Reviews that nobody wrote: praising, blaming and neutral words, some of them negated.

    It is not real, and a model that is good at it has shown nothing; it exists so that the
    quickstart and the tests run in seconds with no network. Order matters a little: a model that
    only counts words misreads the negated ones.
    """

    kind: Literal["synthetic_reviews"] = "synthetic_reviews"
    encoding: AnyEncoding = TokenEncoding(max_features=200, maxlen=50)
    """What a model sees of a text; for `tokens`, 4 negates."""
    reviews: int = Field(2000, ge=100)
    """Reviews for training and validation together; there are half as many for the test."""
    longest: int = Field(49, ge=9)
    """Words of the longest reviews; the shortest have about half as many."""
    vocabulary: int = Field(196, ge=16)
    """How many words there are; the `tokens` of all of them take a `max_features` 4 higher."""
    noise: float = Field(0.05, ge=0, le=0.5)
    """The part of the labels that are wrong: no model can be right more often than 1 - noise."""
    data_seed: int = Field(113, ge=0)
    """Seed of the reviews; the experiment's own `seed` does not change them."""

    def read(self) -> Corpus:
        from seqlab.datasets.sources.glove import load_vectors
        from seqlab.datasets.sources.made_up_reviews import fingerprint, make_reviews, write_out
        from seqlab.text.corpus import Corpus, Ranked
        from seqlab.text.padding import Ragged
        from seqlab.text.tokens import tokens_of_ranks

        words, labels = make_reviews(
            self.reviews + self.reviews // 2,
            self.longest,
            self.vocabulary,
            self.noise,
            self.data_seed,
        )
        ranks = Ragged(words.sequences.values + 1, words.sequences.offsets)
        return Corpus(
            name="synthetic_reviews",
            noun="reviews",
            classes=self.classes,
            labels=labels,
            digests={},
            fingerprint=fingerprint(words, labels),
            texts=lambda: write_out(words),
            words=lambda: words,
            vectors=load_vectors,
            ranked=lambda: Ranked(tokens_of_ranks(ranks), words.spelling, {}),
        )

    def split(self, corpus: Corpus) -> dict[SplitName, NDArray[np.int64]]:
        import numpy as np

        from seqlab.text.splits import cut_off

        validation = round(self.reviews * self.validation_fraction)
        training = self.reviews - validation
        places = cut_off(self.reviews, training, validation, self.data_seed)
        return {
            "training": places[0],
            "validation": places[1],
            "test": np.arange(self.reviews, len(corpus.labels)),
        }
