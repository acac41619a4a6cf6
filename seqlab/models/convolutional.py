"""One-dimensional convolutions, alone and in front of recurrent layers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from seqlab.advice import Finding, Surroundings
from seqlab.component import Settings, Size, problem_at
from seqlab.models.model import Activation, Network
from seqlab.models.recurrent import (
    WARNINGS,
    RecurrentLayer,
    apply_recurrent_layers,
    cudnn_obstacles,
    warn_of_layers,
)

if TYPE_CHECKING:
    import keras


class ConvolutionBlock(Settings):
    """One convolution, and a pooling after it where `pool_size` is given."""

    filters: Size = 32
    """Patterns that the layer looks for."""
    kernel_size: int = Field(5, gt=0)
    """Time steps of one pattern."""
    dilation: int = Field(1, gt=0)
    """Time steps between two of a pattern's inputs."""
    activation: Activation = "relu"
    """Function applied to each output."""
    pool_size: int | None = Field(None, gt=1)
    """Time steps that the pooling makes one of; null for no pooling."""
    pooling: Literal["max", "average"] = "max"
    """What the pooling keeps of them."""

    def output_length(self, length: int) -> int:
        """Time steps after the block; zero or less where the input is too short.

        Worked example: 240 steps, kernel 5, dilation 2: the kernel spans (5 - 1) * 2 + 1 = 9 steps,
        which leaves 240 - 9 + 1 = 232; a pooling of 3 makes 232 // 3 = 77 of them.
        """
        convolved = length - (self.kernel_size - 1) * self.dilation
        return convolved if self.pool_size is None else convolved // self.pool_size


class Convolutional(Network):
    """Convolutions and poolings, then one summary of all time steps (listings 6.46 and 6.47)."""

    kind: Literal["conv1d"] = "conv1d"
    blocks: tuple[ConvolutionBlock, ...] = Field((ConvolutionBlock(),), min_length=1, strict=False)
    """Convolutions from first to last, each with its pooling."""
    summary: Literal["max", "average", "flatten"] = "max"
    """How all time steps become one vector: global pooling, or every step side by side."""
    dropout: float = Field(0.0, ge=0, lt=1)
    """Share of that vector that is set to zero in training (Kim 2014 has 0.5)."""

    def check_length(self, length: int) -> None:
        check_blocks(self.blocks, length)

    def summarise(self, x: keras.KerasTensor) -> keras.KerasTensor:
        import keras

        x = apply_blocks(x, self.blocks)
        summaries = {
            "max": keras.layers.GlobalMaxPooling1D,
            "average": keras.layers.GlobalAveragePooling1D,
            "flatten": keras.layers.Flatten,
        }
        # (batch, filters) or (batch, time * filters)
        summary = summaries[self.summary](name="summary")(x)
        if not self.dropout:
            return summary
        return keras.layers.Dropout(self.dropout, name="dropout")(summary)


class ConvolutionalRecurrent(Network):
    """Convolutions that shorten the sequence for recurrent layers (listing 6.49)."""

    warning_names: ClassVar[tuple[str, ...]] = WARNINGS

    kind: Literal["conv1d_recurrent"] = "conv1d_recurrent"
    blocks: tuple[ConvolutionBlock, ...] = Field((ConvolutionBlock(),), min_length=1, strict=False)
    """Convolutions from first to last, each with its pooling."""
    layers: tuple[RecurrentLayer, ...] = Field((RecurrentLayer(),), min_length=1, strict=False)
    """Recurrent layers from first to last."""

    def cudnn_obstacles(self) -> dict[str, str]:
        return cudnn_obstacles(self.layers)

    def warn(self, surroundings: Surroundings) -> Iterator[Finding]:
        yield from warn_of_layers(self.layers, self.embedding, surroundings)

    def check_length(self, length: int) -> None:
        check_blocks(self.blocks, length)

    def summarise(self, x: keras.KerasTensor) -> keras.KerasTensor:
        return apply_recurrent_layers(apply_blocks(x, self.blocks), self.layers)


def check_blocks(blocks: tuple[ConvolutionBlock, ...], length: int) -> None:
    """Refuse convolutions that run out of time steps.

    Args:
        blocks: from first to last.
        length: time steps of the input.

    Raises:
        PydanticCustomError: names the block, the length it meets and the length it needs.
    """
    for number, block in enumerate(blocks):
        after = block.output_length(length)
        if after < 1:
            span = (block.kernel_size - 1) * block.dilation + (block.pool_size or 1)
            raise problem_at(
                f"blocks.{number}",
                f"this convolution meets {length} time steps but needs at least {span}: "
                f"(kernel_size {block.kernel_size} - 1) * dilation {block.dilation} + "
                f"pool_size {block.pool_size or 1}; shorten the kernels or poolings, "
                "or lengthen the input",
            )
        length = after


def apply_blocks(x: keras.KerasTensor, blocks: tuple[ConvolutionBlock, ...]) -> keras.KerasTensor:
    """Stack convolution blocks on a sequence.

    Args:
        x: the sequence, `(batch, time, features)`.
        blocks: from first to last.

    Returns:
        A shorter sequence, `(batch, shorter time, filters)`.
    """
    import keras

    poolings = {"max": keras.layers.MaxPooling1D, "average": keras.layers.AveragePooling1D}
    for number, block in enumerate(blocks, start=1):
        x = keras.layers.Conv1D(
            block.filters,
            block.kernel_size,
            dilation_rate=block.dilation,
            activation=block.activation,
            name=f"conv1d_{number}",
        )(x)
        if block.pool_size is not None:
            x = poolings[block.pooling](block.pool_size, name=f"pooling_{number}")(x)
    return x
