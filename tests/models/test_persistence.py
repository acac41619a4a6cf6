"""The naive forecast as a model, against the baseline that is computed without one."""

from __future__ import annotations

import numpy as np
import pytest
from seqlab.evaluation.baselines import baseline
from seqlab.task import all_batches

from seqlab.datasets.synthetic_climate import SyntheticClimate
from seqlab.datasets.synthetic_reviews import SyntheticReviews
from seqlab.experiment.experiment import Experiment
from seqlab.models.persistence import Persistence

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
    mae = baseline(data, "validation")["mae"]
    assert np.concatenate(errors).mean() == pytest.approx(mae, rel=1e-6)


def test_text_has_no_newest_value_to_repeat() -> None:
    with pytest.raises(ValueError, match="is text: choose another model"):
        Experiment(name="naive", dataset=SyntheticReviews(), model=Persistence())
