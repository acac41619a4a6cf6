"""What every model family has in common."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from seqlab.component import Component
from seqlab.models.embedding import Embedding

if TYPE_CHECKING:
    import keras

    from seqlab.task import Task

Activation = Literal["relu", "tanh", "sigmoid", "linear", "elu", "gelu", "selu", "silu", "softplus"]


class Model(Component):
    """Layers between an input and one number per sample."""

    embedding: Embedding | None = Field(None, examples=[{"dimension": 32}])
    """Vectors for tokens; only text has them, and text needs them."""

    @property
    def learns(self) -> bool:
        """Whether there is anything to train."""
        return True

    @property
    def needs_time(self) -> bool:
        """Whether the inputs must be sequences."""
        return True

    def check_length(self, length: int) -> None:
        """Refuse an input too short for the layers, before anything is loaded.

        Args:
            length: time steps of one input.

        Raises:
            PydanticCustomError: says which layer, and which length it meets.
        """

    @abstractmethod
    def build(self, task: Task) -> keras.Model:
        """Make the Keras model, not yet compiled.

        Args:
            task: shape of the inputs, and the question.

        Returns:
            A model from `(batch, time, features)` or `(batch, time)` to `(batch, 1)`.
        """
