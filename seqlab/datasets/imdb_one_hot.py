"""The IMDB reviews as one-hot sequences of words or characters."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import Field, model_validator

from seqlab.component import problem_at
from seqlab.datasets.dataset import Dataset

if TYPE_CHECKING:
    from seqlab.text.data import TextData


class ImdbOneHot(Dataset):
    """A vector with a single one for each word or character of a review (listings 6.1 and 6.2).

    Words are numbered by their frequency in the training reviews; characters are the 100 printable
    ones of ASCII. Others are dropped. Splits are those of `imdb`. The vectors are made batch by
    batch: all of them would fill the memory many times over.
    """

    task_kind: ClassVar[Literal["forecast", "sentiment"]] = "sentiment"

    kind: Literal["imdb_one_hot"] = "imdb_one_hot"
    unit: Literal["word", "character"] = "word"
    """What a time step is."""
    max_features: int | None = Field(None, ge=1)
    """Most frequent words to keep, 1,000 where null; characters have their own 100."""
    maxlen: int = Field(100, gt=0)
    """Time steps of a review after it was cut, from its beginning, or filled up."""
    batch_size: int = Field(128, gt=0)
    """Reviews in one training batch; the last batch of an epoch may be smaller."""
    validation_fraction: float = Field(0.2, ge=0.01, le=0.9)
    """The part of the training reviews that is cut off for validation."""
    shuffle_seed: int = Field(113, ge=0)
    """Seed of the order in which they are cut off; the experiment's `seed` does not change it."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.unit == "character" and self.max_features is not None:
            raise problem_at("max_features", "characters have their own 100 columns: remove it")
        return self

    @property
    def length(self) -> int:
        """Time steps of one input."""
        return self.maxlen

    def load(self) -> TextData:
        """Find or download the file, check its contents and set up the splits.

        Raises:
            DataError: the file cannot be had, read or trusted.
        """
        from seqlab.datasets.sources.imdb_texts import load_texts, load_words
        from seqlab.text.data import Encoding, Reviews, TextData, split_order
        from seqlab.text.one_hot import CHARACTERS, number_characters, number_frequent, one_hot
        from seqlab.text.padding import pad

        if self.unit == "character":
            texts, labels, digests = load_texts()
            half = len(labels) // 2
            training, validation = split_order(half, self.validation_fraction, self.shuffle_seed)
            sequences, columns = number_characters(texts), len(CHARACTERS)
        else:
            words = load_words()
            labels, digests, columns = words.labels, words.digests, self.max_features or 1000
            half = len(labels) // 2
            training, validation = split_order(half, self.validation_fraction, self.shuffle_seed)
            sequences = number_frequent(words.sequences, training, columns)
        reviews = Reviews(pad(sequences, self.maxlen), labels)
        return TextData(
            splits={
                "training": reviews.take(training),
                "validation": reviews.take(validation),
                "test": reviews.take(slice(half, None)),
            },
            vocabulary=0,
            batch_size=self.batch_size,
            digests=digests,
            encoding=Encoding(partial(one_hot, columns=columns), self.maxlen, columns),
        )
