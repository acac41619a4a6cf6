"""A transformer's encoder against plain matrix products, its patches, and what it may not see."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic_core import PydanticCustomError
from scipy.special import erf, softmax

from seqlab.models.embedding import Embedding
from seqlab.models.transformer import Patches, Transformer
from seqlab.tasks.classification import Classification
from seqlab.tasks.forecast import Forecast, Target
from seqlab.tasks.inputs import Sequence
from tests.models.examples import TEMPERATURE, forecast, two_classes

PRESSURE = Target("p (mbar)", "mbar", mean=989.0, scale=8.3, feature=0)
BOTH = (TEMPERATURE, PRESSURE)


def with_random_weights(model: Any) -> Any:
    generator = np.random.default_rng(0)
    model.set_weights([generator.normal(size=w.shape) * 0.5 for w in model.get_weights()])
    return model


def normalized(x: np.ndarray, scale: np.ndarray, shift: np.ndarray) -> np.ndarray:
    apart = x - x.mean(axis=-1, keepdims=True)
    return apart / np.sqrt((apart**2).mean(axis=-1, keepdims=True) + 1e-3) * scale + shift


def by_hand(model: Any, x: np.ndarray) -> np.ndarray:
    """One block and the mean over time, in plain products: one sample, `(time, features)`."""

    def of(name: str) -> list[np.ndarray]:
        return [array.astype(np.float64) for array in model.get_layer(name).get_weights()]

    kernel, bias = of("positions")
    x = x @ kernel + bias
    normal = normalized(x, *of("before_attention_1"))
    to_query, bq, to_key, bk, to_value, bv, back, bb = of("attention_1")
    heads = []
    for head in range(to_query.shape[1]):
        query = normal @ to_query[:, head] + bq[head]
        key = normal @ to_key[:, head] + bk[head]
        value = normal @ to_value[:, head] + bv[head]
        weights = softmax(query @ key.T / np.sqrt(query.shape[1]), axis=1)
        heads.append(weights @ value @ back[head])
    x = x + sum(heads) + bb
    inner, ib, out, ob = [*of("dense_1"), *of("back_1")]
    wide = normalized(x, *of("before_dense_1")) @ inner + ib
    x = x + (0.5 * wide * (1 + erf(wide / np.sqrt(2)))) @ out + ob
    x = normalized(x, *of("normalization")).mean(axis=0)
    weights, bias = of("output")
    return np.asarray(x @ weights + bias)


@pytest.mark.keras
def test_it_is_what_the_papers_say_computed_by_hand() -> None:
    transformer = Transformer(width=6, heads=2, feedforward=5, blocks=1)
    model = with_random_weights(transformer.build(forecast(7, features=3)))
    x = np.random.default_rng(1).normal(size=(2, 7, 3)).astype(np.float32)
    expected = [by_hand(model, sample.astype(np.float64)) for sample in x]
    # Keras's gelu is the exact one unless it is asked for the approximation.
    np.testing.assert_allclose(np.asarray(model(x)), expected, rtol=2e-3, atol=2e-3)


@pytest.mark.keras
@pytest.mark.parametrize("channels", ["together", "apart"])
def test_its_parameters_are_those_of_the_formula(channels) -> None:
    width, feedforward, blocks = 16, 24, 3
    transformer = Transformer(
        width=width,
        heads=4,
        feedforward=feedforward,
        blocks=blocks,
        patches=Patches(length=8, stride=4),
        channels=channels,
        summary="flatten",
    )
    model = transformer.build(Forecast(Sequence(40, 3), BOTH, horizon=5))
    columns = 3 if channels == "together" else 1
    patches = (40 - 8) // 4 + 1
    a_block = 4 * width * (width + 1) + width * (2 * feedforward + 1) + feedforward + 4 * width
    ahead = 5 * 2 if channels == "together" else 5
    expected = (
        8 * columns * width + patches * width  # patches and positions
        + blocks * a_block + 2 * width  # and the last normalization
        + (patches * width + 1) * ahead
    )  # fmt: skip
    assert model.count_params() == expected


@given(st.integers(1, 40), st.integers(1, 12), st.integers(1, 12))
def test_patches_are_as_many_as_fit(length, patch, stride) -> None:
    starts = [start for start in range(0, length, stride) if start + patch <= length]
    if patch <= length:
        assert Patches(length=patch, stride=stride).count(length) == len(starts)


@pytest.mark.keras
def test_a_patch_is_its_time_steps_side_by_side() -> None:
    transformer = Transformer(patches=Patches(length=3, stride=2), width=4, heads=1)
    model = transformer.build(forecast(8, features=2))
    import keras

    inner = keras.Model(model.input, model.get_layer("patches").output)
    x = np.arange(16, dtype=np.float32).reshape(1, 8, 2)
    expected = [x[0, start : start + 3].ravel() for start in (0, 2, 4)]
    np.testing.assert_array_equal(np.asarray(inner(x))[0], expected)


@pytest.mark.keras
@pytest.mark.parametrize("predict", ["level", "change"])
def test_apart_a_target_is_forecast_from_its_own_past_alone(predict) -> None:
    transformer = Transformer(channels="apart", width=4, heads=2, summary="flatten")
    task = Forecast(Sequence(6, 3), BOTH, horizon=2, predict=predict)
    model = with_random_weights(transformer.build(task))
    x = np.random.default_rng(1).normal(size=(4, 6, 3)).astype(np.float32)
    before = np.asarray(model(x))
    for column, changed in ((0, [False, True]), (1, [True, False]), (2, [False, False])):
        other = x.copy()
        other[:, 2, column] += 1
        differs = (np.asarray(model(other)) != before).any(axis=(0, 1))
        assert list(differs) == changed, column


@pytest.mark.keras
@pytest.mark.parametrize("summary", ["average", "flatten"])
def test_masked_padding_has_no_say(summary) -> None:
    embedding = Embedding(dimension=4, mask_padding=True)
    transformer = Transformer(embedding=embedding, width=4, heads=2, summary=summary)
    model = with_random_weights(transformer.build(two_classes(6, vocabulary=20)))
    tokens = np.array([[0, 0, 3, 4, 5, 6], [0, 0, 0, 0, 0, 0]], dtype=np.int32)
    before = np.asarray(model(tokens))
    assert np.isfinite(before).all()  # also of a text without any word
    vectors = model.get_layer("embedding")
    table = vectors.get_weights()[0].copy()
    table[0] += 100
    vectors.set_weights([table])
    np.testing.assert_allclose(np.asarray(model(tokens)), before, rtol=1e-5)


@pytest.mark.keras
def test_where_padding_is_not_masked_it_is_read_like_a_word() -> None:
    transformer = Transformer(embedding=Embedding(dimension=4), width=4, heads=2)
    model = with_random_weights(transformer.build(two_classes(6, vocabulary=20)))
    tokens = np.array([[0, 0, 3, 4, 5, 6]], dtype=np.int32)
    before = np.asarray(model(tokens))
    table = model.get_layer("embedding").get_weights()[0].copy()
    table[0] += 1
    model.get_layer("embedding").set_weights([table])
    assert (np.asarray(model(tokens)) != before).all()


def test_apart_is_for_series_alone() -> None:
    assert Transformer(channels="apart").obstacle(Forecast) == ""
    assert "channels: apart" in Transformer(channels="apart").obstacle(Classification)
    assert Transformer().obstacle(Classification) == ""


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"width": 10, "heads": 4}, "a width of 10 cannot be shared evenly by 4 heads"),
        ({"embedding": {"dimension": 4}, "patches": {}}, "texts have none, only series"),
        ({"embedding": {"dimension": 4}, "channels": "together"}, "texts have none, only series"),
    ],
)
def test_what_does_not_fit_together_is_refused(settings, said) -> None:
    with pytest.raises(ValidationError, match=said):
        Transformer.model_validate(settings)


def test_a_patch_longer_than_the_input_is_refused() -> None:
    Transformer(patches=Patches(length=16)).check_length(16)
    with pytest.raises(
        PydanticCustomError, match="a patch of 16 time steps is longer than an input"
    ):
        Transformer(patches=Patches(length=16)).check_length(15)
