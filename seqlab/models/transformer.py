"""Transformer encoder, for texts and for series, whose rows it may read in patches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Self

from pydantic import Field, model_validator

from seqlab.component import Settings, Size, problem_at
from seqlab.models.embedding import model_inputs
from seqlab.models.model import Model
from seqlab.models.own_past import forecast_of_each, past_of_targets

if TYPE_CHECKING:
    import keras

    from seqlab.tasks.forecast import Forecast
    from seqlab.tasks.task import Task


class Patches(Settings):
    """Neighbouring time steps that are read as one."""

    length: Size = 16
    """Time steps of a patch."""
    stride: Size = 8
    """Time steps from the start of one patch to that of the next."""

    def count(self, length: int) -> int:
        """How many patches a sequence has.

        Worked example: 336 steps, patches of 16, a stride of 8: (336 - 16) // 8 + 1 = 41, which
        begin at steps 0, 8, ..., 320.
        """
        return (length - self.length) // self.stride + 1


class Transformer(Model):
    """An encoder with learned positions (Vaswani et al. 2017).

    Each block is attention of several heads and two fully connected layers, with a normalization in
    front of both (Xiong et al. 2020). With `patches` and `channels: apart` it forecasts series as
    PatchTST does (Nie et al. 2023): each target from patches of its own past, all by the same
    weights; a block has `4 * width * (width + 1) + width * (2 * feedforward + 1) + feedforward +
    4 * width` of them.
    """

    kind: Literal["transformer"] = "transformer"
    width: Size = 64
    """Numbers that stand for a time step or patch, in every block."""
    heads: Size = 4
    """Heads of each attention, which share the width evenly."""
    feedforward: Size = 128
    """Outputs of the first of a block's two fully connected layers."""
    blocks: int = Field(2, gt=0, le=1000)
    """Attention and fully connected layers, one block on the other."""
    dropout: float = Field(0.0, ge=0, lt=1)
    """Share set to zero in training: of the attention's weights, and of all that is added."""
    patches: Patches | None = Field(None, examples=[{"length": 16, "stride": 8}])
    """Read neighbouring time steps of a series as one; null for each by itself."""
    channels: Literal["together", "apart"] = "together"
    """Read all columns as one sequence, or forecast each target from its own past alone."""
    summary: Literal["average", "flatten"] = "average"
    """What stands for the sequence: the mean over time, or every step side by side."""

    @model_validator(mode="after")
    def _check_parts(self) -> Self:
        if self.width % self.heads:
            raise problem_at(
                "heads",
                f"a width of {self.width} cannot be shared evenly by {self.heads} heads: use a "
                "divisor of the width",
            )
        for name in ("patches", "channels"):
            if self.embedding is not None and name in self.model_fields_set:
                raise problem_at(name, "texts have none, only series: remove it")
        return self

    def obstacle(self, task: type[Task]) -> str:
        if self.channels == "together" or task.is_in_inputs:
            return ""
        return f"{self.kind} with `channels: apart` continues series, and there is none in"

    def check_length(self, length: int) -> None:
        if self.patches is not None and self.patches.length > length:
            raise problem_at(
                "patches.length",
                f"a patch of {self.patches.length} time steps is longer than an input, which has "
                f"{length}: shorten it, or lengthen the input",
            )

    def build(self, task: Task) -> keras.Model:
        import keras

        masks = self.embedding is not None and self.embedding.mask_padding
        # The mask is handed on by hand: what adds positions to vectors would drop it.
        embedding = self.embedding and self.embedding.model_copy(update={"mask_padding": False})
        inputs, x = model_inputs(task.inputs, embedding)
        if self.channels == "apart":
            asked: Forecast = task  # type: ignore[assignment]  # only a forecast has no obstacle
            past = past_of_targets(x, asked)[..., None]  # (batch, targets, time, 1)
            hidden = self._summary(self._encode(past, None), None)
            count = asked.horizon * max(1, len(asked.quantiles))
            mapped = keras.layers.Dense(count, dtype="float32", name="output")(hidden)
            outputs = forecast_of_each(mapped, asked, inputs)
        else:
            is_word = keras.ops.not_equal(inputs[0], 0) if masks else None  # (batch, time)
            hidden = self._summary(self._encode(x, is_word), is_word)
            outputs = task.head(hidden, inputs)
        return keras.Model(inputs if len(inputs) > 1 else inputs[0], outputs, name=self.kind)

    def _encode(self, x: keras.KerasTensor, is_word: keras.KerasTensor | None) -> keras.KerasTensor:
        """What the blocks say of each time step or patch.

        Args:
            x: `(batch, time, features)`, or `(batch, targets, time, features)`.
            is_word: `(batch, time)`; None where there is no padding.

        Returns:
            `(batch, ..., time or patches, width)`.
        """
        import keras

        x = self._positioned(x if self.patches is None else _patched(x, self.patches))
        visible = None if is_word is None else is_word[:, None, :]  # the same to every time step
        for number in range(1, self.blocks + 1):
            x = self._block(x, visible, number)
        return keras.layers.LayerNormalization(name="normalization")(x)

    def _positioned(self, x: keras.KerasTensor) -> keras.KerasTensor:
        """Vectors of `width` numbers: one map for all places, and a bias of its own for each."""
        import keras

        equation, bias = ("abc,cd->abd", "bd") if len(x.shape) == 3 else ("abcd,de->abce", "ce")
        return keras.layers.EinsumDense(
            equation,
            (*x.shape[1:-1], self.width),
            bias_axes=bias,
            bias_initializer=keras.initializers.RandomUniform(-0.02, 0.02),
            name="positions",
        )(x)

    def _block(
        self, x: keras.KerasTensor, visible: keras.KerasTensor | None, number: int
    ) -> keras.KerasTensor:
        import keras

        normal = keras.layers.LayerNormalization(name=f"before_attention_{number}")(x)
        attended = keras.layers.MultiHeadAttention(
            self.heads,
            self.width // self.heads,
            dropout=self.dropout,
            attention_axes=len(x.shape) - 2,  # time
            name=f"attention_{number}",
        )(normal, normal, attention_mask=visible)
        x = self._added(x, attended, f"attended_{number}")
        normal = keras.layers.LayerNormalization(name=f"before_dense_{number}")(x)
        inner = keras.layers.Dense(self.feedforward, "gelu", name=f"dense_{number}")(normal)
        inner = keras.layers.Dense(self.width, name=f"back_{number}")(inner)
        return self._added(x, inner, f"block_{number}")

    def _added(self, x: keras.KerasTensor, more: keras.KerasTensor, name: str) -> keras.KerasTensor:
        import keras

        if self.dropout:
            more = keras.layers.Dropout(self.dropout, name=f"dropout_{name}")(more)
        return keras.layers.Add(name=name)([x, more])

    def _summary(
        self, x: keras.KerasTensor, is_word: keras.KerasTensor | None
    ) -> keras.KerasTensor:
        """`(batch, units)`, or `(batch, targets, units)`, of all time steps that are no padding."""
        import keras

        if is_word is not None:
            counts = keras.ops.cast(is_word, x.dtype)[..., None]  # (batch, time, 1)
            x = x * counts
            if self.summary == "average":  # a text may be all padding
                return keras.ops.sum(x, axis=1) / keras.ops.maximum(
                    keras.ops.sum(counts, axis=1), 1
                )
        if self.summary == "average":
            return keras.ops.mean(x, axis=-2)
        shape = (*x.shape[1:-2], x.shape[-2] * x.shape[-1])
        return keras.layers.Reshape(shape, name="side_by_side")(x)


def _patched(x: keras.KerasTensor, patches: Patches) -> keras.KerasTensor:
    """Neighbouring time steps side by side.

    Args:
        x: `(batch, ..., time, features)`.
        patches: how many, and how far apart.

    Returns:
        `(batch, ..., patches, length * features)`.
    """
    import keras
    import numpy as np

    *before, length, features = x.shape[1:]
    count = patches.count(length)
    # (patches, length): the time steps of each patch.
    steps = patches.stride * np.arange(count)[:, None] + np.arange(patches.length)
    taken = keras.ops.take(x, steps.ravel().tolist(), axis=-2)
    return keras.layers.Reshape((*before, count, patches.length * features), name="patches")(taken)
