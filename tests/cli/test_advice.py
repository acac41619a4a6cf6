"""Warnings go to stderr, each once, with what silences or mends it."""

from __future__ import annotations

from pathlib import Path

import pytest

from seqlab.cli.advice import bad_readings, print_advice, print_data_warnings
from seqlab.experiment.experiment import read_experiment
from tests.conftest import SMALL

FOUND = {
    "sentinels": {"wv (m/s)": 18},
    "implausible": {"p (mbar)": 2_000},
    "missing": 3,
    "touched_windows": 1_454,
}


def read(path: Path, silence: str) -> tuple:  # type: ignore[type-arg]  # what print_advice takes
    path.write_text(SMALL.replace("[overlap, horizon]", silence))
    return read_experiment(path)


def test_a_warning_is_printed_once_for_all_seeds_and_counted_for_other_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = tmp_path / "a.yaml", tmp_path / "b.yaml"
    print_advice(read(one, "[overlap]"), read(one, "[overlap]"))
    twice = capsys.readouterr()
    assert twice.out == ""
    assert twice.err.count("warning: ") == 1 and "more file" not in twice.err
    print_advice(read(one, "[overlap]"), read(other, "[overlap]"))
    assert "(So in 1 more file.)" in capsys.readouterr().err


def test_what_is_silenced_is_not_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    print_advice(read(tmp_path / "a.yaml", "[overlap, horizon]"))
    assert capsys.readouterr() == ("", "")


def test_bad_readings_are_counted_by_kind_and_column() -> None:
    assert bad_readings(FOUND) == [
        "18 x -9999 in wv (m/s)",
        "2,000 implausible in p (mbar)",
        "3 missing",
    ]
    assert bad_readings({"sentinels": {}, "implausible": {}, "missing": 0}) == []


def test_touched_windows_are_warned_of_only_where_they_are_kept(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_data_warnings({"test": FOUND, "training": {"touched_windows": 0}}, "drop_windows")
    print_data_warnings({"test": FOUND}, None)
    assert capsys.readouterr() == ("", "")
    print_data_warnings({"test": FOUND, "training": {"touched_windows": 0}}, "keep")
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("warning: 1,454 windows of the test split")
    assert "dataset.bad_rows=interpolate" in line
