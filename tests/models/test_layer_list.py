"""A list of layers is the model that Keras makes of it, and says which layer does not fit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from seqlab.errors import ConfigError
from seqlab.experiment.experiment import load_experiment
from seqlab.experiment.shipped import shipped_configs
from seqlab.models.layer_list import LayerList
from seqlab.tasks.classification import Classification
from seqlab.tasks.forecast import Forecast
from seqlab.tasks.inputs import Bag, Sequence
from tests.models.examples import TEMPERATURE, forecast, two_classes
from tests.models.layers.examples import as_layers
from tests.models.layers.random_lists import layer_lists

pytestmark = pytest.mark.keras

NOT_A_LIST = {"imdb/gru_attention", "jena/naive"}
"""Attention takes several tensors, and persistence has no layers."""


SHIPPED = {
    name: path
    for name, path in shipped_configs().items()
    if as_layers(load_experiment(path).model) is not None
}


def test_every_recurrent_and_convolutional_config_can_be_written_as_layers() -> None:
    kinds = ("recurrent", "conv1d", "conv1d_recurrent", "dense")
    models = {name: load_experiment(path).model for name, path in shipped_configs().items()}
    expected = {name for name, model in models.items() if model.kind in kinds}
    assert set(SHIPPED) == expected - NOT_A_LIST


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_a_shipped_model_as_layers_is_the_same_model_with_the_same_first_weights(name) -> None:
    import keras

    model = load_experiment(SHIPPED[name]).model
    if model.embedding is not None:
        model = model.model_copy(
            update={"embedding": model.embedding.model_copy(update={"pretrained": False})}
        )
        task: Any = two_classes(100, vocabulary=50)
    else:
        task = forecast(240, features=14)
    built = []
    for written in (model, as_layers(model)):
        keras.utils.set_random_seed(7)
        built.append(written.build(task))
    family, own = built
    assert own.count_params() == family.count_params()
    assert [type(layer) for layer in own.layers] == [type(layer) for layer in family.layers]
    for mine, its in zip(own.get_weights(), family.get_weights(), strict=True):
        assert mine.tobytes() == its.tobytes()


def problem(*layers: dict[str, Any], length: int = 12) -> str:
    with pytest.raises(ConfigError) as caught:
        LayerList.model_validate({"layers": layers}).build(forecast(length, features=3))
    return str(caught.value)


CONV = {"layer": "Conv1D", "filters": 4, "kernel_size": 5}


@pytest.mark.parametrize(
    ("layers", "said"),
    [
        ([CONV, CONV, CONV], r"^model\.layers\.2: Conv1D meets \(batch, 4, 4\), and Keras says: "),
        ([CONV], r"^model\.layers\.0: the last layer puts out \(batch, 8, 4\), and the answer"),
        (
            [{"layer": "Cropping1D", "cropping": 6}],
            r"^model\.layers\.0: Cropping1D meets \(batch, 12, 3\)",
        ),
        (
            [{"layer": "Flatten"}, {"layer": "GRU", "units": 3}],
            r"^model\.layers\.1: GRU meets \(batch, 36\), and Keras says: .*ndim=3",
        ),
        (
            [{"layer": "Reshape", "target_shape": [5, 5]}],
            r"^model\.layers\.0: Reshape meets \(batch, 12, 3\), and Keras says: The total size",
        ),
        (
            [{"layer": "MaxPooling1D", "pool_size": 13}],
            r"Keras says: Computed output size would be [^\x1b]*`padding=valid`\.$",
        ),
    ],
)
def test_the_layer_that_does_not_fit_is_named_with_the_shape_that_it_meets(layers, said) -> None:
    import re

    assert re.search(said, problem(*layers))


def test_a_list_reads_a_bag_of_words_too() -> None:
    task = Classification(Bag(20), ("a", "b", "c"))
    model = LayerList.model_validate({"layers": [{"layer": "Dense", "units": 4}]}).build(task)
    assert model.output.shape == (None, 3)


@settings(max_examples=60)
@given(layer_lists())
def test_any_list_is_a_model_of_finite_numbers_or_an_error_that_names_a_layer(layers) -> None:
    task = Forecast(Sequence(12, 3), (TEMPERATURE,))
    try:
        model = LayerList.model_validate({"layers": layers}).build(task)
    except ConfigError as error:
        assert error.message.startswith("model.layers.")
        return
    assert model.output.shape == (None, 1)
    x = np.random.default_rng(0).normal(size=(3, 12, 3)).astype(np.float32)
    outputs = np.asarray(model(x))
    # Each sample for itself: what one says does not hang on which others it comes with.
    np.testing.assert_allclose(np.asarray(model(x[:1])), outputs[:1], rtol=1e-3, atol=1e-4)
