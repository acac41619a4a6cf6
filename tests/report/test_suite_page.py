"""The page of a suite says what the JSON of `seqlab reproduce` says, and draws it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from seqlab.errors import DataError
from seqlab.report.html import to_html
from seqlab.report.suite_page import suite_page
from seqlab.runs import atomic
from seqlab.suites.recorded import read_recorded
from seqlab.suites.report import report_on
from seqlab.suites.tables import to_record
from seqlab.training.events import silence
from tests.conftest import ROOT
from tests.report.checks import Element, check_page, table, verdict
from tests.suites.examples import runs_of, tiny_suite

SCRIPT = "<script>alert(1)</script>"


def page_of(path: Path, runs=()) -> Element:
    return check_page(to_html(suite_page(read_recorded(path), runs)))


def test_every_experiment_and_claim_of_the_chapter_is_on_the_page() -> None:
    path = ROOT / "results" / "chapter6.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    page = page_of(path)
    rows = table(page, "Here beside")[1:]
    assert [row[0] for row in rows] == [one["experiment"] for one in record["experiments"]]
    assert [row[1] for row in rows] == [one["verdict"] for one in record["experiments"]]
    claims = table(page, "What is claimed")[1:]
    assert [row[1] for row in claims] == [one["answer"] for one in record["claims"]]
    assert verdict(page).startswith(f"Of {len(rows)} experiments: ")
    assert len(page.all("svg")) == 2
    assert "no curves to draw" in page.text


def test_curves_are_those_of_the_very_runs(tmp_path: Path) -> None:
    runs = runs_of(tmp_path, {"dense": [[0.3, 0.25, 0.27]], "conv": [[0.26, 0.24]]})
    path = tmp_path / "tiny.json"
    atomic.write_json(path, to_record(report_on(tiny_suite(tmp_path), runs, silence)))
    own = [finished.run for by_seed in runs.values() for finished in by_seed.values()]
    page = page_of(path, own)
    assert len(page.all("svg")) == 2
    assert "Validation curves of 2 of 3 experiments" in page.text
    (tmp_path / "other").mkdir()
    other = runs_of(tmp_path / "other", {"dense": [[0.9, 0.8]], "conv": [[0.7, 0.6]]})
    strangers = [finished.run for by_seed in other.values() for finished in by_seed.values()]
    assert "no curves to draw" in page_of(path, strangers).text


def test_a_hostile_report_is_shown_and_a_damaged_one_refused(tmp_path: Path) -> None:
    record = json.loads((ROOT / "results" / "chapter6.json").read_text(encoding="utf-8"))
    record["suite"] = record["made_with"][0] = SCRIPT
    record["experiments"][1]["experiment"] = record["claims"][0]["claim"] = SCRIPT
    path = tmp_path / "suite.json"
    path.write_text(json.dumps(record))
    page = page_of(path)
    assert page.all("h1")[0].text == SCRIPT and not page.all("script")
    for key, value in (("ours", "much"), ("metric", "charm"), ("seeds", {"1": None})):
        spoilt = json.loads(json.dumps(record))
        spoilt["experiments"][2][key] = value
        path.write_text(json.dumps(spoilt))
        with pytest.raises(DataError, match=f"experiments.2.{key}"):
            read_recorded(path)
    path.write_text("[]")
    with pytest.raises(DataError, match="expected a JSON object"):
        read_recorded(path)
