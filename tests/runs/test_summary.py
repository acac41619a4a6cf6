"""A run in one line of a table, however far it came and whatever its folder holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from seqlab.runs.reader import Run
from seqlab.runs.summary import summarise
from tests.runs.old_folders import old_classification, old_forecast
from tests.runs_examples import beside_a_perfect_baseline, series_run, start, text_run


def test_a_summary_of_a_series_is_in_original_units(tmp_path: Path) -> None:
    summary = summarise(series_run(tmp_path))
    assert (summary.metric, summary.unit, summary.epochs, summary.best_epoch) == (
        "mae",
        "degC",
        8,
        3,
    )
    assert summary.value == pytest.approx(0.2653 * 8.85249908220462)
    assert summary.baseline == pytest.approx(2.5649, abs=1e-4)
    assert summary.skill == pytest.approx(1 - summary.value / summary.baseline)


def test_a_summary_of_text_has_the_accuracy(tmp_path: Path) -> None:
    summary = summarise(text_run(tmp_path))
    assert (summary.metric, summary.value, summary.baseline) == ("accuracy", 0.8862, 0.5)


def test_a_summary_of_a_young_run_has_no_scores(tmp_path: Path) -> None:
    summary = summarise(Run(start(tmp_path).files.folder))
    assert (summary.status, summary.epochs, summary.value) == ("running", 0, None)


@pytest.mark.parametrize("name", ["status.json", "metrics.json", "history.csv"])
def test_a_summary_of_a_damaged_run_says_what_is_damaged(tmp_path: Path, name: str) -> None:
    run = series_run(tmp_path)
    (run.path / name).write_bytes(b"\xff")
    summary = summarise(run)
    assert summary.status == "damaged"
    assert name in summary.problem


def test_a_name_from_a_stranger_is_safe_to_show(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    record = json.loads(run.files.status.read_text())
    run.files.status.write_text(json.dumps({**record, "name": "a\x1b[2Jb"}))
    assert summarise(run).experiment == "a[2Jb"


def test_runs_from_before_formats_stand_in_the_same_table(tmp_path: Path) -> None:
    forecast, text = summarise(old_forecast(tmp_path)), summarise(old_classification(tmp_path))
    assert (forecast.metric, forecast.unit, forecast.seed) == ("mae", "degC", 1)
    assert (forecast.value, forecast.baseline) == (2.6060502069164575, 2.564887434980494)
    assert (text.metric, text.value, text.skill) == (
        "accuracy",
        0.5626000165939331,
        pytest.approx(0.13625595693904635),
    )


@pytest.mark.parametrize("make", [series_run, text_run])
def test_beside_a_perfect_baseline_there_is_no_skill(make, tmp_path: Path) -> None:
    summary = summarise(beside_a_perfect_baseline(make(tmp_path)))
    assert (summary.status, summary.skill) == ("completed", None)
    assert summary.baseline == (0 if make is series_run else 1)
