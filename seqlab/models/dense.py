"""Fully connected layers over the flattened input: the book's first baseline that learns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from seqlab.component import Settings, Size
from seqlab.models.model import Activation, Network

if TYPE_CHECKING:
    import keras


class DenseLayer(Settings):
    """One fully connected layer."""

    units: Size = 32
    """Outputs of the layer."""
    activation: Activation = "relu"
    """Function applied to each output."""
    dropout: float = Field(0.0, ge=0, lt=1)
    """Share of the layer's outputs set to zero in training."""


class Dense(Network):
    """Flatten the window, then fully connected layers (listing 6.37). Time has no meaning to it."""

    kind: Literal["dense"] = "dense"
    layers: tuple[DenseLayer, ...] = Field((DenseLayer(),), strict=False)
    """Fully connected layers from first to last; none at all is a linear model."""

    @property
    def needs_time(self) -> bool:
        return False

    def summarise(self, x: keras.KerasTensor) -> keras.KerasTensor:
        import keras

        x = keras.layers.Flatten(name="flatten")(x)  # (batch, time * features)
        return apply_dense_layers(x, self.layers)


def apply_dense_layers(x: keras.KerasTensor, layers: tuple[DenseLayer, ...]) -> keras.KerasTensor:
    """Stack fully connected layers on a vector.

    Args:
        x: the vector, `(batch, features)`.
        layers: from first to last.

    Returns:
        The last layer's outputs, `(batch, units)`.
    """
    import keras

    for number, layer in enumerate(layers, start=1):
        x = keras.layers.Dense(layer.units, layer.activation, name=f"dense_{number}")(x)
        if layer.dropout:
            x = keras.layers.Dropout(layer.dropout, name=f"dropout_{number}")(x)
    return x
