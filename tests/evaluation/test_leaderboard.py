"""A leaderboard ranks what can be ranked, and only that."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from statistics import mean, stdev
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from seqlab.cli.app import app
from seqlab.errors import ConfigError, DataError
from seqlab.evaluation.leaderboard import leaderboards, read_result
from seqlab.evaluation.leaderboard_tables import rows
from seqlab.runs.reader import Run
from seqlab.runs.writer import RunWriter
from tests.conftest import SMALL
from tests.runs_examples import start, text_run

STD = 8.85
NAIVE = 0.29
T_OF_TWO_DEGREES = 4.302652729911275
"""The 97.5 % point of Student's distribution, from a table."""


def forecast_run(
    outputs: Path, name: str, mae: float, *, seed: int = 1, units: int = 4, windows: int = 1000
) -> Run:
    """A completed run with a config that can be read."""
    config = SMALL.replace("name: small", f"name: {name}").replace("units: 4", f"units: {units}")
    environment = {"digests": {"jena": "ab" * 32}}
    writer = RunWriter.create(outputs, name, seed, config + f"seed: {seed}\n", environment)
    naive = {"baseline": "persistence", "mae": NAIVE, "mae_original": NAIVE * STD}
    metrics: dict[str, Any] = {
        "best_epoch": 3,
        "validation": {"loss": mae, "mae": mae, "mae_original": mae * STD, "unit": "degC"},
        "baseline": {"validation": {**naive, "windows": windows, "horizon_minutes": 1500}},
        "skill": 1 - mae / NAIVE,
        "parameters": 10 * units,
        "seconds_per_epoch": float(seed),
    }
    writer.write_metrics(metrics)
    writer.finish("completed")
    return Run(writer.files.folder)


def board_of(*runs: Run) -> Any:
    (board,) = leaderboards([read_result(run) for run in runs])
    return board


def invoke(*arguments: str | Path) -> Result:
    command = ["runs", "compare", *map(str, arguments)]
    return CliRunner().invoke(app, command, catch_exceptions=False)


def test_the_lowest_error_comes_first_and_the_baseline_stands_where_it_belongs(
    tmp_path: Path,
) -> None:
    board = board_of(
        forecast_run(tmp_path, "bad", 0.31),
        forecast_run(tmp_path, "best", 0.25),
        forecast_run(tmp_path, "good", 0.27),
    )
    assert [entry.experiment for entry in board.entries] == ["best", "good", "bad"]
    shown = [row[:2] for row in rows(board)]
    assert shown == [("1", "best"), ("2", "good"), ("", "(persistence baseline)"), ("3", "bad")]


def test_seeds_of_one_config_become_their_mean_and_its_t_interval(tmp_path: Path) -> None:
    values = [0.26, 0.27, 0.25]
    runs = [forecast_run(tmp_path, "gru", v, seed=s) for s, v in enumerate(values, start=1)]
    (entry,) = board_of(*runs).entries
    reach = T_OF_TWO_DEGREES * stdev(values) / 3**0.5
    assert [result.seed for result in entry.results] == [1, 2, 3]
    assert entry.value == pytest.approx(mean(values))
    assert entry.interval.low == pytest.approx(mean(values) - reach)
    assert entry.interval.high == pytest.approx(mean(values) + reach)
    assert entry.original == pytest.approx(mean(values) * STD)
    assert entry.skill == pytest.approx(1 - mean(values) / NAIVE)
    assert entry.seconds_per_epoch == 2
    assert entry.best.run.id == runs[2].id


def test_another_setting_is_another_entry_and_a_default_written_out_is_not(tmp_path: Path) -> None:
    small = forecast_run(tmp_path, "gru", 0.26)
    large = forecast_run(tmp_path, "gru", 0.25, units=8)
    assert len(board_of(small, large).entries) == 2
    other = forecast_run(tmp_path, "gru", 0.27, seed=2)
    text = other.config_text.replace("training:\n", "training:\n  learning_rate: 1e-3\n")
    other.files.config.write_text(text)
    assert len(board_of(small, other).entries) == 1


def test_a_run_that_was_repeated_does_not_make_the_interval_smaller(tmp_path: Path) -> None:
    runs = [forecast_run(tmp_path, "gru", 0.26) for _ in range(3)]
    (entry,) = board_of(*runs).entries
    assert entry.interval is None
    assert [result.run.id for result in entry.results] == [runs[-1].id]


def test_the_most_accurate_text_model_comes_first(tmp_path: Path) -> None:
    good, better = text_run(tmp_path, "imdb/lstm"), text_run(tmp_path, "imdb/gru")
    metrics = better.metrics
    assert metrics
    metrics["validation"]["accuracy"] = 0.9
    better.files.metrics.write_text(json.dumps(metrics))
    board = board_of(good, better)
    assert [entry.experiment for entry in board.entries] == ["imdb/gru", "imdb/lstm"]
    assert board.samples.metric == "accuracy"


