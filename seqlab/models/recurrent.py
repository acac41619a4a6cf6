"""Recurrent layers: GRU, LSTM and SimpleRNN, stacked, bidirectional, with dropout."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import Field, model_validator

from seqlab.advice import Finding, Surroundings
from seqlab.component import Settings, Size, problem_at
from seqlab.models.dense import DenseLayer, apply_dense_layers
from seqlab.models.embedding import Embedding
from seqlab.models.model import Activation, Network

if TYPE_CHECKING:
    import keras

WARNINGS = ("cudnn", "unbounded_activation", "left_padding")
"""The names of what recurrent layers may be warned of."""
BOUNDED = {"tanh", "sigmoid"}


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


class Recurrent(Network):
    """Recurrent layers over the sequence (listings 6.27, 6.39 to 6.44)."""

    warning_names: ClassVar[tuple[str, ...]] = WARNINGS

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

    def cudnn_obstacles(self) -> dict[str, str]:
        return cudnn_obstacles(self.layers)

    def warn(self, surroundings: Surroundings) -> Iterator[Finding]:
        yield from warn_of_layers(self.layers, self.embedding, surroundings)

    def summarise(self, x: keras.KerasTensor) -> keras.KerasTensor:
        attends = self.summary == "attention"
        x = apply_recurrent_layers(
            x, self.layers, reverse_time=self.reverse_time, keep_sequence=attends
        )
        if attends:
            x = attend(x)
        return apply_dense_layers(x, self.dense)


def cudnn_obstacles(layers: tuple[RecurrentLayer, ...]) -> dict[str, str]:
    """Why a GPU cannot run each of some layers by cuDNN's kernel; empty where it can."""
    return {f"layers.{number}": layer.cudnn_obstacle() for number, layer in enumerate(layers)}


def warn_of_layers(
    layers: tuple[RecurrentLayer, ...], embedding: Embedding | None, surroundings: Surroundings
) -> Iterator[Finding]:
    """What recurrent layers do that may surprise, each kind once.

    Args:
        layers: from first to last.
        embedding: in front of them, if there is one.
        surroundings: the rest of the experiment.
    """
    for number, layer in enumerate(layers):
        # cuDNN's kernel runs over all time steps at once and can drop nothing in between.
        if layer.recurrent_dropout and layer.cell != "simple_rnn" and surroundings.may_use_gpu:
            yield Finding(
                "cudnn",
                ("layers", number, "recurrent_dropout"),
                "recurrent_dropout switches cuDNN's kernel off: a GPU then computes the layer one "
                "time step after the other, much slower.",
                "`dropout` alone keeps the kernel.",
            )
            break
    for number, layer in enumerate(layers):
        # A state that is fed back to itself can grow without end.
        if layer.activation not in BOUNDED and not surroundings.clips:
            yield Finding(
                "unbounded_activation",
                ("layers", number, "activation"),
                f"{layer.activation} has no upper end, and a state that is fed back through it can "
                "grow until the loss is NaN.",
                "tanh cannot; training.clipping.global_norm=1.0 helps.",
            )
            break
    masks = embedding is not None and embedding.mask_padding
    by_cudnn = any(not layer.cudnn_obstacle() for layer in layers)
    # Keras checks the mask when it calls cuDNN.
    if masks and by_cudnn and surroundings.may_use_gpu and surroundings.pads_before:
        yield Finding(
            "left_padding",
            ("embedding", "mask_padding"),
            "cuDNN can skip padding after a sample, not before it, where it is here: on a GPU, "
            "Keras refuses such a mask.",
            "training.device=cpu avoids that, and so does padding at the end (`padding: post`).",
        )


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
