"""What every model family has in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from seqlab.advice import Finding, Surroundings
from seqlab.component import Component
from seqlab.models.embedding import Embedding, model_inputs

if TYPE_CHECKING:
    import keras

    from seqlab.tasks.task import Task

Activation = Literal["relu", "tanh", "sigmoid", "linear", "elu", "gelu", "selu", "silu", "softplus"]


class Model(Component):
    """Layers between what a model sees of a sample and the head that answers the task."""

    warning_names: ClassVar[tuple[str, ...]] = ()
    """The names of what `warn` may find."""

    kind: str
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

    def obstacle(self, task: type[Task]) -> str:
        """Why the model cannot answer a task; empty where it can."""
        return ""

    def cudnn_obstacles(self) -> dict[str, str]:
        """Why a GPU cannot run a recurrent layer by cuDNN's kernel, by the layer's path.

        Empty where it can; layers that are not recurrent are left out.
        """
        return {}

    def warn(self, surroundings: Surroundings) -> Iterator[Finding]:
        """Warnings about these settings."""
        return iter(())

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
            task: shape of the inputs, and the question, whose head ends the model.

        Returns:
            A model from inputs, `(batch, ...)`, to what the task's head puts out.
        """


class Network(Model):
    """Layers that make one vector of what is seen of a sample, for the task's head to answer by."""

    @abstractmethod
    def summarise(self, x: keras.KerasTensor) -> keras.KerasTensor:
        """The layers of the family.

        Args:
            x: what is seen: `(batch, time, features)`, vectors of tokens as well; `(batch,
                features)` for a bag.

        Returns:
            What they say of the sample, `(batch, units)`.
        """

    def build(self, task: Task) -> keras.Model:
        import keras

        inputs, x = model_inputs(task.inputs, self.embedding)
        outputs = task.head(self.summarise(x), inputs)
        # A list of one would be another model to Keras than the input itself.
        return keras.Model(inputs if len(inputs) > 1 else inputs[0], outputs, name=self.kind)
