"""Warnings go to stderr, each once, with what silences or mends it."""

from __future__ import annotations

from pathlib import Path

import pytest

from seqlab.cli.advice import print_advice, print_warnings
from seqlab.experiment.experiment import read_experiment
from tests.conftest import SMALL


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


def test_what_to_know_of_data_is_printed_in_one_line_each_safe_for_a_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_warnings(["18 windows\x1b[2J\nare odd", "so are these"])
    assert capsys.readouterr().err == "warning: 18 windows[2J are odd\nwarning: so are these\n"
