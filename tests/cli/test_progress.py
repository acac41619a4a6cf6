"""What a run shows while it goes on: lines in a pipe, and a bar below them on a terminal."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from seqlab.cli.progress import Screen, epoch_line
from seqlab.runs.asked import Asked
from seqlab.tasks.metric import ACCURACY, MAE
from seqlab.training.events import (
    EpochBegins,
    EpochEnded,
    Noticed,
    RunBegins,
    RunEnded,
    StepEnded,
    ValidationBegins,
)
from tests.conftest import QUICK, cli_environment

CLIMATE = Asked("forecast", MAE, "degC", 8.0, "windows", "loss")
REVIEWS = Asked("classification", ACCURACY, "", None, "reviews", "loss")


def beginning(**changes: object) -> RunBegins:
    settings = {"name": "a", "seed": 1, "folder": Path("a"), "epochs": 20, "first_epoch": 1}
    return RunBegins(**(settings | {"steps": 500, "device": "CPU", "asked": CLIMATE} | changes))


def row(epoch: int, loss: float, val_loss: float, metric: str, value: float) -> dict[str, float]:
    row = {"epoch": epoch, "loss": loss, metric: loss, "val_loss": val_loss}
    return row | {f"val_{metric}": value, "learning_rate": 0.001, "seconds": 9.1}


@pytest.mark.parametrize(
    ("asked", "values", "is_best", "line"),
    [
        (
            CLIMATE,
            (3, 0.27, 0.25, "mae", 0.25),
            True,
            "epoch  3/20  loss 0.2700  val_mae 0.2500  = 2.000 degC  9.1 s  best",
        ),
        (
            CLIMATE,
            (12, 0.27, 0.09, "mae", 0.25),
            False,
            "epoch 12/20  loss 0.2700  val_loss 0.0900  val_mae 0.2500  = 2.000 degC  9.1 s",
        ),
        (
            REVIEWS,
            (1, 0.5, 0.4, "accuracy", 0.8),
            True,
            "epoch  1/20  loss 0.5000  val_loss 0.4000  val_accuracy 0.8000  9.1 s  best",
        ),
    ],
)
def test_an_epoch_is_a_line(
    asked: Asked, values: tuple[int, float, float, str, float], is_best: bool, line: str
) -> None:
    assert epoch_line(asked, 20, row(*values), is_best=is_best) == line


def shown(*events: object, title: str = "") -> list[str]:
    file = io.StringIO()
    observer = Screen(Console(file=file, width=200, markup=False)).observer(title)
    for event in events:
        observer(event)
    return file.getvalue().splitlines()


def test_a_pipe_gets_what_begins_and_a_line_an_epoch_and_no_steps() -> None:
    assert shown(
        Noticed("warning: [red] windows"),
        beginning(epochs=2),
        EpochBegins(1),
        StepEnded(1, 0.5),
        ValidationBegins(),
        EpochEnded(row(1, 0.27, 0.25, "mae", 0.25), True),
        RunEnded("completed"),
    ) == [
        "warning: [red] windows",
        "2 epochs of 500 steps on the CPU",
        "epoch 1/2  loss 0.2700  val_mae 0.2500  = 2.000 degC  9.1 s  best",
    ]


def test_a_run_that_goes_on_says_from_where_and_one_of_several_says_which() -> None:
    assert shown(beginning(first_epoch=20), title="jena/gru seed 2") == [
        "jena/gru seed 2  1 epoch of 500 steps on the CPU, from epoch 20"
    ]


def test_a_bar_shows_loss_time_left_and_that_it_validates(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr("seqlab.cli.progress.time.perf_counter", lambda: clock[0])
    screen = Screen(Console(file=io.StringIO(), force_terminal=True, width=200))
    observer = screen.observer("x")

    def bar() -> tuple[str, float, str, str]:
        (task,) = screen.bars.tasks
        return task.description, task.completed, task.fields["shown"], task.fields["left"]

    observer(beginning(epochs=5, steps=100))
    observer(EpochBegins(1))
    assert bar() == ("x  epoch 1/5", 0, "", "compiling")
    clock[0] = 10.0
    observer(StepEnded(50, 0.25))
    assert bar() == ("x  epoch 1/5", 50, "loss 0.2500", "0:10 left in the epoch")
    observer(ValidationBegins())
    assert bar()[3] == "validating"
    observer(EpochEnded(row(1, 0.27, 0.25, "mae", 0.25) | {"seconds": 10.0}, True))
    observer(EpochBegins(2))
    assert bar()[1:] == (0, "", "")
    observer(StepEnded(20, 0.2))  # of the four epochs that are left, a fifth of one is gone
    assert bar()[3] == "0:38 left"
    observer(RunEnded("completed"))
    assert not screen.bars.tasks


def test_several_runs_have_a_bar_each_until_the_last_has_ended() -> None:
    screen = Screen(Console(file=io.StringIO(), force_terminal=True, width=200))
    observers = [screen.observer(title) for title in "ab"]
    for observer in observers:
        observer(beginning())
    assert [task.description for task in screen.bars.tasks] == ["a  ", "b  "]
    observers[0](RunEnded("failed"))
    assert len(screen.bars.tasks) == 1 and screen.bars.live.is_started
    observers[1](RunEnded("completed"))
    assert not screen.bars.live.is_started


@pytest.mark.keras
def test_a_run_on_a_terminal_shows_a_bar_there_and_one_json_document_on_stdout(
    tmp_path: Path,
) -> None:
    (tmp_path / "quick.yaml").write_text(QUICK)
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "seqlab", "train", "quick.yaml", "--json",
         "training.epochs=1", "training.steps_per_epoch=40"],
        cwd=tmp_path,
        env=cli_environment(tmp_path) | {"TERM": "xterm", "COLUMNS": "100"},
        stdout=subprocess.PIPE,
        stderr=theirs,
        stdin=theirs,
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:  # the other end has closed
            break
        if not part:
            break
        shown += part
    os.close(ours)
    stdout, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    text = shown.decode()
    assert "\x1b[" in text and "\u2501" in text
    assert "epoch 1/1" in text and "/40" in text and "compiling" in text
    document = json.loads(stdout)
    (status,) = tmp_path.glob("outputs/small/*/status.json")
    assert document["run"] == status.parent.name
    assert document["metrics"]["best_epoch"] == 1
