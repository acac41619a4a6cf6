"""What turns raw input into a batch: plain settings that a run folder keeps, never code."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from seqlab.component import Component

if TYPE_CHECKING:
    from seqlab.tasks.data import InputBatch


class Preprocessing(Component):
    """All that a trained model needs to be fed; no training data is needed with it."""

    @abstractmethod
    def inputs(self, raw: Any) -> InputBatch:
        """A batch of inputs from raw ones.

        Args:
            raw: what the kind of data consists of before anything was done to it; the class says.

        Raises:
            DataError: the raw input is not what the model was trained on.
        """
