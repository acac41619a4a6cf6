"""Temporal convolutional network: residual blocks of causal convolutions, each reaching farther."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from seqlab.component import Size
from seqlab.models.model import Activation, Network

if TYPE_CHECKING:
    import keras


class TemporalConvolutional(Network):
    """A temporal convolutional network (Bai, Kolter and Koltun 2018, figure 1).

    A block is two causal convolutions of one dilation, each followed by its activation and by
    dropout of whole features, and what came in is added to what comes out. The last time step has
    seen `1 + 2 * (kernel_size - 1) * sum(dilations)` of them. The weight normalization of the paper
    is left out: Keras has none.
    """

    kind: Literal["tcn"] = "tcn"
    filters: Size = 32
    """Features of a time step in every block."""
    kernel_size: int = Field(3, gt=1)
    """Time steps of one pattern."""
    dilations: tuple[int, ...] = Field(
        (1, 2, 4, 8, 16), min_length=1, strict=False, examples=[[1, 2, 4, 8]]
    )
    """Time steps between two of a pattern's inputs, a block each."""
    activation: Activation = "relu"
    """Function applied to each convolution, and to the sum at the end of a block."""
    dropout: float = Field(0.0, ge=0, lt=1)
    """Share of the features set to zero in training, for all time steps of a window."""
    summary: Literal["last", "max", "average"] = "last"
    """What stands for the sequence: its last time step, or a global pooling."""

    def summarise(self, x: keras.KerasTensor) -> keras.KerasTensor:
        import keras

        for number, dilation in enumerate(self.dilations, start=1):
            x = self._block(x, dilation, number)
        if self.summary == "last":
            return x[:, -1]
        pooling = {
            "max": keras.layers.GlobalMaxPooling1D,
            "average": keras.layers.GlobalAveragePooling1D,
        }
        return pooling[self.summary](name="summary")(x)

    def _block(self, x: keras.KerasTensor, dilation: int, number: int) -> keras.KerasTensor:
        """`(batch, time, features)` to `(batch, time, filters)`."""
        import keras

        inner = x
        for part in (1, 2):
            inner = keras.layers.Conv1D(
                self.filters,
                self.kernel_size,
                dilation_rate=dilation,
                padding="causal",
                activation=self.activation,
                kernel_initializer="he_normal",
                name=f"conv1d_{number}_{part}",
            )(inner)
            if self.dropout:
                layer = keras.layers.SpatialDropout1D(self.dropout, name=f"dropout_{number}_{part}")
                inner = layer(inner)
        if x.shape[-1] != self.filters:  # only equal shapes can be added
            x = keras.layers.Conv1D(self.filters, 1, name=f"shortcut_{number}")(x)
        total = keras.layers.Add(name=f"sum_{number}")([x, inner])
        return keras.layers.Activation(self.activation, name=f"block_{number}")(total)
