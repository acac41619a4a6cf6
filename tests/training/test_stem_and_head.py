"""Where a model can be cut in two, and that the two parts are the model."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

pytestmark = pytest.mark.keras


def inputs() -> Any:
    import keras

    return keras.Input((6, 3))


def gru() -> Any:
    import keras

    return keras.layers.GRU(2, return_sequences=True)


def check_is_the_model(model: Any, parts: Any, x: np.ndarray) -> None:
    np.testing.assert_array_equal(parts.head(parts.stem(x)), model(x))
    variables = model.trainable_variables
    assert list(map(id, variables[: parts.border])) == list(map(id, parts.stem.trainable_variables))
    assert list(map(id, variables[parts.border :])) == list(map(id, parts.head.trainable_variables))


def test_a_line_of_layers_is_cut_before_the_first_recurrent_one() -> None:
    import keras

    from seqlab.training.stem_and_head import cut_before_recurrence, first_recurrence

    x = start = inputs()
    convolution, recurrence = keras.layers.Conv1D(4, 3), keras.layers.Bidirectional(gru())
    for layer in (convolution, recurrence, gru(), keras.layers.Dense(1)):
        x = layer(x)
    model = keras.Model(start, x)
    assert first_recurrence(model) is recurrence
    parts = cut_before_recurrence(model)
    assert parts is not None
    assert parts.border == len(convolution.trainable_variables) == 2
    check_is_the_model(model, parts, np.ones((2, 6, 3), np.float32))


@pytest.mark.parametrize("kind", ["Sequential", "Model"])
def test_with_nothing_before_the_recurrence_the_head_is_the_model(kind: str) -> None:
    import keras

    from seqlab.training.stem_and_head import cut_before_recurrence

    model = keras.Sequential([inputs(), gru()])
    if kind == "Model":
        model = keras.Model(model.inputs[0], model.outputs[0])
    parts = cut_before_recurrence(model)
    assert parts is not None
    assert (parts.stem, parts.head, parts.border) == (None, model, 0)


def test_a_model_without_recurrence_is_not_cut() -> None:
    import keras

    from seqlab.training.stem_and_head import cut_before_recurrence

    model = keras.Sequential([inputs(), keras.layers.Conv1D(2, 3), keras.layers.Dense(1)])
    parts = cut_before_recurrence(model)
    assert parts is not None
    assert parts.stem is None


def test_a_mask_crosses_the_cut_beside_its_sequence() -> None:
    import keras

    from seqlab.training.stem_and_head import cut_before_recurrence

    tokens = keras.Input((6,), dtype="int32")
    states = gru()(keras.layers.Embedding(9, 3, mask_zero=True)(tokens))
    model = keras.Model(tokens, keras.layers.AdditiveAttention()([states[:, -1:], states]))
    parts = cut_before_recurrence(model)
    assert parts is not None
    assert [tensor.shape for tensor in parts.stem.outputs] == [(None, 6, 3), (None, 6)]
    check_is_the_model(model, parts, np.array([[0, 0, 0, 1, 2, 3], [4, 5, 6, 7, 8, 1]]))


def test_what_branches_after_the_cut_is_still_computed_from_it_alone() -> None:
    import keras

    from seqlab.training.stem_and_head import cut_before_recurrence

    start = inputs()
    before = keras.layers.Dense(2)(start)
    model = keras.Model(start, keras.layers.Add()([gru()(before), before]))
    parts = cut_before_recurrence(model)
    assert parts is not None
    check_is_the_model(model, parts, np.ones((2, 6, 3), np.float32))


def around(start: Any) -> Any:
    """A skip connection from the inputs around everything."""
    import keras

    states = gru()(keras.layers.Dense(3)(start))
    return keras.layers.Concatenate()([states, start])


def beside(start: Any) -> Any:
    """A second branch that never meets the recurrence until the end."""
    import keras

    other = keras.layers.Dense(2)(start)
    return keras.layers.Add()([gru()(keras.layers.Dense(3)(start)), other])


def twice(start: Any) -> Any:
    """A layer before the recurrence that is used again after it."""
    import keras

    shared = keras.layers.Dense(2)
    return shared(gru()(shared(keras.layers.Dense(2)(start))))


def nested(start: Any) -> Any:
    """A model as a layer, which does not tell what it takes here."""
    import keras

    inner = keras.Input((6, 3))
    return gru()(keras.Model(inner, keras.layers.Dense(2)(inner))(start))


@pytest.mark.parametrize("build", [around, beside, twice, nested])
def test_a_model_that_is_no_line_there_is_not_cut(build: Any) -> None:
    import keras

    from seqlab.training.stem_and_head import cut_before_recurrence

    start = inputs()
    assert cut_before_recurrence(keras.Model(start, build(start))) is None


def test_a_model_that_lists_its_variables_in_another_order_is_not_cut(monkeypatch) -> None:
    import keras

    from seqlab.training.stem_and_head import cut_before_recurrence

    start = inputs()
    model = keras.Model(start, gru()(keras.layers.Dense(2)(start)))
    assert cut_before_recurrence(model) is not None
    turned = property(lambda self: super(type(model), self).trainable_variables[::-1])
    monkeypatch.setattr(type(model), "trainable_variables", turned, raising=False)
    # Turned round in the model and in both parts, the stem's variables come last.
    assert cut_before_recurrence(model) is None
