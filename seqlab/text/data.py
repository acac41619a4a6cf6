"""Encoded reviews, split for training and evaluation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqlab.task import Batch, SplitName, Task
from seqlab.text.vectors import Vectors


@dataclass(frozen=True, eq=False)
class Reviews:
    """Reviews as rows of tokens, or of a sparse matrix of terms.

    Args:
        tokens: `(reviews, maxlen)`, or sparse `(reviews, terms)`.
        labels: 1 for a positive review, 0 for a negative one, `(reviews,)`.
    """

    tokens: Any
    labels: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.labels)

    def take(self, rows: NDArray[np.int64] | slice) -> Reviews:
        """Some of the reviews, in the order of `rows`."""
        return Reviews(self.tokens[rows], self.labels[rows])


@dataclass(frozen=True)
class Encoding:
    """How rows of `Reviews` become the numbers that a model sees, a batch at a time.

    Args:
        encode: from rows to float32, `(batch, time, features)` or `(batch, features)`.
        length: time steps; 0 where there is no time.
        features: numbers in one step.
    """

    encode: Callable[[Any], NDArray[np.float32]]
    length: int
    features: int


@dataclass(frozen=True, eq=False)
class TextData:
    """Labelled reviews; see `seqlab.task.Data`.

    Args:
        splits: the reviews of each split.
        vocabulary: number of distinct tokens, special ones included.
        batch_size: reviews in a training batch.
        digests: SHA-256 of the contents of every source, by name.
        encoding: how the rows become numbers; None where models see the tokens themselves.
        vectors: learned elsewhere, for the tokens; None where there are none.
    """

    splits: Mapping[SplitName, Reviews]
    vocabulary: int
    batch_size: int
    digests: dict[str, str]
    encoding: Encoding | None = None
    vectors: Vectors | None = None

    @property
    def task(self) -> Task:
        """The inputs' shape: `maxlen` single tokens, or what the encoding makes."""
        if self.encoding is not None:
            return Task(
                kind="sentiment", length=self.encoding.length, features=self.encoding.features
            )
        length = self.splits["training"].tokens.shape[1]
        matrix = self.vectors.matrix if self.vectors else None
        return Task("sentiment", length, vocabulary=self.vocabulary, vectors=matrix)

    def steps_per_epoch(self) -> int:
        """Training batches in one pass; the last one may be smaller."""
        return -(-len(self.splits["training"]) // self.batch_size)

    def training_batch(self, seed: int, epoch: int, step: int) -> Batch:
        """Reviews `step * batch_size` and on, in the order that (seed, epoch) shuffles them into.

        With 5 reviews, batches of 2 and the order `[3, 0, 4, 1, 2]`, step 1 has the reviews 4
        and 1 and step 2, the last, has review 2.

        Args:
            seed: the experiment's seed, not negative.
            epoch: from 0.
            step: from 0 to `steps_per_epoch() - 1`.

        Returns:
            Tokens `(batch, maxlen)`, or what the encoding makes of them, and targets `(batch, 1)`.

        Raises:
            IndexError: the epoch has no such step.
        """
        if not 0 <= step < self.steps_per_epoch():
            raise IndexError(f"step {step} of an epoch of {self.steps_per_epoch()} steps")
        training = self.splits["training"]
        first = step * self.batch_size
        order = shuffled(len(training), seed, epoch)
        return self._batch(training.take(order[first : first + self.batch_size]))

    def samples(self, split: SplitName) -> int:
        """Reviews in `split`."""
        return len(self.splits[split])

    def evaluation_batch(self, split: SplitName, batch_size: int, number: int) -> Batch:
        """Reviews `number * batch_size` and on, in order; the last batch may be smaller.

        Returns:
            Tokens `(batch, maxlen)`, or what the encoding makes of them, and targets `(batch, 1)`.
        """
        first = number * batch_size
        return self._batch(self.splits[split].take(slice(first, first + batch_size)))

    def shared_rows(self, split: SplitName) -> None:
        """None: no part of a review belongs to another one."""

    def label_counts(self, split: SplitName) -> tuple[int, int]:
        """How many reviews of `split` are negative and how many positive."""
        positive = int(np.count_nonzero(self.splits[split].labels))
        return self.samples(split) - positive, positive

    def _batch(self, reviews: Reviews) -> Batch:
        rows = reviews.tokens
        inputs = rows if self.encoding is None else self.encoding.encode(rows)
        return inputs, reviews.labels[:, np.newaxis]


# An epoch asks for its order at every step, and shuffling 20,000 reviews takes as long as
# gathering a batch of them.
@lru_cache(maxsize=1)
def shuffled(count: int, seed: int, epoch: int) -> NDArray[np.int64]:
    """The numbers from 0 to `count - 1` in an order that depends on nothing but the arguments.

    Returns:
        `(count,)`, read-only because every caller gets the same array.
    """
    order = np.random.default_rng((seed, epoch)).permutation(count)
    order.flags.writeable = False
    return order


def cut_off(reviews: Reviews, fraction: float, shuffle_seed: int) -> tuple[Reviews, Reviews]:
    """Shuffle reviews and cut the last of them off for validation.

    With 10 reviews and a fraction of 0.2, the first 8 of the shuffled order are for training and
    the last 2 for validation.

    Args:
        reviews: all that may be trained on.
        fraction: the part to cut off, between 0 and 1.
        shuffle_seed: of the order, not negative.

    Returns:
        The reviews for training and those for validation.
    """
    training, validation = split_order(len(reviews), fraction, shuffle_seed)
    return reviews.take(training), reviews.take(validation)


def split_order(
    count: int, fraction: float, shuffle_seed: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which of `count` reviews are for training and which for validation; see `cut_off`."""
    order = np.random.default_rng(shuffle_seed).permutation(count)
    training = count - round(count * fraction)
    return order[:training], order[training:]
