"""What a dataset offers and a model is built for: the contract between the two rooms."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Batch = tuple[NDArray[Any], NDArray[np.float32]]
"""Inputs as `Task.input_shape` says, a row for each sample, and targets `(batch, 1)`."""

SplitName = Literal["training", "validation", "test"]


@dataclass(frozen=True)
class Task:
    """The shape of the inputs and the question asked of them.

    Args:
        kind: `forecast` (predict one number, in standard deviations) or `sentiment` (predict the
            log-odds of a positive review).
        length: time steps of one input; 0 for a bag of terms, which has no time.
        features: numbers per time step; 0 where the steps are single tokens.
        vocabulary: number of distinct tokens; 0 where the inputs are numbers.
        target_column: which of the features is the one to forecast; 0 for text.
        target_std: original units per standard deviation of the target; 1 for text.
        unit: the target's original unit, such as `degC`; empty for text.
        vectors: a vector for each token that was learned elsewhere, `(vocabulary, dimension)`.
    """

    kind: Literal["forecast", "sentiment"]
    length: int
    features: int = 0
    vocabulary: int = 0
    target_column: int = 0
    target_std: float = 1.0
    unit: str = ""
    vectors: NDArray[np.float32] | None = field(default=None, repr=False, compare=False)

    @property
    def input_shape(self) -> tuple[int, ...]:
        """One input: tokens `(time,)`, a sequence `(time, features)` or a bag `(features,)`."""
        return tuple(size for size in (self.length, self.features) if size)


@dataclass(frozen=True)
class SharedRows:
    """The evaluation windows of a split as pieces of one series, which share most of their rows.

    Args:
        rows: `(rows, features)`; the inputs of window i are the rows from `starts[i]` on, as many
            as the task's length.
        starts: where each window starts, `(windows,)`.
        targets: what to predict for each, `(windows, 1)`.
    """

    rows: NDArray[np.float32]
    starts: NDArray[np.int64]
    targets: NDArray[np.float32]


class Data(Protocol):
    """A loaded dataset: every batch is a pure function of its position."""

    @property
    def task(self) -> Task: ...

    @property
    def digests(self) -> dict[str, str]:
        """SHA-256 of the contents of every source, by name; empty for synthetic data."""
        ...

    def steps_per_epoch(self) -> int | None:
        """Training batches in one pass; None where batches are drawn without end."""
        ...

    def training_batch(self, seed: int, epoch: int, step: int) -> Batch:
        """The batch of one training step, a pure function of its three arguments."""
        ...

    def samples(self, split: SplitName) -> int:
        """Windows or reviews that an evaluation of `split` sees."""
        ...

    def evaluation_batch(self, split: SplitName, batch_size: int, number: int) -> Batch:
        """Batch `number` of `split` in order; the last one may be smaller than `batch_size`."""
        ...

    def shared_rows(self, split: SplitName) -> SharedRows | None:
        """All of `split` in order, as pieces of one series; None where samples share nothing."""
        ...


def all_batches(data: Data, split: SplitName, batch_size: int) -> Iterator[Batch]:
    """All of a split in order, `batch_size` samples at a time; the last batch may be smaller."""
    for number in range(math.ceil(data.samples(split) / batch_size)):
        yield data.evaluation_batch(split, batch_size, number)
