"""A finished run is judged again on what it was judged on, or on its test split, which counts."""

from __future__ import annotations

import json
import shutil
from dataclasses import astuple
from pathlib import Path

import numpy as np
import pytest

from seqlab.errors import DataError
from seqlab.evaluation.judging import naive
from seqlab.recipes.evaluate import evaluate_run
from seqlab.runs.reader import Run
from seqlab.tasks.data import all_batches

pytestmark = pytest.mark.keras


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", ["forecast", "reviews"])
def test_the_validation_scores_are_the_recorded_ones_and_looking_leaves_no_trace(
    name: str, runs: dict[str, Run]
) -> None:
    run = runs[name]
    before = contents(run.path)
    found = evaluate_run(run, "validation")
    results = run.results
    assert results is not None
    recorded = results.validation
    assert found.asked == results.asked
    assert found.judgement.model.values == pytest.approx(recorded.model.values, rel=1e-5)
    if recorded.model.original is None:
        assert found.judgement.model.original is None
    else:
        assert found.judgement.model.original == pytest.approx(recorded.model.original, rel=1e-5)
    assert found.judgement.baseline == recorded.baseline
    assert [one.name for one in found.judgement.rivals] == [one.name for one in recorded.rivals]
    assert found.judgement.verdict is not None and recorded.verdict is not None
    for one, over in found.judgement.verdict.skills.items():
        before_over = recorded.verdict.skills[one]
        assert over is not None and before_over is not None
        assert astuple(over) == pytest.approx(astuple(before_over), rel=1e-3, abs=1e-5)
    assert found.judgement.samples == recorded.samples
    assert found.skill == pytest.approx(results.skill(), rel=1e-4, abs=1e-6)
    assert found.test_evaluations == []
    assert contents(run.path) == before


@pytest.mark.parametrize("name", ["forecast", "reviews"])
def test_the_test_scores_are_those_of_a_plain_loop_over_the_test_split(
    name: str, runs: dict[str, Run]
) -> None:
    run = runs[name]
    found = evaluate_run(run, "test")
    data = run.experiment().dataset.load()
    batches = list(all_batches(data, "test", 2000))
    model = run.model()
    outputs = np.concatenate([model(x).numpy() for x, _ in batches])
    targets = np.concatenate([y for _, y in batches])
    naive_errors = naive(run.experiment(), data, "test").errors
    scores = found.judgement.model
    if name == "forecast":
        error = np.abs(outputs - targets).mean()
        assert scores.values["mae"] == pytest.approx(error, rel=1e-5)
        assert scores.original == pytest.approx(error * data.task.scale, rel=1e-5)
    else:
        error = ((outputs > 0) != targets).mean()
        assert scores.values["accuracy"] == pytest.approx(1 - error)
        assert scores.original is None
    assert found.skill == pytest.approx(1 - error / naive_errors.mean(), rel=1e-4, abs=1e-6)
    assert run.results is not None
    assert run.results.test == found.judgement
    assert len(found.test_evaluations) == 1


def test_other_data_than_the_recorded_is_refused_and_not_counted(runs: dict[str, Run]) -> None:
    run = runs["forecast"]
    environment = json.loads(run.files.environment.read_text())
    environment["digests"] = {"jena": "ab" * 32}
    run.files.environment.write_text(json.dumps(environment))
    with pytest.raises(DataError, match=f"jena: recorded {'ab' * 32}, now none"):
        evaluate_run(run, "test")
    assert not run.files.test_evaluations.exists()


def test_a_run_that_is_not_completed_has_no_last_word(runs: dict[str, Run]) -> None:
    run = runs["forecast"]
    record = run.status_record.record() | {"status": "interrupted"}
    run.files.status.write_text(json.dumps(record))
    with pytest.raises(DataError, match="is interrupted"):
        evaluate_run(run, "test")
    assert evaluate_run(run, "validation").judgement.model.values["mae"] > 0


def test_a_model_that_the_config_does_not_describe_is_refused(runs: dict[str, Run]) -> None:
    shutil.copy(runs["reviews"].files.model, runs["forecast"].files.model)
    with pytest.raises(DataError, match=r"expected \(None, 12, 14\) to .* found \(None, 50\)"):
        evaluate_run(runs["forecast"], "validation")


def test_a_breakdown_is_that_of_the_models_outputs_and_of_each_baseline(
    runs: dict[str, Run],
) -> None:
    run = runs["forecast"]
    found = evaluate_run(run, "validation", by="step")
    assert found.breakdown is not None
    (step,) = found.breakdown.groups
    assert step.model == pytest.approx(found.judgement.model.original, rel=1e-5)
    assert step.baselines == pytest.approx(
        {rival.name: rival.scores.original for rival in found.judgement.rivals}
    )
    assert evaluate_run(run, "validation").breakdown is None
