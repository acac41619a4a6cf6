"""The table of layers is Keras's own, and what a config says of a layer is what Keras gets."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest
from pydantic import ConfigDict, TypeAdapter, ValidationError

from seqlab.models.layer_list import LAYERS
from seqlab.models.layers import arguments
from seqlab.models.layers.keras_layers import REQUIRED, TABLE, KerasLayer
from seqlab.models.layers.refused import REFUSED, SECOND_NAMES, WRAPPERS
from tests.models.layers import table as of_keras


def layer(**settings: Any) -> Any:
    return LAYERS.choose(settings)


@pytest.mark.keras
def test_the_table_is_that_of_the_installed_keras() -> None:
    assert of_keras.table() == TABLE
    assert json.loads(of_keras.FILE.read_text(encoding="utf-8")) == TABLE


@pytest.mark.keras
def test_every_layer_of_keras_can_be_named_or_is_refused_with_a_reason() -> None:
    published = of_keras.layers_of_keras()
    assert {"Input", *published} == {*TABLE, *WRAPPERS, *REFUSED}
    assert len({*TABLE, *WRAPPERS, *REFUSED}) == len(TABLE) + len(WRAPPERS) + len(REFUSED)
    assert set(LAYERS.own) == {*TABLE, *WRAPPERS}
    for second, first in SECOND_NAMES.items():
        assert published[second] is published[first]
        assert first in TABLE


@pytest.mark.keras
def test_the_words_for_functions_are_those_that_keras_knows() -> None:
    import keras

    for word in get_args(arguments.Activation):
        assert callable(keras.activations.get(word)), word
    for word in get_args(arguments.Initializer):
        assert isinstance(keras.initializers.get(word), keras.initializers.Initializer), word
    for word in get_args(get_args(get_args(arguments.Regularizer)[0])[0]):
        assert isinstance(keras.regularizers.get(word), keras.regularizers.Regularizer), word
    for word in get_args(get_args(get_args(arguments.Constraint)[0])[0]):
        assert isinstance(keras.constraints.get(word), keras.constraints.Constraint), word


@pytest.mark.parametrize("name", TABLE)
def test_every_default_of_keras_is_a_value_that_a_config_may_have(name: str) -> None:
    for argument, default in TABLE[name].items():
        if default != REQUIRED:
            kind = arguments.type_of(name, argument, default)
            found = TypeAdapter(kind, config=ConfigDict(strict=True)).validate_python(default)
            assert json.loads(json.dumps(found)) == default


EXAMPLES: dict[str, dict[str, Any]] = {
    "Activation": {"activation": "relu"},
    "Permute": {"dims": [2, 1]},
    "RepeatVector": {"n": 3},
    "Rescaling": {"scale": 0.5},
    "Reshape": {"target_shape": [3, -1]},
}
BY_ARGUMENT: dict[str, Any] = {
    "filters": 4,
    "kernel_size": 2,
    "pool_size": 2,
    "rate": 0.5,
    "stddev": 0.1,
    "units": 4,
}


@pytest.mark.keras
@pytest.mark.parametrize("name", TABLE)
def test_a_layer_with_what_it_needs_is_the_keras_layer_with_its_defaults(name: str) -> None:
    import keras

    needed = [argument for argument, default in TABLE[name].items() if default == REQUIRED]
    given = EXAMPLES.get(name) or {argument: BY_ARGUMENT[argument] for argument in needed}
    made = layer(layer=name, **given).make("one")
    expected = getattr(keras.layers, name)(name="one", **given)
    assert without_seeds(made.get_config()) == without_seeds(expected.get_config())


def without_seeds(config: Any) -> Any:
    """A layer's configuration, but for the seeds that Keras draws for its initializers."""
    if isinstance(config, dict):
        return {key: without_seeds(value) for key, value in config.items() if key != "seed"}
    return config


@pytest.mark.keras
def test_every_argument_reaches_keras() -> None:
    made = layer(
        layer="GRU",
        units=3,
        activation="relu",
        return_sequences=True,
        kernel_initializer="he_normal",
        kernel_regularizer={"l2": 0.5},
        recurrent_constraint={"max_value": 3},
    ).make("mine")
    assert (made.name, made.units, made.return_sequences) == ("mine", 3, True)
    assert made.activation.__name__ == "relu"
    assert type(made.cell.kernel_initializer).__name__ == "HeNormal"
    assert float(made.cell.kernel_regularizer.l2) == 0.5
    assert made.cell.recurrent_constraint.max_value == 3


def test_only_what_is_set_is_written_again_and_read_back_the_same() -> None:
    given = {"layer": "Conv1D", "filters": 8, "kernel_size": [3], "padding": "causal"}
    read = layer(**given)
    assert read.model_dump(mode="json") == given
    assert layer(**read.model_dump(mode="json")) == read
    assert isinstance(read, KerasLayer)
    assert read.given == ["filters", "kernel_size", "padding"]


@pytest.mark.parametrize(
    ("settings", "place"),
    [
        ({"layer": "Dense"}, "units"),
        ({"layer": "Dense", "units": 0}, "units"),
        ({"layer": "Dense", "units": 3, "activation": "rleu"}, "activation"),
        ({"layer": "Dense", "units": 3, "seed": 1}, "seed"),
        ({"layer": "Dense", "units": 3, "kernel_regularizer": {"l3": 1}}, "kernel_regularizer"),
        ({"layer": "Conv1D", "filters": 3, "kernel_size": [0]}, "kernel_size"),
        ({"layer": "Softmax", "axis": 0}, "axis"),
        ({"layer": "LayerNormalization", "axis": [1, 0]}, "axis"),
        ({"layer": "Dropout", "rate": 1.0}, "rate"),
        ({"layer": "GRU", "units": 3, "stateful": True}, "stateful"),
        ({"layer": "ZeroPadding1D", "padding": -1}, "padding"),
    ],
)
def test_what_keras_would_not_take_or_seqlab_decides_is_refused(settings, place) -> None:
    with pytest.raises(ValidationError) as caught:
        layer(**settings)
    assert [problem["loc"] for problem in caught.value.errors()] == [(place,)]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"layer": "GRU", "units": 3}, ""),
        ({"layer": "LSTM", "units": 3, "dropout": 0.5}, ""),
        ({"layer": "GRU", "units": 3, "recurrent_dropout": 0.5}, "its recurrent_dropout is 0.5"),
        ({"layer": "LSTM", "units": 3, "activation": "relu"}, "its activation is relu"),
        ({"layer": "SimpleRNN", "units": 3}, "Keras has no cuDNN kernel for SimpleRNN"),
        ({"layer": "Dense", "units": 3}, None),
    ],
)
def test_it_is_said_whether_a_gpu_can_use_its_fast_kernel(settings, said) -> None:
    assert layer(**settings).cudnn_obstacle() == said
