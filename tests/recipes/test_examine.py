"""A model looked at from all sides agrees with what its run recorded, and sees no test split."""

from __future__ import annotations

import numpy as np
import pytest

from seqlab.recipes.evaluate import evaluate_run
from seqlab.recipes.examine import MISTAKES, Examination, examine_run
from seqlab.runs.reader import Run
from seqlab.series.examples import RANKS

pytestmark = pytest.mark.keras


def examined(run: Run) -> Examination:
    experiment = run.experiment()
    return examine_run(run, experiment, experiment.dataset.load())


def test_errors_of_series_add_up_to_the_recorded_ones(trained: dict[str, Run]) -> None:
    run = trained["forecast"]
    found = examined(run)
    assert [one.by for one in found.breakdowns] == ["hour", "weekday", "month"]
    recorded = run.results.validation
    for breakdown in found.breakdowns:
        overall = breakdown.overall
        assert overall.model == pytest.approx(recorded.model.original, rel=1e-5)
        assert overall.baselines["persistence"] == pytest.approx(recorded.baseline.original)
        weighted = sum(group.count * group.model for group in breakdown.groups)
        assert weighted / overall.count == pytest.approx(overall.model)
    errors = [drawings[0].error for drawings in found.examples.values()]
    assert list(found.examples) == list(RANKS) and errors == sorted(errors)
    assert sum(layer["parameters"] for layer in found.layers) == run.results.parameters
    assert found.classes is None and not found.mistakes
    assert not run.files.test_evaluations.exists()


def test_answers_about_texts_add_up_to_the_recorded_accuracy(trained: dict[str, Run]) -> None:
    run = trained["reviews"]
    found = examined(run)
    confusion = found.classes.confusion
    assert np.trace(confusion) / confusion.sum() == pytest.approx(run.results.value())
    assert found.mistakes == evaluate_run(run, "validation", worst=MISTAKES).mistakes
    assert not found.breakdowns and not found.examples
