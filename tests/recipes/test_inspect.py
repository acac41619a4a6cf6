"""A model is described before it is trained."""

from __future__ import annotations

import pytest

from seqlab.models.recurrent import Recurrent, RecurrentLayer
from seqlab.recipes.inspect import inspect_model
from tests.recipes.examples import DENSE, forecast

pytestmark = pytest.mark.keras


def test_layers_have_shapes_and_parameters_that_add_up() -> None:
    experiment = forecast(model=DENSE)
    found = inspect_model(experiment, experiment.dataset.load())
    assert [layer["name"] for layer in found["layers"]] == [
        "series",
        "flatten",
        "dense_1",
        "output",
    ]
    assert found["layers"][0]["output"] == "(batch, 12, 14)"
    # 12 steps of 14 numbers to 4 units, and those to one: 168 * 4 + 4, 4 + 1.
    assert [layer["parameters"] for layer in found["layers"]] == [0, 0, 676, 5]
    assert found["parameters"] == 681
    assert found["cudnn_obstacles"] == {}
    assert found["plan"]["shards"] >= 1 and found["keras_steps_reason"] == ""


def test_it_says_where_a_gpu_cannot_use_its_fast_kernel() -> None:
    layers = (RecurrentLayer(units=2), RecurrentLayer(units=2, recurrent_dropout=0.5))
    experiment = forecast(model=Recurrent(layers=layers))
    found = inspect_model(experiment, experiment.dataset.load())
    assert found["cudnn_obstacles"] == {"layers.0": "", "layers.1": "it has recurrent_dropout"}
