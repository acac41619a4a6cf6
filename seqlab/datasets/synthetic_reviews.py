"""Reviews made from a seed, so that everything can be tried without a download."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from seqlab.datasets.dataset import Dataset

if TYPE_CHECKING:
    from seqlab.text.data import TextData


class SyntheticReviews(Dataset):
    """Reviews that nobody wrote: praising, blaming and neutral words, some of them negated.

    It is not real, and a model that is good at it has shown nothing; it exists so that the
    quickstart and the tests run in seconds with no network. Order matters a little: a model that
    only counts words misreads the negated ones.
    """

    task_kind: ClassVar[Literal["forecast", "sentiment"]] = "sentiment"
    inputs: ClassVar[Literal["tokens", "sequences", "bags"]] = "tokens"

    kind: Literal["synthetic_reviews"] = "synthetic_reviews"
    reviews: int = Field(2000, ge=100)
    """Reviews for training and validation together; there are half as many for the test."""
    max_features: int = Field(200, ge=20)
    """Size of the vocabulary: 0 pads, 1 starts a review, 4 negates, the words follow."""
    maxlen: int = Field(50, ge=10)
    """Tokens of the longest reviews; shorter ones are filled up with zeros in front."""
    batch_size: int = Field(128, gt=0)
    """Reviews in one training batch; the last batch of an epoch may be smaller."""
    validation_fraction: float = Field(0.2, ge=0.01, le=0.9)
    """The part of the reviews that is cut off for validation."""
    noise: float = Field(0.05, ge=0, le=0.5)
    """The part of the labels that are wrong: no model can be right more often than 1 - noise."""
    data_seed: int = Field(113, ge=0)
    """Seed of the reviews; the experiment's own `seed` does not change them."""

    @property
    def length(self) -> int:
        """Time steps of one input."""
        return self.maxlen

    def load(self) -> TextData:
        """Make the reviews and set up the splits."""
        from seqlab.datasets.sources.made_up_reviews import make_reviews
        from seqlab.text.data import TextData, cut_off

        made = make_reviews(
            self.reviews + self.reviews // 2,
            self.maxlen,
            self.max_features,
            self.noise,
            self.data_seed,
        )
        training, validation = cut_off(
            made.take(slice(0, self.reviews)), self.validation_fraction, self.data_seed
        )
        return TextData(
            splits={
                "training": training,
                "validation": validation,
                "test": made.take(slice(self.reviews, None)),
            },
            vocabulary=self.max_features,
            batch_size=self.batch_size,
            digests={},
        )
