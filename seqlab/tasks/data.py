"""What a loaded dataset offers to the other rooms, whatever kind of data it holds."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeAlias

from seqlab.errors import ConfigError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from seqlab.tasks.breakdown import Breakdown
    from seqlab.tasks.by import By
    from seqlab.tasks.inspection import Inspection
    from seqlab.tasks.labelled_texts import LabelledTexts
    from seqlab.tasks.mistakes import Mistake
    from seqlab.tasks.panel import Panel
    from seqlab.tasks.preprocessing import Preprocessing
    from seqlab.tasks.task import Task

InputBatch: TypeAlias = "NDArray[Any] | tuple[NDArray[Any], ...]"
"""`(batch, ...)` as the task's inputs say; a tuple where these have several parts."""
Batch: TypeAlias = "tuple[InputBatch, NDArray[np.float32]]"
"""Inputs, and targets, `(batch, ...)` as the task says."""

SplitName = Literal["training", "validation", "test"]
ORDER: tuple[SplitName, ...] = ("training", "validation", "test")


@dataclass(frozen=True)
class Samples:
    """What a model is judged on: scores on other samples have no common order with its own.

    Args:
        count: how many there are.
        noun: what they are called: `windows`, `reviews`.
        fingerprint: the same text for the same samples in the same order, on every machine.
        horizon_minutes: from the newest input to the target; None where time plays no part.
    """

    count: int
    noun: str
    fingerprint: str
    horizon_minutes: float | None = None

    def __str__(self) -> str:
        return f"{self.count:,} {self.noun}{self.horizon}"

    @property
    def horizon(self) -> str:
        """How far ahead they look: `, 25 hours ahead of the newest input`; empty without time."""
        if self.horizon_minutes is None:
            return ""
        return f", {self.horizon_minutes / 60:g} hours ahead of the newest input"


@dataclass(frozen=True)
class SharedRows:
    """The evaluation windows of a split as pieces of one series, which share most of their rows.

    Args:
        rows: `(rows, features)`; the inputs of window i are the rows from `starts[i]` on, as many
            as the inputs' length.
        starts: where each window starts, `(windows,)`.
        targets: what to predict for each, `(windows, ...)`.
    """

    rows: NDArray[np.float32]
    starts: NDArray[np.int64]
    targets: NDArray[np.float32]


