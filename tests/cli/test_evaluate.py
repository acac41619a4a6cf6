"""`seqlab evaluate` judges a run's best model, and counts looks at the test split."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from seqlab.runs.reader import Run
from tests.conftest import Cli

pytestmark = pytest.mark.keras


def test_the_command_warns_from_the_second_look_on_and_prints_the_result_alone_on_stdout(
    run: Run, seqlab_here: Cli
) -> None:
    command = ["evaluate", run.id, "--split", "test"]
    first, second = seqlab_here(*command), seqlab_here(*command)
    assert (first.returncode, second.returncode, first.stderr) == (0, 0, "")
    assert "2 times" in second.stderr and "report the first one" in second.stderr
    assert first.stdout == second.stdout
    heading, model, naive, verdict, windows = first.stdout.splitlines()
    assert heading.split()[:5] == ["test", "mae", "mae", "in", "degC"]
    assert model.startswith("best model") and naive.startswith("persistence")
    assert verdict.startswith("best model: ") and "persistence" in verdict
    assert "25 hours ahead" in windows
    document = json.loads(seqlab_here(*command, "--json").stdout)
    assert len(document["test_evaluations"]) == 3
    assert f"{document['scores']['mae']:.4f}" in model
    assert document["baseline"]["windows"] == run.results.test.samples.count


def test_the_validation_split_may_be_looked_at_as_often_as_one_likes(
    run: Run, seqlab_here: Cli
) -> None:
    document = json.loads(seqlab_here("evaluate", "last", "--json").stdout)
    assert document["scores"]["mae"] == pytest.approx(run.results.value("validation"), rel=1e-5)
    assert document["scores"]["unit"] == "degC"
    assert "test_evaluations" not in document
    assert not run.files.test_evaluations.exists()


def test_where_the_model_errs_is_told_drawn_and_part_of_the_document(
    run: Run, seqlab_here: Cli, tmp_path: Path
) -> None:
    done = seqlab_here("evaluate", run.id, "--by", "hour", "--plot", "hours.png")
    assert (done.returncode, done.stderr) == (0, "written: hours.png\n")
    assert (tmp_path / "hours.png").stat().st_size > 10_000
    lines = done.stdout.splitlines()
    (heading,) = [line for line in lines if line.startswith("hour ")]
    assert heading.split()[:5] == ["hour", "values", "best", "model", "persistence"]
    assert [line.split()[0] for line in lines if line[:2].isdigit()][:24] == [
        f"{hour:02}" for hour in range(24)
    ]
    assert lines[-1].startswith("Mean absolute errors in degC;")
    document = json.loads(seqlab_here("evaluate", "last", "--by", "step", "--json").stdout)
    (step,) = document["breakdown"]["groups"]
    assert step["mae"] == pytest.approx(document["scores"]["mae_original"], rel=1e-5)
    assert step["count"] == document["baseline"]["windows"]


def test_what_cannot_be_told_or_drawn_is_an_error_and_no_look_at_the_test_split(
    run: Run, seqlab_here: Cli
) -> None:
    for options, message in (
        (["--by", "id"], "there is only one series"),
        (["--plot", "hours.png"], "there is no --by"),
        (["--by", "hour", "--plot", "hours.txt"], ".txt is not a format of pictures"),
    ):
        done = seqlab_here("evaluate", "last", "--split", "test", *options)
        assert (done.returncode, done.stdout) == (2, "")
        assert message in done.stderr
    assert not run.files.test_evaluations.exists()
