"""Layers around another layer, which stands in the key `of`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import model_validator

import seqlab.models.layers
from seqlab.component import Size, problem_at
from seqlab.models.layers.layer import Layer, PlainLayer
from seqlab.room import Room

if TYPE_CHECKING:
    import keras

INNER = Room(seqlab.models.layers, PlainLayer)
"""What can be wrapped: every layer but the wrappers themselves."""


class Bidirectional(Layer):
    """Read the sequence in both directions (`keras.layers.Bidirectional`)."""

    layer: Literal["Bidirectional"] = "Bidirectional"
    of: Annotated[PlainLayer, INNER]
    """A recurrent layer: GRU, LSTM, SimpleRNN or ConvLSTM1D."""
    merge_mode: Literal["concat", "sum", "mul", "ave"] = "concat"
    """How the outputs of both directions become one."""

    @model_validator(mode="after")
    def _check_inner(self) -> Self:
        if "go_backwards" not in type(self.of).model_fields:
            raise problem_at(
                "of.layer",
                f"{self.of.layer} reads no sequence in order: use GRU, LSTM or SimpleRNN",
            )
        return self

    def make(self, name: str) -> keras.layers.Layer:
        import keras

        return keras.layers.Bidirectional(
            self.of.make(f"{name}_inner"), merge_mode=self.merge_mode, name=name
        )

    def cudnn_obstacle(self) -> str | None:
        return self.of.cudnn_obstacle()


class TimeDistributed(Layer):
    """Apply a layer to every time step by itself (`keras.layers.TimeDistributed`)."""

    layer: Literal["TimeDistributed"] = "TimeDistributed"
    of: Annotated[PlainLayer, INNER]
    """What is applied."""

    def make(self, name: str) -> keras.layers.Layer:
        import keras

        return keras.layers.TimeDistributed(self.of.make(f"{name}_inner"), name=name)


class SpectralNormalization(Layer):
    """Keep a kernel from stretching its inputs (`keras.layers.SpectralNormalization`)."""

    layer: Literal["SpectralNormalization"] = "SpectralNormalization"
    of: Annotated[PlainLayer, INNER]
    """A layer with a kernel, such as Dense or Conv1D."""
    power_iterations: Size = 1
    """Iterations by which the kernel's largest singular value is estimated at each step."""

    def make(self, name: str) -> keras.layers.Layer:
        import keras

        return keras.layers.SpectralNormalization(
            self.of.make(f"{name}_inner"), power_iterations=self.power_iterations, name=name
        )
