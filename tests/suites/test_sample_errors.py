"""Errors on every validation sample, predicted once for a model, its config and its data."""

from __future__ import annotations

import numpy as np
import pytest

from seqlab.errors import SeqlabError
from seqlab.evaluation.judging import naive
from seqlab.suites.finished import Finished, Library
from seqlab.suites.sample_errors import sample_errors
from seqlab.training.events import Event, Noticed, silence
from tests.recipes.examples import DENSE, forecast, run_of
from tests.suites.examples import runs_of

pytestmark = pytest.mark.keras


@pytest.fixture(scope="module")
def finished(tmp_path_factory) -> Finished:
    """A small experiment that was trained."""
    experiment = forecast(model=DENSE)
    outputs = tmp_path_factory.mktemp("outputs")
    run_of(experiment, outputs)
    return Library(outputs, [experiment.name]).find(experiment)


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """Nothing is in the cache at first."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_they_are_those_of_the_score_and_of_the_baseline(finished) -> None:
    said: list[Event] = []
    found = sample_errors(finished, said.append)
    data = finished.experiment.dataset.load()
    assert found.model.mean() == pytest.approx(finished.results.value(), rel=1e-5)
    assert found.baseline.mean() == pytest.approx(finished.baseline(), rel=1e-12)
    beside = naive(finished.experiment, data, "validation")
    np.testing.assert_array_equal(found.baseline, beside.errors)
    assert found.fingerprint == finished.results.validation.samples.fingerprint
    assert found.dependent_samples == 1008
    assert said == [Noticed("test/gru: predicting every validation sample")]


def test_a_finished_run_is_predicted_once_and_read_from_then_on(finished) -> None:
    said: list[Event] = []
    first = sample_errors(finished, said.append)
    again = sample_errors(finished, said.append)
    assert len(said) == 1
    np.testing.assert_array_equal(again.model, first.model)
    np.testing.assert_array_equal(again.baseline, first.baseline)
    assert (again.fingerprint, again.dependent_samples) == (
        first.fingerprint,
        first.dependent_samples,
    )


def test_another_model_is_predicted_anew(finished) -> None:
    sample_errors(finished, silence)
    said: list[Event] = []
    content = finished.run.files.model.read_bytes()
    try:
        model = finished.run.model()
        model.set_weights([2 * weight for weight in model.get_weights()])
        model.save(finished.run.files.model)
        other = sample_errors(finished, said.append)
    finally:
        finished.run.files.model.write_bytes(content)
    assert len(said) == 1
    assert other.model.mean() != pytest.approx(sample_errors(finished, silence).model.mean())


def test_a_folder_without_its_model_says_so(tmp_path) -> None:
    found = runs_of(tmp_path, {"dense": [[0.3]]})["dense"][1]
    with pytest.raises(SeqlabError, match="has no model"):
        sample_errors(found, silence)
