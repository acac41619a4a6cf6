"""A model that looks at the mean of a few features of all time steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from seqlab.models.embedding import model_input
from seqlab.models.model import Model

if TYPE_CHECKING:
    import keras

    from seqlab.tasks.task import Task


class Pooled(Model):
    """A fully connected layer at every time step, and the mean over time."""

    kind: Literal["pooled"] = "pooled"
    units: int = Field(8, gt=0)
    """Features of a time step."""

    def build(self, task: Task) -> keras.Model:
        import keras

        inputs, x = model_input(task.inputs, self.embedding)
        x = keras.layers.Dense(self.units, "relu", name="features")(x)  # (batch, time, units)
        x = keras.layers.GlobalAveragePooling1D(name="mean")(x)  # (batch, units)
        return keras.Model(inputs, task.head(x), name=self.kind)
