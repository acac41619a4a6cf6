"""`seqlab resume` goes on with a run, or says why it cannot."""

from __future__ import annotations

import json

import pytest

from seqlab.runs.reader import Run
from tests.conftest import Cli

pytestmark = pytest.mark.keras


def test_a_completed_run_is_told_how_to_train_on_and_does(run: Run, seqlab_here: Cli) -> None:
    done = seqlab_here("resume", "last")
    assert (done.returncode, done.stdout) == (2, "")
    assert "is completed: there is nothing to go on with" in done.stderr
    assert f"`seqlab resume outputs/small/{run.id} --epochs N`" in done.stderr
    done = seqlab_here("resume", f"outputs/small/{run.id}", "--epochs", "3", "--json")
    assert done.returncode == 0
    opening, epoch = done.stderr.splitlines()
    assert opening == "1 epoch of 5 steps on the CPU, from epoch 3"
    assert epoch.startswith("epoch 3/3")
    document = json.loads(done.stdout)
    assert document["run"] == run.id
    assert document["metrics"] == run.results.record()
    assert len(run.epochs()) == 3


def test_a_run_whose_metrics_are_lost_is_repaired(run: Run, seqlab_here: Cli) -> None:
    before = run.results
    assert before is not None
    run.files.metrics.unlink()
    done = seqlab_here("resume", run.path)
    assert done.returncode == 0
    repaired = Run(run.path).results
    assert repaired is not None and repaired.outcome() == before.outcome()


def test_an_edited_config_is_refused_with_a_command_that_trains_it(
    run: Run, seqlab_here: Cli
) -> None:
    run.files.status.write_text(run.files.status.read_text().replace("completed", "interrupted"))
    run.files.config.write_text(run.files.config.read_text().replace("epochs: 2", "epochs: 3"))
    edited = run.files.config.read_text().replace("units: 4", "units: 5")
    run.files.config.write_text(edited)
    done = seqlab_here("resume", run.id)
    assert (done.returncode, done.stdout) == (1, "")
    assert "config.yaml was changed after the run began" in done.stderr
    command = done.stderr.split("`")[1]
    assert command == f"seqlab train --config outputs/small/{run.id}/config.yaml"
    assert seqlab_here(*command.split()[1:], "--dry-run").stdout == edited
