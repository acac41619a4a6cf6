"""`seqlab reproduce` as a user runs it: trained, found again, killed and continued."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time

import pytest

from seqlab.errors import ConfigError
from seqlab.suites.reproduce import Order, run_missing, wanted_experiments
from seqlab.training.events import Event, Noticed, Observer, silence
from tests.conftest import cli_environment
from tests.recipes.examples import interrupted
from tests.suites.examples import suite_file, tiny_suite


def test_cheap_experiments_come_first_and_what_cannot_be_trained_is_left_out(tmp_path) -> None:
    order = Order(seeds=2, jobs=1, only="*", is_fast=False, outputs=tmp_path)
    wanted = wanted_experiments(tiny_suite(tmp_path), order)
    assert [(e.name, e.seed) for e in wanted] == [
        *(("dense", 1), ("conv", 1)),
        *(("dense", 2), ("conv", 2)),
    ]


def test_a_pattern_that_fits_nothing_is_an_error_with_the_names(tmp_path) -> None:
    order = Order(seeds=1, jobs=1, only="gru*", is_fast=False, outputs=tmp_path)
    with pytest.raises(ConfigError, match="naive, dense, conv"):
        wanted_experiments(tiny_suite(tmp_path), order)


@pytest.mark.keras
def test_a_run_that_was_interrupted_is_gone_on_with(tmp_path) -> None:
    suite = tiny_suite(tmp_path)
    dense = suite.members[1].experiment
    outputs = tmp_path / "outputs"
    run = interrupted(dense, outputs, epoch=2)
    order = Order(seeds=1, jobs=1, only="dense", is_fast=False, outputs=outputs)
    said: list[Event] = []
    titles: list[str] = []

    def observer_of(title: str) -> Observer:
        titles.append(title)
        return silence

    outcome = run_missing(suite, order, said.append, observer_of)
    assert said == [Noticed("0 of 1 runs are done, 1 missing, 1 of them to go on with")]
    assert titles == ["1/1 dense seed 1"]
    assert outcome.failures == []
    assert outcome.runs["dense"][1].run.path == run.path
    assert run.status == "completed"
    assert len(list(outputs.rglob("status.json"))) == 1


@pytest.mark.keras
def test_a_suite_that_is_killed_and_run_again_ends_with_the_same_table(tmp_path) -> None:
    path = suite_file(tmp_path)
    command = [sys.executable, "-m", "seqlab", "reproduce", str(path)]
    environment = cli_environment(tmp_path)

    def reproduce(outputs: str) -> str:
        options = ["--outputs", outputs, "--results", f"{outputs}-results"]
        done = subprocess.run(
            [*command, *options],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode in (0, 1), done.stderr
        assert "Traceback" not in done.stderr
        text = (tmp_path / f"{outputs}-results" / "tiny.md").read_text()
        return re.sub(r"\| \d+\.\d \| 1 \|", "| seconds | 1 |", text)

    straight = reproduce("straight")
    assert "0 of 2 runs" not in straight
    killed = subprocess.Popen(
        [*command, "--outputs", "killed", "--results", "killed-results"],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob("killed/dense/*/metrics.json")) and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    assert not (tmp_path / "killed-results").exists()
    assert reproduce("killed") == straight
