"""The IMDB reviews: 50,000 texts, half of them positive."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from seqlab.datasets.dataset import Dataset

if TYPE_CHECKING:
    from seqlab.text.data import TextData


class Imdb(Dataset):
    """Movie reviews of the Large Movie Review Dataset: is a review positive or negative?

    The book's sentiment task. A review becomes the tokens that Keras's own copy of this dataset
    has for it. The 25,000 test reviews are the test split; the last of the 25,000 training reviews,
    after a shuffle, are the validation split. Source: the raw reviews, packed or unpacked, and
    Keras's word index.
    """

    task_kind: ClassVar[Literal["forecast", "sentiment"]] = "sentiment"
    inputs: ClassVar[Literal["tokens", "sequences", "bags"]] = "tokens"

    kind: Literal["imdb"] = "imdb"
    max_features: int = Field(10_000, ge=5)
    """Size of the vocabulary: 0 pads, 1 starts a review, 2 is any rarer word, 4 is `the`."""
    maxlen: int = Field(500, gt=0)
    """Tokens of a review after it was cut or filled up."""
    padding: Literal["pre", "post"] = "pre"
    """The side that zeros are added to."""
    truncating: Literal["pre", "post"] = "pre"
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
        from seqlab.datasets.sources.imdb_tokens import load_tokens
        from seqlab.text.data import Reviews, TextData, cut_off
        from seqlab.text.padding import Ragged, pad
        from seqlab.text.tokens import limit_vocabulary

        arrays, digests = load_tokens()
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
            digests=digests,
        )
