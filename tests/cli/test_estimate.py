"""`seqlab estimate` says what a training costs, and trains nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from seqlab.cli.estimate import print_costs
from seqlab.experiment.training import EarlyStopping, TrainingSettings
from tests.conftest import Cli
from tests.recipes.examples import forecast
from tests.recipes.test_estimate import COST


def test_time_memory_and_disk_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    settings = TrainingSettings(epochs=5, early_stopping=EarlyStopping())
    print_costs(forecast(training=settings), [COST])
    heads, row, last = capsys.readouterr().out.splitlines()
    assert heads == "at a time  cores each  ms a step  an epoch  a run  runs an hour  GB of memory"
    assert row.split() == ["2", "1", "10.0", "4.0", "s", "37", "s", "194.6", "2.0"]
    assert last == (
        "a run: 15 s to start, 5 epochs of 100 steps at most: early stopping may end it; "
        "3.0 MB of disk"
    )


@pytest.mark.keras
def test_as_json_it_is_one_document_that_adds_up(seqlab_here: Cli, quick_config: Path) -> None:
    done = seqlab_here("estimate", quick_config, "--jobs", "1", "--json")
    record = json.loads(done.stdout)
    (cost,) = record["costs"]
    assert not Path("outputs").exists()
    assert (record["name"], cost["jobs"], cost["steps"], cost["epochs"]) == ("small", 1, 5, 2)
    epoch = 5 * cost["step"] + cost["validation"] + cost["saving"]
    assert cost["epoch"] == pytest.approx(epoch)
    whole = cost["start"] + cost["compiling"] + 2 * epoch + cost["validation"]
    assert cost["run"] == pytest.approx(whole)
    assert 1e8 < cost["memory"] < 4e9
    assert 1e5 < cost["disk"] < 1e6


def test_what_cannot_be_trained_has_no_cost(seqlab_here: Cli, quick_config: Path) -> None:
    done = seqlab_here("estimate", quick_config, "model={kind: persistence}")
    assert done.returncode == 2
    assert "has nothing to train" in done.stderr
