"""`seqlab runs` prints what is in the folders: on stdout, whole, and safe."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from seqlab.cli.runs import runs_app
from seqlab.errors import ConfigError
from tests.runs_examples import GRU_VAL_LOSS, STD, series_run, start, text_run


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(runs_app, list(arguments), catch_exceptions=False)


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    """A series, a text and a young run, from old to new."""
    outputs = tmp_path / "outputs"
    series_run(outputs)
    text_run(outputs)
    start(outputs, "jena/a_rather_long_name_of_an_experiment_that_no_table_of_80_columns_can_hold")
    return outputs


def test_the_list_has_a_whole_line_per_run_newest_first(outputs: Path) -> None:
    result = invoke("list", "--outputs", str(outputs))
    heading, young, text, series = result.stdout.splitlines()
    assert " ".join(heading.split()) == "run experiment seed status epochs best skill s/epoch"
    assert "jena/a_rather_long_name_of_an_experiment_that_no_table_of_80_columns_can_hold" in young
    assert young.split()[2:] == ["1", "running", "0"]
    expected = "imdb/lstm 1 completed 4 accuracy 0.8862 0.772 21.5"
    assert text.split()[1:] == expected.split()
    expected = "jena/gru 1 completed 8 mae 2.3486 degC 0.084 9.1"
    assert series.split()[1:] == expected.split()
    assert result.stderr == ""


def test_the_columns_of_the_list_are_aligned(outputs: Path) -> None:
    heading, *rows = invoke("list", "--outputs", str(outputs)).stdout.splitlines()
    column = heading.index("status")
    for row in rows:
        assert row[column - 1] == " "
        assert row[column:].startswith(("running", "completed"))


def test_a_pipe_gets_no_colour(outputs: Path) -> None:
    for arguments in (["list"], ["show", "last"]):
        assert "\x1b" not in invoke(*arguments, "--outputs", str(outputs)).stdout


def test_the_list_as_json_is_one_document_with_full_precision(outputs: Path) -> None:
    document = json.loads(invoke("list", "--json", "--outputs", str(outputs)).stdout)
    assert [row["status"] for row in document] == ["running", "completed", "completed"]
    series = document[-1]
    assert series["value"] == min(GRU_VAL_LOSS) * STD
    assert Path(series["folder"], "status.json").exists()


def test_no_runs_are_an_empty_table_and_an_empty_document(tmp_path: Path) -> None:
    result = invoke("list", "--outputs", str(tmp_path))
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no runs" in result.stderr
    assert json.loads(invoke("list", "--json", "--outputs", str(tmp_path)).stdout) == []


def test_a_damaged_run_is_listed_and_explained_on_stderr(outputs: Path) -> None:
    series_run(outputs, "jena/broken").files.status.write_text("{")
    result = invoke("list", "--outputs", str(outputs))
    assert "damaged" in result.stdout.splitlines()[1]
    assert "status.json" in result.stderr


def test_a_run_is_shown_with_its_scores_beside_the_baseline(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    result = invoke("show", run.id, "--outputs", str(tmp_path))
    lines = [line.split() for line in result.stdout.splitlines()]
    for expected in (
        f"run {run.id}",
        "experiment jena/gru",
        "status completed",
        "dataset jena, lookback 1440",
        "model gru, units 32",
        "versions keras 3.15.1",
        "best epoch 3",
        "score validation persistence (validation)",
        "mae 0.2653 0.2897",
        "mae in original units 2.3486 degC 2.5649 degC",
    ):
        assert expected.split() in lines
    assert str(run.files.history) in result.stdout.splitlines()
    assert str(run.files.model) not in result.stdout.splitlines()


def test_test_scores_have_columns_of_their_own(tmp_path: Path) -> None:
    run = text_run(tmp_path)
    metrics = json.loads(run.files.metrics.read_text())
    metrics["test"] = {"loss": 0.31, "accuracy": 0.87}
    metrics["baseline"]["test"] = {"baseline": "majority", "accuracy": 0.51, "reviews": 25_000}
    run.files.metrics.write_text(json.dumps(metrics))
    lines = invoke("show", "last", "--outputs", str(tmp_path)).stdout.splitlines()
    assert "accuracy 0.8862 0.5000 0.8700 0.5100" in [" ".join(line.split()) for line in lines]


def test_a_run_as_json_is_one_document(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    document = json.loads(invoke("show", "last", "--json", "--outputs", str(tmp_path)).stdout)
    assert document["id"] == run.id
    assert document["metrics"] == run.results.record()
    assert document["status"]["status"] == "completed"
    assert document["config"] == run.config
    assert document["config"]["dataset"]["lookback"] == 1440
    assert document["environment"]["versions"] == {"keras": "3.15.1"}
    assert document["epochs"] == 8


def test_a_failed_run_shows_its_error_without_escapes(tmp_path: Path) -> None:
    start(tmp_path).finish("failed", "loss is nan\x1b[2J\nat step 3")
    stdout = invoke("show", "last", "--outputs", str(tmp_path)).stdout
    assert "loss is nan[2J at step 3" in stdout
    assert "\x1b" not in stdout


def test_a_running_run_names_the_process_that_trains_it(tmp_path: Path) -> None:
    start(tmp_path, "jena/gru")
    line = f"process {os.getpid()} on {socket.gethostname()}"
    shown = [
        " ".join(one.split())
        for one in invoke("show", "last", "--outputs", str(tmp_path)).stdout.splitlines()
    ]
    assert line in shown


def test_names_in_brackets_are_not_markup(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    record = json.loads(run.files.status.read_text())
    run.files.status.write_text(json.dumps({**record, "name": "[red]jena[/red] :smile:"}))
    assert "[red]jena[/red] :smile:" in invoke("list", "--outputs", str(tmp_path)).stdout


def test_an_unknown_run_is_an_error_for_main_to_print(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        invoke("show", "gone", "--outputs", str(tmp_path))
