"""A leaderboard ranks what can be ranked, and only that."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from statistics import mean, stdev
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from seqlab.cli.app import app
from seqlab.errors import ConfigError, DataError
from seqlab.evaluation.leaderboard import JudgedOn, Simple, leaderboards, read_result
from seqlab.evaluation.leaderboard_tables import rows
from seqlab.experiment.source import read_text
from seqlab.runs.reader import Run, config_digest
from seqlab.tasks.data import Samples
from seqlab.tasks.metric import ACCURACY, MAE
from tests.conftest import SMALL
from tests.runs.old_folders import old_forecast
from tests.runs_examples import begin, start, text_run, write_metrics

STD = 8.85
NAIVE = 0.29
T_OF_TWO_DEGREES = 4.302652729911275
"""The 97.5 % point of Student's distribution, from a table."""


def forecast_run(
    outputs: Path,
    name: str,
    mae: float,
    *,
    seed: int = 1,
    units: int = 4,
    windows: int = 1000,
    baseline: float = NAIVE,
    fingerprint: str = "",
) -> Run:
    """A completed run with a config that can be read."""
    config = SMALL.replace("name: small", f"name: {name}").replace("units: 4", f"units: {units}")
    environment = {"digests": {"jena": "ab" * 32}}
    writer = begin(outputs, name, seed, config + f"seed: {seed}\n", environment)
    naive = {"baseline": "persistence", "mae": baseline, "mae_original": baseline * STD}
    if fingerprint:
        naive["fingerprint"] = fingerprint
    metrics: dict[str, Any] = {
        "best_epoch": 3,
        "validation": {"loss": mae, "mae": mae, "mae_original": mae * STD, "unit": "degC"},
        "baseline": {"validation": {**naive, "windows": windows, "horizon_minutes": 1500}},
        "parameters": 10 * units,
        "seconds_per_epoch": float(seed),
    }
    write_metrics(writer, metrics)
    writer.finish("completed")
    return Run(writer.files.folder)


def rewrite_config(run: Run, text: str) -> None:
    """Another config, as the one that the run began with."""
    run.files.config.write_text(text)
    record = json.loads(run.files.status.read_text())
    digest = config_digest(read_text(text, "config.yaml").data)
    run.files.status.write_text(json.dumps(record | {"config_digest": digest}))


def edit(run: Run, *keys: str, **values: Any) -> None:
    """Change values of a block of a run's metrics.json."""
    document = json.loads(run.files.metrics.read_text())
    block = document
    for key in keys:
        block = block[key]
    block.update(values)
    run.files.metrics.write_text(json.dumps(document))


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
    assert [entry.experiment for entry in board.places] == ["best", "good", "bad"]
    shown = [row[:2] for row in rows(board)]
    assert shown == [("1", "best"), ("2", "good"), ("", "(persistence baseline)"), ("3", "bad")]


def test_seeds_of_one_config_become_their_mean_and_its_t_interval(tmp_path: Path) -> None:
    values = [0.26, 0.27, 0.25]
    runs = [forecast_run(tmp_path, "gru", v, seed=s) for s, v in enumerate(values, start=1)]
    (entry,) = board_of(*runs).places
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
    assert len(board_of(small, large).places) == 2
    other = forecast_run(tmp_path, "gru", 0.27, seed=2)
    text = other.config_text.replace("training:\n", "training:\n  learning_rate: 1e-3\n")
    rewrite_config(other, text)
    assert len(board_of(small, other).places) == 1


def test_a_run_that_was_repeated_does_not_make_the_interval_smaller(tmp_path: Path) -> None:
    runs = [forecast_run(tmp_path, "gru", 0.26) for _ in range(3)]
    (entry,) = board_of(*runs).places
    assert entry.interval is None
    assert [result.run.id for result in entry.results] == [runs[-1].id]


