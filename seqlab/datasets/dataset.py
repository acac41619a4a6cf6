"""What every dataset has in common."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, Literal

from seqlab.component import Component

if TYPE_CHECKING:
    from seqlab.task import Data


class Dataset(Component):
    """Where samples come from, and how they are split."""

    task_kind: ClassVar[Literal["forecast", "sentiment"]]
    """The question that models are asked about it."""
    inputs: ClassVar[Literal["tokens", "sequences", "bags"]] = "sequences"
    """What a model sees: tokens that need an embedding, vectors in time, or one vector."""

    batch_size: int
    """Samples in one training batch."""

    @property
    def vector_dimension(self) -> int | None:
        """Numbers in the vectors learned elsewhere that it has for its tokens, if it has any."""
        return None

    @property
    @abstractmethod
    def length(self) -> int:
        """Time steps of one input, known before anything is loaded."""

    @abstractmethod
    def load(self) -> Data:
        """Get the real thing.

        Raises:
            DataError: a file cannot be had, read or trusted.
            ConfigError: the settings do not fit the data.
        """
