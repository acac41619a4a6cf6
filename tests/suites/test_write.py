"""A report on the disk is whole, the same for the same runs, and never in a folder of no use."""

from __future__ import annotations

import pytest

from seqlab.errors import SeqlabError
from seqlab.suites.report import report_on
from seqlab.suites.write import write_report
from seqlab.training.events import silence
from tests.runs_examples import beside_a_perfect_baseline
from tests.suites.examples import found_runs, runs_of, tiny_suite


def test_everything_is_written_and_the_same_runs_give_the_same_bytes(tmp_path) -> None:
    curves = {"dense": [[0.3, 0.25], [0.3, 0.252]], "conv": [[0.4, 0.3]]}
    runs = runs_of(tmp_path, curves)
    found = report_on(tiny_suite(tmp_path), runs, silence)
    contents = []
    for folder in ("one", "two"):
        written = write_report(found, runs, tmp_path / folder)
        contents.append({path.name: path.read_bytes() for path in written})
    assert contents[0] == contents[1]
    assert set(contents[0]) == {
        *("tiny.md", "tiny.csv", "tiny.json", "tiny-mae.png", "tiny-mae.svg")
    }


def test_a_short_form_has_files_of_its_own_and_what_was_not_run_no_picture(tmp_path) -> None:
    found = report_on(tiny_suite(tmp_path), {}, silence, is_fast=True)
    written = write_report(found, {}, tmp_path / "results")
    assert [path.name for path in written] == ["tiny-fast.md", "tiny-fast.csv", "tiny-fast.json"]


def test_a_perfect_baseline_is_drawn_and_written(tmp_path) -> None:
    for by_seed in runs_of(tmp_path, {"dense": [[0.3, 0.25]]}).values():
        for finished in by_seed.values():
            beside_a_perfect_baseline(finished.run)
    suite = tiny_suite(tmp_path)
    runs = found_runs(tmp_path, suite)
    written = write_report(report_on(suite, runs, silence), runs, tmp_path / "results")
    assert all(path.stat().st_size for path in written) and len(written) == 5


def test_a_folder_that_cannot_be_written_is_named(tmp_path) -> None:
    (tmp_path / "file").write_text("")
    found = report_on(tiny_suite(tmp_path), {}, silence)
    with pytest.raises(SeqlabError, match="Cannot write to the folder") as caught:
        write_report(found, {}, tmp_path / "file" / "results")
    assert "--results" in caught.value.remedy
