"""A run put to work again says what it said when it was trained."""

from __future__ import annotations

import json

import pytest

from seqlab.errors import DataError
from seqlab.evaluation.judging import naive
from seqlab.recipes.saved import check_same_data, open_saved
from seqlab.runs.reader import Run

pytestmark = pytest.mark.keras


def test_the_mean_error_of_the_saved_forecast_is_the_recorded_mae(trained: dict[str, Run]) -> None:
    saved, results = open_saved(trained["forecast"]), trained["forecast"].results
    assert results is not None
    errors = saved.errors("validation")
    beside = naive(saved.experiment, saved.data, "validation").errors
    assert errors.mean() == pytest.approx(results.value("validation"), rel=1e-5)
    assert beside.shape == errors.shape == (saved.data.samples("validation").count,)
    assert beside.mean() == pytest.approx(results.validation.baseline.values["mae"], abs=1e-12)
    assert saved.predictions("validation").shape == (len(errors), 1)


def test_the_share_of_mistakes_of_the_saved_classifier_is_what_its_accuracy_leaves(
    trained: dict[str, Run],
) -> None:
    saved, results = open_saved(trained["reviews"]), trained["reviews"].results
    assert results is not None
    mistakes = saved.errors("validation").mean()
    assert 1 - mistakes == pytest.approx(results.value("validation"), abs=1e-6)
    right = 1 - naive(saved.experiment, saved.data, "validation").errors.mean()
    assert right == pytest.approx(results.validation.baseline.values["accuracy"])


def test_other_data_is_refused_with_both_digests(runs: dict[str, Run]) -> None:
    run = runs["forecast"]
    data = run.experiment().dataset.load()
    check_same_data(run, data)
    environment = json.loads(run.files.environment.read_text())
    digests = {"digests": {"jena\x1b[2J": "ab" * 32}}
    run.files.environment.write_text(json.dumps(environment | digests))
    with pytest.raises(DataError, match=rf"jena\[2J: recorded {'ab' * 32}, now none"):
        check_same_data(run, data)
