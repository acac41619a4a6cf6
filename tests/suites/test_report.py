"""Verdicts and decisions against made-up runs with known answers."""

from __future__ import annotations

import csv
import io

import pytest

from seqlab.suites.finished import Library
from seqlab.suites.report import Report, report_on
from seqlab.suites.tables import to_csv, to_markdown, to_record
from seqlab.suites.write import write_report
from tests.suites.examples import BASELINE, finished_run, tiny_suite


def report(tmp_path, curves: dict[str, list[list[float]]]) -> Report:
    """The report on runs of these courses, the seeds 1, 2, ... of each experiment."""
    suite = tiny_suite(tmp_path)
    for name, courses in curves.items():
        for seed, course in enumerate(courses, start=1):
            finished_run(tmp_path / "outputs", tmp_path / f"{name}.yaml", seed, course)
    library = Library(tmp_path / "outputs", ["dense", "conv"])
    runs = {
        m.experiment.name: {f.experiment.seed: f for f in library.find_seeds(m.experiment)}
        for m in suite.members
    }
    return report_on(suite, runs, print)


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


def test_seeds_that_agree_decide_claims(tmp_path) -> None:
    curves = {"dense": [[0.250], [0.252], [0.251]], "conv": [[0.253], [0.253], [0.255]]}
    found = report(tmp_path, curves)
    assert [decision.answer for decision in found.decisions] == ["holds", "holds"]
    assert found.decisions[0].how == "paired t test over 3 seeds"
    assert row(found, "dense").interval.mean == pytest.approx(0.251)
    assert found.failed_claims == 0


def test_seeds_that_disagree_cannot_tell_and_ties_are_no_less(tmp_path) -> None:
    curves = {"dense": [[0.20], [0.38], [0.29]], "conv": [[0.5], [0.5], [0.5]]}
    found = report(tmp_path, curves)
    assert found.decisions[0].answer == "cannot tell"
    tied = {"dense": [[BASELINE], [BASELINE]], "conv": [[BASELINE], [BASELINE]]}
    (tmp_path / "other").mkdir()
    found = report(tmp_path / "other", tied)
    assert [decision.answer for decision in found.decisions] == ["does not hold", "holds"]
    assert found.failed_claims == 1


def test_claims_use_only_the_seeds_that_both_sides_have(tmp_path) -> None:
    found = report(tmp_path, {"dense": [[0.25], [0.25]], "conv": [[0.25], [0.251], [0.9]]})
    assert found.decisions[1].how == "paired t test over 2 seeds"


def test_the_tables_say_the_same(tmp_path) -> None:
    found = report(tmp_path, {"dense": [[0.25], [0.252]], "conv": [[0.25], [0.25]]})
    record = to_record(found)
    lines = list(csv.DictReader(io.StringIO(to_csv(found))))
    text = to_markdown(found)
    assert [line["experiment"] for line in lines] == ["naive", "dense", "conv"]
    assert float(lines[1]["ours"]) == record["experiments"][1]["ours"] == 0.251
    assert "| dense | mae 0.3000 | 0.2510 ± 0.0127 | 2.008 degC |" in text
    assert "conv validation.mae ~ dense (within 0.01)" in text


def test_everything_is_written_and_the_same_runs_give_the_same_bytes(tmp_path) -> None:
    found = report(tmp_path, {"dense": [[0.3, 0.25], [0.3, 0.252]], "conv": [[0.4, 0.3]]})
    library = Library(tmp_path / "outputs", ["dense", "conv"])
    suite = tiny_suite(tmp_path)
    runs = {
        m.experiment.name: {f.experiment.seed: f for f in library.find_seeds(m.experiment)}
        for m in suite.members
    }
    contents = []
    for folder in ("one", "two"):
        written = write_report(found, runs, tmp_path / folder)
        contents.append({path.name: path.read_bytes() for path in written})
    assert contents[0] == contents[1]
    assert set(contents[0]) == {
        *("tiny.md", "tiny.csv", "tiny.json", "tiny-mae.png", "tiny-mae.svg")
    }
