"""What a command says of a run that has ended."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer

from seqlab.cli.result import print_result, result_record, tell_how_to_go_on
from seqlab.interrupts import Interrupted
from tests.runs_examples import series_run, start, text_run


def test_the_result_is_the_verdict_beside_the_baseline_and_the_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = series_run(tmp_path)
    print_result(run, as_json=False)
    heading, model, naive, verdict, size, folder = capsys.readouterr().out.splitlines()
    assert heading.split() == ["validation", "mae", "mae", "in", "degC"]
    assert model.split() == ["best", "epoch,", "3", "0.2653", "2.3486"]
    assert naive.split() == ["persistence", "0.2897", "2.5649"]
    assert verdict == "The model removes 8.4% of the baseline's error."
    assert size == "4,641 parameters, 9.1 s an epoch"
    assert folder == str(run.path)


def test_the_result_as_json_holds_the_metrics(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = text_run(tmp_path)
    print_result(run, as_json=True)
    document = json.loads(capsys.readouterr().out)
    assert document == result_record(run)
    assert (document["run"], document["folder"]) == (run.id, str(run.path))
    assert document["metrics"] == run.results.record()


def test_a_run_without_results_has_none(tmp_path: Path) -> None:
    from seqlab.runs.reader import Run

    assert result_record(Run(start(tmp_path).files.folder))["metrics"] is None


@pytest.mark.parametrize(
    ("interrupted", "lines"),
    [
        (
            Interrupted([Path("outputs/a/1"), Path("outputs/b\x1b[2J/2")]),
            [
                "Interrupted. To go on:",
                "  seqlab resume outputs/a/1",
                "  seqlab resume outputs/b[2J/2",
            ],
        ),
        (Interrupted([]), ["Interrupted before anything ran."]),
        (KeyboardInterrupt(), ["Interrupted before anything ran."]),
    ],
)
def test_an_interrupted_run_names_itself_and_exits_with_130(
    interrupted: KeyboardInterrupt, lines: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit) as ended:
        tell_how_to_go_on(interrupted)
    assert ended.value.exit_code == 130
    printed = capsys.readouterr()
    assert (printed.out, printed.err.splitlines()) == ("", lines)
