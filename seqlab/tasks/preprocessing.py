"""What turns raw input into a batch: plain settings that a run folder keeps, never code."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from seqlab.component import Component
from seqlab.errors import ConfigError

if TYPE_CHECKING:
    from seqlab.tasks.data import InputBatch
    from seqlab.tasks.deployment import Deployment


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

    def deployment(self, task: Any, *, from_logits: bool) -> Deployment:  # noqa: ARG002
        """What stands around a model when it is used without seqlab.

        Args:
            task: what the model was asked.
            from_logits: whether its outputs are log-odds, not probabilities.

        Raises:
            ConfigError: nobody has said what that is for data of this kind.
        """
        raise ConfigError(
            f"What `{type(self).__name__}` does to raw data is not known outside of seqlab: such "
            "a run cannot be exported.",
            remedy="Give the class a method `deployment`, as seqlab.tasks.preprocessing says, or "
            "use `run.model()` and `run.preprocessing()` in Python.",
        )
