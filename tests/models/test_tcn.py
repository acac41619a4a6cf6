"""A temporal convolutional network sees as far back as its paper says, and no farther."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from seqlab.models.embedding import Embedding
from seqlab.models.tcn import TemporalConvolutional
from tests.models.examples import forecast, two_classes

pytestmark = pytest.mark.keras


def random_model(tcn: TemporalConvolutional, length: int) -> Any:
    model = tcn.build(forecast(length, features=3))
    generator = np.random.default_rng(0)
    model.set_weights([generator.normal(size=w.shape) * 0.5 for w in model.get_weights()])
    return model


def by_hand(weights: list[np.ndarray], x: np.ndarray, dilations: tuple[int, ...]) -> np.ndarray:
    """Equation 6 of the paper with plain loops: one sample, `(time, features)`; ReLU everywhere."""

    def causal(x: np.ndarray, kernel: np.ndarray, bias: np.ndarray, dilation: int) -> np.ndarray:
        outputs = np.tile(bias, (len(x), 1))
        for time in range(len(x)):
            for tap in range(len(kernel)):
                source = time - (len(kernel) - 1 - tap) * dilation
                if source >= 0:
                    outputs[time] += x[source] @ kernel[tap]
        return outputs

    weights = list(weights)
    for dilation in dilations:
        inner = x
        for _ in range(2):
            inner = np.maximum(causal(inner, weights.pop(0), weights.pop(0), dilation), 0)
        if x.shape[1] != inner.shape[1]:
            x = x @ weights.pop(0)[0] + weights.pop(0)
        x = np.maximum(x + inner, 0)
    return x[-1] @ weights[0] + weights[1]


def test_it_is_what_the_paper_says_computed_by_hand() -> None:
    model = random_model(TemporalConvolutional(filters=4, kernel_size=2, dilations=(1, 3)), 9)
    x = np.random.default_rng(1).normal(size=(2, 9, 3)).astype(np.float32)
    weights = {layer.name: layer.get_weights() for layer in model.layers}
    order = ["conv1d_1_1", "conv1d_1_2", "shortcut_1", "conv1d_2_1", "conv1d_2_2", "output"]
    flat = [array.astype(np.float64) for name in order for array in weights[name]]
    expected = [by_hand(flat, sample.astype(np.float64), (1, 3)) for sample in x]
    np.testing.assert_allclose(np.asarray(model(x)), expected, rtol=1e-4)


def test_the_last_step_has_seen_as_many_steps_as_the_manual_says() -> None:
    dilations, kernel = (1, 2, 4), 3
    reach = 1 + 2 * (kernel - 1) * sum(dilations)  # 29
    tcn = TemporalConvolutional(
        filters=2, kernel_size=kernel, dilations=dilations, activation="tanh"
    )
    model = random_model(tcn, 40)
    x = np.random.default_rng(1).normal(size=(1, 40, 3)).astype(np.float32)
    before = np.asarray(model(x))
    for steps_back, matters in ((reach, True), (reach + 1, False)):
        other = x.copy()
        other[0, -steps_back] += 100
        assert (np.asarray(model(other)) != before).any() == matters, steps_back


def test_its_parameters_are_those_of_the_formula() -> None:
    tcn = TemporalConvolutional(filters=8, kernel_size=3, dilations=(1, 2, 4), dropout=0.1)
    first = (3 * 3 * 8 + 8) + (3 * 8 * 8 + 8) + (3 * 8 + 8)  # two convolutions and the way around
    others = 2 * 2 * (3 * 8 * 8 + 8)
    assert tcn.build(forecast(40, features=3)).count_params() == first + others + 8 + 1


@pytest.mark.parametrize("summary", ["last", "max", "average"])
def test_it_reads_texts_through_an_embedding(summary) -> None:
    tcn = TemporalConvolutional(embedding=Embedding(dimension=4), summary=summary, filters=4)
    assert tcn.build(two_classes(20, vocabulary=50)).output.shape == (None, 1)