def test_what_was_judged_on_other_samples_stands_in_another_table_which_is_said(
    tmp_path: Path,
) -> None:
    forecast_run(tmp_path, "one", 0.26)
    forecast_run(tmp_path, "two", 0.25)
    forecast_run(tmp_path, "other_windows", 0.20, windows=1024)
    text_run(tmp_path)
    result = invoke("--outputs", tmp_path)
    titles = [line for line in result.stdout.splitlines() if " on " in line]
    assert titles == [
        "mae on 1,000 validation windows, 25 hours ahead",
        "mae on 1,024 validation windows, 25 hours ahead",
        "accuracy on 5,000 validation reviews",
    ]
    assert "3 different sets of samples" in result.stderr
    assert "different sets" not in invoke("one", "two", "--outputs", tmp_path).stderr


def test_the_last_digits_of_a_baseline_do_not_part_two_machines(tmp_path: Path) -> None:
    here, there = forecast_run(tmp_path, "here", 0.26), forecast_run(tmp_path, "there", 0.25)
    metrics = there.metrics
    assert metrics
    metrics["baseline"]["validation"]["mae"] += 1e-15
    there.files.metrics.write_text(json.dumps(metrics))
    assert len(board_of(here, there).entries) == 2


def test_other_data_is_another_table(tmp_path: Path) -> None:
    here, there = forecast_run(tmp_path, "here", 0.26), forecast_run(tmp_path, "there", 0.25)
    there.files.environment.write_text(json.dumps({"digests": {"jena": "cd" * 32}}))
    assert len(leaderboards([read_result(here), read_result(there)])) == 2


def test_unfinished_and_damaged_runs_are_left_out_and_named(tmp_path: Path) -> None:
    forecast_run(tmp_path, "jena/gru", 0.26)
    young = start(tmp_path, "jena/young").files.folder
    damaged = forecast_run(tmp_path, "jena/damaged", 0.2)
    damaged.files.metrics.write_text('{"validation": {"mae": "low"}}')
    result = invoke("jena/*", "--outputs", tmp_path, "--json")
    (board,) = json.loads(result.stdout)["leaderboards"]
    assert [entry["experiment"] for entry in board["entries"]] == ["jena/gru"]
    assert f"{young} is running" in result.stderr
    assert str(damaged.files.metrics) in result.stderr
    with pytest.raises(DataError, match="is running"):
        invoke(young, "--outputs", tmp_path)


def test_a_name_without_a_run_and_two_formats_at_once_are_refused(tmp_path: Path) -> None:
    forecast_run(tmp_path, "jena/gru", 0.26)
    with pytest.raises(ConfigError, match="imdb"):
        invoke("imdb/*", "--outputs", tmp_path)
    with pytest.raises(ConfigError, match="exclude each other"):
        invoke("--outputs", tmp_path, "--json", "--csv")


def test_csv_json_and_markdown_tell_the_same(tmp_path: Path) -> None:
    for seed, mae in enumerate([0.26, 0.262], start=1):
        forecast_run(tmp_path, "a/b", mae, seed=seed)
    forecast_run(tmp_path, "c", 0.25)
    (board,) = json.loads(invoke("--outputs", tmp_path, "--json").stdout)["leaderboards"]
    table = list(csv.DictReader(io.StringIO(invoke("--outputs", tmp_path, "--csv").stdout)))
    assert [entry["experiment"] for entry in board["entries"]] == ["c", "a/b"]
    for entry, row in zip(board["entries"], table, strict=True):
        assert float(row["value"]) == entry["value"]
        assert row["seeds"].split() == list(map(str, entry["seeds"]))
        assert row["low"] == ("" if entry["low"] is None else repr(entry["low"]))
    markdown = invoke("--outputs", tmp_path, "--markdown").stdout.splitlines()
    lines = [line for line in markdown if line.startswith("|")]
    assert len({line.count("|") for line in lines}) == 1
    assert [line.split(" | ")[1] for line in lines[2:4]] == ["c", "a/b"]


def test_no_runs_are_an_empty_document(tmp_path: Path) -> None:
    result = invoke("--outputs", tmp_path)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no completed runs" in result.stderr
    assert json.loads(invoke("--outputs", tmp_path, "--json").stdout) == {"leaderboards": []}


def test_a_name_from_a_stranger_reaches_the_terminal_as_plain_letters(tmp_path: Path) -> None:
    run = forecast_run(tmp_path, "jena/gru", 0.26)
    record = json.loads(run.files.status.read_text()) | {"name": "[red]a|b\x1b[2J\n"}
    run.files.status.write_text(json.dumps(record))
    plain = invoke("--outputs", tmp_path).stdout
    assert "[red]a|b[2J" in plain and "\x1b" not in plain
    assert r"[red]a\|b[2J" in invoke("--outputs", tmp_path, "--markdown").stdout
