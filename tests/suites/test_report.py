"""Verdicts against made-up runs with known answers."""

from __future__ import annotations

import json

import pytest

from seqlab.suites.report import Report, judge_value, report_on
from seqlab.suites.suite import load_suite
from seqlab.training.events import silence
from tests.experiment.examples import TEXT as TEXT_CONFIG
from tests.runs_examples import beside_a_perfect_baseline
from tests.suites.examples import (
    BASELINE,
    SUITE,
    found_runs,
    runs_of,
    suite_file,
    tiny_suite,
)


def report(tmp_path, curves: dict[str, list[list[float]]]) -> Report:
    """The report on runs of these courses, the seeds 1, 2, ... of each experiment."""
    runs = runs_of(tmp_path, curves)
    return report_on(tiny_suite(tmp_path), runs, silence)


def row(found: Report, name: str):
    return next(row for row in found.rows if row.name == name)


@pytest.mark.parametrize(
    ("best", "verdict"),
    [(0.301, "reproduced"), (0.2905, "reproduced"), (0.28, "better"), (0.32, "worse")],
)
def test_the_best_epoch_beside_the_published_value_gives_the_verdict(
    best, verdict, tmp_path
) -> None:
    found = row(report(tmp_path, {"dense": [[best + 0.1, best, best + 0.05]]}), "dense")
    assert (found.ours, found.verdict) == (best, verdict)
    assert found.difference == pytest.approx(best - 0.3)
    assert found.baseline == BASELINE
    assert found.scale == pytest.approx(8)


def test_what_was_not_run_and_what_was_not_published_say_so(tmp_path) -> None:
    found = report(tmp_path, {"conv": [[0.4]]})
    assert row(found, "dense").verdict == "not run"
    assert (row(found, "conv").verdict, row(found, "conv").reason) == (
        "not comparable",
        "nothing was published",
    )
    assert [d.answer for d in found.decisions] == ["cannot tell", "cannot tell"]
    assert found.decisions[0].how == "not run: dense"


def test_the_naive_forecast_needs_no_run(tmp_path) -> None:
    naive = row(report(tmp_path, {}), "naive")
    assert naive.ours == naive.baseline
    assert naive.ours is not None


def test_failed_claims_are_counted_and_seeds_have_an_interval(tmp_path) -> None:
    curves = {"dense": [[0.250], [0.252], [0.251]], "conv": [[0.253], [0.253], [0.255]]}
    found = report(tmp_path, curves)
    assert row(found, "dense").interval.mean == pytest.approx(0.251)
    assert found.failed_claims == 0
    (tmp_path / "other").mkdir()
    tied = {"dense": [[BASELINE], [BASELINE]], "conv": [[BASELINE], [BASELINE]]}
    assert report(tmp_path / "other", tied).failed_claims == 1


def accurate(tmp_path, value: float, published: float) -> str:
    """The verdict on an accuracy."""
    suite = SUITE[: SUITE.index("claims:")].replace("{metric: validation.mae, value: 0.3",
        f"{{metric: validation.accuracy, value: {published}")  # fmt: skip
    path = suite_file(tmp_path, suite)
    (tmp_path / "dense.yaml").write_text(TEXT_CONFIG, encoding="utf-8")
    member = load_suite(path).members[1]
    return judge_value(member, [value])[0]


@pytest.mark.parametrize(
    ("value", "verdict"), [(0.88, "better"), (0.86, "worse"), (0.871, "reproduced")]
)
def test_a_higher_accuracy_is_the_better_one(value, verdict, tmp_path) -> None:
    assert accurate(tmp_path, value, 0.87) == verdict


def test_beside_a_perfect_baseline_a_row_is_told_as_any_other(tmp_path) -> None:
    runs = runs_of(tmp_path, {"dense": [[0.25], [0.252]], "conv": [[0.25]]})
    for by_seed in runs.values():
        for finished in by_seed.values():
            beside_a_perfect_baseline(finished.run)
    found = report_on(tiny_suite(tmp_path), found_runs(tmp_path, tiny_suite(tmp_path)), silence)
    dense = row(found, "dense")
    assert (dense.baseline, dense.verdict) == (0, "better")
    # The claim that dense is better than the baseline.
    assert found.decisions[0].answer == "does not hold"
    assert (found.decisions[0].left, found.decisions[0].right) == (pytest.approx(0.251), 0)


def test_versions_commits_and_devices_are_counted_each_once(tmp_path) -> None:
    runs = runs_of(tmp_path, {"dense": [[0.25], [0.252]], "conv": [[0.25]]})
    environment = runs["conv"][1].run.files.environment
    record = json.loads(environment.read_text())
    record["versions"]["seqlab"] = "0.2.0"
    environment.write_text(json.dumps(record | {"git_commit": "f2f3850e69478c4b47a2+"}))
    suite = tiny_suite(tmp_path)
    found = report_on(suite, found_runs(tmp_path, suite), silence).circumstances
    assert found == (
        "1 runs: seqlab 0.2.0 (commit f2f3850e6947+), tensorflow ?, keras 3, numpy ?, python ?, "
        "CPU, 2 cores",
        "2 runs: seqlab ?, tensorflow ?, keras 3, numpy ?, python ?, CPU, 2 cores",
    )
