"""The way into a model: numbers as they are, tokens through an embedding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seqlab.component import Settings, Size

if TYPE_CHECKING:
    import keras

    from seqlab.task import Task


class Embedding(Settings):
    """A vector for each token (listing 6.5)."""

    dimension: Size = 32
    """Numbers in one vector."""
    pretrained: bool = False
    """Begin with the vectors of `dataset.vectors` instead of random ones (listing 6.12)."""
    trainable: bool = True
    """Whether training changes the vectors."""
    mask_padding: bool = False
    """Tell the layers after it which time steps are padding, so that they skip them."""


def model_input(
    task: Task, embedding: Embedding | None
) -> tuple[keras.KerasTensor, keras.KerasTensor]:
    """The input of a model, and the sequence that its layers see.

    Args:
        task: what the dataset offers.
        embedding: how tokens become vectors; None where inputs are numbers. An experiment is
            refused before it comes here if the two do not fit.

    Returns:
        The input, `(batch, time, features)` or tokens `(batch, time)`, and the sequence,
        `(batch, time, features)`.
    """
    import keras

    if embedding is None:
        name = "series" if task.kind == "forecast" else "vectors"
        numbers = keras.Input(task.input_shape, name=name)
        return numbers, numbers
    tokens = keras.Input(task.input_shape, dtype="int32", name="tokens")
    layer = keras.layers.Embedding(
        task.vocabulary,
        embedding.dimension,
        mask_zero=embedding.mask_padding,
        trainable=embedding.trainable,
        name="embedding",
    )
    vectors = layer(tokens)
    if embedding.pretrained:
        layer.set_weights([task.vectors])
    return tokens, vectors


def model_output(hidden: keras.KerasTensor) -> keras.KerasTensor:
    """One number per sample, `(batch, 1)`: the forecast, or the log-odds of a positive review.

    Always float32, so that losses keep their precision under mixed precision.
    """
    import keras

    return keras.layers.Dense(1, dtype="float32", name="output")(hidden)
