"""Convolutions: lengths by arithmetic against lengths of the built layers."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic_core import PydanticCustomError

from seqlab.models.convolutional import (
    Convolutional,
    ConvolutionalRecurrent,
    ConvolutionBlock,
    check_blocks,
)
from seqlab.models.embedding import Embedding
from seqlab.models.recurrent import RecurrentLayer
from tests.models.examples import forecast, two_classes


@pytest.mark.keras
@pytest.mark.parametrize("kernel_size", [1, 2, 5])
@pytest.mark.parametrize("dilation", [1, 3])
@pytest.mark.parametrize("pool_size", [None, 2, 4])
def test_output_length_is_what_keras_makes(kernel_size, dilation, pool_size) -> None:
    block = ConvolutionBlock(kernel_size=kernel_size, dilation=dilation, pool_size=pool_size)
    for length in range(1, 30):
        expected = block.output_length(length)
        if expected < 1:
            with pytest.raises(PydanticCustomError, match=f"meets {length} time steps"):
                check_blocks((block,), length)
            continue
        check_blocks((block,), length)
        model = Convolutional(blocks=(block,)).build(forecast(length, features=2))
        assert model.get_layer("summary").input.shape[1] == expected


def test_the_block_that_runs_out_of_steps_is_named() -> None:
    blocks = (ConvolutionBlock(pool_size=3), ConvolutionBlock(pool_size=3), ConvolutionBlock())
    check_blocks(blocks, 61)  # (61 - 4) // 3 = 19, (19 - 4) // 3 = 5, 5 - 4 = 1
    with pytest.raises(PydanticCustomError) as caught:
        check_blocks(blocks, 60)
    assert caught.value.context["path"] == "blocks.2"


@pytest.mark.keras
@pytest.mark.parametrize(("summary", "reduce"), [("max", np.max), ("average", np.mean)])
def test_summary_is_taken_over_time(summary, reduce) -> None:
    model = Convolutional(summary=summary).build(forecast(12, features=2))
    x = np.random.default_rng(0).normal(size=(3, 12, 2)).astype(np.float32)
    convolved = model.get_layer("conv1d_1")(x).numpy()
    expected = model.get_layer("output")(reduce(convolved, axis=1)).numpy()
    np.testing.assert_allclose(model(x).numpy(), expected, rtol=1e-5)


@pytest.mark.keras
def test_dilated_convolution_equals_a_plain_loop() -> None:
    block = ConvolutionBlock(filters=4, kernel_size=3, dilation=2, activation="relu")
    model = Convolutional(blocks=(block,), summary="flatten").build(forecast(9, features=2))
    x = np.random.default_rng(0).normal(size=(3, 9, 2)).astype(np.float32)
    kernel, bias = model.get_layer("conv1d_1").get_weights()
    expected = np.stack(
        [sum(x[:, t + 2 * k] @ kernel[k] for k in range(3)) + bias for t in range(5)], axis=1
    )
    got = model.get_layer("conv1d_1")(x).numpy()
    np.testing.assert_allclose(got, np.maximum(expected, 0), atol=1e-5)


@pytest.mark.keras
def test_text_goes_through_an_embedding_in_every_family() -> None:
    from seqlab.models.dense import Dense
    from seqlab.models.recurrent import Recurrent

    task = two_classes(length=20, vocabulary=50)
    tokens = np.random.default_rng(0).integers(0, 50, size=(4, 20)).astype(np.int32)
    recurrent = (RecurrentLayer(units=3),)
    for family in (
        Dense(embedding=Embedding(dimension=6)),
        Recurrent(embedding=Embedding(dimension=6), layers=recurrent),
        Convolutional(embedding=Embedding(dimension=6)),
        ConvolutionalRecurrent(embedding=Embedding(dimension=6), layers=recurrent),
    ):
        model = family.build(task)
        assert model.get_layer("embedding").get_weights()[0].shape == (50, 6)
        assert model(tokens).shape == (4, 1)
