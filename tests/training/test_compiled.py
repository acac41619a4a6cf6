"""From an experiment to a compiled model: its weights, its optimizer, its loss and its metric."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from seqlab.datasets.synthetic_climate import SyntheticClimate
from seqlab.datasets.synthetic_reviews import SyntheticReviews
from seqlab.errors import SeqlabError
from seqlab.experiment.experiment import Experiment
from seqlab.experiment.training import Clipping, TrainingSettings
from seqlab.models.dense import Dense
from seqlab.models.embedding import Embedding
from seqlab.models.recurrent import Recurrent, RecurrentLayer
from seqlab.tasks.task import Task
from tests.tasks.examples import series, texts

pytestmark = pytest.mark.keras

SERIES, TEXT = series(6), texts(6)


def compiled(task: Task = SERIES, seed: int = 1, **training: Any) -> Any:
    from seqlab.training.compiled import compiled_model

    text = task is TEXT
    layers = (RecurrentLayer(units=2, dropout=0.1),)
    experiment = Experiment(
        name="test",
        dataset=SyntheticReviews() if text else SyntheticClimate(),
        model=Recurrent(layers=layers, embedding=Embedding(dimension=2) if text else None),
        training=TrainingSettings(**training),
        seed=seed,
    )
    return compiled_model(experiment, task)


def test_the_seed_decides_the_weights_and_nothing_before_it_does() -> None:
    import keras

    first = compiled().get_weights()
    keras.utils.set_random_seed(99)
    keras.layers.Dense(3).build((None, 4))
    again, other = compiled().get_weights(), compiled(seed=2).get_weights()
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    assert not np.array_equal(first[0], other[0])


@pytest.mark.parametrize("name", ["rmsprop", "adam", "sgd"])
def test_the_optimizer_has_the_name_the_rate_and_the_limits_of_the_settings(name: str) -> None:
    limits = {"norm": "clipnorm", "global_norm": "global_clipnorm", "value": "clipvalue"}
    for setting, limit in limits.items():
        clipping = Clipping(**{setting: 0.5})
        optimizer = compiled(optimizer=name, learning_rate=0.25, clipping=clipping).optimizer
        assert optimizer.name == name
        assert float(optimizer.learning_rate) == 0.25
        found = {other: getattr(optimizer, other) for other in limits.values()}
        assert found == {other: 0.5 if other == limit else None for other in limits.values()}


@pytest.mark.parametrize(("loss", "of_two"), [("mae", 2.0), ("mse", 4.0)])
def test_the_loss_of_a_forecast_is_the_one_asked_for(loss: Any, of_two: float) -> None:
    model = compiled(loss=loss)
    y, output = np.zeros((1, 1), np.float32), np.full((1, 1), 2, np.float32)
    assert float(model.compute_loss(y=y, y_pred=output)) == of_two


@pytest.mark.parametrize(
    ("from_logits", "output", "loss"),
    [(True, 0.0, np.log(2)), (True, 3.0, np.log1p(np.exp(-3.0))), (False, 0.25, -np.log(0.25))],
)
def test_the_loss_of_a_review_takes_log_odds_or_a_probability(
    from_logits: bool, output: float, loss: float
) -> None:
    model = compiled(TEXT, from_logits=from_logits)
    y, outputs = np.ones((1, 1), np.float32), np.full((1, 1), output, np.float32)
    assert float(model.compute_loss(y=y, y_pred=outputs)) == pytest.approx(loss, rel=1e-5)


@pytest.mark.parametrize("from_logits", [True, False])
def test_the_accuracy_of_a_review_has_its_threshold_where_the_odds_are_even(
    from_logits: bool,
) -> None:
    model = compiled(TEXT, from_logits=from_logits)
    even = 0.0 if from_logits else 0.5
    y = np.array([[1], [0], [1], [0]], np.float32)
    outputs = even + np.array([[0.1], [-0.1], [-0.1], [-0.2]], np.float32)
    model.compute_loss(y=y, y_pred=outputs)
    logs = model.compute_metrics(None, y, outputs)
    assert float(logs["accuracy"]) == 0.75


def test_mixed_precision_is_for_this_model_alone_and_scales_its_loss() -> None:
    import keras

    model = compiled(mixed_precision=True)
    assert model.get_layer("gru_1").compute_dtype == "float16"
    assert model.get_layer("gru_1").variable_dtype == "float32"
    assert isinstance(model.optimizer, keras.optimizers.LossScaleOptimizer)
    assert compiled().get_layer("gru_1").compute_dtype == "float32"
    assert keras.config.dtype_policy().name == "float32"


def test_a_build_that_fails_leaves_keras_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    import keras

    def fail(*_: Any) -> Any:
        raise MemoryError

    monkeypatch.setattr(Recurrent, "build", fail)
    keras.config.set_dtype_policy("float64")
    try:
        with pytest.raises(MemoryError):
            compiled(mixed_precision=True)
        assert keras.config.dtype_policy().name == "float64"
    finally:
        keras.config.set_dtype_policy("float32")


def test_a_model_without_recurrence_is_compiled_the_same_way() -> None:
    from seqlab.training.compiled import compiled_model

    experiment = Experiment(name="test", dataset=SyntheticClimate(), model=Dense())
    model = compiled_model(experiment, SERIES)
    assert model.compiled
    assert model.output_shape == (None, 1)


class Headless(Dense):
    """What a plug-in may get wrong: it ends in `units` numbers, or in a layer of its own."""

    own_layer: bool = False

    def build(self, task: Task) -> Any:
        import keras

        class Twice(keras.layers.Layer):
            def call(self, x: Any) -> Any:
                return 2 * x

        inputs = keras.Input(task.inputs.shape)
        x = keras.layers.Flatten()(inputs)
        outputs = Twice()(task.head(x)) if self.own_layer else keras.layers.Dense(5)(x)
        return keras.Model(inputs, outputs)


@pytest.mark.parametrize(
    ("own_layer", "problem", "remedy"),
    [
        (False, r"outputs of the shape \(5,\) for each sample; a forecast .* needs \(1,\)", "head"),
        (True, "not be opened again: it asks for .*Twice", "register_keras_serializable"),
    ],
)
def test_a_model_that_would_be_refused_after_training_is_refused_before(
    own_layer: bool, problem: str, remedy: str
) -> None:
    from seqlab.training.compiled import compiled_model

    experiment = Experiment(
        name="test", dataset=SyntheticClimate(), model=Headless(own_layer=own_layer)
    )
    with pytest.raises(SeqlabError, match=problem) as caught:
        compiled_model(experiment, SERIES)
    assert remedy in caught.value.remedy
