"""A report's Markdown, CSV and JSON say the same."""

from __future__ import annotations

import csv
import io
import json

import pytest

from seqlab.runs.strict_json import strict_json
from seqlab.suites.report import Report, report_on
from seqlab.suites.tables import HEADINGS, row_cells, to_csv, to_markdown, to_record
from seqlab.training.events import silence
from tests.suites.examples import runs_of, tiny_suite


def report_of(tmp_path, curves: dict[str, list[list[float]]]) -> Report:
    """The report on runs of these courses."""
    return report_on(tiny_suite(tmp_path), runs_of(tmp_path, curves), silence)


def test_the_tables_say_the_same(tmp_path) -> None:
    found = report_of(tmp_path, {"dense": [[0.25], [0.252]], "conv": [[0.25], [0.25]]})
    record = to_record(found)
    lines = list(csv.DictReader(io.StringIO(to_csv(found))))
    text = to_markdown(found)
    assert [line["experiment"] for line in lines] == ["naive", "dense", "conv"]
    assert float(lines[1]["ours"]) == record["experiments"][1]["ours"] == 0.251
    assert "| dense | mae 0.3000 | 0.2510 ± 0.0127 | 2.008 degC |" in text
    assert "conv validation.mae ~ dense (within 0.01)" in text
    assert "mae in standard deviations. ±" in text
    assert json.loads(strict_json(record)) == record


def test_what_was_not_run_has_empty_cells_and_nulls(tmp_path) -> None:
    found = report_of(tmp_path, {})
    dense = next(row for row in found.rows if row.name == "dense")
    cells = dict(zip(HEADINGS, row_cells(dense), strict=True))
    assert (cells["ours"], cells["baseline"], cells["verdict"]) == ("", "", "not run")
    record = to_record(found)["experiments"][1]
    assert (record["ours"], record["ours_original"], record["baseline"]) == (None, None, None)
    text = to_markdown(found)
    assert "| not run: dense |" in text and "| not run: conv, dense |" in text


@pytest.mark.parametrize("is_fast", [True, False])
def test_a_short_form_says_that_its_figures_mean_nothing(tmp_path, is_fast) -> None:
    suite, runs = tiny_suite(tmp_path), runs_of(tmp_path, {"dense": [[0.25]]})
    found = report_on(suite, {**runs, "dense": {}}, silence, is_fast=is_fast)
    assert ("mean nothing" in to_markdown(found)) == is_fast
    assert to_record(found)["fast"] == is_fast
