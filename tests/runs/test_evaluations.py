"""Looks at the test split are counted, all of them, and what was seen is kept."""

from __future__ import annotations

import json
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest

from seqlab.errors import DataError, SeqlabError
from seqlab.runs.evaluations import record_test_evaluation
from seqlab.runs.evaluations import test_evaluations as evaluations_of
from seqlab.runs.reader import Run
from tests.runs_examples import series_run

SCORES = {"loss": 0.27, "mae": 0.27, "mae_original": 2.4, "unit": "degC"}
NAIVE = {"baseline": "persistence", "split": "test", "mae": 0.3, "mae_original": 2.7}


def look(folder: Path) -> int:
    return len(record_test_evaluation(Run(folder), SCORES, NAIVE))


def test_a_run_that_was_not_evaluated_has_no_times(tmp_path: Path) -> None:
    assert evaluations_of(series_run(tmp_path)) == []


def test_each_look_is_counted_and_the_scores_stand_beside_the_validation_scores(
    tmp_path: Path,
) -> None:
    run = series_run(tmp_path)
    before = run.metrics
    assert before
    times = [record_test_evaluation(run, SCORES, NAIVE) for _ in range(3)][-1]
    assert len(times) == 3 and times == evaluations_of(run)
    assert sorted(map(datetime.fromisoformat, times)) == list(map(datetime.fromisoformat, times))
    baseline = {**before["baseline"], "test": NAIVE}
    assert run.metrics == {**before, "test": SCORES, "baseline": baseline}
    assert run.files.test_evaluations in run.files.existing()


def test_looks_at_the_same_moment_are_all_counted(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(4, mp_context=context) as pool:
        counts = list(pool.map(look, [run.path] * 24))
    assert sorted(counts) == list(range(1, 25))
    assert len(evaluations_of(run)) == 24
    assert {path.name for path in run.path.iterdir()} == {
        "config.yaml", "environment.json", "status.json", "history.csv", "metrics.json",
        "test_evaluations.json",
    }  # fmt: skip


@pytest.mark.parametrize("content", ['{"times": 3}', '{"times": [1]}', "[]", "{", ""])
def test_a_damaged_count_is_no_count(content: str, tmp_path: Path) -> None:
    run = series_run(tmp_path)
    run.files.test_evaluations.write_text(content)
    metrics = run.files.metrics.read_text()
    with pytest.raises(DataError, match=r"test_evaluations\.json"):
        record_test_evaluation(run, SCORES, NAIVE)
    assert run.files.metrics.read_text() == metrics


def test_what_cannot_be_counted_is_not_kept(tmp_path: Path, monkeypatch) -> None:
    from seqlab.runs import evaluations

    run = series_run(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(evaluations.atomic, "write_json", full)
    with pytest.raises(SeqlabError, match="No space left"):
        record_test_evaluation(run, SCORES, NAIVE)
    assert "test" not in json.loads(run.files.metrics.read_text())
