"""The way into a model: numbers as they are, tokens through an embedding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seqlab.component import Settings, Size
from seqlab.tasks.inputs import Inputs, Tokens

if TYPE_CHECKING:
    import keras


class Embedding(Settings):
    """A vector for each token (listing 6.5)."""

    dimension: Size = 32
    """Numbers in one vector."""
    pretrained: bool = False
    """Begin with `dataset.encoding.vectors` instead of random numbers (listing 6.12)."""
    trainable: bool = True
    """Whether training changes the vectors."""
    mask_padding: bool = False
    """Tell the layers after it which time steps are padding, so that they skip them."""


def model_inputs(
    inputs: Inputs, embedding: Embedding | None
) -> tuple[list[keras.KerasTensor], keras.KerasTensor]:
    """The inputs of a model, and the sequence that its layers see.

    Args:
        inputs: what the dataset offers.
        embedding: how tokens become vectors; None where inputs are numbers. An experiment is
            refused before it comes here if the two do not fit.

    Returns:
        The inputs, first `(batch, time, features)` or tokens `(batch, time)`, then what is seen
        beside it; and the sequence, `(batch, time, features)`.
    """
    import keras

    whole, *beside = [
        keras.Input(part.shape, dtype=part.dtype, name=part.name) for part in inputs.parts
    ]
    if embedding is None or not isinstance(inputs, Tokens):
        return [whole, *beside], whole
    layer = keras.layers.Embedding(
        inputs.vocabulary,
        embedding.dimension,
        mask_zero=embedding.mask_padding,
        trainable=embedding.trainable,
        name="embedding",
    )
    vectors = layer(whole)
    if embedding.pretrained:
        layer.set_weights([inputs.vectors])
    return [whole, *beside], vectors