class Data(ABC):
    """A loaded dataset: every batch is a pure function of its position.

    What has a default here is what most kinds of data do not have.
    """

    evaluation_batch_size: ClassVar[int] = 512
    """Samples that are quick to evaluate at a time; the result is the same for any number."""

    @property
    def noun(self) -> str:
        """What samples are called: `windows`, `reviews`."""
        return "samples"

    @property
    @abstractmethod
    def task(self) -> Task:
        """What is asked."""

    @property
    @abstractmethod
    def digests(self) -> dict[str, str]:
        """SHA-256 of the contents of every source, by name; empty for synthetic data."""

    @property
    @abstractmethod
    def preprocessing(self) -> Preprocessing:
        """What turns raw input into a batch; a run keeps it."""

    @abstractmethod
    def steps_per_epoch(self) -> int | None:
        """Training batches in one pass; None where batches are drawn without end."""

    @abstractmethod
    def training_batch(self, seed: int, epoch: int, step: int) -> Batch:
        """The batch of one training step, a pure function of its three arguments."""

    @abstractmethod
    def samples(self, split: SplitName) -> Samples:
        """What an evaluation of `split` sees."""

    @abstractmethod
    def evaluation_batch(self, split: SplitName, size: int, number: int) -> Batch:
        """Batch `number` of `split` in order; the last one may be smaller than `size`."""

    def targets(self, split: SplitName) -> NDArray[np.float64]:
        """The targets of every evaluation sample, in their order and all their digits.

        Returns:
            `(samples, ...)` as the task says.
        """
        import numpy as np

        batches = [targets for _, targets in all_batches(self, split, 4096)]
        return np.concatenate(batches).astype(np.float64)

    @abstractmethod
    def inspect(self) -> Inspection:
        """Splits, what they really ask, and what is wrong with them."""

    def sound(self, split: SplitName) -> NDArray[np.bool_] | None:
        """Whether each evaluation sample, `(samples,)`, holds only what was really measured.

        None where every sample does, or where nobody can tell.
        """
        return None

    def more_scores(
        self, split: SplitName, outputs: NDArray[np.float64], *, from_logits: bool | None
    ) -> dict[str, Any]:
        """What else there is to say of outputs than the task's metric, as a JSON object.

        Args:
            split: which samples.
            outputs: of every evaluation sample, in their order, as the task's head puts them out
                or as its targets are, `(samples, ...)`.
            from_logits: whether outputs are log-odds, not probabilities; None where they are
                scores of another kind, as a baseline may have.
        """
        return {}

    def check_classes(self) -> None:
        """Make sure that scores tell classes apart.

        Raises:
            ConfigError: they do not.
        """
        raise ConfigError(
            f"There are no scores of classes of {self.noun} here: --confusion and --reliability "
            "draw those.",
            remedy="Leave them out; `kind: text` has them.",
        )

    def mistakes(
        self, split: SplitName, outputs: NDArray[np.float64], most: int, *, from_logits: bool
    ) -> Sequence[Mistake]:
        """What a model gets wrong, the most confident answers first.

        Args:
            split: which samples.
            outputs: of every evaluation sample, in their order, as the task's head puts them out.
            most: how many to tell.
            from_logits: as for `more_scores`.

        Raises:
            ConfigError: answers of this data are not right or wrong.
        """
        raise ConfigError(
            f"--worst lists texts that get a wrong class, and {self.noun} have none.",
            remedy="Leave --worst out; `--by` tells where forecasts err.",
        )

    def break_down(
        self,
        split: SplitName,
        by: By,
        model: NDArray[np.float64],
        baselines: Mapping[str, NDArray[np.float64]],
    ) -> Breakdown:
        """Where a model and its baselines err, in original units.

        Args:
            split: which samples.
            by: what the values of a part have in common.
            model: its outputs for every evaluation sample, in their order, as the task's head puts
                them out, `(samples, ...)`.
            baselines: what each says of them, by its name, `(samples, ...)` as targets are.

        Raises:
            ConfigError: this data has no such parts.
        """
        raise ConfigError(
            f"Errors of {self.noun} cannot be told by {by}: they are no forecasts of a series, "
            "which have steps ahead, times, ids and targets.",
            remedy="Leave --by out; forecasts of `kind: series`, `jena` and `synthetic_climate` "
            "can be broken down.",
        )

    def findings(self) -> dict[str, Any]:
        """What is wrong with each split, as metrics.json records it."""
        return {}

    def warnings(self, splits: Sequence[SplitName]) -> list[str]:
        """What a user should know about some splits before a score is believed."""
        return []

    def shared_rows(self, split: SplitName) -> SharedRows | None:
        """All of `split` in order, as pieces of one series; None where samples share nothing."""
        return None

    def training_targets(self) -> NDArray[Any] | None:
        """The target of every training sample, `(samples,)`; None where that is not one number."""
        return None

    def panel(self) -> Panel | None:
        """What lies behind the windows of series; None for what is no series."""
        return None

    def labelled_texts(self) -> LabelledTexts | None:
        """The texts behind a classification; None for what is no text."""
        return None

    def dependent_samples(self) -> int:
        """Neighbouring evaluation samples whose errors hang together: a block of a bootstrap."""
        return 1


def all_batches(data: Data, split: SplitName, size: int) -> Iterator[Batch]:
    """All of a split in order, `size` samples at a time; the last batch may be smaller."""
    for number in range(math.ceil(data.samples(split).count / size)):
        yield data.evaluation_batch(split, size, number)


def targets_of(data: Data, split: SplitName) -> NDArray[np.float64]:
    """The targets of every evaluation sample as a model is trained on them, `(samples, ...)`.

    In single precision, as batches have them, and without cutting the inputs of any.
    """
    return data.targets(split).astype("float32").astype("float64")


# An epoch asks for its order at every step, and shuffling 20,000 texts takes as long as gathering
# a batch of them.
@lru_cache(maxsize=1)
def shuffled(count: int, seed: int, epoch: int) -> NDArray[np.int64]:
    """The numbers from 0 to `count - 1` in an order that depends on nothing but the arguments.

    Returns:
        `(count,)`, read-only because every caller gets the same array.
    """
    import numpy as np

    order = np.random.default_rng((seed, epoch)).permutation(count)
    order.flags.writeable = False
    return order
