"""Two runs set against each other: every difference is named, and only differences."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from seqlab.cli.app import app
from seqlab.errors import DataError
from seqlab.runs.difference import ABSENT, Change, changes, difference
from seqlab.runs.evaluations import record_test_evaluation
from seqlab.runs.metrics import Judgement, Scores
from seqlab.runs.reader import Run
from seqlab.tasks.data import Samples
from tests.conftest import SMALL
from tests.runs_examples import GRU_LOSS, GRU_VAL_LOSS, series_run, start

LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
DOCUMENTS = st.recursive(
    LEAVES, lambda below: st.lists(below) | st.dictionaries(st.text(), below), max_leaves=15
)


def copy_of(run: Run, name: str = "20260101-000000-0000") -> Run:
    return Run(shutil.copytree(run.path, run.path.parent / name))


def change_file(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def invoke(left: Run, right: Run, *options: str) -> Result:
    command = ["runs", "diff", str(left.path), str(right.path), *options]
    return CliRunner().invoke(app, command, catch_exceptions=False)


@given(DOCUMENTS)
def test_a_document_has_no_difference_from_itself(document) -> None:
    assert changes(document, json.loads(json.dumps(document))) == []


def test_what_is_absent_is_not_what_is_null_and_true_is_not_one() -> None:
    left = {"model": {"layers": [{"units": 32}]}, "same": 1, "gone": None, "flag": True, "n": 1}
    right = {"model": {"layers": [{"units": 64}, {}]}, "same": 1, "flag": 1, "n": 1.0}
    assert changes(left, right) == [
        Change("model.layers.0.units", 32, 64),
        Change("gone", None, ABSENT),
        Change("flag", True, 1),
        Change("model.layers.1", ABSENT, {}),
    ]


def test_missing_numbers_are_the_same_missing_number() -> None:
    assert not Change("loss", float("nan"), float("nan")).differs
    assert Change("loss", float("nan"), 1.0).differs


def test_a_copy_differs_in_nothing_and_its_time_does_not_count(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    copy = copy_of(run)
    change_file(copy.files.history, "9.1", "1000.0")
    change_file(copy.files.metrics, '"seconds_per_epoch": 9.1', '"seconds_per_epoch": 1000.0')
    found = difference(run, copy)
    assert (found.config, found.environment, found.data, found.parting) == ([], [], [], None)
    assert found.same_results
    result = invoke(run, copy).stdout
    assert "Config and data are the same, the environment as well." in result
    assert "equal bit for bit, over 8 epochs" in result


def test_one_bit_in_one_epoch_is_found(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    copy = copy_of(run)
    change_file(copy.files.history, repr(GRU_LOSS[4]), repr(GRU_LOSS[4] + 2**-53))
    found = difference(run, copy)
    assert found.parting == 5 and not found.same_results
    result = invoke(run, copy).stdout
    assert "The results differ from epoch 5 on." in result
    assert "Nothing that was recorded explains it" in result


def test_a_shorter_run_parts_where_it_ends(tmp_path: Path) -> None:
    long = series_run(tmp_path)
    short = series_run(tmp_path, loss=GRU_LOSS[:5], val_loss=GRU_VAL_LOSS[:5])
    assert difference(long, short).parting == 6
    assert "the first 5 are equal bit for bit" in invoke(short, long).stdout


def test_a_look_at_the_test_split_changes_no_result(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    copy = copy_of(run)
    samples = Samples(1000, "windows", "ab", 1500)
    judgement = Judgement(Scores({"mae": 0.27}), Scores({"mae": 0.3}), "persistence", samples)
    record_test_evaluation(copy, judgement)
    assert difference(run, copy).same_results
    lines = [line.split() for line in invoke(run, copy).stdout.splitlines()]
    assert ["test.mae", "-", "0.27"] in lines


def test_settings_versions_and_data_are_told_apart(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    other = copy_of(run)
    change_file(other.files.config, "units: 32", "units: 64\n  bidirectional: true")
    environment = {"versions": {"keras": "9.9"}, "command": "x", "digests": {"jena": "ab"}}
    other.files.environment.write_text(json.dumps(environment))
    document = json.loads(invoke(run, other, "--json").stdout)
    assert document["config"] == [
        {"key": "model.units", "a": 32, "b": 64},
        {"key": "model.bidirectional", "b": True},
    ]
    assert document["environment"] == [{"key": "versions.keras", "a": "3.15.1", "b": "9.9"}]
    assert document["data"] == [{"key": "jena", "b": "ab"}]
    assert (document["same_config"], document["same_data"]) == (False, False)
    assert document["same_results"] is True
    lines = [line.split() for line in invoke(run, other).stdout.splitlines()]
    assert ["model.units", "32", "64"] in lines
    assert ["model.bidirectional", "-", "true"] in lines
    assert "Config and data differ." in invoke(run, other).stdout


def test_a_default_written_out_is_no_difference(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    run.files.config.write_text(SMALL)
    other = copy_of(run)
    change_file(other.files.config, "training:", "training:\n  learning_rate: 1e-3")
    assert difference(run, other).config == []
    change_file(other.files.config, "1e-3", "1e-2")
    assert difference(run, other).config == [Change("training.learning_rate", 1e-3, 1e-2)]


def test_an_unfinished_run_has_fewer_results(tmp_path: Path) -> None:
    writer = start(tmp_path)
    young = Run(writer.files.folder)
    assert "no results to compare" in invoke(young, copy_of(young)).stdout
    result = invoke(series_run(tmp_path), young).stdout.splitlines()
    assert ["epochs", "8", "0", "-8"] in [line.split() for line in result]
    assert result[-1] == "One run has 8 epochs, the other 0."


def test_a_damaged_config_is_named(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    bomb = "a: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
    bomb += "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
    other = copy_of(run)
    other.files.config.write_text(bomb)
    with pytest.raises(DataError, match=r"config\.yaml"):
        difference(run, other)


def test_what_a_stranger_wrote_reaches_the_terminal_as_plain_letters(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    other = copy_of(run)
    environment = {"versions": {"ker\x1b[2Jas\n": "[red]" + "x" * 500 + "\x1b]0;"}}
    other.files.environment.write_text(json.dumps(environment))
    result = invoke(run, other).stdout
    assert "\x1b" not in result and "versions.ker[2Jas" in result and "[red]xxx" in result
    assert max(map(len, result.splitlines())) < 150
