"""What a model is made of, said without making it."""

from __future__ import annotations

import pytest

from seqlab.experiment.experiment import Experiment
from seqlab.experiment.training import TrainingSettings
from seqlab.recipes.inspect import inspect_model
from tests.recipes.examples import SHORT, forecast, reviews

pytestmark = pytest.mark.keras


@pytest.mark.parametrize("one", [forecast(), reviews()], ids=["forecast", "reviews"])
def test_layers_and_parameters_are_those_of_the_model_that_is_trained(one: Experiment) -> None:
    from seqlab.training.compiled import compiled_model

    data = one.dataset.load()
    found, model = inspect_model(one, data), compiled_model(one, data.task)
    assert found["parameters"] == model.count_params()
    assert [layer["parameters"] for layer in found["layers"]] == [
        layer.count_params() for layer in model.layers
    ]
    assert found["layers"][-1] == {
        "name": "output", "type": "Dense", "output": "(batch, 1)", "parameters": 5,
    }  # fmt: skip
    assert found["device"] == "CPU" and found["memory"] > 0


def test_how_a_step_is_computed_is_told_with_the_reason_where_keras_does_it() -> None:
    one = forecast(training=TrainingSettings(**(SHORT.model_dump() | {"shards": 3, "jit": "off"})))
    data = one.dataset.load()
    assert inspect_model(one, data)["plan"] == {"shards": 3, "jit": False}
    mixed = SHORT.model_copy(update={"mixed_precision": True})
    found = inspect_model(forecast(training=mixed), data)
    assert found["plan"] is None
    assert found["keras_steps_reason"].startswith("mixed precision scales the loss")


def test_what_keeps_cudnn_from_a_layer_is_told() -> None:
    one = forecast()
    obstacles = inspect_model(one, one.dataset.load())["cudnn_obstacles"]
    assert obstacles == {"layers.0": "it has recurrent_dropout"}
