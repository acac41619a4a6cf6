"""Looks at the test split are counted, all of them, and what was seen is kept."""

from __future__ import annotations

import json
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from seqlab.errors import DataError, SeqlabError
from seqlab.runs.evaluations import read_test_evaluations, record_test_evaluation
from seqlab.runs.reader import Run
from seqlab.runs.scores import Judgement, Rival, Scores
from seqlab.runs.verdict import Skill, Verdict
from seqlab.tasks.data import Samples
from tests.runs_examples import series_run

JUDGEMENT = Judgement(
    model=Scores({"loss": 0.27, "mae": 0.27}, 2.4),
    rivals=(Rival("persistence", Scores({"mae": 0.3}, 2.7)),),
    samples=Samples(1000, "windows", "ab", 1500.0),
)
SCORES = {"loss": 0.27, "mae": 0.27, "mae_original": 2.4, "unit": "degC"}
NAIVE = {
    "baseline": "persistence", "split": "test", "mae": 0.3, "mae_original": 2.7, "unit": "degC",
    "windows": 1000, "horizon_minutes": 1500.0, "fingerprint": "ab",
}  # fmt: skip


def look(folder: Path) -> int:
    return len(record_test_evaluation(Run(folder), JUDGEMENT))


def test_a_run_that_was_not_evaluated_has_no_times(tmp_path: Path) -> None:
    assert read_test_evaluations(series_run(tmp_path)) == []


def test_each_look_is_counted_and_the_scores_stand_beside_the_validation_scores(
    tmp_path: Path,
) -> None:
    run = series_run(tmp_path)
    before = json.loads(run.files.metrics.read_text())
    times = [record_test_evaluation(run, JUDGEMENT) for _ in range(3)][-1]
    assert len(times) == 3 and times == read_test_evaluations(run)
    assert sorted(map(datetime.fromisoformat, times)) == list(map(datetime.fromisoformat, times))
    baseline = {**before["baseline"], "test": NAIVE}
    after = json.loads(run.files.metrics.read_text())
    assert after == {**before, "test": SCORES, "baseline": baseline}
    assert run.results is not None and run.results.test == JUDGEMENT
    assert run.files.test_evaluations in run.files.existing()


def test_a_look_at_a_run_of_before_verdicts_keeps_its_verdict_and_every_baseline(
    tmp_path: Path,
) -> None:
    run = series_run(tmp_path)
    ridge = Rival("ridge", Scores({"mae": 0.28}, 2.5), 3.5)
    skills = {"persistence": Skill(0.1, 0.05, 0.15), "ridge": Skill(0.04, -0.01, 0.09)}
    verdict = Verdict(skills, "ridge", "error")
    judgement = replace(JUDGEMENT, rivals=(*JUDGEMENT.rivals, ridge), verdict=verdict)
    record_test_evaluation(run, judgement)
    assert run.results is not None and run.results.test == judgement
    assert run.results.validation.verdict is None


def test_looks_at_the_same_moment_are_all_counted(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(4, mp_context=context) as pool:
        counts = list(pool.map(look, [run.path] * 24))
    assert sorted(counts) == list(range(1, 25))
    assert len(read_test_evaluations(run)) == 24
    assert {path.name for path in run.path.iterdir()} == {
        "config.yaml", "environment.json", "status.json", "history.csv", "metrics.json",
        "test_evaluations.json", "preprocessing",
    }  # fmt: skip


@pytest.mark.parametrize("content", ['{"times": 3}', '{"times": [1]}', "[]", "{", ""])
def test_a_damaged_count_is_no_count(content: str, tmp_path: Path) -> None:
    run = series_run(tmp_path)
    run.files.test_evaluations.write_text(content)
    metrics = run.files.metrics.read_text()
    with pytest.raises(DataError, match=r"test_evaluations\.json"):
        record_test_evaluation(run, JUDGEMENT)
    assert run.files.metrics.read_text() == metrics


def test_what_cannot_be_counted_is_not_kept(tmp_path: Path, monkeypatch) -> None:
    from seqlab.runs import evaluations

    run = series_run(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(evaluations.atomic, "write_json", full)
    with pytest.raises(SeqlabError, match="No space left"):
        record_test_evaluation(run, JUDGEMENT)
    assert "test" not in json.loads(run.files.metrics.read_text())