def test_the_most_accurate_text_model_comes_first(tmp_path: Path) -> None:
    good, better = text_run(tmp_path, "imdb/lstm"), text_run(tmp_path, "imdb/gru")
    edit(better, "validation", accuracy=0.9)
    board = board_of(good, better)
    assert [entry.experiment for entry in board.places] == ["imdb/gru", "imdb/lstm"]
    assert board.judged_on.metric == ACCURACY


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
    edit(there, "baseline", "validation", mae=NAIVE + 1e-15)
    assert len(board_of(here, there).places) == 2


def test_a_fingerprint_tells_windows_apart_that_are_as_many_and_as_hard(tmp_path: Path) -> None:
    runs = [
        forecast_run(tmp_path, name, 0.25 + 0.001 * n, fingerprint=fingerprint)
        for n, (name, fingerprint) in enumerate([("a", "one"), ("b", "two"), ("c", "one")])
    ]
    boards = leaderboards([read_result(run) for run in runs])
    assert [[place.experiment for place in board.places] for board in boards] == [["a", "c"], ["b"]]


def test_a_run_that_is_older_than_fingerprints_stands_beside_younger_ones(tmp_path: Path) -> None:
    old = forecast_run(tmp_path, "old", 0.26)
    young = forecast_run(tmp_path, "young", 0.25, fingerprint="one")
    other = forecast_run(tmp_path, "other", 0.24, fingerprint="two", windows=900)
    for runs in ([old, young, other], [other, young, old], [young, old, other]):
        boards = leaderboards([read_result(run) for run in runs])
        names = [[place.experiment for place in board.places] for board in boards]
        assert names == [["young", "old"], ["other"]]
    # Two old ones alone share a table as they did before.
    again = forecast_run(tmp_path, "again", 0.27)
    assert len(board_of(old, again).places) == 2
    harder = forecast_run(tmp_path, "harder", 0.27, baseline=0.3)
    assert len(leaderboards([read_result(old), read_result(harder)])) == 2


def naive_of(judged_on: JudgedOn, value: float) -> tuple[Simple, ...]:
    return (replace(judged_on.naive, value=value),)


def test_old_and_new_folders_of_the_same_samples_have_the_same_key(tmp_path: Path) -> None:
    old = read_result(old_forecast(tmp_path)).judged_on
    assert (old.metric, old.unit, old.naive.name) == (MAE, "degC", "persistence")
    assert old.samples == Samples(98_432, "windows", "", 1500)
    young = replace(
        old,
        baselines=naive_of(old, old.naive.value + 3e-16),
        metric=replace(MAE, title="MAE"),
        samples=replace(old.samples, fingerprint="ab", horizon_minutes=1500.0),
    )
    assert young.key == old.key
    for other in (
        replace(old, baselines=naive_of(old, old.naive.value + 1e-6)),
        replace(old, digests=()),
        replace(old, samples=replace(old.samples, count=98_431)),
        replace(old, samples=replace(old.samples, horizon_minutes=1440)),
        replace(old, metric=replace(MAE, name="mse")),
    ):
        assert other.key != old.key


def test_runs_beside_a_perfect_baseline_are_ranked_without_skill(tmp_path: Path) -> None:
    for seed, mae in enumerate([0.2, 0.1], start=1):
        forecast_run(tmp_path, "gru", mae, seed=seed, baseline=0.0)
    forecast_run(tmp_path, "exact", 0.0, baseline=0.0)
    for seed in (1, 2):
        edit(text_run(tmp_path, f"imdb/{seed}"), "baseline", "validation", accuracy=1.0)
    found = json.loads(invoke("--outputs", tmp_path, "--json").stdout)["leaderboards"]
    assert [[entry["skill"] for entry in board["entries"]] for board in found] == [[None, None]] * 2
    assert [entry["experiment"] for entry in found[0]["entries"]] == ["exact", "gru"]
    for options in ((), ("--csv",), ("--markdown",)):
        assert invoke("--outputs", tmp_path, *options).exit_code == 0
    assert "(persistence baseline)" in invoke("--outputs", tmp_path).stdout


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
