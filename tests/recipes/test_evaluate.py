"""A finished run is judged again on what it was judged on, or on its test split, which counts."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from seqlab.evaluation.baselines import baseline_errors
from seqlab.task import all_batches
from typer.testing import CliRunner

from seqlab.cli.app import app
from seqlab.errors import DataError
from seqlab.recipes.evaluate import evaluate_run
from seqlab.runs.reader import Run
from tests.recipes.test_train import forecast, run_of, sentiment

pytestmark = pytest.mark.keras


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    folder = tmp_path_factory.mktemp("outputs")
    return {"forecast": run_of(forecast(), folder), "sentiment": run_of(sentiment(), folder)}


@pytest.fixture
def runs(trained: dict[str, Run], tmp_path: Path) -> dict[str, Run]:
    """Copies, which a test may spoil."""
    return {name: Run(shutil.copytree(r.path, tmp_path / r.id)) for name, r in trained.items()}


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", ["forecast", "sentiment"])
def test_the_validation_scores_are_the_recorded_ones_and_looking_leaves_no_trace(
    name: str, runs: dict[str, Run]
) -> None:
    run = runs[name]
    before = contents(run.path)
    found = evaluate_run(run, "validation")
    metrics = run.metrics
    assert metrics
    assert found.scores.keys() == metrics["validation"].keys()
    for key in found.scores.keys() - {"unit"}:
        assert found.scores[key] == pytest.approx(metrics["validation"][key], rel=1e-5)
    assert found.baseline == metrics["baseline"]["validation"]
    assert found.skill == pytest.approx(metrics["skill"], rel=1e-4)
    assert found.test_evaluations == []
    assert contents(run.path) == before


@pytest.mark.parametrize("name", ["forecast", "sentiment"])
def test_the_test_scores_are_those_of_a_plain_loop_over_the_test_split(
    name: str, runs: dict[str, Run]
) -> None:
    run = runs[name]
    found = evaluate_run(run, "test")
    experiment = forecast() if name == "forecast" else sentiment()
    data = experiment.dataset.load()
    batches = list(all_batches(data, "test", 2000))
    model = run.model()
    outputs = np.concatenate([model(x).numpy() for x, _ in batches])
    targets = np.concatenate([y for _, y in batches])
    naive = baseline_errors(data, "test").mean()
    if name == "forecast":
        error = np.abs(outputs - targets).mean()
        assert found.scores["mae"] == pytest.approx(error, rel=1e-5)
        assert found.scores["mae_original"] == pytest.approx(error * data.task.target_std, rel=1e-5)
    else:
        error = ((outputs > 0) != targets).mean()
        assert found.scores["accuracy"] == pytest.approx(1 - error)
    assert found.skill == pytest.approx(1 - error / naive, rel=1e-4, abs=1e-6)
    metrics = run.metrics
    assert metrics and metrics["test"] == found.scores
    assert metrics["baseline"]["test"] == found.baseline


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
    record = run.status_record | {"status": "interrupted"}
    run.files.status.write_text(json.dumps(record))
    with pytest.raises(DataError, match="is interrupted"):
        evaluate_run(run, "test")
    assert evaluate_run(run, "validation").scores["mae"] > 0


def test_a_model_that_the_config_does_not_describe_is_refused(runs: dict[str, Run]) -> None:
    shutil.copy(runs["sentiment"].files.model, runs["forecast"].files.model)
    with pytest.raises(DataError, match=r"expected \(12, 14\) to \(1,\).*found \(50,\)"):
        evaluate_run(runs["forecast"], "validation")


def test_the_command_warns_from_the_second_look_on_and_prints_the_result_alone_on_stdout(
    runs: dict[str, Run],
) -> None:
    command = ["evaluate", str(runs["forecast"].path), "--split", "test"]
    first, second = (CliRunner().invoke(app, command) for _ in range(2))
    assert first.exit_code == second.exit_code == 0
    assert first.stderr == ""
    assert "2 times" in second.stderr and "report the first one" in second.stderr
    assert first.stdout == second.stdout
    heading, model, naive, verdict, windows = first.stdout.splitlines()
    assert heading.split() == ["test", "mae", "mae", "in", "degC"]
    assert model.startswith("best model") and naive.startswith("persistence")
    assert "baseline" in verdict and "25 hours ahead" in windows
    document = json.loads(CliRunner().invoke(app, [*command, "--json"]).stdout)
    assert len(document["test_evaluations"]) == 3
    assert f"{document['scores']['mae']:.4f}" in model
