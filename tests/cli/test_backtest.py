"""`seqlab backtest` as a user runs it: its tables, its document, its errors, and killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from seqlab.interrupts import Interrupted
from tests.conftest import Cli, cli_environment
from tests.series.own import write_shops
from tests.suites.in_process import train_here

CONFIG = """\
name: own
dataset:
  kind: series
  path: shops.csv
  id_column: shop
  timestamp_column: time
  target: [sales]
  lookback: 6
  horizon: 3
  batch_size: 16
  split: {validation: 12, test: 12}
model: {kind: dense, layers: [{units: 2}]}
training: {epochs: 2, steps_per_epoch: 2, jit: "off", shards: 1}
baselines: [persistence]
"""


@pytest.fixture
def config(tmp_path: Path) -> str:
    """The name of a config, beside its file of one shop."""
    write_shops(tmp_path / "shops.csv", {"north": 120})
    (tmp_path / "own.yaml").write_text(CONFIG, encoding="utf-8")
    return "own.yaml"


@pytest.mark.keras
def test_tables_and_document_say_the_same_and_a_second_run_finds_all(
    config: str, seqlab_here: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    trained = train_here(monkeypatch)
    first = seqlab_here("backtest", config, "--windows", "2")
    assert first.returncode == 0, first.stderr
    assert "0 of 2 runs are done, 2 missing" in first.stderr
    heading, model, naive, verdict, how, _, columns, *cutoffs = first.stdout.splitlines()
    assert heading.split() == [
        *("mean", "mae", "spread", "mae", "in", "original", "units"),
        *("above", "the", "model", "95", "%", "interval"),
    ]
    assert model.startswith("model ") and naive.startswith("persistence ")
    assert verdict.startswith("model: ") and "persistence" in verdict
    assert how == "2 cutoffs, 3 rows apart; trained at each, on all rows before it"
    assert columns.split() == ["cutoff", "from", "windows", "model", "persistence", "run"]
    assert [line.split()[:3] for line in cutoffs] == [
        ["-6", "2024-03-05", "18:00:00"],
        ["-3", "2024-03-05", "21:00:00"],
    ]
    done = seqlab_here("backtest", config, "--windows", "2", "--json")
    assert "2 of 2 runs are done, 0 missing" in done.stderr
    assert trained == ["own/cutoff-6", "own/cutoff-3"]
    document = json.loads(done.stdout)
    lines = {line["name"]: line for line in document["lines"]}
    assert f"{lines['model']['mean']:.4f}" == model.split()[1]
    assert f"{lines['persistence']['less_than_this']:+.4f}" == naive.split()[4]
    assert (document["rows"], document["refit"], document["every"]) == ("expanding", 1, 3)
    for cutoff, line in zip(document["cutoffs"], cutoffs, strict=True):
        assert f"{cutoff['scores']['mae']:.4f}" == line.split()[4]
        assert cutoff["run"] == line.split()[-1]


@pytest.mark.keras
def test_windows_that_overlap_are_warned_of(
    config: str, seqlab_here: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    train_here(monkeypatch)
    options = ["--windows", "3", "--every", "1", "--refit", "2", "--rolling"]
    done = seqlab_here("backtest", config, *options)
    assert done.returncode == 0, done.stderr
    assert "the interval is too narrow" in done.stderr
    assert "trained at every 2., on as many rows as the first" in done.stdout
    first, second, third = (line.split()[-1] for line in done.stdout.splitlines()[-3:])
    assert first == second != third


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--refit", "maybe"], "--refit: expected true, false or a number of cutoffs"),
        (["--refit", "0"], "--refit: expected true, false or a number of cutoffs"),
        (["--windows", "1"], "--windows"),
        (["--windows", "60"], "dataset.trim [0, 177] leaves nothing of the longest series"),
        (["dataset.reach_back=false"], "dataset.reach_back is false, and a backtest"),
        (["training.steps_per_epoch=99"], "training.steps_per_epoch is 99, but"),
        (["model={kind: persistence}"], "has nothing to train"),
    ],
)
def test_what_cannot_be_is_told_before_anything_is_trained(
    options: list[str], message: str, config: str, seqlab_here: Cli, tmp_path: Path
) -> None:
    done = seqlab_here("backtest", config, *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert not (tmp_path / "outputs").exists()


def test_ctrl_c_tells_that_the_same_command_goes_on(
    config: str, seqlab_here: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def train_several(*_: object) -> None:
        raise Interrupted([tmp_path])

    monkeypatch.setattr("seqlab.suites.missing.train_several", train_several)
    done = seqlab_here("backtest", config)
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr.endswith("Interrupted; the same command goes on where it stopped.\n")


@pytest.mark.slow
@pytest.mark.keras
def test_a_backtest_that_is_killed_and_run_again_says_what_it_would_have_said(
    config: str, seqlab_cli: Cli, tmp_path: Path
) -> None:
    def figures(outputs: str) -> list[object]:
        done = seqlab_cli("backtest", config, "--windows", "2", "--outputs", outputs, "--json")
        assert done.returncode == 0, done.stderr
        document = json.loads(done.stdout)
        return [document["lines"], [cutoff["scores"] for cutoff in document["cutoffs"]]]

    command = [sys.executable, "-m", "seqlab", "backtest", config, "--windows", "2"]
    killed = subprocess.Popen(
        [*command, "--outputs", "killed"],
        cwd=tmp_path,
        env=cli_environment(tmp_path),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    deadline = time.monotonic() + 100
    while not (done := list(tmp_path.glob("killed/own/cutoff-6/*/metrics.json"))):
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.02)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    assert figures("killed") == figures("straight")
    assert len(list(tmp_path.glob("killed/own/cutoff-6/*/metrics.json"))) == len(done) == 1
