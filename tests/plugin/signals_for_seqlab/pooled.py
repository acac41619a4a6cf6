"""A model that looks at the mean of a few features of all time steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from seqlab.models.model import Network

if TYPE_CHECKING:
    import keras


class Pooled(Network):
    """A fully connected layer at every time step, and the mean over time."""

    kind: Literal["pooled"] = "pooled"
    units: int = Field(8, gt=0)
    """Features of a time step."""

    def summarise(self, x: keras.KerasTensor) -> keras.KerasTensor:
        import keras

        x = keras.layers.Dense(self.units, "relu", name="features")(x)  # (batch, time, units)
        return keras.layers.GlobalAveragePooling1D(name="mean")(x)  # (batch, units)
