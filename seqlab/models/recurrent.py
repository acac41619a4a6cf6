"""Recurrent layers: GRU, LSTM and SimpleRNN, stacked, bidirectional, with dropout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Self

from pydantic import Field, model_validator

from seqlab.component import Settings, Size, problem_at
from seqlab.models.dense import DenseLayer, apply_dense_layers
from seqlab.models.embedding import model_input, model_output
from seqlab.models.model import Activation, Model

if TYPE_CHECKING:
    import keras

    from seqlab.task import Task


class RecurrentLayer(Settings):
    """One recurrent layer; every layer but the last hands on its whole sequence."""

    cell: Literal["gru", "lstm", "simple_rnn"] = "gru"
    """The recurrence: Cho et al. 2014, Hochreiter and Schmidhuber 1997, or Elman 1990."""
    units: Size = 32
    """Size of the state; a bidirectional layer has two of them."""
    activation: Activation = "tanh"
    """Function applied to the new state; anything but tanh switches cuDNN's kernel off."""
    dropout: float = Field(0.0, ge=0, lt=1)
    """Share of the inputs set to zero in training, the same for every time step of a window."""
    recurrent_dropout: float = Field(0.0, ge=0, lt=1)
    """Share of the state set to zero in training (Gal and Ghahramani 2016)."""
    bidirectional: bool = False
    """Read the sequence in both directions and join the two states."""

    def cudnn_obstacle(self) -> str:
        """Why a GPU cannot run this layer by cuDNN's much faster kernel; empty where it can."""
        if self.cell == "simple_rnn":
            return "Keras has no cuDNN kernel for simple_rnn"
        if self.activation != "tanh":
            return f"its activation is {self.activation}, not tanh"
        if self.recurrent_dropout:
            return "it has recurrent_dropout"
        return ""


class Recurrent(Model):
    """Recurrent layers over the sequence (listings 6.27, 6.39 to 6.44)."""

    kind: Literal["recurrent"] = "recurrent"
    layers: tuple[RecurrentLayer, ...] = Field((RecurrentLayer(),), min_length=1, strict=False)
    """Recurrent layers from first to last."""
    reverse_time: bool = False
    """Read every window from its newest row to its oldest."""
    summary: Literal["last", "attention"] = "last"
    """What stands for the sequence: the last state, or all states weighed by attention."""
    dense: tuple[DenseLayer, ...] = Field((), strict=False)
    """Fully connected layers on top of the last recurrent one, from first to last."""

    @model_validator(mode="after")
    def _check_direction(self) -> Self:
        """Keras makes the way back of a bidirectional layer from one that goes forwards."""
        if self.reverse_time and self.layers[0].bidirectional:
            raise problem_at(
                "reverse_time",
                "the first layer is bidirectional and reads every window both ways already: remove "
                "reverse_time, or layers.0.bidirectional",
            )
        return self

    def build(self, task: Task) -> keras.Model:
        import keras

        inputs, x = model_input(task, self.embedding)
        attends = self.summary == "attention"
        x = apply_recurrent_layers(
            x, self.layers, reverse_time=self.reverse_time, keep_sequence=attends
        )
        if attends:
            x = attend(x)
        x = apply_dense_layers(x, self.dense)
        return keras.Model(inputs, model_output(x), name=self.kind)


def attend(states: keras.KerasTensor) -> keras.KerasTensor:
    """The mean of all states, weighed by how well each answers to the last one.

    The additive attention of Bahdanau et al. (2014) with the last state as the query. Padded time
    steps weigh nothing where the embedding masks them.

    Args:
        states: `(batch, time, units)`.

    Returns:
        `(batch, units)`.
    """
    import keras

    newest = states[:, -1:]  # (batch, 1, units)
    answer = keras.layers.AdditiveAttention(name="attention")([newest, states])
    return keras.layers.Flatten(name="answer")(answer)


def apply_recurrent_layers(
    x: keras.KerasTensor,
    layers: tuple[RecurrentLayer, ...],
    *,
    reverse_time: bool = False,
    keep_sequence: bool = False,
) -> keras.KerasTensor:
    """Stack recurrent layers on a sequence.

    A first layer that goes backwards hands on its outputs in the order in which it made them, so
    reversing it is the same as reversing the input, and cuDNN can do it.

    Args:
        x: the sequence, `(batch, time, features)`.
        layers: from first to last.
        reverse_time: read `x` from its last time step to its first.
        keep_sequence: hand on the last layer's states of all time steps.

    Returns:
        The last layer's final state, `(batch, units)`, twice the units where it is bidirectional;
        or all its states, `(batch, time, units)`.
    """
    import keras

    cells = {
        "gru": keras.layers.GRU,
        "lstm": keras.layers.LSTM,
        "simple_rnn": keras.layers.SimpleRNN,
    }
    for number, layer in enumerate(layers, start=1):
        recurrent = cells[layer.cell](
            layer.units,
            activation=layer.activation,
            dropout=layer.dropout,
            recurrent_dropout=layer.recurrent_dropout,
            return_sequences=keep_sequence or number < len(layers),
            go_backwards=reverse_time and number == 1,
            name=f"{layer.cell}_{number}",
        )
        if layer.bidirectional:
            recurrent = keras.layers.Bidirectional(recurrent, name=f"bidirectional_{number}")
        x = recurrent(x)
    return x
