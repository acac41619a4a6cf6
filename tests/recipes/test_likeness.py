"""A saved model is told from every other one, and is itself again after loading."""

from __future__ import annotations

from typing import Any

import pytest

from seqlab.experiment.experiment import Experiment
from seqlab.experiment.training import Clipping, TrainingSettings
from seqlab.models.convolutional import Convolutional, ConvolutionBlock
from seqlab.models.recurrent import Recurrent, RecurrentLayer
from seqlab.recipes.likeness import unlike
from seqlab.runs.reader import Run
from tests.recipes.examples import DENSE, SHORT, forecast

pytestmark = pytest.mark.keras


def compiled(experiment: Experiment) -> Any:
    from seqlab.training.compiled import compiled_model

    return compiled_model(experiment, experiment.dataset.load().task)


def differences(model: Any, experiment: Experiment) -> list[str]:
    return unlike(model, compiled(experiment))


@pytest.mark.parametrize("name", ["forecast", "reviews"])
def test_a_saved_model_is_that_of_its_experiment_whatever_its_weights_are(
    name: str, trained: dict[str, Run]
) -> None:
    run = trained[name]
    model = run.model()
    model.set_weights([weight * 2 for weight in model.get_weights()])
    assert differences(model, run.experiment()) == []


def recurrent(**changes: Any) -> Experiment:
    return forecast(model=Recurrent(layers=(RecurrentLayer(**({"units": 4} | changes)),)))


def training(**changes: Any) -> Experiment:
    return forecast(model=DENSE, training=TrainingSettings(**(SHORT.model_dump() | changes)))


@pytest.mark.parametrize(
    ("one", "other", "says"),
    [
        (recurrent(), recurrent(cell="lstm"), "expected the layers InputLayer, LSTM, Dense"),
        (recurrent(), recurrent(units=5), "gru_1.units is 4, and 5 in config.yaml"),
        (recurrent(), recurrent(dropout=0.5), "gru_1.dropout is 0.0, and 0.5"),
        (recurrent(), recurrent(bidirectional=True), "Bidirectional"),
        (
            recurrent(bidirectional=True),
            recurrent(bidirectional=True, activation="relu"),
            "bidirectional_1.layer.config.activation is 'tanh', and 'relu'",
        ),
        (training(), training(optimizer="adam"), "optimizer: expected Adam, found RMSprop"),
        (training(), training(loss="mse"), "loss: expected mean_squared_error"),
        (
            training(),
            training(clipping=Clipping(global_norm=1.0)),
            "optimizer.global_clipnorm is None, and 1.0",
        ),
        (
            forecast(model=Convolutional(blocks=(ConvolutionBlock(filters=2),))),
            forecast(model=Convolutional(blocks=(ConvolutionBlock(filters=2, kernel_size=3),))),
            "conv1d_1.kernel_size is (5,), and (3,)",
        ),
    ],
)
def test_what_differs_is_named(one: Experiment, other: Experiment, says: str) -> None:
    found = differences(compiled(one), other)
    assert any(says in line for line in found), found
    assert differences(compiled(one), one) == []


def test_a_learning_rate_that_a_schedule_has_lowered_is_no_difference() -> None:
    experiment = training()
    model = compiled(experiment)
    model.optimizer.learning_rate = 1e-9
    assert differences(model, experiment) == []


def test_a_model_that_was_never_compiled_is_not_ours() -> None:
    import keras

    experiment = forecast()
    inputs = keras.Input((12, 14))
    model = keras.Model(inputs, keras.layers.Flatten()(inputs))
    assert differences(model, experiment) == ["it has no loss: it was never trained by seqlab"]
