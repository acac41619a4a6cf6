"""The naive forecast as a model, against the baseline that is computed without one."""

from __future__ import annotations

import numpy as np
import pytest

from seqlab.baselines.persistence import Persistence as Baseline
from seqlab.datasets.synthetic_climate import SyntheticClimate
from seqlab.datasets.synthetic_reviews import SyntheticReviews
from seqlab.experiment.experiment import Experiment
from seqlab.models.persistence import Persistence
from seqlab.tasks.classification import Classification
from seqlab.tasks.data import all_batches
from seqlab.tasks.forecast import Forecast, Target
from seqlab.tasks.inputs import Sequence
from tests.models.examples import TEMPERATURE

CLIMATE = SyntheticClimate(
    lookback=72,
    days=60,
    training_rows=(0, 5000),
    validation_rows=(5001, 6500),
    test_rows=(6501, None),
)


@pytest.mark.keras
def test_its_error_is_that_of_the_persistence_baseline() -> None:
    data = CLIMATE.load()
    model = Persistence().build(data.task)
    assert model.count_params() == 0
    errors = [
        np.abs(model.predict_on_batch(x) - y) for x, y in all_batches(data, "validation", 512)
    ]
    said = Baseline().fit(data).predict("validation")
    found = data.task.errors(said, data.targets("validation"), from_logits=False)
    assert np.concatenate(errors).mean() == pytest.approx(data.task.score(found), rel=1e-6)


def test_text_has_no_newest_value_to_repeat() -> None:
    with pytest.raises(ValueError, match="there is none in dataset synthetic_reviews: choo"):
        Experiment(name="naive", dataset=SyntheticReviews(), model=Persistence())


@pytest.mark.keras
def test_several_targets_are_repeated_in_every_step_ahead() -> None:
    pressure = Target("p (mbar)", "mbar", mean=989.0, scale=8.3, feature=0)
    task = Forecast(Sequence(6, 3), (TEMPERATURE, pressure), horizon=4)
    model = Persistence().build(task)
    x = np.random.default_rng(0).normal(size=(5, 6, 3)).astype(np.float32)
    outputs = np.asarray(model(x))
    assert outputs.shape == (5, *task.target_shape)
    assert (outputs == x[:, -1:, [1, 0]]).all()
    targets = np.zeros((5, *task.target_shape))
    errors = task.errors(outputs.astype(np.float64), targets, from_logits=False)
    np.testing.assert_allclose(errors, np.abs(x[:, -1, :2]).mean(axis=1), rtol=1e-6)


def test_it_has_nothing_to_learn_and_answers_what_stands_in_the_inputs() -> None:
    assert not Persistence().learns
    assert Persistence().obstacle(Forecast) == ""
    assert "newest value" in Persistence().obstacle(Classification)
