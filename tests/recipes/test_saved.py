"""A run put to work again says what it said when it was trained."""

from __future__ import annotations

import pytest
from seqlab.evaluation.baselines import baseline_errors

from seqlab.recipes.saved import open_saved
from tests.recipes.test_train import forecast, run_of, sentiment

pytestmark = pytest.mark.keras


def test_the_mean_error_of_the_saved_forecast_is_the_recorded_mae(tmp_path) -> None:
    run = run_of(forecast(), tmp_path)
    saved = open_saved(run)
    errors = saved.errors("validation")
    assert errors.mean() == pytest.approx(run.metrics["validation"]["mae"], rel=1e-5)
    naive = baseline_errors(saved.data, "validation")
    assert naive.shape == errors.shape == (saved.data.samples("validation"),)
    assert naive.mean() == pytest.approx(run.metrics["baseline"]["validation"]["mae"], abs=1e-12)


def test_the_share_of_mistakes_of_the_saved_classifier_is_what_its_accuracy_leaves(
    tmp_path,
) -> None:
    run = run_of(sentiment(), tmp_path)
    saved = open_saved(run)
    accuracy = run.metrics["validation"]["accuracy"]
    assert 1 - saved.errors("validation").mean() == pytest.approx(accuracy, abs=1e-6)
    naive = 1 - baseline_errors(saved.data, "validation").mean()
    assert naive == pytest.approx(run.metrics["baseline"]["validation"]["accuracy"])
