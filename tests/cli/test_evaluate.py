"""`seqlab evaluate` judges a run's best model, and counts looks at the test split."""

from __future__ import annotations

import json

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
    assert heading.split() == ["test", "mae", "mae", "in", "degC"]
    assert model.startswith("best model") and naive.startswith("persistence")
    assert "baseline" in verdict and "25 hours ahead" in windows
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
