"""`seqlab runs diff` shows what differs, nothing else, and says what that means."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner, Result

from seqlab.cli.app import app
from seqlab.runs.evaluations import record_test_evaluation
from seqlab.runs.reader import Run
from seqlab.runs.scores import Judgement, Rival, Scores
from seqlab.tasks.data import Samples
from tests.runs_examples import (
    GRU_LOSS,
    GRU_VAL_LOSS,
    change_file,
    copy_of,
    series_run,
    start,
)


def invoke(left: Run, right: Run, *options: str) -> Result:
    command = ["runs", "diff", str(left.path), str(right.path), *options]
    return CliRunner().invoke(app, command, catch_exceptions=False)


def words(result: Result) -> list[list[str]]:
    return [line.split() for line in result.stdout.splitlines()]


def test_what_is_equal_is_not_shown(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    result = invoke(run, copy_of(run))
    for word in ("data.", "validation.mae", "baseline.", "results  ", "epochs  "):
        assert word not in result.stdout


def test_equal_runs_are_said_to_be_equal_bit_for_bit(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    result = invoke(run, copy_of(run)).stdout
    assert "Config and data are the same, the environment as well." in result
    assert "equal bit for bit, over 8 epochs" in result


def test_the_first_different_epoch_is_named(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    copy = copy_of(run)
    change_file(copy.files.history, repr(GRU_LOSS[4]), repr(GRU_LOSS[4] + 2**-53))
    result = invoke(run, copy).stdout
    assert "The results differ from epoch 5 on." in result
    assert "Nothing that was recorded explains it" in result


def test_a_shorter_run_is_said_to_be_equal_as_far_as_it_goes(tmp_path: Path) -> None:
    long = series_run(tmp_path)
    short = series_run(tmp_path, loss=GRU_LOSS[:5], val_loss=GRU_VAL_LOSS[:5])
    assert "the first 5 are equal bit for bit" in invoke(short, long).stdout


def test_a_test_score_of_one_run_alone_is_shown(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    copy = copy_of(run)
    samples = Samples(1000, "windows", "ab", 1500)
    naive = Rival("persistence", Scores({"mae": 0.3}))
    judgement = Judgement(Scores({"mae": 0.27}), (naive,), samples)
    record_test_evaluation(copy, judgement)
    assert ["test.mae", "-", "0.27"] in words(invoke(run, copy))


def test_settings_versions_and_data_are_told_apart(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    other = copy_of(run)
    change_file(other.files.config, "units: 32", "units: 64\n  bidirectional: true")
    environment = {
        "versions": {"keras": "9.9"},
        "plugins": {"waves": "1.0"},
        "command": "x",
        "digests": {"jena": "ab"},
    }
    other.files.environment.write_text(json.dumps(environment))
    document = json.loads(invoke(run, other, "--json").stdout)
    assert document["config"] == [
        {"key": "model.units", "a": 32, "b": 64},
        {"key": "model.bidirectional", "b": True},
    ]
    assert document["environment"] == [
        {"key": "versions.keras", "a": "3.15.1", "b": "9.9"},
        {"key": "plugins.waves", "b": "1.0"},
    ]
    assert document["data"] == [{"key": "jena", "b": "ab"}]
    assert (document["same_config"], document["same_data"]) == (False, False)
    assert document["same_results"] is True
    lines = [line.split() for line in invoke(run, other).stdout.splitlines()]
    assert ["model.units", "32", "64"] in lines
    assert ["model.bidirectional", "-", "true"] in lines
    assert "Config and data differ." in invoke(run, other).stdout


def test_an_unfinished_run_has_fewer_results(tmp_path: Path) -> None:
    writer = start(tmp_path)
    young = Run(writer.files.folder)
    assert "no results to compare" in invoke(young, copy_of(young)).stdout
    result = invoke(series_run(tmp_path), young).stdout.splitlines()
    assert ["epochs", "8", "0", "-8"] in [line.split() for line in result]
    assert result[-1] == "One run has 8 epochs, the other 0."


def test_what_a_stranger_wrote_reaches_the_terminal_as_plain_letters(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    other = copy_of(run)
    environment = {"versions": {"ker\x1b[2Jas\n": "[red]" + "x" * 500 + "\x1b]0;"}}
    other.files.environment.write_text(json.dumps(environment))
    result = invoke(run, other).stdout
    assert "\x1b" not in result and "versions.ker[2Jas" in result and "[red]xxx" in result
    assert max(map(len, result.splitlines())) < 150
