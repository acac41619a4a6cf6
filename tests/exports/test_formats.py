"""Every family of models answers the same in every format, and formats are found by their names."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from seqlab.backend import without_chatter
from seqlab.errors import ConfigError, SeqlabError
from seqlab.experiment.experiment import MODELS
from seqlab.exports.check import SHARE
from seqlab.exports.formats import FORMATS, named_formats
from seqlab.models.dense import Dense
from seqlab.models.embedding import Embedding
from seqlab.models.linear import Linear
from seqlab.models.recurrent import Recurrent, RecurrentLayer
from seqlab.models.transformer import Patches, Transformer
from tests.exports.examples import (
    TIME,
    Example,
    classification,
    forecast,
    plain_forecast,
    shaken,
)

NORMALIZED = (
    {"layer": "Conv1D", "filters": 4, "kernel_size": 3},
    {"layer": "BatchNormalization"},
    {"layer": "Bidirectional", "of": {"layer": "LSTM", "units": 3}},
)
SETTINGS: dict[str, dict[str, Any]] = {
    "layers": {"layers": NORMALIZED},
    "transformer": {"width": 8, "heads": 2, "feedforward": 8, "blocks": 1},
    "tcn": {"filters": 4, "dilations": (1, 2), "dropout": 0.1},
}
"""What a family needs, or is small by."""
BY_FORMAT = pytest.mark.parametrize("name", FORMATS)
SLOW = pytest.mark.slow
# A family in one format and each format with a third of the families at once, all others at length.
PAIRS = [
    pytest.param(
        kind,
        name,
        id=f"{kind}-{name}",
        marks=[] if number % len(FORMATS) == place or kind == "dense" else SLOW,
    )
    for number, kind in enumerate(MODELS.own)
    for place, name in enumerate(FORMATS)
]


@cache
def forecast_example() -> Example:
    return plain_forecast()


@cache
def texts_example() -> Example:
    return classification()


def answers_alike(name: str, example: Example, model: Any, folder: Path) -> None:
    """Write a model, run what was written, and compare with what NumPy makes of its outputs."""
    one = FORMATS[name]
    for module in one.modules:
        pytest.importorskip(module)
    output = example.deployment.output
    with without_chatter():
        one.write(model, example.deployment, folder)
        found = one.run(folder, example.feed(one), output.name)
    expected = example.expected(model)
    assert found.shape[1:] == output.shape
    assert (np.abs(found - expected) / example.scale).max() < SHARE


@pytest.mark.keras
@pytest.mark.parametrize(("kind", "name"), PAIRS)
def test_every_family_forecasts_the_same_in_every_format(kind, name, tmp_path: Path) -> None:
    example = forecast_example()
    model = example.built(MODELS.find(kind), **SETTINGS.get(kind, {}))
    answers_alike(name, example, model, tmp_path)


@pytest.mark.keras
@BY_FORMAT
def test_families_that_forecast_each_target_by_itself_are_held(name, tmp_path: Path) -> None:
    example = forecast_example()
    patches = Patches(length=4, stride=2)
    apart = {"channels": "apart", "patches": patches, "summary": "flatten"}
    for family, settings in (
        (Linear, {"moving_average": 3}),
        (Transformer, SETTINGS["transformer"] | apart),
    ):
        folder = tmp_path / family.__name__
        folder.mkdir()
        answers_alike(name, example, example.built(family, **settings), folder)


@pytest.mark.keras
@pytest.mark.parametrize(("kind", "name"), PAIRS)
def test_every_family_tells_classes_the_same_in_every_format(kind, name, tmp_path: Path) -> None:
    example = texts_example()
    family, settings = MODELS.find(kind), SETTINGS.get(kind, {})
    if family.model_validate(settings).obstacle(type(example.task)):
        pytest.skip("it continues the past of a series")
    answers_alike(name, example, example.built(family, **settings), tmp_path)


SLOW_RECURRENT = ("simple_rnn, backwards", "gru, attention")
RECURRENT = {
    "lstm, stacked, both ways": {
        "layers": (
            RecurrentLayer(cell="lstm", units=3, bidirectional=True),
            RecurrentLayer(cell="lstm", units=3),
        )
    },
    "simple_rnn, backwards": {
        "layers": (RecurrentLayer(cell="simple_rnn", units=3),),
        "reverse_time": True,
    },
    "gru, attention": {
        "layers": (RecurrentLayer(units=3, dropout=0.1, recurrent_dropout=0.1),),
        "summary": "attention",
    },
    "gru, masked": {
        "layers": (RecurrentLayer(units=3, bidirectional=True),),
        "embedding": Embedding(dimension=3, mask_padding=True),
    },
}


@pytest.mark.keras
@pytest.mark.parametrize("name", ["onnx", "litert"])
@pytest.mark.parametrize(
    "settings",
    [
        pytest.param(settings, id=case, marks=SLOW if case in SLOW_RECURRENT else [])
        for case, settings in RECURRENT.items()
    ],
)
def test_every_recurrence_is_held_by_formats_without_keras(settings, name, tmp_path: Path) -> None:
    example = texts_example()
    answers_alike(name, example, example.built(Recurrent, **settings), tmp_path)


@pytest.mark.keras
@pytest.mark.parametrize("name", ["onnx", "litert"])
def test_layers_that_other_families_may_have_are_held(name, tmp_path: Path) -> None:
    import keras
    from keras import layers

    example = texts_example()
    tokens = keras.Input((TIME,), dtype="int32", name="tokens")
    x = layers.Embedding(12, 8)(tokens)
    for number, activation in enumerate(("gelu", "elu", "selu", "silu", "softplus")):
        x = layers.Conv1D(8, 2, dilation_rate=2**number, padding="causal", activation=activation)(x)
        x = layers.BatchNormalization()(x)
    x = layers.Add()([x, layers.MultiHeadAttention(2, 4)(x, x)])
    x = layers.GlobalAveragePooling1D()(layers.LayerNormalization()(x))
    model = shaken(keras.Model(tokens, layers.Dense(3)(x)))
    answers_alike(name, example, model, tmp_path)


@pytest.mark.keras
@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize("from_logits", [True, False])
def test_answers_are_probabilities_of_every_class(classes, from_logits, tmp_path: Path) -> None:
    example = classification(classes=classes, from_logits=from_logits)
    model = example.built(Dense)
    answers_alike("saved_model", example, model, tmp_path)
    assert example.expected(model).sum(axis=1) == pytest.approx(1)


@pytest.mark.keras
@BY_FORMAT
def test_all_that_can_be_known_of_series_goes_in_raw(name, tmp_path: Path) -> None:
    example = forecast()
    answers_alike(name, example, example.built(Dense), tmp_path)


@pytest.mark.keras
@pytest.mark.parametrize(("horizon", "quantiles"), [(1, ()), (3, ())])
def test_a_forecast_without_quantiles_has_two_axes_however_few_it_forecasts(
    horizon, quantiles, tmp_path: Path
) -> None:
    example = forecast(horizon=horizon, quantiles=quantiles)
    answers_alike("saved_model", example, example.built(Dense), tmp_path)
    assert example.deployment.output.shape == (horizon, 2)


@pytest.mark.keras
def test_a_keras_file_refuses_layers_that_only_another_package_has(tmp_path: Path) -> None:
    import keras

    @keras.saving.register_keras_serializable("elsewhere")
    class Doubled(keras.layers.Layer):
        def call(self, inputs: object) -> object:
            return inputs

    example = texts_example()
    tokens = keras.Input((TIME,), dtype="int32", name="tokens")
    x = keras.layers.Flatten()(Doubled()(keras.layers.Embedding(12, 2)(tokens)))
    model = keras.Model(tokens, keras.layers.Dense(3)(x))
    with pytest.raises(SeqlabError, match="elsewhere>Doubled"):
        FORMATS["keras"].write(model, example.deployment, tmp_path)
    assert not any(tmp_path.iterdir())
    answers_alike("saved_model", example, model, tmp_path)


def test_formats_are_named_once_each_and_an_unknown_one_is_refused() -> None:
    assert [one.name for one in named_formats(["keras", "saved_model", "keras"])] == [
        "keras",
        "saved_model",
    ]
    with pytest.raises(ConfigError, match="did you mean `onnx`") as caught:
        named_formats(["onx"])
    assert "litert" in caught.value.remedy


@pytest.mark.parametrize("name", ["onnx", "litert"])
def test_a_missing_package_names_the_extra_that_installs_it(name, monkeypatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(SeqlabError) as caught:
        named_formats(["saved_model", name])
    assert caught.value.remedy == f"Install it: pip install 'seqlab[{name}]'."
