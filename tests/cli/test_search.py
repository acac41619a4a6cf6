"""`seqlab search` prints the finalists, goes on where it was, and says with what code."""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path

import pytest

from seqlab.interrupts import Interrupted
from seqlab.searches import run as running
from tests.conftest import Cli
from tests.searches.examples import SEARCH, Fate, PlayedCrew, search_file


@pytest.fixture(autouse=True)
def fate(monkeypatch: pytest.MonkeyPatch) -> Fate:
    fate = Fate()
    monkeypatch.setattr("os.fsync", lambda _: None)
    monkeypatch.setattr(running, "Crew", partial(PlayedCrew, fate))
    return fate


def test_the_finalists_are_printed_with_what_the_search_promised(
    seqlab_here: Cli, tmp_path: Path, fate: Fate
) -> None:
    search_file(tmp_path)
    done = seqlab_here("search", "tiny.yaml")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "tiny: 9 trials, 9 complete"
    assert lines[2].split()[:3] == ["rank", "trial", "training.learning_rate"]
    assert "val_mae in the search" in lines[2]
    assert "3 fresh seeds" in lines[2]
    assert lines[5] == "best baseline: persistence, val_mae 0.5000"
    assert "wins. How much worse it is with fresh seeds than in the search: " in lines[6]
    assert "trial 9 of 9 complete" in done.stderr
    assert {path.name for path in (tmp_path / "outputs" / "tiny").glob("*.*")} == {
        *("search.yaml", "journal.log", "trials.csv", "finalists.csv", "best.yaml"),
        *("history.png", "history.svg", "slices.png", "slices.svg"),
        *("importance.png", "importance.svg"),
    }
    fate.trained.clear()
    again = seqlab_here("search", "tiny.yaml")
    assert (again.stdout, fate.trained) == (done.stdout, [])
    document = json.loads(seqlab_here("search", "tiny.yaml", "--json").stdout)
    assert len(document["trials"]) == 9
    assert document["finalists"][0]["trial"] == document["winner"]


def test_without_finalists_the_best_of_the_search_is_told_with_a_warning(
    seqlab_here: Cli, tmp_path: Path
) -> None:
    search_file(tmp_path, SEARCH.replace("finalists: 2", "finalists: 0"))
    done = seqlab_here("search", "tiny.yaml")
    assert "is the best of the search, with the seeds that chose it: expect less of it." in (
        done.stdout
    )


def test_a_search_without_a_completed_trial_fails_and_says_why(
    seqlab_here: Cli, tmp_path: Path, fate: Fate
) -> None:
    fate.fails = lambda _: True
    search_file(tmp_path)
    done = seqlab_here("search", "tiny.yaml")
    assert done.returncode == 1
    assert "No trial of the search tiny completed:\ndiverged" in done.stderr
    assert "tiny: 9 trials, 9 failed" in done.stdout


def test_mistakes_in_the_file_are_told_before_anything_is_made(
    seqlab_here: Cli, tmp_path: Path
) -> None:
    search_file(tmp_path, SEARCH.replace("units: {values: [2, 4, 8]}", "units: {values: [two]}"))
    done = seqlab_here("search", "tiny.yaml")
    assert done.returncode == 2
    assert "tiny.yaml:13:35: model.layers.0.units: expected a whole number" in done.stderr
    assert not (tmp_path / "outputs").exists()
    assert seqlab_here("search", "missing.yaml").returncode == 2


def test_an_interrupt_is_told_and_the_same_command_goes_on(
    seqlab_here: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupting(PlayedCrew):
        def train(self, *_: object) -> None:
            raise Interrupted([])

    search_file(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(running, "Crew", partial(Interrupting, Fate()))
        done = seqlab_here("search", "tiny.yaml")
    assert done.returncode == 130
    assert "the same command goes on where it stopped" in done.stderr
    assert seqlab_here("search", "tiny.yaml").returncode == 0


def test_a_missing_optuna_is_named_with_what_to_install(
    seqlab_here: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    search_file(tmp_path)
    monkeypatch.setitem(sys.modules, "optuna", None)
    done = seqlab_here("search", "tiny.yaml")
    assert done.returncode == 1
    assert 'pip install "seqlab[search]"' in done.stderr
